"""Who voted what and when, by name where the ballot is by name; and the arithmetic of each ballot."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from domain import tally
from domain.ballot_facts import BallotCounted
from domain.ballots import Ballot
from domain.counts import Count, OptionCount
from domain.identity import stream, stream_parts
from domain.tally import CandidateResult
from domain.votes import NAMED_MODES, Vote
from projections.asof import Model
from projections.ballot_sentences import ballot_sentences, ballot_warnings
from projections.ballots import BALLOTS
from projections.catalogue import LANGUAGES
from projections.cycles import cycle_at
from projections.point import Point
from projections.secrecy import open_ballots
from projections.units import Names

VOTES = Model("votes", "vote", Vote)


def votes(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """Every ballot of a cycle in the order of its opening, with its votes; None for an unknown cycle."""
    if cycle_at(connection, cycle, point) is None:
        return None
    found = BALLOTS.all(connection, point, cycle=cycle).values()
    cast = _by_ballot(found, VOTES.all(connection, point, cycle=cycle))
    ordered = sorted(found, key=lambda one: (one.opened_at.effective, one.id))
    return {**point.told(), "cycle": cycle, "ballots": _each_told(connection, ordered, cast, point)}


def several(connection: Connection, found: Sequence[Ballot], point: Point) -> list[dict[str, Any]]:
    """Some ballots of whatever cycles with their votes, in the order given."""
    return _each_told(connection, found, votes_on(connection, found, point), point)


def votes_on(connection: Connection, found: Iterable[Ballot], point: Point) -> dict[str, list[Vote]]:
    """The votes of the electors on the rolls of ballots, by ballot; none where votes have no names."""
    known = list(found)
    subjects = [
        stream("vote", ballot.id, elector)
        for ballot in known
        if ballot.opened.mode in NAMED_MODES
        for elector in ballot.opened.roll
    ]
    return _by_ballot(known, VOTES.all(connection, point, subjects=subjects) if subjects else {})


def _by_ballot(found: Iterable[Ballot], cast: Mapping[str, Vote]) -> dict[str, list[Vote]]:
    """Votes by the ballot that they are on."""
    told: dict[str, list[Vote]] = {ballot.id: [] for ballot in found}
    for name, vote in cast.items():
        told.setdefault(stream_parts(name)[1][0], []).append(vote)
    return told


def _each_told(
    connection: Connection, found: Sequence[Ballot], cast: dict[str, list[Vote]], point: Point
) -> list[dict[str, Any]]:
    names = Names(connection, point, _units(found, cast.values()))
    secret = open_ballots(connection, cast)
    return [_told(one, cast[one.id], names, one.id in secret) for one in found]


def ballot(connection: Connection, ballot: str, point: Point) -> dict[str, Any] | None:
    """One ballot with its votes; None for an unknown one."""
    found = BALLOTS.of(connection, stream("ballot", ballot), point)
    if found is None:
        return None
    cast = named_votes(connection, found, point)
    names = Names(connection, point, _units([found], [cast]))
    secret = bool(open_ballots(connection, [ballot]))
    return {**point.told(), "cycle": found.opened.cycle, **_told(found, cast, names, secret)}


def named_votes(connection: Connection, ballot: Ballot, point: Point) -> list[Vote]:
    """The votes of the electors on a ballot's roll; none where votes have no names."""
    return votes_on(connection, [ballot], point)[ballot.id]


def awaited(ballot: Ballot, cast: Iterable[Vote]) -> list[str]:
    """The electors whose named votes an open ballot still waits for."""
    if not ballot.is_open or ballot.opened.mode not in NAMED_MODES:
        return []
    voted = {vote.elector for vote in cast}
    return [elector for elector in ballot.opened.roll if elector not in voted]


def status(ballot: Ballot) -> str:
    """How far a ballot has come: `open`, `closed`, `decided` or `annulled`."""
    if ballot.is_annulled:
        return "annulled"
    if ballot.is_decided:
        return "decided"
    return "closed" if ballot.is_closed else "open"


def counted(ballot: Ballot) -> Count | None:
    """The figures of a ballot's count; None where there are none."""
    return ballot.outcome.count if isinstance(ballot.outcome, BallotCounted) else None


def options(ballot: Ballot) -> dict[str, OptionCount]:
    """The votes counted on each candidate, as far as they are stated."""
    count = counted(ballot)
    return {} if count is None else {option.candidate: option for option in count.options}


def concerned(ballot: Ballot) -> list[str]:
    """The candidates of a ballot, and who was elected where no source names candidates."""
    return list(dict.fromkeys([*ballot.opened.candidates, *(ballot.elected or ())]))


def is_elected(ballot: Ballot, unit: str) -> bool | None:
    """Whether a unit was elected; None while that is undecided or not stated."""
    return None if ballot.elected is None else unit in ballot.elected


def _units(found: Iterable[Ballot], cast: Iterable[list[Vote]]) -> set[str]:
    units = {vote.elector for some in cast for vote in some}
    for one in found:
        units |= {*one.opened.roll, *(one.present or ()), *concerned(one), *_tied(one)}
        units |= set(one.attendance.present if one.attendance else ())
    return units


def _tied(ballot: Ballot) -> tuple[str, ...]:
    return ballot.outcome.tied if isinstance(ballot.outcome, BallotCounted) else ()


def _told(ballot: Ballot, cast: list[Vote], names: Names, secret: bool) -> dict[str, Any]:
    opened, outcome, present = ballot.opened, ballot.outcome, ballot.present
    documents = [fact.document for fact in (outcome, ballot.closed, opened) if fact is not None]
    cast = sorted(cast, key=lambda vote: vote.elector)
    return {
        "ballot": ballot.id,
        "round": opened.round,
        "previous": opened.previous,
        "titles": list(opened.titles),
        "question": opened.question,
        "mode": opened.mode,
        "status": status(ballot),
        "contested": bool(ballot.contests),
        "annulled_because": ballot.annulment and ballot.annulment.reason,
        "opened_at": ballot.opened_at.text(),
        "closed_at": ballot.closed_at and ballot.closed_at.text(),
        "decided_at": ballot.decided_at and ballot.decided_at.text(),
        "seats": opened.seats,
        "roll": names.each(opened.roll),
        "present": None if present is None else names.each(present),
        "attendance": _attendance(ballot, names),
        "tellers": list(ballot.tellers),
        "quorum": _quorum(ballot, cast),
        "count": _figures(counted(ballot)),
        "candidates": _candidates(ballot, names),
        "tied": names.each(_tied(ballot)),
        "decided_by": outcome.decided_by if isinstance(outcome, BallotCounted) else None,
        "elected": None if ballot.elected is None else names.each(ballot.elected),
        "votes": [told_vote(vote, ballot, names, secret) for vote in cast],
        "awaited": names.each(awaited(ballot, cast)),
        "document": next((document for document in documents if document is not None), None),
        "sentences": {language: ballot_sentences(ballot, language, names) for language in LANGUAGES},
        "warnings": {language: ballot_warnings(ballot, language, names) for language in LANGUAGES},
    }


def _attendance(ballot: Ballot, names: Names) -> dict[str, Any] | None:
    """The last attendance that was taken while the ballot was open; None where none was."""
    taken, at = ballot.attendance, ballot.attendance_at
    if taken is None or at is None:
        return None
    return {"present": names.each(taken.present), "at": at.text(), "document": taken.document}


def _quorum(ballot: Ballot, cast: list[Vote]) -> dict[str, Any] | None:
    """Who takes part against how many must: by the count, else by who is known to be there."""
    rule, roll = ballot.rule, ballot.opened.roll
    if rule is None or not roll:
        return None
    count = counted(ballot)
    if count is None and ballot.opened.mode in NAMED_MODES:
        there = tally.attendance(roll, cast, ballot.present_at_close, ballot.present_before_close)
        count = tally.tally(roll, there, cast, ())
    if count is None:
        count = Count(present=None if ballot.present is None else len(ballot.present), consulted=0)
    attending = tally.attending(rule, count)
    needed = tally.quorum(rule, attending or 0, len(roll)).needed
    met = None if attending is None else attending >= needed
    return {"attending": attending, "needed": needed, "met": met}


def _figures(count: Count | None) -> dict[str, int | None] | None:
    if count is None:
        return None
    return {
        "issued": count.issued,
        "returned": count.returned,
        "valid": count.valid,
        "invalid": count.invalid,
        "present": count.present,
        "consulted": count.consulted,
    }


def _candidates(ballot: Ballot, names: Names) -> list[dict[str, Any]]:
    result, stated = ballot.result, options(ballot)
    lines = {line.candidate: line for line in result.lines} if result is not None else {}
    told = []
    for unit in concerned(ballot):
        option = stated.get(unit) or OptionCount(candidate=unit)
        told.append(
            {
                "unit": unit,
                "name": names.named(unit).name,
                "votes_for": option.votes_for,
                "votes_against": option.votes_against,
                "votes_abstain": option.votes_abstain,
                **_arithmetic(ballot, lines.get(unit)),
                "elected": is_elected(ballot, unit),
            }
        )
    return told


def _arithmetic(ballot: Ballot, line: CandidateResult | None) -> dict[str, Any]:
    """A candidate's share of its base against the threshold, as far as rule and figures are known."""
    rule = ballot.rule
    return {
        "base": rule and rule.base,
        "base_size": line and line.base_size,
        "share": None if line is None or not line.base_size else f"{line.votes_for}/{line.base_size}",
        "needed": line and line.needed,
        "threshold": rule and rule.threshold,
        "comparison": rule and rule.comparison,
        "passed": line and line.passed,
    }


def told_vote(vote: Vote, ballot: Ballot, names: Names, secret: bool) -> dict[str, Any]:
    """A vote with its choices once the ballot is closed or decided; while it is open, that it was cast.

    `secret`: by all that is known today the ballot is open (`secrecy.open_ballots`), whatever it was at
    the point that is asked for.
    """
    over = (ballot.is_closed or ballot.is_decided) and not secret
    return {
        "elector": names.named(vote.elector),
        "choices": dict(vote.choices) if over else None,
        "at": vote.at.text(),
        "channel": vote.channel,
        "capacity": vote.capacity,
        "changes": vote.changes,
    }
