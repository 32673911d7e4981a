"""The whole year of a cluster in a browser, with JavaScript and without."""

from datetime import datetime

import pytest

from domain.moments import CIVIL_ZONE
from tests.browser.site import Site
from tests.browser.year.beginning import form_cluster, launch, pledge
from tests.browser.year.ending import award, close, correct, hand_over, show, sign
from tests.browser.year.people import admit
from tests.browser.year.scoring import score, verify
from tests.browser.year.voting import count, open_roll_call, show_hands, sum_up, vote
from tests.browser.year.working import report, work

CHAPTERS = (
    *(form_cluster, launch, pledge, work, report, score, verify),
    *(sum_up, open_roll_call, vote, count, show_hands),
    *(sign, award, hand_over, correct, close, show),
)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_six_representatives_a_lead_and_the_office_do_a_whole_year(
    empty_site: Site, javascript: bool
) -> None:
    year = admit(empty_site, javascript=javascript, today=datetime.now(CIVIL_ZONE).date())
    for chapter in CHAPTERS:
        chapter(year)
