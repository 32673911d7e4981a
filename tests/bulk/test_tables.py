"""Units and targets as tables: CSV as spreadsheets save it, or JSON; every bad row is told with its line."""

import json
import unicodedata
from typing import Any

import pytest

from tests.bulk.sending import CSV, HEAD, JSON, REASON, logged, places, posted, sent
from tests.web.house import House

UNITS = """\
unit,name,short_name,kind,parent,effective,source
bo-a,Đơn vị cấp trên,,ministry,,2015-03-01,Quyết định 12
don-vi-b,Đơn vị B,ĐVB,division,bo-a,,Quyết định 13
"""
TARGETS = """\
unit,target,name,direction,measure,goal,baseline,assigned,titles
don-vi-a,pha-an,Tỷ lệ phá án,at_least,%,"98,75","97,5",có,flag_ministry co-thi-dua
don-vi-a,ngay-cong,Ngày công,at_least,ngày,300,,,
don-vi-b,khong-vi-pham,Không có vi phạm,yes_no,,,,không,
"""
YEAR = """\
chronicle: thidua/1
title: Thử
source: Sổ thi đua của cụm thử
cluster: thu
cycle: thu-2026
units:
  don-vi-a: {name: Đơn vị A, fictional: true}
  don-vi-b: {name: Đơn vị B, fictional: true}
entries:
  - {do: form_cluster, on: unknown, name: Cụm thử, kind: cluster}
  - {do: join_cluster, on: 2026, unit: don-vi-a}
  - {do: join_cluster, on: 2026, unit: don-vi-b}
  - {do: open_cycle, on: 2026, first_year: 2026}
  - {do: launch_cycle, on: 2026-01-15}
"""


@pytest.fixture
def office(house: House) -> str:
    """An office of the whole service."""
    return house.person("office")


@pytest.fixture
def sender(sqlite_house: House) -> str:
    """An office of the whole service, where the engine makes no difference."""
    return sqlite_house.person("office")


def table(*lines: str) -> str:
    return "\n".join(("unit,name,kind,parent,effective,source", *lines)) + "\n"


def test_units_are_registered(house: House, office: str) -> None:
    told = sent(house, office, "units", UNITS, CSV, reason=REASON)
    assert (told["state"], told["recorded"], told["known"]) == ("done", 2, 0)
    assert (told["first_position"], told["last_position"]) == (1, 2)
    unit = house.get(office, "/units/don-vi-b").json()
    assert (unit["name"], unit["short_name"], unit["kind"]) == ("Đơn vị B", "ĐVB", "division")
    with house.application.log_recorder.reading() as connection:
        (entry,) = house.application.timeline("unit:bo-a", connection)
    assert (entry.moment.text(), entry.source, entry.reason) == ("2015-03-01", "Quyết định 12", REASON)


def test_units_that_are_known_change_nothing(house: House, office: str) -> None:
    sent(house, office, "units", UNITS, CSV)
    before = logged(house)
    told = sent(house, office, "units", UNITS, CSV)
    assert (told["recorded"], told["known"]) == (0, 2)
    assert logged(house) == before


def test_a_dry_run_of_units_leaves_the_log_as_it_was(house: House, office: str) -> None:
    told = sent(house, office, "units", UNITS, CSV, dry_run=True)
    assert (told["state"], told["recorded"]) == ("done", 2)
    assert logged(house) == []


@pytest.mark.parametrize(
    "raw",
    [
        UNITS.encode("utf-8-sig"),
        UNITS.replace(",", ";").encode(),
        UNITS.replace("\n", "\r\n").encode(),
        unicodedata.normalize("NFD", UNITS).encode(),
        UNITS.replace("\n", ",,,\n").replace("source,,,", "source,,,").encode(),
        UNITS.replace("\nbo-a", "\n\n , \nbo-a").encode(),
        UNITS.replace("unit,name", " Unit ,NAME").encode(),
    ],
    ids=["byte order mark", "semicolons", "windows", "nfd", "empty columns", "empty lines", "capitals"],
)
def test_a_table_reads_as_spreadsheets_save_it(sqlite_house: House, sender: str, raw: bytes) -> None:
    told = sent(sqlite_house, sender, "units", raw, CSV)
    assert told["problems"] == []
    names = {one["name"] for one in sqlite_house.get(sender, "/units").json()["units"]}
    assert names == {"Đơn vị cấp trên", "Đơn vị B"}


def test_units_may_be_json(sqlite_house: House, sender: str) -> None:
    rows = [
        {"unit": "bo-a", "name": "Đơn vị cấp trên", "kind": None, "source": "Quyết định 12"},
        {"unit": "don-vi-b", "name": 5, "source": "Quyết định 12"},
        {"unit": "don-vi-c", "nam": "Đơn vị C", "source": "Quyết định 12"},
        "don-vi-d",
    ]
    told = sent(sqlite_house, sender, "units", json.dumps(rows, indent=1), JSON)
    assert places(told) == [
        (8, "name", "field_misfits"),
        (13, "name", "field_missing"),
        (13, "nam", "field_unknown"),
        (18, "", "field_misfits"),
    ]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["a,Đơn vị A,,,,Quyết định 1", "a,Đơn vị B,,,,Quyết định 1"], [(3, "unit", "row_repeated")]),
        ([",Đơn vị A,,,,", "b,,,,,"], [(2, "unit", "field_missing"), (3, "name", "field_missing")]),
        (["A B,Đơn vị A,,,,Quyết định 1"], [(2, "unit", "not_a_slug")]),
        (["a,Đơn vị A,phong,,,Quyết định 1"], [(2, "kind", "field_misfits")]),
        (["a,Đơn vị A,,,22/11/2022,Quyết định 1"], [(2, "effective", "moment_unreadable")]),
        (["a,Đơn vị A,,,2199-01-01,Quyết định 1"], [(2, "effective", "effective_in_future")]),
        (["a,Đơn vị A,,,,"], [(2, "reason", "late_reason_needed")]),
        (["a,Đơn\x07 vị A,,,,Quyết định 1"], [(2, "name", "control_character")]),
        (["a,Đơn vị A,,,,Quyết định 1,thừa"], [(2, "", "cells_too_many")]),
        (["", "  ", 'a,"Đơn vị A'], [(4, "", "csv_unreadable")]),
        ([], [(1, "", "file_without_rows")]),
    ],
)
def test_a_bad_row_tells_its_line(
    sqlite_house: House, sender: str, lines: list[str], found: list[tuple[int, str, str]]
) -> None:
    told = sent(sqlite_house, sender, "units", table(*lines), CSV)
    assert (told["state"], places(told)) == ("failed", found)
    assert logged(sqlite_house) == []


def test_good_rows_are_tried_beside_bad_ones(sqlite_house: House, sender: str) -> None:
    lines = [
        "A B,Đơn vị A,,,,Quyết định 1",
        "b,Đơn vị B,,,hôm qua,Quyết định 1",
        "c,Đơn vị C,,,,Quyết định 1",
    ]
    told = sent(sqlite_house, sender, "units", table(*lines), CSV)
    assert [line for line, *_ in places(told)] == [2, 3]
    assert logged(sqlite_house) == []


def test_columns_are_told_with_those_like_them(sqlite_house: House, sender: str) -> None:
    raw = "unit,nmae,kind,kind\na,Đơn vị A,,\n"
    answer = posted(sqlite_house, sender, "units", raw, CSV, headers={"Accept-Language": "en"})
    told = answer.json()
    assert places(told) == [
        (1, "name", "column_missing"),
        (1, "nmae", "column_unknown"),
        (1, "kind", "column_repeated"),
    ]
    assert "Is it name?" in told["problems"][1]["sentence"]


def test_a_unit_above_may_stand_below_in_the_file(sqlite_house: House) -> None:
    house = sqlite_house
    house.application.do("register_unit", unit="bo-a", name="Đơn vị cấp trên")
    office = house.person("office", unit="bo-a")
    raw = table("doi-c,Đội C,team,phong-b,,Quyết định 1", "phong-b,Phòng B,division,bo-a,,Quyết định 1")
    assert sent(house, office, "units", raw, CSV)["recorded"] == 2


def test_a_unit_under_another_office_is_refused(house: House) -> None:
    for unit in ("bo-a", "bo-b"):
        house.application.do("register_unit", unit=unit, name=f"Đơn vị {unit}")
    office = house.person("office", unit="bo-a")
    before = logged(house)
    lines = ["x,Đơn vị X,,bo-a,,Quyết định 1", "y,Đơn vị Y,,bo-b,,Quyết định 1", "z,Đơn vị Z,,,,Quyết định 1"]
    told = sent(house, office, "units", table(*lines), CSV)
    assert places(told) == [(3, "", "not_permitted"), (4, "", "not_permitted")]
    assert logged(house) == before


def pledges(house: House, person: str) -> Any:
    return {one["unit"]: one for one in house.get(person, "/cycles/thu-2026/pledges").json()["pledges"]}


def test_targets_become_the_pledges_of_their_units(house: House, office: str) -> None:
    sent(house, office, "chronicles", YEAR)
    told = sent(house, office, "targets/thu-2026", TARGETS, CSV, effective="2026-01-20", reason=REASON)
    assert (told["state"], told["cycle"], told["recorded"]) == ("done", "thu-2026", 2)
    found = pledges(house, office)["don-vi-a"]
    assert found["pledged_titles"] == ["flag_ministry", "co-thi-dua"]
    assert [(one["target"], one["goal"], one["baseline"], one["assigned"]) for one in found["targets"]] == [
        ("pha-an", "98.75", "97.5", True),
        ("ngay-cong", "300", None, False),
    ]
    before = logged(house)
    again = sent(house, office, "targets/thu-2026", TARGETS, CSV, effective="2026-01-20", reason=REASON)
    assert (again["recorded"], again["known"]) == (0, 2)
    assert logged(house) == before


def test_a_pledge_that_stands_is_not_registered_anew(house: House, office: str) -> None:
    sent(house, office, "chronicles", YEAR)
    sent(house, office, "targets/thu-2026", TARGETS, CSV)
    before = logged(house)
    told = sent(house, office, "targets/thu-2026", TARGETS.replace("300", "301"), CSV)
    assert places(told) == [(2, "", "pledge_already_registered")]
    assert "sửa giao ước" in told["problems"][0]["sentence"]
    assert logged(house) == before


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ('don-vi-a,a,A,at_least,,"2.079",,', (2, "goal", "figure_ambiguous")),
        ('don-vi-a,a,A,at_least,,"2,079",,', (2, "goal", "figure_ambiguous")),
        ("don-vi-a,a,A,at_least,,nhiều,,", (2, "goal", "field_misfits")),
        ("don-vi-a,a,A,at_least,,1E+99,,", (2, "goal", "not_a_figure")),
        ("don-vi-a,a,A,at_least,,,,chắc", (2, "assigned", "truth_unreadable")),
        ("don-vi-a,a,A,ít nhất,,,,", (2, "direction", "field_misfits")),
        ("don-vi-a,a,,at_least,,,,", (2, "name", "field_missing")),
        ("don-vi-a,,A,at_least,,,,", (2, "target", "field_missing")),
        ("don-vi-a,a,A,yes_no,,5,,", (2, "", "goal_on_yes_no_target")),
        ("don-vi-x,a,A,yes_no,,,,", (2, "", "unit_not_registered")),
        ("don-vi-a,a,A,yes_no,,,,\ndon-vi-a,a,B,yes_no,,,,", (3, "target", "row_repeated")),
        ("don-vi-a,b,B,yes_no,,,,\ndon-vi-a,a,A,yes_no,,5,,", (3, "", "goal_on_yes_no_target")),
    ],
)
def test_a_bad_target_tells_its_line(
    sqlite_house: House, sender: str, row: str, found: tuple[int, str, str]
) -> None:
    sent(sqlite_house, sender, "chronicles", YEAR)
    before = logged(sqlite_house)
    raw = f"unit,target,name,direction,measure,goal,baseline,assigned\n{row}\n"
    assert places(sent(sqlite_house, sender, "targets/thu-2026", raw, CSV)) == [found]
    assert logged(sqlite_house) == before


def test_targets_may_be_json(sqlite_house: House, sender: str) -> None:
    sent(sqlite_house, sender, "chronicles", YEAR)
    rows = [
        {
            "unit": "don-vi-a", "target": "a", "name": "A", "direction": "at_least", "goal": 2.079,
            "assigned": True, "titles": ["co-thi-dua"],
        }
    ]  # fmt: skip
    assert sent(sqlite_house, sender, "targets/thu-2026", json.dumps(rows), JSON)["recorded"] == 1
    (target,) = pledges(sqlite_house, sender)["don-vi-a"]["targets"]
    assert (target["goal"], target["assigned"]) == ("2.079", True)


def test_targets_are_for_a_cycle_that_is_known_and_for_who_leads_it(sqlite_house: House, sender: str) -> None:
    house = sqlite_house
    assert posted(house, sender, "targets/thu-2026", TARGETS, CSV).status_code == 404
    sent(house, sender, "chronicles", YEAR)
    member = house.person(speaks_for="don-vi-a")
    assert posted(house, member, "targets/thu-2026", TARGETS, CSV).status_code == 403
    lead = "chronicle: thidua/1\ntitle: Thử\nsource: Sổ thi đua của cụm thử\ncluster: thu\nentries:\n"
    assigned = lead + "  - {do: assign_lead, on: 2026, year: 2026, mode: stated, lead: don-vi-a}\n"
    assert sent(house, sender, "chronicles", assigned)["recorded"] == 1
    told = sent(house, member, "targets/thu-2026", TARGETS, CSV)
    assert (told["state"], told["recorded"]) == ("done", 2)


def test_a_head_of_another_year_is_no_table(sqlite_house: House, sender: str) -> None:
    answer = posted(sqlite_house, sender, "units", HEAD)
    assert (answer.status_code, answer.json()["field"]) == (415, "Content-Type")
    assert "text/csv" in answer.json()["detail"]
