"""Scoring tables: trees that add up."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec
import pytest

from domain.criteria import Criterion, Kind, ScoringTable, check_table, every, is_extra, leaves
from domain.refusals import Refusal


def leaf(name: str, maximum: str, kind: Kind = "direct", knockout: bool = False) -> Criterion:
    return Criterion(id=name, name=name, kind=kind, maximum=Decimal(maximum), knockout=knockout)


def group(name: str, maximum: str, *criteria: Criterion, knockout: bool = False) -> Criterion:
    return Criterion(
        id=name,
        name=name,
        kind="group",
        maximum=Decimal(maximum),
        knockout=knockout,
        criteria=criteria,
    )


def table(maximum: str, *criteria: Criterion) -> ScoringTable:
    return ScoringTable(id="table", name="Bảng chấm điểm", maximum=Decimal(maximum), criteria=criteria)


def many(stem: str, kind: Kind, maxima: Iterable[str]) -> list[Criterion]:
    return [leaf(f"{stem}-{at}", maximum, kind) for at, maximum in enumerate(maxima, start=1)]


def thousand_points() -> ScoringTable:
    """As large as the largest table known: 176 leaves, 12 of them quantitative, 51 pass or fail."""
    quantitative = many("quantitative", "quantitative", ["8"] * 9 + ["11"] * 3)
    pass_fail = many("pass-fail", "pass_fail", ["5.5"] * 50 + ["13"])
    direct = many("direct", "direct", ["5"] * 52 + ["47"])
    work = group(
        "work",
        "700",
        group("figures", "105", *quantitative),
        group("conditions", "288", *pass_fail),
        group("given", "307", *direct),
    )
    forces = group("forces", "200", *many("forces", "direct", ["4.5", "5.5"] * 20))
    movement = group("movement", "100", *many("movement", "direct", ["5"] * 20))
    return table("1000", work, forces, movement)


HUNDRED = table(
    "100",
    group("work", "60", leaf("solved", "40", "quantitative"), leaf("clean", "20", "pass_fail", True)),
    leaf("movement", "40"),
    group("extra", "15", leaf("flag", "10", "bonus_penalty"), leaf("late", "5", "bonus_penalty")),
)


def test_a_table_of_a_thousand_points_adds_up() -> None:
    thousand = thousand_points()
    check_table(thousand)
    assert len(leaves(thousand)) == 176
    assert sum(criterion.maximum for criterion in leaves(thousand)) == 1000


def test_a_table_of_a_hundred_points_keeps_bonus_outside_its_sum() -> None:
    check_table(HUNDRED)
    assert [criterion.id for criterion in leaves(HUNDRED)] == ["solved", "clean", "movement", "flag", "late"]
    assert [criterion.id for criterion in every(HUNDRED) if is_extra(criterion)] == ["extra", "flag", "late"]


def test_a_bonus_among_other_criteria_lies_outside_the_sum_of_its_group() -> None:
    check_table(table("10", group("work", "10", leaf("solved", "10"), leaf("flag", "5", "bonus_penalty"))))


@pytest.mark.parametrize("held", [HUNDRED, thousand_points()])
def test_a_table_survives_json(held: ScoringTable) -> None:
    assert msgspec.json.decode(msgspec.json.encode(held), type=ScoringTable) == held
    assert msgspec.convert(msgspec.to_builtins(held), ScoringTable) == held


@pytest.mark.parametrize(
    ("wrong", "code", "params"),
    [
        (
            table("10", group("work", "10", leaf("a", "4"), leaf("b", "5.5"))),
            "criteria_do_not_add_up",
            {"criterion": "work", "maximum": Decimal(10), "total": Decimal("9.5")},
        ),
        (
            table("10", leaf("a", "9")),
            "table_does_not_add_up",
            {"table": "table", "maximum": Decimal(10), "total": Decimal(9)},
        ),
        (table("10"), "table_does_not_add_up", {"total": Decimal(0)}),
        (
            table("10", leaf("a", "10"), group("extra", "9", leaf("flag", "5", "bonus_penalty"))),
            "criteria_do_not_add_up",
            {"criterion": "extra", "total": Decimal(5)},
        ),
        (table("10", leaf("a", "5"), leaf("a", "5")), "criterion_repeated", {"criterion": "a"}),
        (
            table("10", group("a", "10", leaf("a", "10"))),
            "criterion_repeated",
            {"criterion": "a"},
        ),
        (table("10", group("work", "10")), "group_empty", {"criterion": "work"}),
        (
            table("10", msgspec.structs.replace(leaf("a", "10"), criteria=(leaf("b", "10"),))),
            "leaf_with_criteria",
            {"criterion": "a", "kind": "direct"},
        ),
        (
            table("10", group("work", "10", leaf("a", "10"), knockout=True)),
            "knockout_on_group",
            {"criterion": "work"},
        ),
        (
            table("10", leaf("a", "10"), leaf("b", "0")),
            "maximum_not_positive",
            {"criterion": "b", "maximum": Decimal(0)},
        ),
        (table("-1"), "maximum_not_positive", {"criterion": "table"}),
        (table("10", leaf("a", "NaN")), "not_a_figure", {"field": "maximum"}),
        (table("10", leaf("A", "10")), "not_a_slug", {"field": "criterion"}),
        (msgspec.structs.replace(HUNDRED, id="Bảng"), "not_a_slug", {"field": "table"}),
    ],
)
def test_what_is_no_table(wrong: ScoringTable, code: str, params: dict[str, object]) -> None:
    with pytest.raises(Refusal) as caught:
        check_table(wrong)
    assert caught.value.code == code
    assert {name: caught.value.params[name] for name in params} == params
