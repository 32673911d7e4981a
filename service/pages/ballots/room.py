"""A ballot as one reader sees it: for whom they vote, how far it is, and which screen that makes."""

from functools import cached_property
from typing import Any, Literal

from domain.ballots import Ballot
from domain.delegations import standing_of
from domain.identity import stream
from domain.moments import Moment
from domain.votes import NAMED_MODES
from projections.ballots import BALLOTS
from projections.catalogue import marked
from projections.units import UNITS
from service.pages.ballots.naming import called, heading, question
from service.pages.clusters import year_label
from service.pages.looking import Look

State = Literal["off_roll", "choose", "vote", "voted", "unnamed", "closed", "decided", "annulled"]
_OVER: dict[str, State] = {"closed": "closed", "decided": "decided", "annulled": "annulled"}
_CAST = marked("Đã có {cast}/{roll} phiếu.")
_THERE = marked("Có mặt {there}/{roll} đơn vị.")


class Room:
    """A ballot with its votes at the point of a look; what is chosen is withheld until the ballot is over.

    Raises:
        Unknown: there is no such ballot there.
    """

    def __init__(self, look: Look, ballot: str) -> None:
        self.look = look
        self.id = ballot
        self.stream = stream("ballot", ballot)
        self.told: dict[str, Any] = look.answer("ballot_votes", ballot)
        held = BALLOTS.of(look.connection, self.stream, look.point)
        assert held is not None  # noqa: S101 - it was told of a line before
        self.held: Ballot = held
        self.address = f"/ballots/{ballot}"

    @property
    def status(self) -> str:
        """How far it has come: `open`, `closed`, `decided` or `annulled`."""
        return str(self.told["status"])

    @property
    def is_named(self) -> bool:
        """Whether each elector votes by name, and so on this page."""
        return self.held.opened.mode in NAMED_MODES

    @cached_property
    def heading(self) -> str:
        """What it is on."""
        return heading(self.look, self.told)

    @cached_property
    def question(self) -> str | None:
        """What it asks."""
        return question(self.look, self.told)

    @cached_property
    def cycle(self) -> dict[str, Any]:
        """The year in which it is held."""
        return self.look.answer("cycle", self.told["cycle"])

    @property
    def years(self) -> str:
        """That year, or its first and last."""
        return year_label(self.cycle)

    @cached_property
    def is_of_year(self) -> bool:
        """Whether the reader may see the year's other ballots, as a teller of this one may not."""
        return self.look.acts.may("read_ballots", stream("cycle", self.told["cycle"])) is not None

    @cached_property
    def cast(self) -> dict[str, dict[str, Any]]:
        """The votes by elector: when and how each came."""
        return {vote["elector"].unit: vote for vote in self.told["votes"]}

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of its electors."""
        return {one.unit: one.name or one.unit for one in self.told["roll"]}

    @cached_property
    def own(self) -> list[str]:
        """The electors for whom the reader votes: as their representative or by a delegation for votes."""
        person = self.look.caller.person
        if person is None or not self.names:
            return []
        subjects = {stream("unit", unit): unit for unit in self.names}
        found = UNITS.all(self.look.connection, self.look.point, subjects=subjects)
        now = Moment(self.look.point.as_of)
        return [unit for name, unit in subjects.items() if standing_of(found.get(name), person, now, "votes")]

    @property
    def elector(self) -> str | None:
        """The elector for whom the reader looks: as the address says, or the only one there is."""
        asked = self.look.request.query_params.get("elector")
        if asked in self.own:
            return asked
        return self.own[0] if len(self.own) == 1 else None

    def state(self, elector: str | None) -> State:
        """Which screen it is for an elector of the reader's, or for none of them."""
        if self.status in _OVER:
            return _OVER[self.status]
        if not self.is_named:
            return "unnamed"
        if elector is None:
            return "choose" if self.own else "off_roll"
        return "voted" if elector in self.cast else "vote"

    def may_cast(self, elector: str) -> bool:
        """Whether the reader can vote for one of their electors now."""
        voted = elector in self.cast
        if voted and (self.held.rule is None or not self.held.rule.change_until_close):
            return False
        action = "change_vote" if voted else "cast_vote"
        return self.is_named and self.held.is_open and self.look.may(action, stream("vote", self.id, elector))

    @property
    def awaited(self) -> str:
        """Whose votes are still to come."""
        return called(self.told["awaited"])

    @property
    def there(self) -> list[str] | None:
        """Who is there, as far as it is stated."""
        present = self.told["present"]
        return None if present is None else [one.unit for one in present]

    @property
    def progress(self) -> str | None:
        """How many votes came, or how many electors are there, as a sentence; None where nobody knows."""
        roll = str(len(self.names))
        if not self.names:
            return None
        if self.is_named:
            return self.look.text(_CAST, cast=str(len(self.cast)), roll=roll)
        there = self.there
        return None if there is None else self.look.text(_THERE, there=str(len(there)), roll=roll)

    @property
    def sentences(self) -> list[str]:
        """What came out, in the reader's language."""
        return list(self.told["sentences"][self.look.language])

    @property
    def verdict(self) -> str:
        """What came out in one sentence: who is elected, or between whom a further round has to tell."""
        result = self.held.result
        if result is None or self.held.is_annulled:
            return self.sentences[0]
        return self.sentences[1 + len(result.lines)] if self.held.tied else self.sentences[-1]
