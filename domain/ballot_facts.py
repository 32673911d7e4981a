"""The facts of a ballot; `ballots` and `outcomes` say which may follow which."""

from typing import ClassVar, Literal

from domain.counts import Count, TellerCount
from domain.facts import Fact
from domain.moments import Anchor
from domain.rules import BallotMode, BallotRule

Decider = Literal["chair", "score"]


class BallotOpened(Fact, frozen=True, kw_only=True):
    """A ballot began, on these candidates (units) by these electors (units), under this rule.

    `titles` are codes of the rule set, exactly one where candidates are named; no candidates: the source
    does not name them. `seats` None: all who pass are elected. Only what is not counted, an acclamation or
    a record of mode "unstated", may lack rule, roll and candidates. A further round names its `previous`.
    """

    topic: ClassVar[str] = "ballot.opened"
    anchor: ClassVar[Anchor] = Anchor.START
    cycle: str
    titles: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    roll: tuple[str, ...] = ()
    mode: BallotMode
    rule: BallotRule | None = None
    seats: int | None = None
    round: int = 1
    previous: str | None = None
    present: tuple[str, ...] | None = None
    question: str | None = None
    document: str | None = None


class AttendanceTaken(Fact, frozen=True, kw_only=True):
    """Who is there while the ballot is open; who is missing may still come."""

    topic: ClassVar[str] = "attendance.taken"
    present: tuple[str, ...]
    document: str | None = None


class TellersAppointed(Fact, frozen=True, kw_only=True):
    """The tellers of a ballot, each an opaque person id."""

    topic: ClassVar[str] = "tellers.appointed"
    tellers: tuple[str, ...]
    document: str | None = None


class BallotClosed(Fact, frozen=True, kw_only=True):
    """No vote is taken any more; `present` is the full attendance, where it is stated."""

    topic: ClassVar[str] = "ballot.closed"
    present: tuple[str, ...] | None = None
    document: str | None = None


class BallotCounted(Fact, frozen=True, kw_only=True):
    """The outcome of a count, with its figures where they are stated.

    `elected` None: the source does not say who. `tied` are those who stood equal for the last seats;
    `decided_by` says who chose among them, and is None where a second round is left to do so.
    """

    topic: ClassVar[str] = "ballot.counted"
    count: Count | None = None
    tellers: tuple[TellerCount, ...] = ()
    elected: tuple[str, ...] | None = None
    tied: tuple[str, ...] = ()
    decided_by: Decider | None = None
    document: str | None = None


class BallotAcclaimed(Fact, frozen=True, kw_only=True):
    """The electors agreed without counting."""

    topic: ClassVar[str] = "ballot.acclaimed"
    elected: tuple[str, ...] | None = None
    present: tuple[str, ...] | None = None
    document: str | None = None


class BallotContested(Fact, frozen=True, kw_only=True):
    """Somebody (a unit, where stated) objects to the ballot."""

    topic: ClassVar[str] = "ballot.contested"
    by: str | None = None
    reason: str


class BallotAnnulled(Fact, frozen=True, kw_only=True):
    """The ballot has no effect; its facts stay on record."""

    topic: ClassVar[str] = "ballot.annulled"
    reason: str
    document: str | None = None
