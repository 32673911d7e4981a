"""How far the counting of a secret ballot on paper is: who has counted, and whether they agree.

No figure is told of what waits, to nobody: only which one differs.
"""

from itertools import combinations
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from domain.ballot_facts import BallotCounted
from domain.ballots import Ballot, in_effect
from domain.counts import Count, TellerCount, check_agreement
from domain.identity import stream
from domain.moments import Moment, Precision
from domain.refusals import Refusal
from domain.timeline import standing
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.live import teller_counts
from service.live.teller_counts import Waiting
from service.past import Past

COUNT_PAPER = COMMANDS["count_paper"]
_TIE = "tie_undecided"
_MODE = "secret_paper"

State = Literal["open", "waiting", "disagreeing", "tie_undecided", "counted", "annulled"]


class Difference(msgspec.Struct, frozen=True):
    """The first figure in which two counts differ, and of which candidate; never what either says."""

    figure: str
    candidate: str | None


class Tie(msgspec.Struct, frozen=True):
    """Who stands equal for how many seats, and by what the rule has them told apart."""

    tied: tuple[str, ...]
    seats: int
    by: str


class TieDecision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom the chair, or the scores, chose of the tied."""

    chosen: tuple[str, ...]
    document: str | None = None


class Entered(msgspec.Struct, frozen=True):
    """That a teller has entered a count, when it was, and how often they did so."""

    teller: str
    entered_at: int
    times: int


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the counting of a ballot is; `position` is the entry of the log that counts it."""

    ballot: str
    state: State
    tellers: tuple[str, ...]
    entered: tuple[Entered, ...] = ()
    differs: Difference | None = None
    tie: Tie | None = None
    position: int | None = None


def progress(application: Thidua, connection: Connection, ballot: str) -> Progress:
    """How far the counting of a ballot is.

    Raises:
        Refusal: `ballot_not_opened`, `mode_counts_otherwise`.
    """
    return Room(present_past(application, connection), ballot).progress()


def present_past(application: Thidua, connection: Connection) -> Past:
    """What a decision of now sees."""
    now = Moment(application.log_recorder.now(connection), Precision.INSTANT)
    return Past(application, connection, now, now)


class Room:
    """A ballot with the counts that wait for it."""

    def __init__(self, past: Past, name: str) -> None:
        self.past = past
        self.name = name
        ballot: Ballot | None = past.present("ballot", name)
        if ballot is None:
            raise Refusal("ballot_not_opened", when=past.now.text())
        if ballot.opened.mode != _MODE:
            mode = ballot.opened.mode
            raise Refusal("mode_counts_otherwise", ballot=name, mode=mode, modes=(_MODE,))
        self.ballot = ballot
        self.waiting = [
            one for one in teller_counts.waiting(past.connection, name) if one.teller in ballot.tellers
        ]

    def require_undecided(self) -> None:
        """Check that there is something left to count.

        Raises:
            Refusal: `ballot_annulled`, `ballot_already_decided`.
        """
        ballot = in_effect(self.ballot, self.past.now)
        if ballot.decided_at is not None:
            raise Refusal("ballot_already_decided", ballot=ballot.id, decided_at=ballot.decided_at.text())

    def agreed(self) -> tuple[Waiting, Waiting] | None:
        """Two counts that agree, where there are."""
        pairs = combinations(self.waiting, 2)
        return next(((one, other) for one, other in pairs if self.difference(one, other) is None), None)

    def difference(self, one: Waiting, other: Waiting) -> Difference | None:
        """In what two counts differ; None where they agree."""
        try:
            check_agreement(one.count, other.count, self.ballot.opened.candidates)
        except Refusal as refusal:
            if refusal.code != "tellers_disagree":
                raise
            return Difference(refusal.params["figure"], refusal.params["candidate"])
        return None

    def arguments(self, first: TellerCount, second: TellerCount, **more: Any) -> Any:
        """The arguments of the command that counts the ballot."""
        return COUNT_PAPER.arguments(ballot=self.name, first=first, second=second, **more)

    def tie(self, count: Count) -> Tie | None:
        """What is left to decide if two tellers count so; None if nothing is.

        Raises:
            Refusal: they could not.
        """
        first, second, *_ = (TellerCount(teller=teller, count=count) for teller in self.ballot.tellers)
        try:
            COUNT_PAPER.decide(self.past, self.arguments(first, second))
        except Refusal as refusal:
            if refusal.code != _TIE:
                raise
            return Tie(refusal.params["tied"], refusal.params["seats"], str(refusal.params["tie"]))
        return None

    def progress(self) -> Progress:
        """How far the counting is."""
        told = Progress(ballot=self.name, state="counted", tellers=self.ballot.tellers)
        if self.ballot.is_annulled:
            return msgspec.structs.replace(told, state="annulled")
        if self.ballot.is_decided:
            return msgspec.structs.replace(told, position=self._counted_at())
        entered = tuple(Entered(one.teller, one.entered_at, one.times) for one in self.waiting)
        told = msgspec.structs.replace(told, state="waiting", entered=entered)
        if self.ballot.is_open:
            return msgspec.structs.replace(told, state="open")
        if agreed := self.agreed():
            return msgspec.structs.replace(told, state="tie_undecided", tie=self.tie(agreed[0].count))
        if len(self.waiting) > 1:
            differs = self.difference(*self.waiting[:2])
            return msgspec.structs.replace(told, state="disagreeing", differs=differs)
        return told

    def _counted_at(self) -> int | None:
        entries = standing(self.past.entries(stream("ballot", self.name)))
        return next((one.position for one in entries if isinstance(one.fact, BallotCounted)), None)
