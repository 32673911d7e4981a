"""The years of a unit: the cycles that it took part in, and how it came out of each."""

from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.clusters import Cluster
from domain.cycles import Cycle
from domain.identity import stream, stream_cycle, stream_parts
from domain.moments import year_bounds
from projections.asof import Model
from projections.clusters import CLUSTERS
from projections.cycles import CYCLES, cycles_of, last_year
from projections.inspections import INSPECTIONS
from projections.nominations import NOMINATIONS
from projections.pledges import PLEDGES, told_targets
from projections.point import Point
from projections.ranks import Placed, placed
from projections.scores import SCORES
from projections.standings import titles_of
from projections.units import UNITS
from projections.year import read_year

Line = dict[str, Any]
_OWN: tuple[Model[Any], ...] = (PLEDGES, SCORES, INSPECTIONS, NOMINATIONS)


def unit_years(connection: Connection, unit: str, point: Point) -> Line | None:
    """The cycles of a unit with its rank, points, targets and titles, the earliest first; None if unknown.

    It took part where it was a member at the end, or where a pledge, a score, an inspection or a nomination
    of its own is recorded.
    """
    known = UNITS.of(connection, stream("unit", unit), point)
    if known is None:
        return None
    years = (
        read_year(connection, cycle.id, point)
        for cycle in CYCLES.all(connection, point, subjects=_cycles(connection, unit, point)).values()
    )
    cycles = [placed(connection, year, point) for year in years if year is not None]
    ordered = sorted(cycles, key=lambda one: (last_year(one.year.cycle), one.year.cycle.id))
    return {
        **point.told(),
        "unit": unit,
        "name": known.name,
        "status": known.status,
        "years": [_year(unit, one) for one in ordered],
    }


def _cycles(connection: Connection, unit: str, point: Point) -> set[str]:
    """The streams of the cycles in which a unit took part."""
    entered = {
        stream("cycle", cycle)
        for model in _OWN
        for name in model.all(connection, point, unit=unit)
        if (cycle := stream_cycle(name)) is not None
    }
    return entered | _as_member(connection, unit, point)


def _as_member(connection: Connection, unit: str, point: Point) -> set[str]:
    """The streams of the cycles at whose end, or today before it, a unit was a member.

    They are looked for in the clusters that ever named the unit.
    """
    ending: dict[int, list[Cycle]] = {}
    named = [stream_parts(name)[1][0] for name in CLUSTERS.ever_naming(connection, unit)]
    for cycle in cycles_of(connection, named, point):
        until = min(point.as_of, year_bounds(last_year(cycle))[1])
        ending.setdefault(until, []).append(cycle)
    found: set[str] = set()
    for until, cycles in ending.items():
        then = msgspec.structs.replace(point, as_of=until)
        subjects = {stream("cluster", cycle.opened.cluster) for cycle in cycles}
        clusters = CLUSTERS.all(connection, then, subjects=subjects)
        for cycle in cycles:
            cluster = clusters.get(stream("cluster", cycle.opened.cluster))
            if cluster is not None and _has_member(cluster, unit):
                found.add(stream("cycle", cycle.id))
    return found


def _has_member(cluster: Cluster, unit: str) -> bool:
    return cluster.formed.kind != "movement" and unit in cluster.members


def _year(unit: str, one: Placed) -> Line:
    year = one.year
    tenure = year.tenure
    return {
        "cycle": year.cycle.id,
        "cluster": year.cycle.opened.cluster,
        "name": None if year.cluster is None else year.cluster.formed.name,
        "first_year": year.cycle.opened.first_year,
        "last_year": last_year(year.cycle),
        "left": one.left.get(unit),
        "led": tenure is not None and tenure.lead == unit,
        "deputised": tenure is not None and tenure.deputy == unit,
        "rank": one.ranks.get(unit),
        "ranked": one.ranked,
        "ranked_by": one.stage,
        "points": one.points(unit),
        "max": one.board.told(unit)["max"],
        "targets": told_targets(year.pledges.get(unit)),
        "titles": titles_of(year)[unit],
    }
