"""The cycles: how far each has come, and the rules that it has pinned."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, select

from domain.criteria import ScoringTable
from domain.cycles import Cycle
from domain.identity import cycle_parts, stream, stream_parts
from domain.rules import RuleSet
from projections.asof import Cut, Model
from projections.clusters import CLUSTERS, FORMATIONS
from projections.logbook import Name
from projections.point import Point
from projections.seeking import streams
from projections.statement import Statement


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What a cycle has adopted; kept apart, as it is large and seldom changes."""

    rule_set: RuleSet | None = None
    scoring_table: ScoringTable | None = None


def _without_rules(cycle: Cycle, _at: int) -> Cycle:
    return msgspec.structs.replace(cycle, rule_set=None, scoring_table=None)


def _rules(cycle: Cycle, _at: int) -> Rules:
    return Rules(rule_set=cycle.rule_set, scoring_table=cycle.scoring_table)


# A year begins with a digit, and ":" is the sign that follows "9".
_BEGINNING = Statement(
    select(streams.c.stream).where(
        streams.c.stream >= bindparam("begin", type_=Name) + "0",
        streams.c.stream < bindparam("begin", type_=Name) + ":",
    )
)

CYCLES = Model("cycles", "cycle", Cycle, _without_rules)
RULES = Model("rules", "cycle", Rules, _rules)


def cycle_at(connection: Connection, cycle: str, point: Point) -> Cycle | None:
    """What is known of a cycle at a point, without its rules; None for an unknown one."""
    return CYCLES.of(connection, stream("cycle", cycle), point)


def rules_of(connection: Connection, cycle: str, point: Point) -> Rules:
    """The rules that a cycle had adopted at a point; empty ones if none."""
    return RULES.of(connection, stream("cycle", cycle), point) or Rules()


def last_year(cycle: Cycle) -> int:
    """The last civil year of a cycle."""
    return cycle.opened.last_year or cycle.opened.first_year


class Listed(NamedTuple):
    """A cycle of a list, with the name of its cluster on the day."""

    cycle: Cycle
    name: str | None


def all_cycles(
    connection: Connection, point: Point, cluster: str | None = None, cut: Cut = list
) -> dict[str, Any]:
    """Every cycle that is known at a point, or those of one cluster: the latest years first.

    Told are those that `cut` leaves of them.
    """
    if cluster is None:
        found = list(CYCLES.all(connection, point).values())
    else:
        found = cycles_of(connection, [cluster], point)
    subjects = {stream("cluster", cycle.opened.cluster) for cycle in found}
    clusters = FORMATIONS.all(connection, point, subjects=subjects)
    names = {formed.id: formed.formed.name for formed in clusters.values()}
    found.sort(key=lambda cycle: (-last_year(cycle), -cycle.opened.first_year, cycle.id))
    shown = cut([Listed(cycle, names.get(cycle.opened.cluster)) for cycle in found])
    return {**point.told(), "cycles": [_told(*one) for one in shown]}


def cycles_of(connection: Connection, clusters: Iterable[str], point: Point) -> list[Cycle]:
    """The cycles of some clusters that are known at a point, the earliest years first.

    They are found by their names, which begin with that of their cluster and a year.
    """
    named = [
        name
        for cluster in clusters
        for (name,) in _BEGINNING.rows(connection, {"begin": stream("cycle", f"{cluster}-")})
        if cycle_parts(stream_parts(name)[1][0])[0] == cluster
    ]
    found = CYCLES.all(connection, point, subjects=named) if named else {}
    return sorted(found.values(), key=lambda cycle: (last_year(cycle), cycle.opened.first_year, cycle.id))


def cycle(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """One cycle, told as in the list of them; None for an unknown one."""
    found = cycle_at(connection, cycle, point)
    if found is None:
        return None
    formed = CLUSTERS.of(connection, stream("cluster", found.opened.cluster), point)
    return {**point.told(), **_told(found, None if formed is None else formed.formed.name)}


def _told(cycle: Cycle, name: str | None) -> dict[str, Any]:
    return {
        "cycle": cycle.id,
        "cluster": cycle.opened.cluster,
        "name": name,
        "first_year": cycle.opened.first_year,
        "last_year": last_year(cycle),
        "movement": cycle.opened.movement,
        "theme": cycle.opened.theme,
        "closed": cycle.closed,
    }
