"""The chair's page follows the votes by itself, and is right again after whatever kept it from following."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from domain.identity import stream
from projections.ballots import BALLOTS
from projections.point import LATEST
from service.application import Thidua
from service.opening import opened
from tests.browser.every_page import LEAD, RUNNING
from tests.browser.site import Site

BALLOT = f"{RUNNING}.advanced-unit"
VOTED = "đã bỏ phiếu"
HIDDEN = """told => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => told });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def log(demo_site: Site) -> Iterator[Thidua]:
    """The log, by which others vote meanwhile."""
    with opened(demo_site.database_url) as application:
        yield application


@pytest.fixture
def chair(demo_site: Site) -> Page:
    """The chair's page, which follows the ballot and would no longer be marked if it were loaded anew."""
    page = demo_site.page_as(LEAD, troubled=True)
    page.goto(f"/ballots/{BALLOT}/chair")
    expect(following(page)).to_have_attribute("data-live", "on")
    page.evaluate("window.sameAsBefore = true")
    return page


def following(page: Page) -> Locator:
    """What tells whether a page follows."""
    return page.locator("html")


def voted(page: Page) -> Locator:
    """The electors who have voted, as the page has them."""
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=VOTED)


def cast(log: Thidua, place: int = 1) -> None:
    """The vote of an elector, counted from the end of the roll, of which the latter half has not voted."""
    with log.log_recorder.reading() as connection:
        ballot = BALLOTS.of(connection, stream("ballot", BALLOT), LATEST)
    assert ballot is not None
    choices = dict.fromkeys(ballot.opened.candidates, "for")
    log.do("cast_vote", ballot=BALLOT, elector=ballot.opened.roll[-place], choices=choices, channel="remote")


def test_the_chair_sees_each_vote_as_it_comes(chair: Page, log: Thidua) -> None:
    before = voted(chair).count()
    for number in (1, 2):
        cast(log, number)
        expect(voted(chair)).to_have_count(before + number)
    assert chair.evaluate("window.sameAsBefore")


def test_a_page_that_was_hidden_is_right_when_it_is_looked_at(chair: Page, log: Thidua) -> None:
    before = voted(chair).count()
    chair.evaluate(HIDDEN, True)
    cast(log)
    chair.evaluate(HIDDEN, False)
    expect(voted(chair)).to_have_count(before + 1)
    cast(log, 2)
    expect(voted(chair)).to_have_count(before + 2)


def test_a_page_that_lost_its_line_says_so_and_is_right_when_it_has_one_again(
    chair: Page, log: Thidua
) -> None:
    before = voted(chair).count()
    chair.context.set_offline(True)
    expect(following(chair)).to_have_attribute("data-live", "lost")
    # A line that was open before outlives what the browser is told; what it then asks for fails.
    with chair.expect_event("requestfailed"):
        cast(log)
    chair.context.set_offline(False)
    expect(following(chair)).to_have_attribute("data-live", "on")
    expect(voted(chair)).to_have_count(before + 1)


def test_a_service_that_starts_again_is_followed_again(demo_site: Site, chair: Page, log: Thidua) -> None:
    before = voted(chair).count()
    demo_site.stop()
    expect(following(chair)).to_have_attribute("data-live", "lost")
    expect(chair.get_by_text("Mất kết nối")).to_be_visible()
    cast(log)
    demo_site.start()
    expect(following(chair)).to_have_attribute("data-live", "on")
    expect(voted(chair)).to_have_count(before + 1)
    assert chair.evaluate("window.sameAsBefore")
