"""Every page as everybody finds it by its links, in both languages, now and in the past.

A link that a page shows leads to an answer; every page is whole, of one language, and keeps its point.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import html5lib
import pytest

from domain.moments import Anchor, Moment, microseconds
from projections.catalogue import LANGUAGES, Language
from service.chronicle.importing import import_chronicle
from service.pages.offers import NEW
from service.rehearsal.logins import Ready, admit, begin, ready_logins
from service.rehearsal.rehearsing import rehearse
from service.rehearsal.today import Today, rehearse_today
from service.web.cookies import SESSION_COOKIE
from service.web.resources import RESOURCES
from tests.authority.calls import page_paths
from tests.conftest import NewDatabase
from tests.pages.crawl import ELSEWHERE, Crawl, Kinds, Seen, posts
from tests.pages.markup import Markup, markup_faults
from tests.pages.wording import Wording, said_in
from tests.rooms import ROOT
from tests.web.house import House, new_session, open_house

NOW = microseconds(Moment.parse("2026-12-30T09:00+07:00", Anchor.END).civil)
OFFICE, ADMINISTRATOR, NOBODY = "demo-van-phong", "demo-quan-tri", ""
READERS = (
    OFFICE,
    "demo-cum-truong",
    "demo-dai-dien",
    "demo-thanh-tra",
    "demo-kiem-phieu-1",
    ADMINISTRATOR,
    NOBODY,
)
# In the middle of the rehearsed year; and, of the same day, what was known of it a fortnight later.
PAST: Mapping[Language, Mapping[str, str]] = {
    "vi": {"as_of": "2026-06-30", "known_at": "2026-07-15"},
    "en": {"as_of": "2026-06-30"},
}
EACH, EACH_PAST = 2, 1  # addresses of one kind that a reader looks at
FRONTS = ("/", "/clusters", "/ballots", "/search?q=dien")
# What is of now alone: accounts and what was tried, files that were sent, help, the search by names.
TIMELESS = (
    "/account",
    "/attempts",
    "/help",
    "/imports",
    "/password",
    "/persons",
    "/problems",
    "/search",
    "/sign-in",
)
LINKED_BY: Language = "vi"  # the walk that takes links in their order, and so comes by every kind of page
# Pages that no other page need lead to: for who makes pages, what a sent file leads on to, and the rest of
# what the front page of an office tells in full where it is little.
UNLINKED = frozenset(
    {"/assets/{name}", "/imports/{batch}", "/office/leaderless", "/office/unspoken", "/patterns"}
)


class World(NamedTuple):
    """The demonstration: the examples, a year that is over, and one in the middle of its ballots."""

    house: House
    today: Today
    persons: Mapping[str, str]
    kinds: Kinds
    wording: Wording

    def headers(self, reader: str, language: Language) -> dict[str, str]:
        """What the browser of a reader sends."""
        cookies = [f"thidua_language={language}"]
        if reader != NOBODY:
            secret = new_session(self.house.application, self.persons[reader])
            cookies.append(f"{SESSION_COOKIE}={secret}")
        return {"Accept": "text/html", "Cookie": "; ".join(cookies)}


@pytest.fixture(scope="module")
def world(new_database: NewDatabase) -> Iterator[World]:
    with open_house(new_database("sqlite"), clock=lambda: NOW) as house:
        application = house.application
        begin(application)
        for example in sorted((ROOT / "examples").glob("*.yaml")):
            import_chronicle(application, example)
        rehearse(application)
        today = rehearse_today(application)
        ready: tuple[Ready, ...] = ready_logins(today)
        admit(application, ready)
        persons = {one.login: one.person for one in ready}
        kinds = Kinds([path for method, path in house.app.state.actions if method == "GET"])
        yield World(house, today, persons, kinds, Wording(said_in(application)))


class Walk(NamedTuple):
    """One reader's way through the pages, in a language and at a point."""

    reader: str
    language: Language
    point: Mapping[str, str]

    @property
    def fronts(self) -> tuple[str, ...]:
        """Where they come in."""
        return ("/sign-in", "/help") if self.reader == NOBODY else FRONTS


def _walks(language: Language) -> Iterator[Walk]:
    for reader in READERS:
        yield Walk(reader, language, {})
        if reader not in (ADMINISTRATOR, NOBODY):
            yield Walk(reader, language, PAST[language])


def _forms(world: World) -> Iterator[str]:
    """The form of every command, about the two rehearsed years; and a ballot that was decided."""
    ended = "dien-tap-1-2026"
    yield f"/ballots/{ended}.advanced-unit/result"
    cycles = {world.today.cycle: world.today.lead, ended: "dien-tap-1-a"}
    for cycle, unit in cycles.items():
        ballot = f"{cycle}.advanced-unit"
        named = {
            "cycle": cycle,
            "cluster": cycle.rpartition("-")[0],
            "unit": unit,
            "ballot": ballot,
            "previous": ballot,
            "elector": unit,
            "title": "advanced_unit",
            "drive": "xuan-dien-tap",
            "year": "2027",
            "position": str(world.house.application.max_position()),
            "person": world.persons["demo-dai-dien"],
            "stand_in": world.persons["demo-dai-dien"],
        }
        for resource in RESOURCES.values():
            if "title" in resource.named and cycle != ended:
                continue  # nothing is nominated before the ballot
            yield resource.path.format_map(named) + NEW


class Found:
    """What is wrong, each fault with a few of the addresses that have it; which kinds of pages were seen."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._faults: dict[str, list[str]] = defaultdict(list)
        self._parsed: set[str] = set()
        self.kinds: set[str] = set()
        self._took: list[tuple[int, str]] = []

    def take(self, walk: Walk, seen: Seen, page: Markup | None) -> None:
        """Judge one answer."""
        self.kinds.add(self._world.kinds.path(seen.address))
        self._took.append((seen.microseconds, seen.address))
        for fault in self._faults_of(walk, seen, page):
            self._faults[fault].append(f"{walk.reader or 'nobody'} {walk.language}: {seen.address}")

    def _faults_of(self, walk: Walk, seen: Seen, page: Markup | None) -> Iterator[str]:
        if seen.status not in (200, 303) and not (seen.status in (403, 404, 409) and not seen.on):
            yield f"{seen.on} leads to what answers {seen.status}"
        if page is None or seen.status == 303:
            return
        yield from markup_faults(page)
        yield from self._world.wording.faults(page, walk.language)
        if page.of("html")[0]["lang"] != walk.language:
            yield "the language is told wrongly"
        if walk.point and seen.status == 200 and not seen.kind.endswith(ELSEWHERE):
            yield from self._past_faults(page, seen)
        if seen.kind not in self._parsed:
            self._parsed.add(seen.kind)
            yield from _html_errors(seen.text)

    def _past_faults(self, page: Markup, seen: Seen) -> Iterator[str]:
        """What a page of the past must not do: look like now, lead there unasked, or offer an act."""
        if seen.address.startswith(TIMELESS):
            return
        if not any("past" in one["class"].split() for one in page.of("section") if "time" in one["class"]):
            yield "the time bar does not say that it is the past"
        for one in page.of("a"):
            path = self._world.kinds.path(one["href"])
            if path.endswith(NEW):
                yield f"offers {path} in the past"
            elif self._loses_the_point(seen, path, one["href"]) and any(
                above.tag == "main" for above in one.above()
            ):
                yield f"{path} does not keep the point in time"
        for address in posts(page):
            if self._world.kinds.is_command(address):
                yield f"offers {address} in the past"

    def _loses_the_point(self, seen: Seen, path: str, href: str) -> bool:
        of_now = path.startswith(TIMELESS) or path == ""
        # An entry that makes the difference between two points may not be there at the earlier.
        is_difference = path == "/events/{position}" and "/differences" in seen.address
        return not of_now and not is_difference and "as_of=" not in href

    def slowest(self) -> list[tuple[int, str]]:
        """What took longest, in microseconds: a report for who looks, as machines differ."""
        return sorted(self._took, reverse=True)[:10]

    def told(self) -> list[str]:
        """The faults, in the order of how many pages have them."""
        ordered = sorted(self._faults.items(), key=lambda one: -len(one[1]))
        return [f"{fault} ({len(where)}): {', '.join(sorted(set(where))[:3])}" for fault, where in ordered]


def _html_errors(text: str) -> Iterator[str]:
    parser = html5lib.HTMLParser()
    parser.parse(text)
    for (line, _), code, told in parser.errors:
        yield f"not HTML: {code} {told.get('name', '')} {text.splitlines()[line - 1][:60]!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_and_every_link_leads_somewhere(
    world: World, language: Language, record_property: Callable[[str, object], None]
) -> None:
    found = Found(world)
    for walk in _walks(language):
        crawl = Crawl(
            world.house,
            world.headers(walk.reader, language),
            world.kinds,
            point=walk.point,
            each=EACH_PAST if walk.point else EACH,
            newest=language != LINKED_BY,
        )
        # The office opens every form, whether or not there is a page that offers it at present.
        more = _forms(world) if walk.reader == OFFICE and not walk.point else ()
        for seen, page in crawl.walk(*walk.fronts, *more):
            found.take(walk, seen, page)
    record_property("slowest", [f"{took // 1_000} ms {address}" for took, address in found.slowest()])
    assert "\n".join(found.told()) == ""
    if language == LINKED_BY:
        assert page_paths() - found.kinds - UNLINKED - _only_posted(world) == set(), "no link leads there"


def _only_posted(world: World) -> set[str]:
    """The paths of pages that are only sent to."""
    asked = {path for method, path in world.house.app.state.actions if method == "GET"}
    return set(page_paths() - asked)
