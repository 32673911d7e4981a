"""What waits for whom: the duties of a cycle and of clusters, worked out from the facts at each look.

Nothing is kept and nothing is ticked off: a duty is there because of a fact, and gone because of another.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from domain.ballot_facts import BallotContested
from domain.cycles import Cycle
from domain.identity import stream, stream_parts
from domain.moments import as_datetime
from domain.timeline import standing
from projections.asof import Model
from projections.clusters import CLUSTERS
from projections.cycles import CYCLES, RULES, Rules, cycle_at, cycles_of, last_year
from projections.drives import DRIVES
from projections.duties.awards import UNSETTLED, award_duties, contest_duties, proposal_duties
from projections.duties.clusters import ClusterDay, cluster_duties, clusters_units
from projections.duties.course import Course, course, is_record
from projections.duties.duty import Duty
from projections.duties.members import pledge_duties, score_duties
from projections.duties.rooms import ballot_duties
from projections.duties.stages import closing_duty, stage_duties
from projections.duties.telling import told_duties
from projections.entries import entries
from projections.inspections import INSPECTIONS
from projections.pledges import PLEDGES
from projections.point import Point
from projections.scores import SCORES
from projections.units import UNITS
from projections.votes import awaited, named_votes
from projections.year import Year, read_years

# Titles of a year are decided and presented in the next; a closed cycle of before waits for nothing any more.
AWARDS_FOLLOW_YEARS = 1
CYCLES_AT_ONCE = 50  # read together: of more at once, Python walks through all that it holds again and again
CLUSTERS_EACH_MAX = 100  # whose cycles are sought one by one; of more, all cycles are read in half the time


def inbox(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """What waits in a cycle, by the last day for it where there is one; None for an unknown cycle."""
    known = cycle_at(connection, cycle, point)
    if known is None:
        return None
    found = duties_of_cycles(connection, [known], point).get(cycle, [])
    told = told_duties(connection, found, point)
    return {**point.told(), "cycle": cycle, "cluster": known.opened.cluster, "duties": told}


def waiting(connection: Connection, point: Point, clusters: Collection[str] | None = None) -> list[Duty]:
    """Every duty of all clusters or of those named, in their years and outside any, cluster by cluster."""
    day = as_datetime(point.as_of).date()
    subjects = None if clusters is None else [stream("cluster", cluster) for cluster in clusters]
    formed = CLUSTERS.all(connection, point, subjects=subjects)
    cycles: dict[str, list[Cycle]] = {cluster.id: [] for cluster in formed.values()}
    for cycle in _cycles(connection, point, cycles):
        if cycle.opened.cluster in cycles:
            cycles[cycle.opened.cluster].append(cycle)
    members = {stream("unit", unit) for unit in clusters_units(formed.values())}
    known = UNITS.all(connection, point, subjects=members) if members else {}
    units = {stream_parts(name)[1][0]: unit for name, unit in known.items()}
    recent = [
        cycle
        for cluster in formed.values()
        for cycle in cycles[cluster.id]
        if not cycle.closed or last_year(cycle) + AWARDS_FOLLOW_YEARS >= day.year
    ]
    in_years = duties_of_cycles(connection, recent, point)
    found: list[Duty] = []
    for cluster in formed.values():
        seen = ClusterDay(cluster=cluster, cycles=cycles[cluster.id], members=units, day=day)
        found += cluster_duties(seen)
        for cycle in cycles[cluster.id]:
            found += in_years.get(cycle.id, ())
    return found


def _cycles(connection: Connection, point: Point, clusters: Collection[str]) -> Iterable[Cycle]:
    """The cycles of clusters in the order of their ids, and others besides where all are read at once."""
    if len(clusters) > CLUSTERS_EACH_MAX:
        return CYCLES.all(connection, point).values()
    return sorted(cycles_of(connection, clusters, point), key=lambda cycle: cycle.id)


def duties_of_cycles(connection: Connection, cycles: Iterable[Cycle], point: Point) -> dict[str, list[Duty]]:
    """The duties of each cycle, by its id: its close where nothing else waits in it, and none where it is a
    mere record.
    """
    looked_at: dict[frozenset[Model[Any]], list[Cycle]] = {}
    for cycle in _without_records(connection, cycles, point):
        looked_at.setdefault(_unread(cycle), []).append(cycle)
    found: dict[str, list[Duty]] = {}
    for unread, alike in looked_at.items():
        for start in range(0, len(alike), CYCLES_AT_ONCE):
            for year in read_years(connection, alike[start : start + CYCLES_AT_ONCE], point, unread):
                found[year.cycle.id] = _duties(connection, year, point)
    return found


def _without_records(connection: Connection, cycles: Iterable[Cycle], point: Point) -> list[Cycle]:
    """The cycles in which something may wait; that of one that is over depends on its rules."""
    known = list(cycles)
    over = [cycle.id for cycle in known if is_record(cycle, Rules(), point)]
    pinned = RULES.all(connection, point, cycles=over) if over else {}
    rules = {name: pinned.get(stream("cycle", name), Rules()) for name in over}
    return [one for one in known if one.id not in rules or not is_record(one, rules[one.id], point)]


def _unread(cycle: Cycle) -> frozenset[Model[Any]]:
    """What says nothing of the duties of a cycle that has come so far, and need not be read for them."""
    unread: set[Model[Any]] = {INSPECTIONS}
    if cycle.closed or "summed_up" in cycle.steps:
        unread.add(PLEDGES)
    if cycle.closed or "minuted" in cycle.steps:
        unread |= {SCORES, DRIVES}
    return frozenset(unread)


def _duties(connection: Connection, year: Year, point: Point) -> list[Duty]:
    if year.cycle.closed and not _is_unsettled(year):
        return []
    cast = {
        ballot.id: awaited(ballot, named_votes(connection, ballot, point))
        for ballot in year.ballots
        if ballot.is_open
    }
    seen = course(year, point, cast, _contested(connection, year, point))
    found = [*award_duties(seen), *contest_duties(seen)]
    if not year.cycle.closed:
        found = [*_running(seen), *found] or [one for one in (closing_duty(seen),) if one is not None]
    return found


def _is_unsettled(year: Year) -> bool:
    """Whether a title or a ballot of a closed cycle may still wait for anybody; most wait for nobody."""
    waits = any(one.status in UNSETTLED for one in year.nominations)
    return waits or any(ballot.contests for ballot in year.ballots)


def _running(seen: Course) -> Iterator[Duty]:
    yield from stage_duties(seen)
    yield from pledge_duties(seen)
    yield from score_duties(seen)
    yield from ballot_duties(seen)
    yield from proposal_duties(seen)


def _contested(connection: Connection, year: Year, point: Point) -> dict[str, int]:
    """When each ballot was last objected to, in microseconds UTC, of those that were."""
    asked = [stream("ballot", ballot.id) for ballot in year.ballots if ballot.contests]
    recorded = entries(connection, point, of=asked) if asked else []
    return {
        stream_parts(entry.originator_id)[1][0]: entry.effective
        for entry in standing(recorded, as_of=point.as_of)
        if isinstance(entry.fact, BallotContested)
    }
