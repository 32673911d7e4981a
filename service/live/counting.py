"""Two tellers count a secret ballot on paper, neither seeing the other's figures before both agree.

What they enter waits outside the log; the count is recorded in the moment in which two agree. Each step is
one transaction that holds the head of the log: of two who enter at once, one comes after the other.
"""

from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from domain.counts import Count, TellerCount
from domain.identity import stream
from domain.refusals import Refusal
from projections.ballots import BALLOTS
from projections.point import LATEST
from service.accounts.names import new_id
from service.application import Thidua
from service.authority.askers import Asker
from service.authority.judging import permit
from service.authority.subjects import of_stream
from service.live import teller_counts
from service.live.progress import COUNT_PAPER, Difference, Progress, Room, present_past, progress
from service.live.teller_counts import Waiting
from service.origin import Origin
from service.past import Past
from service.plain import plain

# Who enters figure after figure could find out the other's; so often they may differ, then both count again.
DISAGREEMENTS_MAX = 3


def enter(application: Thidua, asker: Asker, ballot: str, count: Count) -> Progress:
    """Enter what a teller counted, in place of what they entered before; the second to agree records it.

    Entered again as it was recorded, it changes nothing: so a lost answer can be asked for again.

    Raises:
        Refusal: those of `outcomes.count_paper`, but for a tie; `tellers_agreed` once two agree;
            `tellers_disagree` names the figure and holds neither value. The count waits all the same.
        SignInNeeded, NotPermitted.
    """
    count = plain(count)
    with application.log_recorder.transaction() as connection:
        _sweep(connection, besides=ballot)
        told = _Counting(application, connection, asker, "enter_teller_count", ballot).enter(count)
    if isinstance(told, Difference):
        raise Refusal("tellers_disagree", figure=told.figure, candidate=told.candidate)
    return told


def decide_tie(
    application: Thidua, asker: Asker, ballot: str, chosen: tuple[str, ...], document: str | None = None
) -> Progress:
    """Record the count on which two tellers agree, with whom the chair, or the scores, chose of the tied.

    Raises:
        Refusal: `tellers_not_agreed`, and those of `outcomes.count_paper`.
        SignInNeeded, NotPermitted.
    """
    with application.log_recorder.transaction() as connection:
        counting = _Counting(application, connection, asker, "decide_tie", ballot)
        return counting.decide_tie(chosen, document)


def _sweep(connection: Connection, *, besides: str) -> None:
    """Delete what waits for ballots that were decided otherwise, or annulled."""
    others = {stream("ballot", name): name for name in teller_counts.ballots(connection) if name != besides}
    if others:
        for name, ballot in BALLOTS.all(connection, LATEST, subjects=others).items():
            if ballot.is_decided or ballot.is_annulled:
                teller_counts.forget(connection, others[name])


class _Counting:
    """A room in which somebody who was let in does something."""

    def __init__(
        self, application: Thidua, connection: Connection, asker: Asker, action: str, name: str
    ) -> None:
        self._application = application
        self._connection = connection
        self._asker = asker
        self._action = action
        self._subject = of_stream(stream("ballot", name))
        past = present_past(application, connection)
        self._judged(past)
        self._room = Room(past, name)

    def enter(self, count: Count) -> Progress | Difference:
        """Progress, or in what two counts differ."""
        room, teller = self._room, str(self._asker.person)
        recorded = room.ballot.counted
        if recorded is not None and TellerCount(teller=teller, count=count) in recorded.tellers:
            return room.progress()
        room.require_undecided()
        room.tie(count)
        before = next((one for one in room.waiting if one.teller == teller), None)
        if room.agreed() is not None:
            if before is not None and before.count == count:
                return room.progress()
            raise Refusal("tellers_agreed", ballot=room.name)
        entered = Waiting(
            entry=new_id("c"),
            teller=teller,
            count=count,
            entered_at=room.past.now.effective,
            times=1 if before is None else before.times + 1,
            disagreements=0 if before is None else before.disagreements,
        )
        teller_counts.enter(self._connection, room.name, entered)
        return self._compared(entered, [one for one in room.waiting if one.teller != teller])

    def decide_tie(self, chosen: tuple[str, ...], document: str | None) -> Progress:
        """Progress, once the count is recorded."""
        room = self._room
        recorded = room.ballot.counted
        if recorded is not None and recorded.tellers and recorded.decided_by is not None:
            decided = set(recorded.elected or ()) & set(recorded.tied)
            if (decided, recorded.document) == (set(chosen), document):
                return room.progress()
        room.require_undecided()
        agreed = room.agreed()
        if agreed is None:
            raise Refusal("tellers_not_agreed", ballot=room.name)
        self._record(agreed, chosen=chosen, document=document)
        return self._anew()

    def _compared(self, entered: Waiting, others: list[Waiting]) -> Progress | Difference:
        room = self._room
        differences: list[Difference] = []
        for other in others:
            differs = room.difference(other, entered)
            if differs is None:
                if room.tie(entered.count) is None:
                    self._record((other, entered))
                return self._anew()
            differences.append(differs)
        if not differences:
            return self._anew()
        teller_counts.disagreed(self._connection, entered.entry)
        if entered.disagreements + 1 >= DISAGREEMENTS_MAX:
            teller_counts.forget(self._connection, room.name)
        return differences[0]

    def _record(self, agreed: tuple[Waiting, Waiting], **more: Any) -> None:
        room = self._room
        first, second = (TellerCount(teller=one.teller, count=one.count) for one in agreed)
        named = ":".join([room.name, *sorted(one.entry for one in agreed)])
        self._application.execute(
            COUNT_PAPER.name,
            room.arguments(first, second, **more),
            by=Origin(actor=self._asker.person, session=self._asker.session),
            command_id=f"teller-counts.{sha256(named.encode()).hexdigest()}",
            judge=lambda past, _command, _arguments: self._judged(past),
        )
        teller_counts.forget(self._connection, room.name)

    def _judged(self, past: Past) -> str:
        return permit(past, self._action, self._asker, self._subject).told()

    def _anew(self) -> Progress:
        return progress(self._application, self._connection, self._room.name)
