"""What waits for whom: the duties of a cycle and of clusters, worked out from the facts at each look.

Nothing is kept and nothing is ticked off: a duty is there because of a fact, and gone because of another.
"""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection

from domain.ballot_facts import BallotContested
from domain.cycles import Cycle
from domain.identity import stream, stream_parts
from domain.moments import as_datetime
from domain.timeline import standing
from projections.ballots import BALLOTS
from projections.clusters import CLUSTERS
from projections.cycles import CYCLES, cycle_at, last_year, rules_of
from projections.duties.awards import UNSETTLED, award_duties, contest_duties, proposal_duties
from projections.duties.clusters import ClusterDay, cluster_duties, clusters_units
from projections.duties.course import Course, course, is_record
from projections.duties.duty import Duty
from projections.duties.members import pledge_duties, score_duties
from projections.duties.rooms import ballot_duties
from projections.duties.stages import closing_duty, stage_duties
from projections.duties.telling import told_duties
from projections.entries import entries
from projections.nominations import NOMINATIONS
from projections.point import Point
from projections.units import UNITS
from projections.votes import awaited, named_votes
from projections.year import Year, read_year

# Titles of a year are decided and presented in the next; a closed cycle of before waits for nothing any more.
AWARDS_FOLLOW_YEARS = 1


def inbox(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """What waits in a cycle, by the last day for it where there is one; None for an unknown cycle."""
    known = cycle_at(connection, cycle, point)
    if known is None:
        return None
    told = told_duties(connection, duties_of_cycle(connection, known, point), point)
    return {**point.told(), "cycle": cycle, "cluster": known.opened.cluster, "duties": told}


def waiting(connection: Connection, point: Point, clusters: Collection[str] | None = None) -> list[Duty]:
    """Every duty of all clusters or of those named, in their years and outside any."""
    day = as_datetime(point.as_of).date()
    subjects = None if clusters is None else [stream("cluster", cluster) for cluster in clusters]
    formed = CLUSTERS.all(connection, point, subjects=subjects)
    cycles: dict[str, list[Cycle]] = {cluster.id: [] for cluster in formed.values()}
    for cycle in CYCLES.all(connection, point).values():
        if cycle.opened.cluster in cycles:
            cycles[cycle.opened.cluster].append(cycle)
    members = {stream("unit", unit) for unit in clusters_units(formed.values())}
    known = UNITS.all(connection, point, subjects=members) if members else {}
    units = {stream_parts(name)[1][0]: unit for name, unit in known.items()}
    found: list[Duty] = []
    for cluster in formed.values():
        seen = ClusterDay(cluster=cluster, cycles=cycles[cluster.id], members=units, day=day)
        found += cluster_duties(seen)
        for cycle in cycles[cluster.id]:
            if not cycle.closed or last_year(cycle) + AWARDS_FOLLOW_YEARS >= day.year:
                found += duties_of_cycle(connection, cycle, point)
    return found


def duties_of_cycle(connection: Connection, cycle: Cycle, point: Point) -> list[Duty]:
    """The duties of a cycle: its close where nothing else waits in it, and none where it is a mere record."""
    if is_record(cycle, rules_of(connection, cycle.id, point), point):
        return []
    if cycle.closed and not _is_unsettled(connection, cycle.id, point):
        return []
    year = read_year(connection, cycle.id, point)
    return [] if year is None else _duties(connection, year, point)


def _is_unsettled(connection: Connection, cycle: str, point: Point) -> bool:
    """Whether a title or a ballot of a closed cycle may still wait for anybody; most wait for nobody."""
    titles = NOMINATIONS.all(connection, point, cycle=cycle).values()
    if any(one.status in UNSETTLED for one in titles):
        return True
    return any(ballot.contests for ballot in BALLOTS.all(connection, point, cycle=cycle).values())


def _duties(connection: Connection, year: Year, point: Point) -> list[Duty]:
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
