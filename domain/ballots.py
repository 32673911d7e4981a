"""A ballot on one title or on several: opened, closed, counted or acclaimed, contested, annulled.

The roll, the candidates and the rule are pinned when it is opened. Where a source does not say how a ballot
was held, its mode is "unstated". How a ballot comes to its outcome is decided in `outcomes`.
"""

from collections.abc import Sequence

import msgspec

from domain import tally
from domain.ballot_facts import (
    AttendanceTaken,
    BallotAcclaimed,
    BallotAnnulled,
    BallotClosed,
    BallotContested,
    BallotCounted,
    BallotOpened,
    TellersAppointed,
)
from domain.counts import Count, check_count
from domain.facts import Entry, Fact
from domain.identity import ballot_cycle, cycle_parts, slug, stream_parts
from domain.moments import Moment
from domain.refusals import Refusal
from domain.rules import BallotMode, BallotRule, check_mode
from domain.tally import Result
from domain.tellers import check_counting, check_tellers
from domain.votes import NAMED_MODES, Vote

UNCOUNTED_MODES = ("acclamation", "unstated")


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot as it stands: the facts that made it so, and when."""

    id: str
    opened: BallotOpened
    opened_at: Moment
    attendance: AttendanceTaken | None = None
    attendance_at: Moment | None = None
    tellers: tuple[str, ...] = ()
    closed: BallotClosed | None = None
    closed_at: Moment | None = None
    counted: BallotCounted | None = None
    acclaimed: BallotAcclaimed | None = None
    decided_at: Moment | None = None
    contests: tuple[BallotContested, ...] = ()
    annulment: BallotAnnulled | None = None

    @property
    def rule(self) -> BallotRule | None:
        """The rule pinned at the opening."""
        return self.opened.rule

    @property
    def is_open(self) -> bool:
        """Whether votes are still taken."""
        return self.closed is None and not self.is_decided and not self.is_annulled

    @property
    def is_closed(self) -> bool:
        """Whether a close is recorded."""
        return self.closed is not None

    @property
    def is_decided(self) -> bool:
        """Whether an outcome is recorded, by count or by acclamation."""
        return self.outcome is not None

    @property
    def outcome(self) -> BallotCounted | BallotAcclaimed | None:
        """What decided it: a count or an acclamation."""
        return self.counted or self.acclaimed

    @property
    def is_annulled(self) -> bool:
        """Whether it has lost its effect."""
        return self.annulment is not None

    @property
    def present(self) -> tuple[str, ...] | None:
        """The attendance as last stated: when acclaimed, at the close, while open, or at the opening."""
        stated = (self.acclaimed, self.closed, self.attendance, self.opened)
        return next((fact.present for fact in stated if fact is not None and fact.present is not None), None)

    @property
    def present_before_close(self) -> tuple[str, ...] | None:
        """Who was seen to be there so far: by the last attendance, or else at the opening."""
        return self.opened.present if self.attendance is None else self.attendance.present

    @property
    def present_at_close(self) -> tuple[str, ...] | None:
        """Who was there when it was closed: as stated then, or else by the last attendance.

        None while it is not closed: whoever is missing may still come.
        """
        return None if self.closed is None else self.present_if(self.closed)

    def present_if(self, ended: BallotClosed | BallotAcclaimed) -> tuple[str, ...] | None:
        """Who was there if it ended so; the last attendance holds where the end itself states none."""
        if ended.present is not None or self.attendance is None:
            return ended.present
        return self.attendance.present

    @property
    def elected(self) -> tuple[str, ...] | None:
        """The units elected; None while undecided, annulled, or where the source does not say."""
        return None if self.outcome is None or self.is_annulled else self.outcome.elected

    @property
    def tied(self) -> tuple[str, ...]:
        """The units that a second round has to tell apart."""
        match self.outcome:
            case BallotCounted(tied=tied, decided_by=None) if not self.is_annulled:
                return tied
        return ()

    @property
    def result(self) -> Result | None:
        """The arithmetic of its count; None where rule or figures are not stated."""
        counted, rule, opened = self.outcome, self.rule, self.opened
        if rule is None or not isinstance(counted, BallotCounted) or counted.count is None:
            return None
        if tally.missing_figure(rule, counted.count) is not None:
            return None
        return tally.result(rule, counted.count, opened.roll, opened.candidates, opened.seats, self.present)


def evolve(ballot: Ballot | None, entry: Entry) -> Ballot | None:
    """The ballot after one more entry of its stream."""
    if isinstance(entry.fact, BallotOpened):
        name = stream_parts(entry.originator_id)[1][0]
        return Ballot(id=name, opened=entry.fact, opened_at=entry.moment)
    if ballot is None:
        return None
    match entry.fact:
        case AttendanceTaken() as fact:
            return msgspec.structs.replace(ballot, attendance=fact, attendance_at=entry.moment)
        case TellersAppointed(tellers=tellers):
            return msgspec.structs.replace(ballot, tellers=tellers)
        case BallotClosed() as fact:
            return msgspec.structs.replace(ballot, closed=fact, closed_at=entry.moment)
        case BallotCounted() as fact:
            return msgspec.structs.replace(ballot, counted=fact, decided_at=entry.moment)
        case BallotAcclaimed() as fact:
            return msgspec.structs.replace(ballot, acclaimed=fact, decided_at=entry.moment)
        case BallotContested() as fact:
            return msgspec.structs.replace(ballot, contests=(*ballot.contests, fact))
        case BallotAnnulled() as fact:
            return msgspec.structs.replace(ballot, annulment=fact)
    return ballot


def admit(ballot: Ballot | None, fact: Fact, when: Moment) -> None:
    """The rules of the stream itself; for what each fact is refused see the decision that makes it."""
    match fact:
        case BallotOpened():
            if ballot is not None:
                raise Refusal("ballot_already_opened", ballot=ballot.id)
            _check_opening(fact)
        case AttendanceTaken():
            _number_present(_unclosed(ballot, when).opened, fact.present)
        case TellersAppointed(tellers=tellers):
            ballot = _undecided(ballot, when)
            check_tellers(ballot.id, ballot.opened.mode, tellers)
        case BallotClosed():
            _check_close(_unclosed(ballot, when), fact)
        case BallotCounted():
            _check_counted(_undecided(ballot, when), fact)
        case BallotAcclaimed():
            _check_acclaimed(_undecided(ballot, when), fact)
        case BallotContested() | BallotAnnulled():
            in_effect(ballot, when)


def open_ballot(
    ballot: Ballot | None,
    *,
    when: Moment,
    cycle: str,
    mode: BallotMode,
    rule: BallotRule | None,
    titles: tuple[str, ...] = (),
    candidates: tuple[str, ...] = (),
    roll: tuple[str, ...] = (),
    seats: int | None = None,
    present: tuple[str, ...] | None = None,
    question: str | None = None,
    document: str | None = None,
) -> BallotOpened:
    """Begin a ballot, with its roll, candidates and rule pinned.

    Raises:
        Refusal: `ballot_already_opened`, `not_a_cycle`, `not_a_slug`, `listed_twice`,
            `one_title_a_ballot`, `ballot_incomplete`, `seats_wrong`, `round_wrong`,
            `present_not_on_roll`, and those of `rules.check_mode`.
    Source: the minutes of a deliberation name method, attendance and candidates; the rest is the pinned
    rule's, whose own source says whether it is confirmed.
    """
    fact = BallotOpened(
        cycle=cycle,
        titles=titles,
        candidates=candidates,
        roll=roll,
        mode=mode,
        rule=rule,
        seats=seats,
        present=present,
        question=question,
        document=document,
    )
    admit(ballot, fact, when)
    return fact


def take_attendance(
    ballot: Ballot | None, *, when: Moment, present: tuple[str, ...], document: str | None = None
) -> AttendanceTaken:
    """Note who is there while a ballot is open; a later attendance replaces this one.

    Who comes after it may still vote. At the close it holds where the close itself states none.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`, `ballot_already_decided`, `ballot_already_closed`,
            `present_not_on_roll`, `not_a_slug`, `listed_twice`.
    """
    fact = AttendanceTaken(present=present, document=document)
    admit(ballot, fact, when)
    return fact


def close(
    ballot: Ballot | None,
    votes: Sequence[Vote] = (),
    *,
    when: Moment,
    present: tuple[str, ...] | None = None,
    document: str | None = None,
) -> BallotClosed:
    """Take no more votes. `votes` are all named votes on record, also those later than `when`.

    Where `present` is not stated, the last attendance that was taken holds as if it were.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`, `ballot_already_decided`, `ballot_already_closed`,
            `present_not_on_roll`, `listed_twice`, `vote_after_close`, `voter_not_present`, `quorum_not_met`.
    """
    fact = BallotClosed(present=present, document=document)
    admit(ballot, fact, when)
    ballot = in_effect(ballot, when)
    there = ballot.present_if(fact)
    for vote in votes:
        if vote.at.certainly_after(when):
            raise Refusal("vote_after_close", elector=vote.elector, at=vote.at.text(), when=when.text())
        if there is not None and vote.channel != "written" and vote.elector not in there:
            raise Refusal("voter_not_present", ballot=ballot.id, elector=vote.elector, present=there)
    if ballot.opened.mode in NAMED_MODES:
        attending = tally.attendance(ballot.opened.roll, votes, there, ballot.opened.present)
        _check_quorum(ballot, tally.tally(ballot.opened.roll, attending, votes, ()))
    return fact


def contest(ballot: Ballot | None, *, when: Moment, reason: str, by: str | None = None) -> BallotContested:
    """Object to a ballot; it stays in effect until it is annulled.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`.
    """
    fact = BallotContested(by=by, reason=reason)
    admit(ballot, fact, when)
    return fact


def annul(ballot: Ballot | None, *, when: Moment, reason: str, document: str | None = None) -> BallotAnnulled:
    """Take all effect from a ballot; another may then be held under its own name.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`.
    """
    fact = BallotAnnulled(reason=reason, document=document)
    admit(ballot, fact, when)
    return fact


def in_effect(ballot: Ballot | None, when: Moment) -> Ballot:
    """The ballot, if there is one that is not annulled.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`.
    """
    if ballot is None:
        raise Refusal("ballot_not_opened", when=when.text())
    if ballot.annulment is not None:
        raise Refusal("ballot_annulled", ballot=ballot.id, reason=ballot.annulment.reason)
    return ballot


def _undecided(ballot: Ballot | None, when: Moment) -> Ballot:
    ballot = in_effect(ballot, when)
    if ballot.decided_at is not None:
        raise Refusal("ballot_already_decided", ballot=ballot.id, decided_at=ballot.decided_at.text())
    return ballot


def _unclosed(ballot: Ballot | None, when: Moment) -> Ballot:
    ballot = _undecided(ballot, when)
    if ballot.closed_at is not None:
        raise Refusal("ballot_already_closed", ballot=ballot.id, closed_at=ballot.closed_at.text())
    return ballot


def _check_opening(fact: BallotOpened) -> None:
    cycle_parts(fact.cycle)
    _check_units(fact.candidates, "candidates")
    _check_units(fact.roll, "roll")
    _number_present(fact, fact.present)
    check_mode(fact.rule, fact.mode)
    for field, units in (("roll", fact.roll), ("candidates", fact.candidates)):
        if not units and fact.mode not in UNCOUNTED_MODES:
            raise Refusal("ballot_incomplete", field=field, mode=fact.mode)
    if fact.candidates and len(fact.titles) != 1:
        raise Refusal("one_title_a_ballot", titles=fact.titles)
    if fact.seats is not None and fact.seats < 1:
        raise Refusal("seats_wrong", seats=fact.seats)
    if fact.round < 1 or (fact.round == 1) != (fact.previous is None):
        raise Refusal("round_wrong", round=fact.round, previous=fact.previous)
    if fact.previous is not None:
        ballot_cycle(fact.previous)


def _check_units(units: tuple[str, ...], field: str) -> None:
    for at, unit in enumerate(units):
        slug(unit, field)
        if unit in units[:at]:
            raise Refusal("listed_twice", field=field, value=unit)


def _number_present(opened: BallotOpened, present: tuple[str, ...] | None) -> int | None:
    _check_units(present or (), "present")
    for unit in present or ():
        if opened.roll and unit not in opened.roll:
            raise Refusal("present_not_on_roll", elector=unit, roll=opened.roll)
    return None if present is None else len(present)


def _check_close(ballot: Ballot, fact: BallotClosed) -> None:
    # Who was heard in writing is not known here; where that counts, the quorum is checked with the votes.
    _check_quorum(ballot, Count(present=_number_present(ballot.opened, ballot.present_if(fact))))


def _check_acclaimed(ballot: Ballot, fact: BallotAcclaimed) -> None:
    if ballot.opened.mode not in UNCOUNTED_MODES:
        raise Refusal("mode_has_no_acclamation", ballot=ballot.id, mode=ballot.opened.mode)
    there = _number_present(ballot.opened, ballot.present_if(fact))
    _check_quorum(ballot, Count(present=there, consulted=0))
    _check_elected(ballot, fact.elected or ())


def _check_counted(ballot: Ballot, fact: BallotCounted) -> None:
    mode, count = ballot.opened.mode, fact.count
    if mode == "acclamation":
        raise Refusal("mode_has_no_count", ballot=ballot.id, mode=mode)
    if mode != "unstated" and not ballot.is_closed:
        raise Refusal("ballot_not_closed", ballot=ballot.id, mode=mode)
    if mode == "unstated" and count is not None and count.options:
        raise Refusal("mode_unstated_has_no_counts", ballot=ballot.id)
    check_counting(ballot.id, ballot.tellers, fact.tellers)
    if mode != "unstated" and count is not None:
        opened = ballot.opened
        check_count(count, opened.roll, opened.candidates, ballot.rule, ballot.present_at_close)
        _check_quorum(ballot, count)
    _check_elected(ballot, fact.elected or (), fact.tied)


def _check_quorum(ballot: Ballot, count: Count) -> None:
    if ballot.rule is not None and ballot.opened.roll and ballot.opened.mode != "unstated":
        tally.check_quorum(ballot.rule, count, len(ballot.opened.roll))


def _check_elected(ballot: Ballot, elected: tuple[str, ...], tied: tuple[str, ...] = ()) -> None:
    _check_units(elected, "elected")
    _check_units(tied, "tied")
    for unit in (*elected, *tied):
        if ballot.opened.candidates and unit not in ballot.opened.candidates:
            raise Refusal("not_a_candidate", unit=unit, candidates=ballot.opened.candidates)
    seats = ballot.opened.seats
    if seats is not None and len(elected) > seats:
        raise Refusal("more_elected_than_seats", elected=elected, seats=seats)
