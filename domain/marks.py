"""A mark: what is stated of one criterion of a scoring table, and whether it fits it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from domain.criteria import Criterion, ScoringTable, every
from domain.figures import figure
from domain.refusals import Refusal


class Mark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is stated of one criterion; which figure it needs depends on the criterion's kind.

    `points` for direct points, bonus and penalty; `passed` for pass or fail; `actual`, and `target` where
    one is set, for a quantitative criterion. `assigned=False`: the criterion does not apply to the unit
    and counts neither for nor against it.
    """

    criterion: str
    points: Decimal | None = None
    passed: bool | None = None
    actual: Decimal | None = None
    target: Decimal | None = None
    assigned: bool = True
    evidence: tuple[str, ...] = ()
    note: str | None = None


def check_statement(marks: Sequence[Mark], total: Decimal | None) -> None:
    """Check that there are marks or a bare total, and that no criterion is marked twice.

    Never both: of two statements that differ nobody could say which one counts.

    Raises:
        Refusal: `marks_missing`, `total_beside_marks`, `mark_repeated`, `figure_negative`, `not_a_figure`.
    """
    if total is not None:
        figure(total, "total")
        if marks:
            raise Refusal("total_beside_marks", total=total)
    elif not marks:
        raise Refusal("marks_missing")
    seen: set[str] = set()
    for mark in marks:
        if mark.criterion in seen:
            raise Refusal("mark_repeated", criterion=mark.criterion)
        seen.add(mark.criterion)
        _check_figures(mark)


def _check_figures(mark: Mark) -> None:
    if mark.points is not None:
        figure(mark.points, "points")
    for field, value in (("actual", mark.actual), ("target", mark.target)):
        if value is not None and figure(value, field) < 0:
            raise Refusal("figure_negative", criterion=mark.criterion, field=field, value=value)


# The figure a mark cannot do without, and the figures it may hold, by the kind of its criterion.
_NEEDED = {"quantitative": "actual", "pass_fail": "passed", "direct": "points", "bonus_penalty": "points"}
_POSSIBLE = {**{kind: {field} for kind, field in _NEEDED.items()}, "quantitative": {"actual", "target"}}


def check_marks(table: ScoringTable | None, marks: Sequence[Mark]) -> None:
    """Check that marks fit the criteria of a table.

    Raises:
        Refusal: `scoring_table_missing`, `criterion_unknown`, `criterion_is_group`, `mark_of_wrong_kind`,
            `mark_incomplete`, `points_out_of_range`.
    """
    if marks and table is None:
        raise Refusal("scoring_table_missing")
    if table is not None:
        check_known(table, [mark.criterion for mark in marks])
        criteria = {criterion.id: criterion for criterion in every(table)}
        for mark in marks:
            _check_mark(criteria[mark.criterion], mark)


def check_known(table: ScoringTable, named: Iterable[str]) -> None:
    """Check that a table has every criterion that is named.

    Raises:
        Refusal: `criterion_unknown`.
    """
    known = {criterion.id for criterion in every(table)}
    for criterion in named:
        if criterion not in known:
            raise Refusal("criterion_unknown", criterion=criterion, table=table.id)


def _check_mark(criterion: Criterion, mark: Mark) -> None:
    kind = criterion.kind
    if kind == "group":
        raise Refusal("criterion_is_group", criterion=criterion.id)
    figures = {"points": mark.points, "passed": mark.passed, "actual": mark.actual, "target": mark.target}
    given = {field for field, value in figures.items() if value is not None}
    needed = _NEEDED[kind]
    if given - _POSSIBLE[kind]:
        wrong = sorted(given - _POSSIBLE[kind])
        raise Refusal("mark_of_wrong_kind", criterion=criterion.id, kind=kind, given=wrong, needed=needed)
    if mark.assigned and needed not in given:
        raise Refusal("mark_incomplete", criterion=criterion.id, kind=kind, needed=needed)
    least = -criterion.maximum if kind == "bonus_penalty" else Decimal(0)
    if mark.points is not None and not least <= mark.points <= criterion.maximum:
        raise Refusal(
            "points_out_of_range",
            criterion=criterion.id,
            points=mark.points,
            minimum=least,
            maximum=criterion.maximum,
        )
