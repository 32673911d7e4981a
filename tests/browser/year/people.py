"""Who plays the year: the office and the representatives of six units, each in a window of their own."""

from datetime import date
from typing import NamedTuple

from tests.browser.desk import Desk
from tests.browser.site import Site

LETTERS = "ABCDEF"
LEAD, DEPUTY = "A", "B"
CLUSTER, CLUSTER_NAME = "cum-thu-nghiem", "Cụm thử nghiệm"


class Year(NamedTuple):
    """The people and what they work on. The year is the present one: nothing is dated back."""

    number: int
    office: Desk
    speakers: dict[str, Desk]

    @property
    def lead(self) -> Desk:
        """Who speaks for the unit that leads."""
        return self.speakers[LEAD]

    @property
    def deputy(self) -> Desk:
        """Who speaks for its deputy, which leads the next year."""
        return self.speakers[DEPUTY]

    @property
    def cycle(self) -> str:
        """The page of the year."""
        return f"/cycles/{CLUSTER}-{self.number}"

    def ballot(self, name: str) -> str:
        """The page of a ballot."""
        return f"/ballots/{CLUSTER}-{self.number}.{name}"

    def score(self, letter: str) -> str:
        """The page of a unit's score."""
        return f"{self.cycle}/scores/{unit_id(letter)}"


def unit_name(letter: str) -> str:
    """What a unit is called."""
    return f"Đơn vị {letter}"


def unit_id(letter: str) -> str:
    """The id that its registration makes of the name."""
    return f"don-vi-{letter.lower()}"


def admit(site: Site, *, javascript: bool, today: date) -> Year:
    """Everybody with an account and a window; only the office holds a role."""

    def desk(name: str, *roles: str) -> Desk:
        person = site.person(name, *roles)
        return Desk(site.page_of(person, javascript=javascript), person)

    return Year(
        number=today.year,
        office=desk("Văn phòng thi đua", "office"),
        speakers={letter: desk(f"Đại diện {letter}") for letter in LETTERS},
    )
