"""The ranks of the units of a cluster over the years of its cycles."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.clusters import Cluster
from domain.identity import stream
from domain.scores import Stage
from projections.clusters import CLUSTERS
from projections.cycles import cycles_of, last_year
from projections.departures import departures
from projections.point import Point
from projections.scores import Board, board
from projections.units import Named, Names, by_name
from projections.year import Year, read_year

Line = dict[str, Any]


class Placed(msgspec.Struct, frozen=True):
    """The ranks of one cycle: who took part, at which stage they are ranked, and how each came out.

    `left` holds when units left in the course of the year: they have no rank.
    """

    year: Year
    board: Board
    stage: Stage | None
    ranks: dict[str, int | None]
    left: dict[str, str]

    def points(self, unit: str) -> Decimal | None:
        """The total that a unit is ranked by; None where it has no rank."""
        if self.stage is None or self.ranks.get(unit) is None:
            return None
        return self.board.total(unit, self.stage)

    @property
    def ranked(self) -> int:
        """How many units have a rank."""
        return sum(rank is not None for rank in self.ranks.values())


def placed(connection: Connection, year: Year, point: Point) -> Placed:
    """The ranks of a cycle as its board shows them."""
    units = sorted({*year.members, *year.entered})
    left = departures(connection, year, units, Names(connection, point, units), point)
    taking_part = [unit for unit in units if unit not in left]
    scored = board(year.scores, year.rules)
    return Placed(year, scored, scored.ranked_by(taking_part), scored.ranks(taking_part), left)


def years_of(connection: Connection, cluster: Cluster, point: Point) -> list[Year]:
    """Every cycle of a cluster that is known at a point, the earliest years first."""
    own = cycles_of(connection, [cluster.id], point)
    read = (read_year(connection, cycle.id, point) for cycle in own)
    return [year for year in read if year is not None]


def ranks(connection: Connection, cluster: str, point: Point) -> Line | None:
    """The rank and points of every unit over the cycles of a cluster; None for an unknown cluster.

    Cycles come by year and units by their last rank; a unit has a line for each cycle that it took part in.
    """
    formed = CLUSTERS.of(connection, stream("cluster", cluster), point)
    if formed is None:
        return None
    cycles = [placed(connection, year, point) for year in years_of(connection, formed, point)]
    units = {unit for one in cycles for unit in (*one.ranks, *one.left)}
    named = Names(connection, point, units).each(sorted(units))
    lines = [_unit(one, cycles, present=one.unit in formed.members) for one in _by_last_rank(named, cycles)]
    return {
        **point.told(),
        "cluster": cluster,
        "name": formed.formed.name,
        "kind": formed.formed.kind,
        "cycles": [_cycle(one) for one in cycles],
        "units": lines,
    }


def _by_last_rank(units: Iterable[Named], cycles: list[Placed]) -> list[Named]:
    """Units by their rank of the last cycle in which any has one; those without one last, by name."""
    last: dict[str, int | None] = next((one.ranks for one in reversed(cycles) if one.ranked), {})

    def key(named: Named) -> tuple[bool, int, Any]:
        rank = last.get(named.unit)
        return rank is None, rank or 0, by_name(named)

    return sorted(units, key=key)


def _cycle(one: Placed) -> Line:
    cycle = one.year.cycle
    return {
        "cycle": cycle.id,
        "first_year": cycle.opened.first_year,
        "last_year": last_year(cycle),
        "closed": cycle.closed,
        "ranked_by": one.stage,
        "ranked": one.ranked,
    }


def _unit(named: Named, cycles: list[Placed], *, present: bool) -> Line:
    return {
        "unit": named.unit,
        "name": named.name,
        "member": present,
        "ranks": [
            {
                "cycle": one.year.cycle.id,
                "rank": one.ranks.get(named.unit),
                "points": one.points(named.unit),
                "left": one.left.get(named.unit),
            }
            for one in cycles
            if named.unit in one.ranks or named.unit in one.left
        ],
    }
