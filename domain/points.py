"""From marks to points, shares and ranks: pure arithmetic over all units of a cycle together.

The points of a quantitative criterion depend on the other units, so nothing here is ever stored: a late
correction of one unit's figure moves the points of others.
"""

from collections.abc import Collection, Mapping
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from domain.criteria import Criterion, ScoringTable, leaves
from domain.figures import FIGURE_DECIMALS_MAX
from domain.marks import Mark

Mode = Literal["half_up", "floor"]
Marks = Mapping[str, Mark]
# Figures have at most nine decimals (`figures`), so in these units they are whole numbers.
SCALE = 10**FIGURE_DECIMALS_MAX
Exact = int | Fraction  # points in units of 1 / SCALE
_WIDE = Context(prec=100)


class Rounding(msgspec.Struct, frozen=True, kw_only=True):
    """How exact points become written ones.

    `digits` after the decimal mark; `half_up` takes a half away from zero, `floor` always goes down; `at`
    says whether each criterion is rounded and the total adds those up, or the exact total alone.
    """

    digits: int = 2
    mode: Mode = "half_up"
    at: Literal["criterion", "total"] = "total"

    def of(self, exact: Fraction) -> Decimal:
        """The written form of an exact number of points."""
        return self.of_ratio(exact.numerator, exact.denominator)

    def of_ratio(self, over: int, under: int) -> Decimal:
        """The written form of `over / under` points; `under` is positive."""
        over *= 10**self.digits
        if self.mode == "floor":
            whole = over // under
        else:
            whole = (2 * abs(over) + under) // (2 * under) * (-1 if over < 0 else 1)
        # In a context of its own: the caller's might be too narrow, and would then round silently.
        return _WIDE.scaleb(Decimal(whole), -self.digits)


class PointsRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a cycle's rules say on points beyond the table.

    `bonus_above_maximum`: whether bonus points may lift a total above the maximum assigned to the unit. That
    they do is known of the table of TP. Hồ Chí Minh (2008); no general rule was found.
    """

    rounding: Rounding = Rounding()
    bonus_above_maximum: bool = True


class UnitPoints(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's points.

    `assigned` is the sum of the maxima assigned to it and `achievement` the exact share of its exact total
    in that (None if nothing is assigned). `by_criterion` holds marked leaves only; `missing` names the leaves
    without a mark, which count nothing yet; `knocked_out` the knock-out criteria that it failed.
    """

    total: Decimal
    assigned: Decimal
    by_criterion: dict[str, Decimal]
    achievement: Fraction | None
    knocked_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def points(
    table: ScoringTable, marks_by_unit: Mapping[str, Marks], rule: PointsRule | None = None
) -> dict[str, UnitPoints]:
    """The points of every unit of a cycle from the marks of all of them.

    Exact fractions throughout; `rule` rounds at the end only.
    """
    rule = rule or PointsRule()
    exact: dict[str, dict[str, Exact]] = {unit: {} for unit in marks_by_unit}
    for leaf in leaves(table):
        marks = {unit: marks[leaf.id] for unit, marks in marks_by_unit.items() if leaf.id in marks}
        for unit, earned in _leaf_points(leaf, marks).items():
            exact[unit][leaf.id] = earned
    return {unit: _unit_points(table, marks_by_unit[unit], exact[unit], rule) for unit in marks_by_unit}


def quantitative_points(maximum: Decimal, marks: Marks) -> dict[str, Fraction]:
    """The points of each unit on one quantitative criterion worth `maximum`; figures must not be negative.

    With a target T and an actual A: below it half the maximum times A/T; on it half the maximum; above it,
    the unit with the highest excess (A-T)/T has the maximum, others half of it plus half of it times their
    share in the highest excess. Without a target: the maximum times the share of A in the highest A of the
    units without one. A target of zero is met by any actual, but as its excess is no percentage it earns no
    more than half.

    Source: "Điều 6" of the scoring rules of a police province's commune cluster (2025), as its software holds
    them; the reading of a zero target is this project's, not confirmed.
    """
    return {unit: Fraction(earned) / SCALE for unit, earned in _quantitative(maximum, marks).items()}


def _quantitative(maximum: Decimal, marks: Marks) -> dict[str, Exact]:
    """`quantitative_points` in units of 1 / SCALE, with one fraction a unit: a board may have thousands."""
    stated = {
        unit: (scaled(mark.actual), None if mark.target is None else scaled(mark.target))
        for unit, mark in marks.items()
        if mark.assigned and mark.actual is not None
    }
    worth = scaled(maximum)
    over = [
        Fraction(actual - target, target) for actual, target in stated.values() if target and actual > target
    ]
    best = max(over, default=Fraction(0))
    most = max((actual for actual, target in stated.values() if target is None), default=0)
    found: dict[str, Exact] = {}
    for unit, (actual, target) in stated.items():
        if target is None:
            found[unit] = Fraction(worth * actual, most) if most else 0
        elif target == 0:
            found[unit] = Fraction(worth, 2)
        elif actual > target:
            # Half, and half of the share in the best excess: (1 + (actual - target) / target / best) / 2.
            under = target * best.numerator
            found[unit] = Fraction(worth * (under + (actual - target) * best.denominator), 2 * under)
        else:
            found[unit] = Fraction(worth * actual, 2 * target)
    return found


def scaled(figure: Decimal) -> int:
    """A figure of at most nine decimals, in units of 1 / SCALE."""
    return int(_WIDE.scaleb(figure, FIGURE_DECIMALS_MAX))


def _leaf_points(leaf: Criterion, marks: Marks) -> dict[str, Exact]:
    if leaf.kind == "quantitative":
        return _quantitative(leaf.maximum, marks)
    if leaf.kind == "pass_fail":
        worth = scaled(leaf.maximum)
        return {
            unit: worth if mark.passed else 0
            for unit, mark in marks.items()
            if mark.assigned and mark.passed is not None
        }
    return {
        unit: scaled(mark.points) for unit, mark in marks.items() if mark.assigned and mark.points is not None
    }


def _unit_points(
    table: ScoringTable, marks: Marks, exact: Mapping[str, Exact], rule: PointsRule
) -> UnitPoints:
    owed = [leaf for leaf in leaves(table) if leaf.id not in marks or marks[leaf.id].assigned]
    regular = [leaf for leaf in owed if leaf.kind != "bonus_penalty"]
    assigned = sum((leaf.maximum for leaf in regular), Decimal(0))
    limit = scaled(assigned)
    rounding = rule.rounding
    written = {
        criterion: rounding.of_ratio(earned.numerator, earned.denominator * SCALE)
        for criterion, earned in exact.items()
    }
    # Whole numbers first: adding to a fraction is what takes time.
    whole = sum(earned for earned in exact.values() if isinstance(earned, int))
    total = _capped(sum((e for e in exact.values() if not isinstance(e, int)), Fraction(whole)), limit, rule)
    shown = total
    if rounding.at == "criterion":
        shown = _capped(Fraction(sum(scaled(points) for points in written.values())), limit, rule)
    return UnitPoints(
        total=rounding.of_ratio(shown.numerator, shown.denominator * SCALE),
        assigned=assigned,
        by_criterion=written,
        achievement=total / limit if limit else None,
        knocked_out=tuple(leaf.id for leaf in owed if leaf.id in exact and _fails(leaf, exact[leaf.id])),
        missing=tuple(leaf.id for leaf in regular if leaf.id not in exact),
    )


def _capped(total: Fraction, limit: int, rule: PointsRule) -> Fraction:
    return total if rule.bonus_above_maximum else min(total, Fraction(limit))


def _fails(leaf: Criterion, earned: Exact) -> bool:
    """A knock-out leaf is failed at zero points; of bonus and penalty, whose zero is normal, below zero."""
    return leaf.knockout and (earned < 0 if leaf.kind == "bonus_penalty" else earned <= 0)


def ranks(
    totals: Mapping[str, Decimal | None], knocked_out: Collection[str] = frozenset()
) -> dict[str, int | None]:
    """Competition ranks from the highest total down: equal totals share a rank and use up the next (1,2,2,4).

    A unit without a total has no rank; a knocked-out one ranks after all others. Who of two equals goes
    first is a decision of the cluster, never of this function: no rule for it was found.
    """
    placed = [(unit not in knocked_out, total, unit) for unit, total in totals.items() if total is not None]
    first: dict[tuple[bool, Decimal], int] = {}
    for place, (standing, total, _) in enumerate(sorted(placed, reverse=True), start=1):
        first.setdefault((standing, total), place)
    found: dict[str, int | None] = dict.fromkeys(totals)
    found.update({unit: first[standing, total] for standing, total, unit in placed})
    return found
