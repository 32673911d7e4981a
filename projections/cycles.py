"""The cycles: how far each has come, and the rules that it has pinned."""

import msgspec
from sqlalchemy import Connection

from domain.criteria import ScoringTable
from domain.cycles import Cycle
from domain.identity import stream
from domain.rules import RuleSet
from projections.asof import Model
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


def rules_of(connection: Connection, cycle: str, point: Point) -> Rules:
    """The rules that a cycle had adopted at a point; empty ones if none."""
    return RULES.of(connection, stream("cycle", cycle), point) or Rules()
