"""From marks to points, shares and ranks: pure arithmetic over all units of a cycle together.

The points of a quantitative criterion depend on the other units, so nothing here is ever stored: a late
correction of one unit's figure moves the points of others.
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

import msgspec

from domain.criteria import Criterion, ScoringTable, leaves
from domain.marks import Mark

Mode = Literal["half_up", "floor"]
Marks = Mapping[str, Mark]
_HALF = Fraction(1, 2)


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
        scaled = abs(exact) * 10**self.digits
        if self.mode == "floor":
            whole = floor(exact * 10**self.digits)
        else:
            whole = floor(scaled + _HALF) * (-1 if exact < 0 else 1)
        # Built from its digits, as decimal arithmetic would silently round to the precision of its context.
        return Decimal((whole < 0, tuple(int(digit) for digit in str(abs(whole))), -self.digits))


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
    exact: dict[str, dict[str, Fraction]] = {unit: {} for unit in marks_by_unit}
    marked = leaves(table)
    for leaf in marked:
        marks = {unit: marks[leaf.id] for unit, marks in marks_by_unit.items() if leaf.id in marks}
        for unit, earned in _leaf_points(leaf, marks).items():
            exact[unit][leaf.id] = earned
    return {unit: _unit_points(marked, marks_by_unit[unit], exact[unit], rule) for unit in marks_by_unit}


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
    stated = {unit: mark for unit, mark in marks.items() if mark.assigned and mark.actual is not None}
    excess = {unit: found for unit, mark in stated.items() if (found := _excess(mark)) > 0}
    best = max(excess.values(), default=Fraction(0))
    most = max((_actual(mark) for mark in stated.values() if mark.target is None), default=Fraction(0))
    shares: dict[str, Fraction] = {}
    for unit, mark in stated.items():
        if mark.target is None:
            shares[unit] = _actual(mark) / most if most else Fraction(0)
        elif unit in excess:
            shares[unit] = _HALF + _HALF * excess[unit] / best
        elif mark.target == 0:
            shares[unit] = _HALF
        else:
            shares[unit] = _HALF * _actual(mark) / Fraction(mark.target)
    return {unit: share * Fraction(maximum) for unit, share in shares.items()}


def _actual(mark: Mark) -> Fraction:
    return Fraction(mark.actual or 0)


def _excess(mark: Mark) -> Fraction:
    if not mark.target:
        return Fraction(0)
    return _actual(mark) / Fraction(mark.target) - 1


def _leaf_points(leaf: Criterion, marks: Marks) -> dict[str, Fraction]:
    if leaf.kind == "quantitative":
        return quantitative_points(leaf.maximum, marks)
    if leaf.kind == "pass_fail":
        return {
            unit: Fraction(leaf.maximum if mark.passed else 0)
            for unit, mark in marks.items()
            if mark.assigned and mark.passed is not None
        }
    return {
        unit: Fraction(mark.points)
        for unit, mark in marks.items()
        if mark.assigned and mark.points is not None
    }


def _unit_points(
    marked: Sequence[Criterion], marks: Marks, exact: Mapping[str, Fraction], rule: PointsRule
) -> UnitPoints:
    owed = [leaf for leaf in marked if leaf.id not in marks or marks[leaf.id].assigned]
    regular = [leaf for leaf in owed if leaf.kind != "bonus_penalty"]
    assigned = sum((leaf.maximum for leaf in regular), Decimal(0))
    limit = Fraction(assigned)
    written = {criterion: rule.rounding.of(earned) for criterion, earned in exact.items()}
    total = _capped(sum(exact.values(), Fraction(0)), limit, rule)
    shown = total
    if rule.rounding.at == "criterion":
        shown = _capped(sum(map(Fraction, written.values()), Fraction(0)), limit, rule)
    return UnitPoints(
        total=rule.rounding.of(shown),
        assigned=assigned,
        by_criterion=written,
        achievement=total / limit if limit else None,
        knocked_out=tuple(leaf.id for leaf in owed if leaf.id in exact and _fails(leaf, exact[leaf.id])),
        missing=tuple(leaf.id for leaf in regular if leaf.id not in exact),
    )


def _capped(total: Fraction, limit: Fraction, rule: PointsRule) -> Fraction:
    return total if rule.bonus_above_maximum else min(total, limit)


def _fails(leaf: Criterion, earned: Fraction) -> bool:
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
