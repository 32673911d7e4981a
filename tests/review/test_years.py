"""Years long past and to come, leads who left, closes that come late."""

from datetime import date
from typing import Any

import pytest

from domain.criteria import Criterion, ScoringTable
from domain.refusals import Refusal
from projections.leads import leads
from projections.standings import standings
from tests.projections.world import CLUSTER, CYCLE, TABLE, World, ballot_rule, marks

LEAD: dict[str, Any] = {"cluster": CLUSTER, "year": 2022, "mode": "assigned"}


def refused(world: World, command: str, on: str = "2022-11-22", /, **said: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        world.do(command, on, **said)
    return caught.value


def test_a_lead_that_left_years_later_led_all_the_same(world: World) -> None:
    world.open("a", "b", "c")
    world.do("assign_lead", **LEAD, lead="a", deputy="b")
    world.do("leave_cluster", "2024-03-01", cluster=CLUSTER, unit="a")
    for as_of in ("2022-12-31", "2023-06-01", "2025-01-01"):
        told = world.ask(standings, as_of=as_of)
        assert (told["lead"]["unit"], told["deputy"]["unit"]) == ("a", "b")


def test_a_deputy_that_left_is_deputy_no_more(world: World) -> None:
    world.open("a", "b", "c")
    world.do("assign_lead", **LEAD, lead="a", deputy="b")
    world.do("leave_cluster", "2022-06-01", cluster=CLUSTER, unit="b")
    assert world.ask(leads, CLUSTER, "2022-05-31")["deputy"]["unit"] == "b"
    assert world.ask(leads, CLUSTER, "2022-06-01")["deputy"] is None


def test_who_is_replaced_within_the_year_leads_until_then(world: World) -> None:
    world.open("a", "b", "c")
    world.do("assign_lead", **LEAD, lead="a")
    world.do("assign_lead", "2022-07-15", **LEAD, lead="b", effective_from=date(2022, 8, 1))
    world.do("assign_lead", "2022-10-01", **LEAD, lead="c")
    found = {
        as_of: world.ask(leads, CLUSTER, as_of)["lead"]["unit"]
        for as_of in ("2022-07-14", "2022-07-31", "2022-08-01", "2022-09-30", "2022-10-01", "2022-12-31")
    }
    assert list(found.values()) == ["a", "a", "b", "b", "c", "c"]
    lineage = world.ask(leads, CLUSTER)["lineage"]
    assert [(one["lead"]["unit"], one["effective_from"]) for one in lineage] == [
        ("a", "2022-01-01"),
        ("b", "2022-08-01"),
        ("c", "2022-10-01"),
    ]


def test_a_lead_corrected_by_a_vague_record_is_told_once(world: World) -> None:
    world.open("a", "b", "c")
    world.do("assign_lead", **LEAD, lead="a")
    world.do("assign_lead", "2022", **LEAD, lead="b")
    assert [one["lead"]["unit"] for one in world.ask(leads, CLUSTER)["lineage"]] == ["b"]


def test_a_close_is_late_only_for_what_cannot_follow_it(world: World) -> None:
    world.open("a", "b", "c")
    launched = world.do("launch_cycle", "2022-02-01", cycle=CYCLE)
    world.do("correct_entry", None, position=launched, reason="thiếu địa điểm", new={"place": "Hà Nội"})
    title: dict[str, Any] = {"cycle": CYCLE, "title": "flag_ministry", "unit": "a"}
    world.do("decide_nomination", "2023-05-01", **title, outcome="granted")
    stray = world.do("record_inspection", "2023-03-01", cycle=CYCLE, unit="b", inspection="1")
    told = refused(world, "close_cycle", "2023-01-31", cycle=CYCLE)
    assert (told.code, told.params["latest"]) == ("cycle_goes_on", "2023-03-01")
    world.do("retract_entry", None, position=stray, reason="của năm thi đua khác")
    world.do("close_cycle", "2023-01-31", cycle=CYCLE)


@pytest.mark.parametrize("year", [-1, 0, 1899, 2201, 9999, 10000, 10**14])
def test_years_beyond_all_reckoning_are_refused(world: World, year: int) -> None:
    world.form("a")
    assert (
        refused(world, "assign_lead", cluster=CLUSTER, year=year, mode="stated").code == "moment_out_of_range"
    )
    told = refused(world, "open_cycle", cycle=f"cum-{year}", cluster=CLUSTER, first_year=year)
    assert told.code in {"moment_out_of_range", "not_a_cycle"}


def test_a_scoring_table_that_does_not_add_up_is_not_adopted(world: World) -> None:
    world.open("a")
    lone = Criterion(id="q", name="Tiêu chí", kind="direct", maximum=TABLE.maximum / 2)
    table = ScoringTable(id="lech", name="Bảng lệch", maximum=TABLE.maximum, criteria=(lone,))
    said: dict[str, Any] = {"cycle": CYCLE, "rule_set": "law-2003", "document": "QĐ 2"}
    told = refused(world, "adopt_rules", "2022-04-01", **said, scoring_table=table)
    assert told.code == "table_does_not_add_up"


def test_marks_by_a_table_that_was_replaced_are_no_score(world: World) -> None:
    world.open("a")
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(90, 20))
    other = Criterion(id="khac", name="Tiêu chí khác", kind="direct", maximum=TABLE.maximum)
    table = ScoringTable(id="moi", name="Bảng mới", maximum=TABLE.maximum, criteria=(other,))
    said: dict[str, Any] = {"cycle": CYCLE, "rule_set": "law-2003", "document": "QĐ 2"}
    world.do("adopt_rules", "2022-11-01", **said, scoring_table=table)
    (line,) = world.ask(standings)["members"]
    assert (line["score"]["self"], line["rank"]) == (None, None)


def test_nothing_is_awarded_in_a_cycle_that_nobody_opened(world: World) -> None:
    world.form("a")
    title: dict[str, Any] = {"cycle": "khac-2022", "title": "flag_ministry", "unit": "a"}
    assert refused(world, "decide_nomination", **title, outcome="granted").code == "cycle_not_opened"
    assert refused(world, "present_nomination", **title).code == "cycle_not_opened"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("sign_minutes", {"cycle": CYCLE, "signatories": ("khong-co",)}),
        ("hand_over_lead", {"cluster": CLUSTER, "year": 2023, "outgoing": "khong-co", "lead": "a"}),
        ("acclaim", {"ballot": f"{CYCLE}.co", "elected": ("khong-co",)}),
        ("contest_ballot", {"ballot": f"{CYCLE}.co", "by": "khong-co", "reason": "khiếu nại"}),
    ],
)
def test_units_that_nobody_registered_are_named_nowhere(
    world: World, command: str, said: dict[str, Any]
) -> None:
    world.open("a", "b")
    world.do("open_ballot", "2022-11-22", ballot=f"{CYCLE}.co", mode="acclamation")
    told = refused(world, command, **said)
    assert (told.code, told.params["unit"]) == ("unit_not_registered", "khong-co")


def test_a_unit_is_not_split_into_one_unit_twice(world: World) -> None:
    world.form("a", "b")
    told = refused(world, "split_unit", unit="a", into=("b", "b"))
    assert told.code == "successor_named_twice"


def test_a_tie_has_one_second_round_in_its_own_cycle(world: World) -> None:
    world.open("a", "b", "c")
    world.do("open_cycle", "2022", cycle="cum-2023", cluster=CLUSTER, first_year=2023)
    first = f"{CYCLE}.vong-1"
    said: dict[str, Any] = {"mode": "roll_call", "titles": ("flag_ministry",), "candidates": ("a", "b")}
    world.do("open_ballot", "2022-11-22", ballot=first, rule=ballot_rule(), seats=1, **said)
    for unit in "abc":
        vote: dict[str, Any] = {"choices": {"a": "for", "b": "for"}, "channel": "hall"}
        world.do("cast_vote", "2022-11-22", ballot=first, elector=unit, **vote)
    world.do("close_ballot", "2022-11-22", ballot=first)
    world.do("count_roll_call", "2022-11-22", ballot=first)
    told = refused(world, "open_second_round", ballot="cum-2023.vong-2", previous=first)
    assert told.code == "stream_misfits"
    second = world.do("open_second_round", "2022-11-22", ballot=f"{CYCLE}.vong-2", previous=first)
    told = refused(world, "open_second_round", ballot=f"{CYCLE}.vong-2b", previous=first)
    assert (told.code, told.params["ballot"]) == ("ballot_already_opened", f"{CYCLE}.vong-2")
    world.do("retract_entry", "2022-11-22", position=second, reason="mở nhầm vòng hai")
    world.do("open_second_round", "2022-11-22", ballot=f"{CYCLE}.vong-2b", previous=first)
