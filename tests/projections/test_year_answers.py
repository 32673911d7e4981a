"""Pledges, drives, inspections, nominations and commendations of a cycle."""

from datetime import date
from decimal import Decimal

import pytest

from domain.pledges import Target
from projections.commendations import commendations
from projections.drives import drives
from projections.inspections import inspections
from projections.nominations import nominations
from projections.pledges import pledges
from tests.projections.world import CLUSTER, CYCLE, Question, World


@pytest.mark.parametrize("question", [commendations, drives, inspections, nominations, pledges])
def test_an_unknown_cycle_has_no_answer_and_an_empty_one_an_empty(world: World, question: Question) -> None:
    assert world.ask(question) is None
    world.form()
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    told = world.ask(question)
    assert told["cycle"] == CYCLE
    assert told[question.__name__] == []


def test_pledges_tell_targets_with_their_results(world: World) -> None:
    world.open("b", "a")
    targets = (
        Target(id="mot", name="Một", direction="at_least", measure="%", goal=Decimal("98.75")),
        Target(id="hai", name="Hai", direction="yes_no", assigned=True),
    )
    world.do("register_pledge", cycle=CYCLE, unit="b", targets=targets, titles=("flag_ministry",))
    world.do("sign_pledge", "2022-02-14", cycle=CYCLE, unit="b")
    world.do("report_target", "2022-10-01", cycle=CYCLE, unit="b", target="mot", actual=Decimal("99.1"))
    world.do("report_target", "2022-10-01", cycle=CYCLE, unit="a", name="Vụ việc", actual=Decimal(12))
    assert world.ask(pledges, as_of="2022-02-13")["pledges"][0]["signed_on"] is None
    first, second = world.ask(pledges)["pledges"]
    assert (first["name"], first["registered_on"]) == ("Đơn vị A", None)
    assert first["figures"] == [{"name": "Vụ việc", "actual": "12", "measure": None, "met": None}]
    assert (second["signed_on"], second["withdrawn_on"]) == ("2022-02-14", None)
    assert second["pledged_titles"] == ["flag_ministry"]
    assert (second["met"], second["total"], second["all_met"]) == (None, 2, None)
    assert second["targets"][0] == {
        "target": "mot",
        "name": "Một",
        "direction": "at_least",
        "measure": "%",
        "goal": "98.75",
        "baseline": None,
        "assigned": False,
        "actual": "99.1",
        "met": True,
    }
    unreported = second["targets"][1]
    assert (unreported["assigned"], unreported["actual"], unreported["met"]) == (True, None, None)


def test_drives_stand_in_the_order_of_their_launch(world: World) -> None:
    world.open()
    world.do(
        "launch_drive",
        "2022-06-01",
        cycle=CYCLE,
        drive="he",
        name="Đợt hè",
        starts=date(2022, 6, 1),
        document="Kế hoạch 05",
    )
    world.do("launch_drive", "2022-03-11", cycle=CYCLE, drive="xuan", name="Đợt xuân", slogan="Tiến lên")
    world.do("review_drive", "2022-09-01", cycle=CYCLE, drive="he", collectives=3, document="Báo cáo 06")
    world.do("close_drive", "2022-09-02", cycle=CYCLE, drive="he")
    spring, summer = world.ask(drives)["drives"]
    assert (spring["drive"], spring["slogan"], spring["collectives"]) == ("xuan", "Tiến lên", None)
    assert summer == {
        "drive": "he",
        "name": "Đợt hè",
        "occasion": None,
        "slogan": None,
        "starts": "2022-06-01",
        "ends": None,
        "launched_on": "2022-06-01",
        "reviewed_on": "2022-09-01",
        "closed_on": "2022-09-02",
        "findings": None,
        "collectives": 3,
        "individuals": None,
        "document": "Báo cáo 06",
    }


def test_inspections_tell_who_inspected_whom(world: World) -> None:
    world.open("a", "b")
    world.do("record_inspection", "2022-09-01", cycle=CYCLE, unit="a", inspection="2", findings="Đạt")
    world.do("record_inspection", "2022-06-01", cycle=CYCLE, unit="a", inspection="1", by="b", kind="cross")
    first, second = world.ask(inspections)["inspections"]
    assert (first["inspection"], first["on"], first["kind"]) == ("1", "2022-06-01", "cross")
    assert (first["unit"]["name"], first["by"]["name"]) == ("Đơn vị A", "Đơn vị B")
    assert (second["by"], second["findings"]) == (None, "Đạt")


def test_nominations_tell_what_became_of_them(world: World) -> None:
    world.open("a", "b")
    flag = {"cycle": CYCLE, "title": "flag_ministry", "unit": "b"}
    world.do("propose_nomination", "2022-11-22", **flag)
    world.do("decide_nomination", "2022-12-20", outcome="granted", number="04/QĐ", **flag)
    world.do("annul_nomination", "2023-03-01", reason="Hồ sơ không trung thực", **flag)
    world.do("propose_nomination", "2022-11-22", cycle=CYCLE, title="advanced_unit", unit="a", by="cum")
    first, second = world.ask(nominations, as_of="2023-12-31")["nominations"]
    assert (first["unit"]["name"], first["status"], first["proposed_by"]) == ("Đơn vị A", "proposed", "cum")
    assert (first["number"], first["place"], first["by_delegation"]) == (None, None, None)
    assert (second["status"], second["since"], second["number"]) == ("annulled", "2023-03-01", "04/QĐ")
    assert second["annulled_because"] == "Hồ sơ không trung thực"
    assert world.ask(nominations)["nominations"][1]["annulled_because"] is None


def test_commendations_keep_counting_unit_period_and_source(world: World) -> None:
    world.open("a")
    position = world.do(
        "report_commendation",
        "2022-11-22",
        source="Báo cáo diễn tập",
        cycle=CYCLE,
        line="tong-cong",
        collectives=2079,
        individuals=6206,
        counting="instances",
        period_to=date(2022, 11, 22),
    )
    world.do("report_commendation", "2022-11-22", cycle=CYCLE, line="rieng", unit="a", awards=3)
    first, second = world.ask(commendations)["commendations"]
    assert first == {
        "line": "tong-cong",
        "form": None,
        "grade": None,
        "level": None,
        "grantor": None,
        "unit": None,
        "collectives": 2079,
        "individuals": 6206,
        "awards": None,
        "counting": "instances",
        "within": None,
        "period": {"from": None, "to": "2022-11-22"},
        "note": None,
        "reported_on": "2022-11-22",
        "position": position,
        "source": "Báo cáo diễn tập",
        "document": None,
    }
    assert (second["unit"], second["counting"]) == ({"unit": "a", "name": "Đơn vị A"}, "unstated")
    known = world.app.max_position()
    world.do("correct_entry", None, position=position, reason="Nhập nhầm một số", new={"collectives": 2080})
    assert world.ask(commendations)["commendations"][0]["collectives"] == 2080
    assert world.ask(commendations, position=known)["commendations"][0]["collectives"] == 2079
