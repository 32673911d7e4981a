"""What a count of ballots says: its figures, and whether they can all be true."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from domain.refusals import Refusal
from domain.rules import BallotRule


class OptionCount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The votes on one candidate; None where the source does not say."""

    candidate: str
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstain: int | None = None


class Count(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What minutes of a count carry, in ballots or electors; None where the source does not say.

    `present` are the electors who attend, `consulted` the absent ones heard in writing.
    """

    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    invalid: int | None = None
    present: int | None = None
    consulted: int | None = None
    options: tuple[OptionCount, ...] = ()


class TellerCount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one teller counted, without having seen another's count. The teller is an opaque person id."""

    teller: str
    count: Count


def options_of(count: Count, candidates: Sequence[str]) -> dict[str, OptionCount]:
    """The options of a count by candidate.

    Raises:
        Refusal: `count_candidates_wrong` unless each candidate has exactly one.
    """
    options = {option.candidate: option for option in count.options}
    if len(options) != len(count.options) or options.keys() != set(candidates):
        counted = tuple(option.candidate for option in count.options)
        raise Refusal("count_candidates_wrong", counted=counted, candidates=tuple(candidates))
    return options


def option_votes(option: OptionCount) -> tuple[int, int, int]:
    """Votes for, against and without opinion of an option that states all three."""
    return option.votes_for or 0, option.votes_against or 0, option.votes_abstain or 0


def check_count(
    count: Count,
    roll: Collection[str],
    candidates: Sequence[str],
    rule: BallotRule | None,
    present: Sequence[str] | None = None,
) -> None:
    """Refuse figures that cannot all be true; those that are not stated are not checked.

    `present` is the attendance by name, where it was taken.
    Each valid ballot says something on each candidate, save that where a unit may not vote on itself its
    own ballot says nothing on it.

    Raises:
        Refusal: `count_figure_negative`, `count_more_issued_than_roll`, `count_more_attending_than_roll`,
            `count_more_issued_than_attending`, `count_more_returned_than_issued`,
            `count_valid_and_invalid_differ`, `count_present_differs`, `count_options_differ`,
            `count_candidates_wrong`.
    """
    figures = {"issued": count.issued, "returned": count.returned, "valid": count.valid}
    figures |= {"invalid": count.invalid, "present": count.present, "consulted": count.consulted}
    for figure, value in figures.items():
        if value is not None and value < 0:
            raise Refusal("count_figure_negative", figure=figure, value=value)
    if present is not None and count.present not in (None, len(present)):
        raise Refusal("count_present_differs", counted=count.present, attendance=len(present))
    _check_attendance(count, len(roll), rule is not None and rule.hears_in_writing)
    _check_handed_in(count)
    options = options_of(count, candidates) if count.options else {}
    for option in options.values():
        barred = rule is not None and not rule.self_vote and option.candidate in roll
        _check_option(count, option, len(roll), barred)


def _check_attendance(count: Count, roll_size: int, hears_in_writing: bool) -> None:
    if count.issued is not None and count.issued > roll_size:
        raise Refusal("count_more_issued_than_roll", issued=count.issued, roll_size=roll_size)
    attending = (count.present or 0) + (count.consulted or 0)
    if attending > roll_size:
        raise Refusal("count_more_attending_than_roll", attending=attending, roll_size=roll_size)
    stated = count.present is not None and (count.consulted is not None or not hears_in_writing)
    if stated and (count.issued or 0) > attending:
        raise Refusal("count_more_issued_than_attending", issued=count.issued, attending=attending)


def _check_handed_in(count: Count) -> None:
    if count.issued is not None and count.returned is not None and count.returned > count.issued:
        raise Refusal("count_more_returned_than_issued", returned=count.returned, issued=count.issued)
    handed_in = (count.valid or 0) + (count.invalid or 0)
    if None not in (count.valid, count.invalid, count.returned) and handed_in != count.returned:
        raise Refusal(
            "count_valid_and_invalid_differ",
            valid=count.valid,
            invalid=count.invalid,
            returned=count.returned,
        )


def _check_option(count: Count, option: OptionCount, roll_size: int, barred: bool) -> None:
    votes: dict[str, Any] = {
        "votes_for": option.votes_for,
        "votes_against": option.votes_against,
        "votes_abstain": option.votes_abstain,
    }
    for figure, value in votes.items():
        if value is not None and value < 0:
            raise Refusal("count_figure_negative", figure=f"{option.candidate}.{figure}", value=value)
    if count.valid is None:
        return
    total = sum(option_votes(option))
    possible = {count.valid}
    if barred:
        # If every elector handed in a valid ballot, the candidate's own is certainly among them.
        possible = {count.valid - 1} | (possible if count.valid < roll_size else set())
    stated = None not in votes.values()
    if total > max(possible) or (stated and total not in possible):
        raise Refusal("count_options_differ", candidate=option.candidate, valid=count.valid, **votes)


def check_agreement(first: Count, second: Count, candidates: Sequence[str]) -> None:
    """Refuse two tellers' counts that differ in any figure, naming the first that does.

    Raises:
        Refusal: `tellers_disagree`, with the figure, and the candidate where it is one of a candidate's;
            `count_candidates_wrong`.
    """
    firsts, seconds = options_of(first, candidates), options_of(second, candidates)
    pairs: list[tuple[str | None, Count | OptionCount, Count | OptionCount]] = [(None, first, second)]
    pairs += [(candidate, firsts[candidate], seconds[candidate]) for candidate in candidates]
    for candidate, one, other in pairs:
        for figure in one.__struct_fields__:
            mine, others = getattr(one, figure), getattr(other, figure)
            if figure != "options" and mine != others:
                raise Refusal(
                    "tellers_disagree", candidate=candidate, figure=figure, first=mine, second=others
                )
