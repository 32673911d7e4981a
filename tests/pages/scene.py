"""A conference of three units, with somebody for each, and the ballots that a test needs."""

from collections.abc import Sequence
from typing import Any

import msgspec

from domain.counts import Count, OptionCount
from domain.rules import BallotMode
from tests.live.hall import RULE, open_hall
from tests.pages.reader import Page, Reader
from tests.web.house import House

UNITS = ("a", "b", "c")


class Scene:
    """The cluster is led by `a` with `b` as deputy; `people` speak for its units, `office` oversees all."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.do = house.application.do
        self.cycle = open_hall(house.application, UNITS)
        self.people = {unit: house.person(speaks_for=unit) for unit in UNITS}
        self.office = house.person("office")
        self.inspector = house.person("inspector")
        self.tellers = [house.person(), house.person()]

    def opened(
        self,
        name: str = "phieu",
        mode: BallotMode = "roll_call",
        *,
        candidates: Sequence[str] = ("a", "b"),
        seats: int | None = None,
        question: str | None = None,
        **rule: Any,
    ) -> str:
        """A ballot by all units, open now; `rule` changes that of the tests."""
        ballot = f"{self.cycle}.{name}"
        self.do(
            "open_ballot", ballot=ballot, mode=mode, titles=("advanced_unit",), candidates=tuple(candidates),
            roll=UNITS, seats=seats, question=question, rule=msgspec.structs.replace(RULE, **rule),
        )  # fmt: skip
        return ballot

    def vote(self, ballot: str, elector: str, **choices: str) -> None:
        """A vote as its elector would cast it."""
        self.do("cast_vote", ballot=ballot, elector=elector, choices=choices, channel="hall")

    def counted(self, ballot: str, **choices: str) -> None:
        """Everybody votes alike, and the count is recorded."""
        for unit in UNITS:
            self.vote(ballot, unit, **choices)
        self.do("close_ballot", ballot=ballot, present=UNITS)
        self.do("count_roll_call", ballot=ballot)

    def on_paper(self, name: str = "kin", **more: Any) -> str:
        """A secret ballot on paper, closed, that two tellers are to count."""
        ballot = self.opened(name, "secret_paper", **more)
        self.do("appoint_tellers", ballot=ballot, tellers=tuple(self.tellers))
        self.do("close_ballot", ballot=ballot, present=UNITS)
        return ballot

    def reader(self, person: str | None, language: str = "vi") -> Reader:
        """Somebody at a browser without scripts."""
        return Reader(self.house, person, language=language)

    def seen(self, person: str | None, path: str, language: str = "vi", **query: Any) -> Page:
        """A page as somebody sees it."""
        return self.reader(person, language).open(path, **query)


def paper_count(a: int, b: int, *, of: int = 3) -> Count:
    """A count of valid slips with so many votes for `a` and for `b`."""
    options = tuple(
        OptionCount(candidate=unit, votes_for=votes, votes_against=of - votes, votes_abstain=0)
        for unit, votes in (("a", a), ("b", b))
    )
    return Count(issued=of, returned=of, valid=of, invalid=0, present=3, consulted=0, options=options)


def headings(page: Page) -> list[str]:
    """The headings of a page's content, in their order."""
    tags = ("h1", "h2", "h3")
    return [" ".join("".join(one.itertext()).split()) for one in page.tree.iter() if one.tag in tags]


def buttons(page: Page) -> list[str]:
    """The words on the buttons and links that look like one, in the content."""
    main = page.tree.find(".//main")
    found = (
        [] if main is None else [one for one in main.iter() if "button" in str(one.get("class", "")).split()]
    )
    return [" ".join("".join(one.itertext()).split()) for one in found]
