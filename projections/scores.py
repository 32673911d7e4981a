"""The score of each unit in a cycle, by its marks; points and ranks are computed where they are read."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

import msgspec

from domain.criteria import ScoringTable, leaves
from domain.marks import Mark
from domain.points import PointsRule, Rounding, UnitPoints, points, ranks
from domain.rules import RuleSet
from domain.scores import Score, Stage, effective_marks, effective_total
from projections.asof import Model
from projections.cycles import Rules

SCORES = Model("scores", "score", Score)
UnitMarks = tuple[tuple[str, tuple[Mark, ...]], ...]
BOARDS_KEPT = 24  # stages of boards: at most some MB each, for a cluster of 1,000 units and 20 criteria
SHOWN = (Stage.SELF, Stage.VERIFIED, Stage.FINAL)


def points_rule(rules: RuleSet | None) -> PointsRule:
    """How the rules of a cycle have points written; the domain's own way where none are adopted."""
    if rules is None:
        return PointsRule()
    score = rules.score
    rounding = Rounding(digits=score.digits, mode=score.rounding, at=score.at)
    return PointsRule(rounding=rounding, bonus_above_maximum=score.bonus_above_maximum)


class Board(msgspec.Struct, frozen=True):
    """The scores of every unit of a cycle, with the points that they come to at each stage.

    The points of a unit depend on the marks of all others, so they are computed together, over the marks
    that count at a stage: those of units which have not come that far are the ones they stand at.
    """

    maximum: Decimal | None
    points: Mapping[Stage, Mapping[str, UnitPoints]]
    totals: Mapping[Stage, Mapping[str, Decimal]]

    def total(self, unit: str, stage: Stage) -> Decimal | None:
        """The total at a stage: as a source states it, else as computed; None if it is not reached."""
        return self.totals[stage].get(unit)

    def told(self, unit: str) -> dict[str, Decimal | None]:
        """The score of a unit as answers show it; `max` is the most that it could reach."""
        computed = self.points[Stage.FINAL].get(unit)
        return {
            **{stage.value: self.total(unit, stage) for stage in SHOWN},
            "max": self.maximum if computed is None else computed.assigned,
        }

    def ranked_by(self, units: Collection[str]) -> Stage | None:
        """The furthest stage at which all of `units` that have any total have one; else the furthest of any.

        Totals of different stages are never ranked against each other.
        """
        known = {stage: self.totals[stage].keys() & units for stage in SHOWN}
        scored = set().union(*known.values())
        for stage in reversed(SHOWN):
            if scored and known[stage] == scored:
                return stage
        return next((stage for stage in reversed(SHOWN) if known[stage]), None)

    def ranks(self, units: Collection[str]) -> dict[str, int | None]:
        """The rank of each of `units`; None where it has no total at the stage that is ranked by."""
        stage = self.ranked_by(units)
        if stage is None:
            return dict.fromkeys(units)
        totals = {unit: self.total(unit, stage) for unit in units}
        computed = self.points[stage]
        return ranks(totals, {unit for unit in units if unit in computed and computed[unit].knocked_out})


def board(scores: Mapping[str, Score], rules: Rules) -> Board:
    """The scores of a cycle with their points, by the scoring table and the rules that it has pinned."""
    table = rules.scoring_table
    computed: dict[Stage, Mapping[str, UnitPoints]] = {stage: {} for stage in SHOWN}
    if table is not None:
        rule, written = points_rule(rules.rule_set), msgspec.json.encode(table)
        marked = frozenset(leaf.id for leaf in leaves(table))
        computed = {stage: _points(written, rule, _marks(scores, stage, marked)) for stage in SHOWN}
    totals = {stage: dict(_totals(scores, stage, computed[stage])) for stage in SHOWN}
    return Board(None if table is None else table.maximum, computed, totals)


def _totals(
    scores: Mapping[str, Score], stage: Stage, computed: Mapping[str, UnitPoints]
) -> Iterator[tuple[str, Decimal]]:
    for unit, score in scores.items():
        if stage in score.reached:
            stated = effective_total(score, stage)
            if stated is not None:
                yield unit, stated
            elif unit in computed:
                yield unit, computed[unit].total


def _marks(scores: Mapping[str, Score], stage: Stage, marked: Collection[str]) -> UnitMarks:
    """The marks that count at a stage, by unit; those without any are left out.

    Marks by a table that another took the place of are none: a total of them would be a made-up zero.
    """
    found = (
        (unit, tuple(mark for name, mark in effective_marks(score, stage).items() if name in marked))
        for unit, score in scores.items()
    )
    return tuple((unit, marks) for unit, marks in found if marks)


@lru_cache(maxsize=BOARDS_KEPT)
def _points(written: bytes, rule: PointsRule, marked: UnitMarks) -> Mapping[str, UnitPoints]:
    """The points that marks come to: exact fractions take long over many units, and most questions repeat.

    What is kept is keyed by the marks themselves, so it can never be out of date.
    """
    by_criterion = {unit: {mark.criterion: mark for mark in marks} for unit, marks in marked}
    return points(msgspec.json.decode(written, type=ScoringTable), by_criterion, rule)
