"""How a ballot comes to its outcome: counted in its mode, acclaimed, or recorded as a source states it."""

from collections.abc import Sequence

import msgspec

from domain import tally
from domain.ballot_facts import BallotAcclaimed, BallotCounted, BallotOpened, Decider, TellersAppointed
from domain.ballots import Ballot, admit, in_effect
from domain.counts import Count, TellerCount, check_agreement
from domain.moments import Moment
from domain.refusals import Refusal
from domain.rules import BallotRule
from domain.tellers import check_counting
from domain.votes import NAMED_MODES, Vote


def appoint_tellers(
    ballot: Ballot | None, *, when: Moment, tellers: tuple[str, ...], document: str | None = None
) -> TellersAppointed:
    """Say which persons, by opaque id, count a ballot; a later appointment replaces this one.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`, `ballot_already_decided`, `mode_has_no_tellers`,
            `tellers_wrong`.
    """
    fact = TellersAppointed(tellers=tellers, document=document)
    admit(ballot, fact, when)
    return fact


def count_roll_call(
    ballot: Ballot | None,
    votes: Sequence[Vote],
    *,
    when: Moment,
    chosen: tuple[str, ...] | None = None,
    document: str | None = None,
) -> BallotCounted:
    """Derive the count from the named votes of a closed roll call or written opinion.

    Where the attendance is not stated, those who voted otherwise than in writing were there.

    Raises:
        Refusal: those of `count_hands`.
    """
    ballot, rule = _counting(ballot, NAMED_MODES, when)
    roll, candidates = ballot.opened.roll, ballot.opened.candidates
    present = tally.attendance(roll, votes, ballot.present_at_close, ballot.opened.present)
    count = tally.tally(roll, present, votes, candidates)
    return _outcome(ballot, rule, count, when, chosen=chosen, document=document)


def count_hands(
    ballot: Ballot | None,
    count: Count,
    *,
    when: Moment,
    chosen: tuple[str, ...] | None = None,
    document: str | None = None,
) -> BallotCounted:
    """Record a show of hands as the chair counted it.

    `chosen` are the units that the chair, or the scores, picked among the tied, where the rule says so.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`, `ballot_already_decided`, `mode_counts_otherwise`,
            `ballot_not_closed`, `count_incomplete`, `quorum_not_met`, `count_present_differs`,
            `tie_undecided`, `no_tie_to_decide`, `tie_choice_wrong`, and those of `counts.check_count`.
    Source: on a tie the chair's opinion decides in Thông tư 03/2018/TT-BNG, article 25(2) (confirmed for
    that ministry's base councils only).
    """
    ballot, rule = _counting(ballot, ("show_of_hands",), when)
    return _outcome(ballot, rule, count, when, chosen=chosen, document=document)


def count_paper(
    ballot: Ballot | None,
    first: TellerCount,
    second: TellerCount,
    *,
    when: Moment,
    chosen: tuple[str, ...] | None = None,
    document: str | None = None,
) -> BallotCounted:
    """Record a secret ballot on paper that two tellers counted, neither having seen the other's figures.

    Raises:
        Refusal: those of `count_hands`, and `tellers_same`, `teller_not_appointed`, `tellers_disagree`.
    """
    ballot, rule = _counting(ballot, ("secret_paper",), when)
    if first.teller == second.teller:
        raise Refusal("tellers_same", teller=first.teller)
    check_counting(ballot.id, ballot.tellers, (first, second))  # before any figure of either is told
    check_agreement(first.count, second.count, ballot.opened.candidates)
    return _outcome(
        ballot, rule, first.count, when, chosen=chosen, document=document, tellers=(first, second)
    )


def record_outcome(
    ballot: Ballot | None,
    *,
    when: Moment,
    elected: tuple[str, ...] | None = None,
    count: Count | None = None,
    tied: tuple[str, ...] = (),
    decided_by: Decider | None = None,
    document: str | None = None,
) -> BallotCounted:
    """Record the outcome of a past ballot as its source states it; what it does not say stays unknown.

    The stated outcome stands even where the pinned rule would give another: `Ballot.result` shows both.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`, `ballot_already_decided`, `mode_has_no_count`,
            `ballot_not_closed`, `mode_unstated_has_no_counts`, `quorum_not_met`, `not_a_candidate`,
            `listed_twice`, `more_elected_than_seats`, and those of `counts.check_count`.
    """
    fact = BallotCounted(count=count, elected=elected, tied=tied, decided_by=decided_by, document=document)
    admit(ballot, fact, when)
    return fact


def acclaim(
    ballot: Ballot | None,
    *,
    when: Moment,
    elected: tuple[str, ...] | None = None,
    present: tuple[str, ...] | None = None,
    document: str | None = None,
) -> BallotAcclaimed:
    """Record that the electors agreed without counting; it needs no close.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`, `ballot_already_decided`,
            `mode_has_no_acclamation`, `present_not_on_roll`, `quorum_not_met`, `not_a_candidate`,
            `listed_twice`, `more_elected_than_seats`.
    """
    fact = BallotAcclaimed(elected=elected, present=present, document=document)
    admit(ballot, fact, when)
    return fact


def second_round(
    ballot: Ballot | None,
    *,
    when: Moment,
    present: tuple[str, ...] | None = None,
    document: str | None = None,
) -> BallotOpened:
    """Begin a ballot on the tied candidates of `ballot` and the seats that it left, under the same rule.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_annulled`, `no_second_round`, and those of `open_ballot`.
    """
    ballot = in_effect(ballot, when)
    opened, rule = ballot.opened, ballot.rule
    if not ballot.tied or rule is None or rule.tie != "second_round":
        raise Refusal(
            "no_second_round", rule="tie", ballot=ballot.id, tied=ballot.tied, tie=rule and rule.tie
        )
    fact = msgspec.structs.replace(
        opened,
        candidates=ballot.tied,
        seats=opened.seats and opened.seats - len(ballot.elected or ()),
        round=opened.round + 1,
        previous=ballot.id,
        present=present,
        document=document,
    )
    admit(None, fact, when)
    return fact


def _counting(ballot: Ballot | None, modes: tuple[str, ...], when: Moment) -> tuple[Ballot, BallotRule]:
    ballot = in_effect(ballot, when)
    if ballot.opened.mode not in modes or ballot.rule is None:
        raise Refusal("mode_counts_otherwise", ballot=ballot.id, mode=ballot.opened.mode, modes=modes)
    return ballot, ballot.rule


def _outcome(
    ballot: Ballot,
    rule: BallotRule,
    count: Count,
    when: Moment,
    *,
    chosen: tuple[str, ...] | None,
    document: str | None,
    tellers: tuple[TellerCount, ...] = (),
) -> BallotCounted:
    if count.present is None and ballot.present is not None:
        count = msgspec.structs.replace(count, present=len(ballot.present))
    fact = BallotCounted(count=count, tellers=tellers, document=document)
    admit(ballot, fact, when)
    opened = ballot.opened
    told = tally.result(rule, count, opened.roll, opened.candidates, opened.seats, ballot.present)
    if chosen is None and told.tied and rule.tie != "second_round":
        raise Refusal("tie_undecided", rule="tie", tied=told.tied, seats=told.seats_open, tie=rule.tie)
    if chosen is None:
        return msgspec.structs.replace(fact, elected=told.elected, tied=told.tied)
    if not told.tied or rule.tie == "second_round":
        raise Refusal("no_tie_to_decide", rule="tie", ballot=ballot.id, chosen=chosen, tie=rule.tie)
    if len(chosen) != told.seats_open or len(set(chosen) & set(told.tied)) != told.seats_open:
        raise Refusal("tie_choice_wrong", chosen=chosen, tied=told.tied, seats=told.seats_open)
    elected = tuple(unit for unit in opened.candidates if unit in (*told.elected, *chosen))
    return msgspec.structs.replace(fact, elected=elected, tied=told.tied, decided_by=rule.tie)
