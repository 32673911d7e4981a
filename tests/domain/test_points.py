"""Points: the quantitative formula, sums, rounding and ranks."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.criteria import Criterion, Kind, ScoringTable
from domain.marks import Mark
from domain.points import PointsRule, Rounding, points, quantitative_points, ranks

FORTY = Decimal(40)


def figures(actual: int, target: int | None = None, assigned: bool = True) -> Mark:
    held = None if target is None else Decimal(target)
    return Mark(criterion="solved", actual=Decimal(actual), target=held, assigned=assigned)


def leaf(name: str, maximum: str, kind: Kind = "direct", knockout: bool = False) -> Criterion:
    return Criterion(id=name, name=name, kind=kind, maximum=Decimal(maximum), knockout=knockout)


def table(*criteria: Criterion) -> ScoringTable:
    maximum = sum(
        (criterion.maximum for criterion in criteria if criterion.kind != "bonus_penalty"), Decimal(0)
    )
    return ScoringTable(id="table", name="Bảng chấm điểm", maximum=maximum, criteria=criteria)


def given_points(**by_criterion: str) -> dict[str, Mark]:
    return {
        criterion: Mark(criterion=criterion, points=Decimal(value))
        for criterion, value in by_criterion.items()
    }


def test_below_and_on_the_target() -> None:
    earned = quantitative_points(FORTY, {"a": figures(50, 100), "b": figures(100, 100)})
    assert earned == {"a": 10, "b": 20}


def test_the_highest_excess_takes_the_maximum_and_others_their_share_in_it() -> None:
    marks = {"a": figures(150, 100), "b": figures(220, 200), "c": figures(130, 100)}
    assert quantitative_points(FORTY, marks) == {"a": 40, "b": 24, "c": 32}


def test_units_without_a_target_share_by_the_highest_actual_among_them() -> None:
    marks = {"a": figures(30), "b": figures(20), "c": figures(900, 1000)}
    assert quantitative_points(FORTY, marks) == {"a": 40, "b": Fraction(80, 3), "c": 18}


def test_nothing_done_without_a_target_earns_nothing() -> None:
    assert quantitative_points(FORTY, {"a": figures(0), "b": figures(0)}) == {"a": 0, "b": 0}


def test_a_target_of_zero_is_met_by_any_actual_and_never_leads() -> None:
    marks = {"a": figures(0, 0), "b": figures(7, 0), "c": figures(101, 100)}
    assert quantitative_points(FORTY, marks) == {"a": 20, "b": 20, "c": 40}


def test_an_unassigned_or_unknown_figure_takes_no_part() -> None:
    marks = {"a": figures(900, 100, assigned=False), "b": Mark(criterion="solved"), "c": figures(2, 1)}
    assert quantitative_points(FORTY, marks) == {"c": 40}


def test_a_late_correction_of_one_unit_moves_the_points_of_others() -> None:
    before = {"a": figures(150, 100), "b": figures(125, 100), "c": figures(80, 100)}
    assert quantitative_points(FORTY, before) == {"a": 40, "b": 30, "c": 16}
    corrected = before | {"a": figures(110, 100)}
    assert quantitative_points(FORTY, corrected) == {"a": 28, "b": 40, "c": 16}


AMOUNTS = st.integers(min_value=0, max_value=10_000)
CLUSTERS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.builds(figures, AMOUNTS, st.none() | AMOUNTS, st.booleans()),
    min_size=1,
)


@given(CLUSTERS, st.integers(min_value=1, max_value=1000))
def test_points_lie_between_nothing_and_the_maximum(marks: dict[str, Mark], maximum: int) -> None:
    earned = quantitative_points(Decimal(maximum), marks)
    assert all(0 <= points <= maximum for points in earned.values())
    assert set(earned) == {unit for unit, mark in marks.items() if mark.assigned}


@given(CLUSTERS)
def test_whoever_exceeds_most_has_exactly_the_maximum(marks: dict[str, Mark]) -> None:
    excess = {
        unit: Fraction(mark.actual or 0) / Fraction(mark.target)
        for unit, mark in marks.items()
        if mark.assigned and mark.target and (mark.actual or 0) > mark.target
    }
    earned = quantitative_points(FORTY, marks)
    leaders = {unit for unit in excess if excess[unit] == max(excess.values())}
    assert all(earned[unit] == FORTY for unit in leaders)
    assert all(20 < earned[unit] < FORTY for unit in excess.keys() - leaders)


@given(CLUSTERS, AMOUNTS)
def test_more_done_never_earns_the_unit_less(marks: dict[str, Mark], more: int) -> None:
    unit = min(marks)
    held = marks[unit]
    raised = Mark(
        criterion="solved",
        actual=(held.actual or Decimal(0)) + more,
        target=held.target,
        assigned=held.assigned,
    )
    before = quantitative_points(FORTY, marks)
    after = quantitative_points(FORTY, marks | {unit: raised})
    assert after.get(unit, Fraction(0)) >= before.get(unit, Fraction(0))


@given(CLUSTERS, st.permutations("abcdefgh"))
def test_the_order_of_units_is_irrelevant(marks: dict[str, Mark], units: list[str]) -> None:
    shuffled = {unit: marks[unit] for unit in units if unit in marks}
    assert quantitative_points(FORTY, shuffled) == quantitative_points(FORTY, marks)


TABLE = table(
    Criterion(
        id="work",
        name="Công tác",
        kind="group",
        maximum=Decimal(60),
        criteria=(leaf("solved", "40", "quantitative"), leaf("clean", "20", "pass_fail", True)),
    ),
    leaf("movement", "40"),
    leaf("flag", "10", "bonus_penalty"),
)


def full(actual: int, passed: bool, movement: str, flag: str = "0") -> dict[str, Mark]:
    return {
        "solved": figures(actual, 100),
        "clean": Mark(criterion="clean", passed=passed),
        **given_points(movement=movement, flag=flag),
    }


def test_the_points_of_a_cycle() -> None:
    found = points(TABLE, {"a": full(150, True, "38.5", "10"), "b": full(100, False, "40", "-2")})
    assert found["a"].by_criterion == {"solved": 40, "clean": 20, "movement": Decimal("38.5"), "flag": 10}
    assert found["a"].total == Decimal("108.50")
    assert found["a"].assigned == 100
    assert found["a"].achievement == Fraction(217, 200)
    assert (found["a"].knocked_out, found["a"].missing) == ((), ())
    assert (found["b"].total, found["b"].knocked_out) == (Decimal("58.00"), ("clean",))


def test_the_rules_may_keep_a_bonus_below_the_maximum() -> None:
    rule = PointsRule(bonus_above_maximum=False)
    found = points(TABLE, {"a": full(150, True, "38.5", "10"), "b": full(1, True, "1", "5")}, rule)
    assert found["a"].total == 100
    assert found["a"].achievement == 1
    assert found["b"].total == Decimal("26.20")


def test_what_is_not_assigned_counts_neither_way() -> None:
    marks = full(150, True, "30") | {
        "solved": figures(150, 100, assigned=False),
        "clean": Mark(criterion="clean", passed=False, assigned=False),
    }
    found = points(TABLE, {"a": marks, "b": full(101, True, "40")})
    assert found["a"].total == 30
    assert found["a"].assigned == 40
    assert found["a"].achievement == Fraction(3, 4)
    assert (found["a"].knocked_out, found["a"].missing) == ((), ())
    assert found["b"].by_criterion["solved"] == 40
    nothing = {leaf: Mark(criterion=leaf, assigned=False) for leaf in ("solved", "clean", "movement")}
    assert points(TABLE, {"a": nothing})["a"].achievement is None


def test_what_is_not_marked_is_named() -> None:
    found = points(TABLE, {"a": {"solved": Mark(criterion="solved")}})
    assert found["a"].total == 0
    assert found["a"].by_criterion == {}
    assert found["a"].missing == ("solved", "clean", "movement")
    assert points(TABLE, {}) == {}


@pytest.mark.parametrize(
    ("criterion", "stated", "failed"),
    [
        (leaf("a", "10", knockout=True), "0", True),
        (leaf("a", "10", knockout=True), "0.5", False),
        (leaf("a", "10"), "0", False),
        (leaf("a", "10", "bonus_penalty", True), "0", False),
        (leaf("a", "10", "bonus_penalty", True), "-1", True),
    ],
)
def test_a_knock_out(criterion: Criterion, stated: str, failed: bool) -> None:
    found = points(table(criterion, leaf("b", "1")), {"unit": given_points(a=stated, b="1")})
    assert found["unit"].knocked_out == (("a",) if failed else ())


THIRDS = table(leaf("first", "10", "quantitative"), leaf("second", "10", "quantitative"), leaf("third", "10"))
A_THIRD = {
    "a": {
        "first": Mark(criterion="first", actual=Decimal(1)),
        "second": Mark(criterion="second", actual=Decimal(1)),
        "third": Mark(criterion="third", points=Decimal(1)),
    },
    "b": {
        "first": Mark(criterion="first", actual=Decimal(3)),
        "second": Mark(criterion="second", actual=Decimal(3)),
    },
}


@pytest.mark.parametrize(
    ("rounding", "total"),
    [
        (Rounding(), "7.67"),
        (Rounding(mode="floor"), "7.66"),
        (Rounding(at="criterion"), "7.66"),
        (Rounding(digits=0), "8"),
        (Rounding(digits=0, at="criterion"), "7"),
    ],
)
def test_rounding_comes_last_and_where_the_rule_says(rounding: Rounding, total: str) -> None:
    found = points(THIRDS, A_THIRD, PointsRule(rounding=rounding))["a"]
    assert str(found.total) == total
    assert found.achievement == Fraction(23, 90)


@pytest.mark.parametrize(
    ("exact", "half_up", "down"),
    [
        (Fraction(5, 1000), "0.01", "0.00"),
        (Fraction(-5, 1000), "-0.01", "-0.01"),
        (Fraction(-4, 1000), "0.00", "-0.01"),
        (Fraction(200, 3), "66.67", "66.66"),
        (Fraction(10**40, 3), "3" * 40 + ".33", "3" * 40 + ".33"),
    ],
)
def test_a_half_goes_away_from_zero_and_a_floor_always_down(exact: Fraction, half_up: str, down: str) -> None:
    assert str(Rounding().of(exact)) == half_up
    assert str(Rounding(mode="floor").of(exact)) == down


@given(st.fractions(), st.integers(min_value=0, max_value=6))
def test_rounding_stays_within_its_last_digit(exact: Fraction, digits: int) -> None:
    step = Fraction(1, 10**digits)
    assert abs(Fraction(Rounding(digits=digits).of(exact)) - exact) <= step / 2
    assert 0 <= exact - Fraction(Rounding(digits=digits, mode="floor").of(exact)) < step


@pytest.mark.parametrize(
    ("totals", "knocked_out", "expected"),
    [
        ({"a": "98", "b": "97.5", "c": "97.50", "d": "90"}, set(), {"a": 1, "b": 2, "c": 2, "d": 4}),
        ({"a": None, "b": "1", "c": None}, set(), {"a": None, "b": 1, "c": None}),
        ({"a": "99", "b": "50", "c": "60"}, {"a"}, {"a": 3, "b": 2, "c": 1}),
        ({"a": "99", "b": "50", "c": "99"}, {"a", "c"}, {"a": 2, "b": 1, "c": 2}),
        ({"a": None, "b": "0"}, {"a"}, {"a": None, "b": 1}),
        ({}, set(), {}),
    ],
)
def test_ranks(
    totals: Mapping[str, str | None], knocked_out: set[str], expected: dict[str, int | None]
) -> None:
    held = {unit: None if total is None else Decimal(total) for unit, total in totals.items()}
    assert ranks(held, knocked_out) == expected


@given(st.dictionaries(st.text(max_size=2), st.none() | st.integers(0, 5).map(Decimal)))
def test_a_rank_is_one_more_than_the_units_ahead(totals: dict[str, Decimal | None]) -> None:
    known = [total for total in totals.values() if total is not None]
    assert ranks(totals) == {
        unit: None if total is None else 1 + sum(other > total for other in known)
        for unit, total in totals.items()
    }
