"""Who voted what and when in a cycle, as flat rows: one for each vote and candidate."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from domain.ballots import Ballot
from domain.facts import Entry
from domain.identity import stream_parts
from domain.moments import as_datetime
from domain.timeline import standing
from domain.votes import VoteCast, VoteChanged
from projections.ballots import BALLOTS
from projections.cycles import cycle_at
from projections.entries import amendments
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from projections.point import Point
from projections.secrecy import open_ballots
from projections.seeking import belongs, streams
from projections.units import Names

Row = dict[str, Any]


class _Cast(msgspec.Struct, frozen=True):
    """A vote that stands, the one of the same elector before it, and whether it is the one that counts."""

    ballot: Ballot
    elector: str
    entry: Entry
    fact: VoteCast | VoteChanged
    before: VoteCast | VoteChanged | None
    counts: bool


def vote_rows(
    connection: Connection, cycle: str, point: Point, *, ballot: str | None = None
) -> dict[str, Any] | None:
    """Every named vote of a cycle, or of one ballot in it, in the order of the votes; None if unknown.

    A vote that its elector changed stays in its place, and `counts` says that it is not the one that counts;
    `changed_from` is what was chosen before. Choices are null while a ballot is not over (`secrecy`).
    """
    if cycle_at(connection, cycle, point) is None:
        return None
    found = {one.id: one for one in BALLOTS.all(connection, point, cycle=cycle).values()}
    if ballot is not None:
        if ballot not in found:
            return None
        found = {ballot: found[ballot]}
    recorded = _recorded(connection, cycle, point)
    amended = amendments(recorded)
    cast = list(_cast(found, standing(recorded, as_of=point.as_of)))
    hidden = open_ballots(connection, found)
    units = {unit for one in cast for unit in (one.elector, *one.fact.choices)}
    names = Names(connection, point, units)
    rows = [
        {**row, "corrected_by": list(amended[one.entry.position].corrected_by)}
        for one in sorted(cast, key=lambda one: (one.entry.effective, one.entry.position))
        for row in _rows(one, names, withheld=one.ballot.id in hidden)
    ]
    return {**point.told(), "cycle": cycle, "ballot": ballot, "votes": rows}


def _recorded(connection: Connection, cycle: str, point: Point) -> list[Entry]:
    votes = (streams.c.cycle == cycle) & (streams.c.kind == "vote")
    asked = belongs(connection.dialect, event_log.c.originator_id, votes)
    found = select(*ENTRY_COLUMNS).where(asked, event_log.c.position <= point.position)
    return [entry_of(row) for row in connection.execute(found.order_by(event_log.c.position))]


def _cast(ballots: dict[str, Ballot], stood: Iterable[Entry]) -> Iterator[_Cast]:
    """The votes on ballots that are known, elector by elector."""
    by_elector: dict[tuple[str, str], list[tuple[Entry, VoteCast | VoteChanged]]] = {}
    for entry in stood:
        ballot, elector = stream_parts(entry.originator_id)[1]
        if ballot in ballots and isinstance(entry.fact, VoteCast | VoteChanged):
            by_elector.setdefault((ballot, elector), []).append((entry, entry.fact))
    for (ballot, elector), votes in by_elector.items():
        before = None
        for entry, fact in votes:
            counts = entry is votes[-1][0]
            yield _Cast(ballots[ballot], elector, entry, fact, before, counts)
            before = fact


def _rows(cast: _Cast, names: Names, *, withheld: bool) -> Iterator[Row]:
    entry, fact, opened = cast.entry, cast.fact, cast.ballot.opened
    before = {} if cast.before is None else cast.before.choices
    for candidate, choice in fact.choices.items():
        yield {
            "ballot": cast.ballot.id,
            "round": opened.round,
            "title": next(iter(opened.titles), None),
            "elector": names.named(cast.elector),
            "candidate": names.named(candidate),
            "choice": None if withheld else choice,
            "changed_from": None if withheld else before.get(candidate),
            "counts": cast.counts,
            "withheld": withheld,
            "at": entry.moment.text(),
            "recorded_at": as_datetime(entry.recorded_at).isoformat(),
            "channel": fact.channel,
            "capacity": fact.capacity,
            "actor": entry.actor,
            "authority": entry.authority,
            "session": entry.session,
            "position": entry.position,
        }
