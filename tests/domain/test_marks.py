"""Marks: each fits the kind of its criterion."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from domain.criteria import Criterion, Kind, ScoringTable
from domain.marks import Mark, check_known, check_marks, check_statement
from domain.refusals import Refusal


def _leaf(kind: Kind, maximum: int) -> Criterion:
    return Criterion(id=kind.replace("_", "-"), name=kind, kind=kind, maximum=Decimal(maximum))


TABLE = ScoringTable(
    id="table",
    name="Bảng chấm điểm",
    maximum=Decimal(100),
    criteria=(
        Criterion(
            id="work",
            name="Công tác",
            kind="group",
            maximum=Decimal(60),
            criteria=(_leaf("quantitative", 40), _leaf("pass_fail", 20)),
        ),
        _leaf("direct", 40),
        _leaf("bonus_penalty", 10),
    ),
)


def mark(criterion: str, **stated: str | bool) -> Mark:
    figures = {name: Decimal(value) if isinstance(value, str) else value for name, value in stated.items()}
    return Mark(criterion=criterion, **figures)  # type: ignore[arg-type]


def refused(check: Callable[..., None], *arguments: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        check(*arguments)
    return caught.value


@pytest.mark.parametrize(
    "fitting",
    [
        mark("quantitative", actual="0"),
        mark("quantitative", actual="120", target="100"),
        mark("quantitative", assigned=False),
        mark("pass-fail", passed=False),
        mark("direct", points="0"),
        mark("direct", points="39.5"),
        mark("bonus-penalty", points="-10"),
        mark("bonus-penalty", points="10"),
    ],
)
def test_a_mark_that_fits(fitting: Mark) -> None:
    check_marks(TABLE, [fitting])


@pytest.mark.parametrize(
    ("wrong", "code", "params"),
    [
        (mark("arson", points="1"), "criterion_unknown", {"criterion": "arson", "table": "table"}),
        (mark("work", points="1"), "criterion_is_group", {"criterion": "work"}),
        (
            mark("pass-fail", points="20"),
            "mark_of_wrong_kind",
            {"kind": "pass_fail", "given": ["points"], "needed": "passed"},
        ),
        (
            mark("quantitative", actual="1", points="20", passed=True),
            "mark_of_wrong_kind",
            {"given": ["passed", "points"], "needed": "actual"},
        ),
        (mark("direct", actual="1", target="2"), "mark_of_wrong_kind", {"given": ["actual", "target"]}),
        (mark("quantitative", target="20"), "mark_incomplete", {"needed": "actual"}),
        (mark("pass-fail"), "mark_incomplete", {"needed": "passed"}),
        (mark("bonus-penalty"), "mark_incomplete", {"needed": "points"}),
        (
            mark("direct", points="40.5"),
            "points_out_of_range",
            {"criterion": "direct", "points": Decimal("40.5"), "minimum": 0, "maximum": 40},
        ),
        (mark("direct", points="-1"), "points_out_of_range", {"minimum": 0}),
        (mark("bonus-penalty", points="-11"), "points_out_of_range", {"minimum": -10, "maximum": 10}),
    ],
)
def test_a_mark_that_does_not_fit(wrong: Mark, code: str, params: dict[str, object]) -> None:
    refusal = refused(check_marks, TABLE, [wrong])
    assert refusal.code == code
    assert {name: refusal.params[name] for name in params} == params


def test_marks_need_a_table_and_their_absence_needs_none() -> None:
    assert refused(check_marks, None, [mark("direct", points="1")]).code == "scoring_table_missing"
    check_marks(None, [])


def test_groups_are_known_too() -> None:
    check_known(TABLE, ["work", "direct"])
    assert refused(check_known, TABLE, ["arson"]).params == {"criterion": "arson", "table": "table"}


@pytest.mark.parametrize(
    ("marks", "total", "code"),
    [
        ((), None, "marks_missing"),
        ((mark("direct", points="1"),), Decimal(1), "total_beside_marks"),
        ((), Decimal("NaN"), "not_a_figure"),
        ((mark("direct", points="1"), mark("direct", points="2")), None, "mark_repeated"),
        ((mark("direct", points="1e40"),), None, "not_a_figure"),
        ((mark("quantitative", actual="-1"),), None, "figure_negative"),
        ((mark("quantitative", actual="1", target="-1"),), None, "figure_negative"),
    ],
)
def test_what_is_no_statement(marks: tuple[Mark, ...], total: Decimal | None, code: str) -> None:
    assert refused(check_statement, marks, total).code == code


def test_a_statement_is_marks_or_a_total() -> None:
    check_statement((mark("direct", points="1"), mark("quantitative", actual="1", target="0")), None)
    check_statement((), Decimal("98.75"))
