"""The board of a cycle at any point."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from domain.counts import Count, OptionCount
from domain.moments import Moment
from domain.pledges import Target
from domain.rules import ScoreRule
from domain.scores import Score, Stage
from projections.cycles import Rules
from projections.scores import board
from projections.standings import standings
from service.rulebook import rule_set
from tests.projections.world import CLUSTER, CYCLE, TABLE, World, ballot_rule, marks


def members(told: Any) -> dict[str, Any]:
    return {member["unit"]: member for member in told["members"]}


def scores(told: Any, stage: str) -> dict[str, str | None]:
    return {unit: member["score"][stage] for unit, member in members(told).items()}


def test_an_unknown_cycle_has_no_board(world: World) -> None:
    assert world.ask(standings) is None


def test_a_cycle_without_facts_tells_nothing_that_is_not_known(world: World) -> None:
    world.form("b", "a")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022, movement="Phong trào diễn tập")
    told = world.ask(standings)
    assert told["as_of"] == "2022-12-31"
    assert told["position"] == 6
    assert (told["name"], told["year"], told["step"]) == ("Cụm diễn tập", 2022, "opened")
    assert (told["lead"], told["rule_set"], told["max"], told["ranked_by"]) == (None, None, None, None)
    assert [member["name"] for member in told["members"]] == ["Đơn vị A", "Đơn vị B"]
    assert told["members"][0] == {
        "unit": "a",
        "name": "Đơn vị A",
        "status": "active",
        "left": None,
        "rank": None,
        "score": {"self": None, "verified": None, "final": None, "max": None},
        "targets": {"met": None, "total": None, "all_met": None},
        "pledged_titles": [],
        "titles": [],
        "votes": [],
    }
    assert told["commendations"] == []


def test_the_lead_is_that_of_the_cycles_own_years(world: World) -> None:
    world.open("a", "b", "c")
    world.do("assign_lead", cluster=CLUSTER, year=2022, mode="assigned", lead="a", deputy="b")
    world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, lead="b", deputy="c")
    told = world.ask(standings, as_of="2023-06-01")
    assert told["lead"] == {"unit": "a", "name": "Đơn vị A"}
    assert told["deputy"] == {"unit": "b", "name": "Đơn vị B"}


def test_ranks_come_from_the_furthest_stage_that_all_have_reached(world: World) -> None:
    world.open("a", "b", "c")
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(120, 30))
    world.do("submit_self_score", "2022-10-02", cycle=CYCLE, unit="b", marks=marks(110, 40))
    told = world.ask(standings)
    assert told["ranked_by"] == "self"
    assert scores(told, "self") == {"a": "90.00", "b": "85.00", "c": None}
    assert [(one["unit"], one["rank"]) for one in told["members"]] == [("a", 1), ("b", 2), ("c", None)]
    world.do("verify_score", "2022-10-10", cycle=CYCLE, unit="a", marks=marks(105, 30))
    assert world.ask(standings)["ranked_by"] == "self"
    world.do("verify_score", "2022-10-11", cycle=CYCLE, unit="b", marks=marks(110, 40))
    told = world.ask(standings)
    assert told["ranked_by"] == "verified"
    assert scores(told, "verified") == {"b": "100.00", "a": "75.00", "c": None}
    for unit in ("a", "b"):
        world.do("finalise_score", "2022-11-01", cycle=CYCLE, unit=unit)
    told = world.ask(standings)
    assert told["ranked_by"] == "final"
    assert scores(told, "final") == {"b": "100.00", "a": "75.00", "c": None}
    assert members(told)["b"]["score"]["max"] == "100"
    assert world.ask(standings, as_of="2022-10-10")["ranked_by"] == "self"


def test_a_late_correction_of_one_unit_moves_the_points_of_others(world: World) -> None:
    world.open("a", "b")
    first = world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(120, 30))
    world.do("submit_self_score", "2022-10-02", cycle=CYCLE, unit="b", marks=marks(110, 30))
    known = world.app.max_position()
    before = world.ask(standings, position=known)
    assert scores(before, "self") == {"a": "90.00", "b": "75.00"}
    put_right = msgspec.to_builtins(marks(140, 30))
    world.do("correct_entry", None, position=first, reason="Nhập nhầm số liệu năm", new={"marks": put_right})
    after = world.ask(standings)
    assert scores(after, "self") == {"a": "90.00", "b": "67.50"}
    assert world.ask(standings, position=known) | {"known_at": None} == before | {"known_at": None}


def test_a_point_never_changes_whatever_is_recorded_later(world: World) -> None:
    world.open("a", "b")
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(120, 30))
    with world.reading() as connection:
        point = world.point()
        before = standings(connection, CYCLE, point)
    world.do("rename_unit", "2022-05-01", unit="a", name="Tên khác")
    world.do("submit_self_score", "2022-09-01", cycle=CYCLE, unit="b", marks=marks(150, 40))
    world.do("propose_nomination", "2022-11-01", cycle=CYCLE, title="flag_ministry", unit="a")
    world.do("retract_entry", None, position=9, reason="Ghi nhầm chu kỳ khác")
    with world.reading() as connection:
        assert standings(connection, CYCLE, point) == before
        assert standings(connection, CYCLE, world.point()) != before


def test_a_stated_total_goes_before_computed_points(world: World) -> None:
    world.open("a", "b", table=None)
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", total=Decimal("985.5"))
    world.do("verify_score", "2022-10-05", cycle=CYCLE, unit="b", total=Decimal("990"))
    told = world.ask(standings)
    assert told["max"] is None
    assert scores(told, "self") == {"a": "985.5", "b": None}
    assert (told["ranked_by"], members(told)["b"]["rank"]) == ("verified", 1)


def test_a_knocked_out_unit_ranks_last(world: World) -> None:
    world.open("a", "b")
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(120, 0))
    world.do("submit_self_score", "2022-10-02", cycle=CYCLE, unit="b", marks=marks(10, 10))
    told = world.ask(standings)
    assert [(one["unit"], one["rank"]) for one in told["members"]] == [("b", 1), ("a", 2)]


def test_points_follow_the_rounding_of_the_rules() -> None:
    at = Moment.parse("2022-10-01")
    own = {mark.criterion: mark for mark in marks("100.17", 1)}
    score = Score(reached={Stage.SELF: at}, marks={Stage.SELF: own})
    rules = rule_set("law-2003")
    coarse: ScoreRule = msgspec.structs.replace(rules.score, digits=0, rounding="floor")
    rounded = msgspec.structs.replace(rules, score=coarse)
    assert board({"a": score}, Rules(rule_set=rounded, scoring_table=TABLE)).total("a", Stage.SELF) == 61
    assert board({"a": score}, Rules(scoring_table=TABLE)).total("a", Stage.SELF) == Decimal("61.00")
    assert board({"a": score}, Rules()).total("a", Stage.SELF) is None


def test_a_member_that_merges_stays_on_the_board_with_the_day_it_left(world: World) -> None:
    world.open("a", "b", "c")
    world.do("register_pledge", "2022-03-10", cycle=CYCLE, unit="c")
    world.do("submit_self_score", "2022-06-01", cycle=CYCLE, unit="c", marks=marks(200, 40))
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(120, 30))
    world.do("merge_unit", "2022-07-01", unit="c", successor="a")
    told = world.ask(standings)
    gone = members(told)["c"]
    assert (gone["status"], gone["left"], gone["rank"]) == ("merged", "2022-07-01", None)
    assert gone["score"]["self"] == "100.00"
    assert members(told)["a"]["score"]["self"] == "66.00"
    assert [member["unit"] for member in told["members"]] == ["a", "b", "c"]
    assert members(world.ask(standings, as_of="2022-06-30"))["c"]["left"] is None


def test_who_leaves_without_a_trace_is_not_on_the_board_and_who_joins_later_neither(world: World) -> None:
    world.open("a", "b")
    world.do("leave_cluster", "2022-05-01", cluster=CLUSTER, unit="b")
    world.do("register_unit", unit="c", name="Đơn vị C")
    world.do("join_cluster", "2023-02-01", cluster=CLUSTER, unit="c")
    assert list(members(world.ask(standings, as_of="2024-01-01"))) == ["a"]


def test_a_unit_of_no_cluster_that_ended_after_the_year_is_ranked_in_it(world: World) -> None:
    world.form("a", "b", kind="movement")
    world.do("register_unit", unit="c", name="Đơn vị C")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="c", total=Decimal(9))
    world.do("dissolve_unit", "2023-05-01", unit="c")
    told = world.ask(standings, as_of="2024-01-01")
    assert [(one["unit"], one["rank"], one["left"]) for one in told["members"]] == [("c", 1, None)]


def test_a_unit_may_be_dissolved_without_ever_having_been_a_member(world: World) -> None:
    world.form(kind="movement")
    world.do("register_unit", unit="c", name="Đơn vị C")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    world.do("register_pledge", "2022-02-01", cycle=CYCLE, unit="c")
    world.do("dissolve_unit", "2022-05-01", unit="c")
    assert members(world.ask(standings))["c"]["left"] == "2022-05-01"


def test_a_cycle_whose_cluster_is_not_known_has_a_board_all_the_same(world: World) -> None:
    fact = {"cluster": CLUSTER, "first_year": 2021, "last_year": 2022}
    world.do("record_fact", stream="cycle:cum-2021-2022", topic="cycle.opened", fact=fact)
    proposed = "nomination:cum-2021-2022:flag_ministry:a"
    world.do("record_fact", "2022-05-01", stream=proposed, topic="nomination.proposed", fact={})
    told = world.ask(standings, "cum-2021-2022")
    assert (told["name"], told["year"], told["first_year"], told["last_year"]) == (None, None, 2021, 2022)
    unit = members(told)["a"]
    assert (unit["name"], unit["status"], unit["titles"][0]["year"]) == (None, None, None)


def test_pledge_titles_and_votes_stand_on_the_board(world: World) -> None:
    world.open("a", "b", "c")
    targets = (Target(id="chi-tieu", name="Chỉ tiêu", direction="at_least", goal=Decimal(10)),)
    world.do("register_pledge", cycle=CYCLE, unit="a", targets=targets, titles=("flag_ministry",))
    world.do("report_target", "2022-10-01", cycle=CYCLE, unit="a", target="chi-tieu", actual=Decimal(11))
    world.do("register_pledge", cycle=CYCLE, unit="b", titles=("flag_ministry",))
    world.do("withdraw_pledge", "2022-08-01", cycle=CYCLE, unit="b", reason="Rút đăng ký")
    world.do(
        "propose_nomination", "2022-11-20", cycle=CYCLE, title="advanced_unit", unit="a", times=2, year=2021
    )
    ballot = f"{CYCLE}.co"
    opened: dict[str, Any] = {"candidates": ("a", "b"), "titles": ("flag_ministry",), "rule": ballot_rule()}
    world.do("open_ballot", "2022-11-22", ballot=ballot, mode="show_of_hands", **opened)
    world.do("open_ballot", "2022-11-22", ballot=f"{CYCLE}.huy", mode="show_of_hands", **opened)
    world.do("annul_ballot", "2022-11-22", ballot=f"{CYCLE}.huy", reason="Kiểm phiếu sai")
    world.do("open_ballot", "2022-11-23", ballot=f"{CYCLE}.suy-ton", mode="acclamation")
    world.do("acclaim", "2022-11-23", ballot=f"{CYCLE}.suy-ton", elected=("c",))
    assert members(world.ask(standings))["a"]["votes"][0]["elected"] is None
    world.do("close_ballot", "2022-11-22", ballot=ballot, present=("a", "b", "c"))
    count = Count(
        valid=3,
        present=3,
        consulted=0,
        options=(
            OptionCount(candidate="a", votes_for=3, votes_against=0, votes_abstain=0),
            OptionCount(candidate="b", votes_for=1, votes_against=2, votes_abstain=0),
        ),
    )
    world.do("count_hands", "2022-11-22", ballot=ballot, count=count)
    board_of = members(world.ask(standings))
    assert board_of["a"]["targets"] == {"met": 1, "total": 1, "all_met": True}
    assert (board_of["a"]["pledged_titles"], board_of["b"]["pledged_titles"]) == (["flag_ministry"], [])
    assert board_of["a"]["titles"] == [
        {"title": "advanced_unit", "status": "proposed", "since": "2022-11-20", "times": 2, "year": 2021}
    ]
    told = {"ballot": ballot, "title": "flag_ministry", "votes_for": 1, "votes_against": 2}
    assert board_of["b"]["votes"] == [{**told, "votes_abstain": 0, "elected": False}]
    acclaimed = board_of["c"]["votes"][0]
    assert (acclaimed["title"], acclaimed["votes_for"], acclaimed["elected"]) == (None, None, True)


@pytest.mark.parametrize("units", [1, 3])
def test_a_board_takes_the_same_statements_however_many_units(world: World, units: int) -> None:
    world.open(*"abc"[:units])
    for unit in "abc"[:units]:
        world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit=unit, marks=marks(120, 30))
    assert world.statements(standings) == 12
