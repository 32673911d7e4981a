"""The cycles: how far each has come, and the rules that it has pinned."""

from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.criteria import ScoringTable
from domain.cycles import Cycle
from domain.identity import stream
from domain.rules import RuleSet
from projections.asof import Model
from projections.clusters import CLUSTERS
from projections.point import Point


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What a cycle has adopted; kept apart, as it is large and seldom changes."""

    rule_set: RuleSet | None = None
    scoring_table: ScoringTable | None = None


def _without_rules(cycle: Cycle, _at: int) -> Cycle:
    return msgspec.structs.replace(cycle, rule_set=None, scoring_table=None)


def _rules(cycle: Cycle, _at: int) -> Rules:
    return Rules(rule_set=cycle.rule_set, scoring_table=cycle.scoring_table)


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


def all_cycles(connection: Connection, point: Point, cluster: str | None = None) -> dict[str, Any]:
    """Every cycle that is known at a point, or those of one cluster: the latest years first."""
    found = [
        cycle
        for cycle in CYCLES.all(connection, point).values()
        if cluster is None or cycle.opened.cluster == cluster
    ]
    subjects = {stream("cluster", cycle.opened.cluster) for cycle in found}
    clusters = CLUSTERS.all(connection, point, subjects=subjects)
    names = {formed.id: formed.formed.name for formed in clusters.values()}
    ordered = sorted(found, key=lambda cycle: (-last_year(cycle), -cycle.opened.first_year, cycle.id))
    return {
        **point.told(),
        "cycles": [_told(cycle, names.get(cycle.opened.cluster)) for cycle in ordered],
    }


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
