"""Scores criterion by criterion."""

from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.criteria import Criterion, ScoringTable
from domain.marks import Mark
from domain.scores import Explanation
from projections.point import Point
from projections.scoring import score, scores
from tests.projections.world import CLUSTER, CYCLE, TABLE, World, marks

GROUPED = ScoringTable(
    id="bang-moi",
    name="Bảng điểm mới",
    maximum=Decimal(100),
    criteria=(
        Criterion(
            id="nhom",
            name="Nhóm",
            kind="group",
            maximum=Decimal(100),
            criteria=(
                Criterion(id="ket-qua", name="Kết quả", kind="quantitative", maximum=Decimal(90)),
                Criterion(id="liet", name="Điểm liệt", kind="pass_fail", maximum=Decimal(10), knockout=True),
            ),
        ),
    ),
)


def of_a(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    return score(connection, cycle, "a", point)


def scored(world: World, table: ScoringTable | None = TABLE) -> None:
    world.open("b", "a", table=table)
    for unit, actual in (("a", 150), ("b", 100)):
        world.do("submit_self_score", "2022-11-01", cycle=CYCLE, unit=unit, marks=marks(actual, 40))


def test_an_unknown_cycle_has_no_scores_and_an_unscored_unit_none(world: World) -> None:
    assert world.ask(scores) is None
    world.form("a")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    told = world.ask(scores)
    assert (told["scores"], told["scoring_table"], told["max"]) == ([], None, None)
    assert world.ask(of_a) is None


def contested(world: World) -> None:
    """The scores of two units, one of them verified with another mark and explained."""
    scored(world)
    proof = Mark(criterion="truc-tiep", points=Decimal("38.5"), evidence=("Báo cáo 12",), note="thiếu một")
    world.do("verify_score", "2022-11-10", cycle=CYCLE, unit="a", by="b", marks=(proof,))
    world.do(
        "explain_score",
        "2022-11-11",
        cycle=CYCLE,
        unit="a",
        explanations=(Explanation(criterion="truc-tiep", text="Đã bổ sung", evidence=("Công văn 3",)),),
    )


def test_scores_tell_how_far_each_has_come(world: World) -> None:
    contested(world)
    told = world.ask(scores)
    assert (told["scoring_table"], told["table_name"], told["max"]) == (
        "bang-diem",
        "Bảng điểm diễn tập",
        "100",
    )
    first, second = told["scores"]
    assert (first["unit"], first["name"], first["stage"]) == ("a", "Đơn vị A", "explained")
    assert first["reached"] == {
        "self": "2022-11-01",
        "verified": "2022-11-10",
        "explained": "2022-11-11",
        "rechecked": None,
        "final": None,
    }
    assert first["score"] == {"self": "100.00", "verified": "98.50", "final": None, "max": "100"}
    assert (second["unit"], second["score"]["self"]) == ("b", "70.00")


def test_marks_are_told_stage_by_stage_with_their_points(world: World) -> None:
    contested(world)
    first, second = world.ask(scores)["scores"]
    outcome, given = first["criteria"]
    assert (outcome["name"], outcome["kind"], outcome["group"]) == ("Kết quả", "quantitative", None)
    assert outcome["points"] == {"self": "60.00", "verified": "60.00", "final": None}
    assert [mark["stage"] for mark in outcome["marks"]] == ["self"]
    assert (outcome["marks"][0]["actual"], outcome["marks"][0]["assigned"]) == ("150", True)
    assert given["marks"][1] == {
        "stage": "verified",
        "points": "38.5",
        "passed": None,
        "actual": None,
        "target": None,
        "assigned": True,
        "evidence": ["Báo cáo 12"],
        "note": "thiếu một",
    }
    assert given["explanation"] == {"text": "Đã bổ sung", "evidence": ["Công văn 3"]}
    assert second["criteria"][0]["explanation"] is None


def test_one_score_is_told_as_in_the_list(world: World) -> None:
    scored(world)
    listed = world.ask(scores)["scores"][0]
    told = world.ask(of_a)
    assert {name: told[name] for name in listed} == listed
    assert (told["cycle"], told["max"]) == (CYCLE, "100")
    assert world.ask(of_a, as_of="2022-10-31") is None


def test_a_stated_total_has_no_points_by_criterion(world: World) -> None:
    world.open("a", table=None)
    world.do("submit_self_score", "2022-11-01", cycle=CYCLE, unit="a", total=Decimal("96.25"))
    told = world.ask(of_a)
    assert (told["score"]["self"], told["criteria"], told["unmarked"]) == ("96.25", [], [])


def test_a_returned_score_says_so(world: World) -> None:
    scored(world)
    world.do("return_score", "2022-11-05", cycle=CYCLE, unit="a", reason="Thiếu minh chứng")
    told = world.ask(of_a)
    assert (told["stage"], told["returned_on"], told["reached"]["self"]) == ("draft", "2022-11-05", None)
    assert told["criteria"][0]["marks"] == []


def test_marks_of_a_table_that_another_took_the_place_of_are_told_without_a_name(world: World) -> None:
    scored(world)
    rules: dict[str, Any] = {"rule_set": "law-2003", "scoring_table": GROUPED, "document": "Quy định mới"}
    world.do("adopt_rules", "2022-11-02", cycle=CYCLE, **rules)
    told = world.ask(of_a)
    assert [one["criterion"] for one in told["criteria"]] == ["nhom", "ket-qua", "liet", "truc-tiep"]
    group, inside, unmarked, former = told["criteria"]
    assert (group["kind"], group["marks"], inside["group"]) == ("group", [], "nhom")
    assert (unmarked["knockout"], told["unmarked"]) == (True, ["liet"])
    assert (former["name"], former["maximum"], former["points"]["self"]) == (None, None, None)
    assert msgspec.convert(former["marks"][0]["points"], Decimal) == 40


def test_a_failed_knock_out_is_named(world: World) -> None:
    world.open("a", table=GROUPED)
    failed = (
        Mark(criterion="ket-qua", actual=Decimal(120), target=Decimal(100)),
        Mark(criterion="liet", passed=False),
    )
    world.do("submit_self_score", "2022-11-01", cycle=CYCLE, unit="a", marks=failed)
    told = world.ask(of_a)
    assert (told["knocked_out"], told["unmarked"]) == (["liet"], [])
