"""Answers as CSV: what a spreadsheet reads, and what it must not run."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import msgspec
import pytest

from domain.moments import day_end
from projections.commendations import commendations
from projections.differences import differences
from projections.events import EventFilter, events
from projections.history import history
from projections.honours import honours
from projections.leads import leads
from projections.lineage import lineage
from projections.participation import vote_rows
from projections.pledges import pledges
from projections.point import Point
from projections.standings import standings
from projections.units import Named
from service.exports import TABLES, as_csv, flat, table
from service.opening import opened

CLUSTER, CYCLE, UNIT = "dien-tap-1", "dien-tap-1-2026", "dien-tap-1-b"


@pytest.fixture(scope="module")
def answers(rehearsed_url: str) -> Iterator[dict[str, Any]]:
    """An answer of each kind on a rehearsed year."""
    with opened(rehearsed_url) as application, application.log_recorder.reading() as connection:
        end, last = day_end(date(2026, 12, 31)), application.max_position()
        point, earlier = Point(end, end, last), Point(day_end(date(2026, 6, 30)), end, last)
        yield {
            "events": events(connection, point, EventFilter(), limit=1_000),
            "votes": vote_rows(connection, CYCLE, point),
            "standings": standings(connection, CYCLE, point),
            "lineage": lineage(connection, CYCLE, point),
            "differences": differences(connection, CYCLE, earlier, point),
            "history": history(connection, CYCLE, point, "vi"),
            "honours": honours(connection, UNIT, point),
            "leads": leads(connection, CLUSTER, point),
            "commendations": commendations(connection, CYCLE, point),
            "pledges": pledges(connection, CYCLE, point),
        }


def read(chunks: Iterator[bytes]) -> list[dict[str, str]]:
    text = b"".join(chunks).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def one(value: Any) -> str:
    (row,) = read(as_csv([{"value": value}], ["value"]))
    return row["value"]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_a_table_is_told_by_its_answer(name: str, answers: dict[str, Any]) -> None:
    columns, rows = TABLES[name]
    told = {column for row in rows(msgspec.to_builtins(answers[name])) for column in flat(row)}
    # Of nobody neither slug nor name is told.
    assert [one for one in columns if one not in told and one.rpartition(".")[0] not in told] == []


@pytest.mark.parametrize("name", ["votes", "differences"])
def test_a_table_has_a_row_for_each_line_of_its_answer(name: str, answers: dict[str, Any]) -> None:
    assert len(read(table(name, answers[name]))) == len(answers[name][name])


def test_the_board_is_one_row_a_unit(answers: dict[str, Any]) -> None:
    first, *rest = read(table("standings", answers["standings"]))
    best = answers["standings"]["members"][0]
    assert len(rest) == len(answers["standings"]["members"]) - 1
    assert (first["rank"], first["unit"], first["score.final"]) == (
        "1",
        best["unit"],
        str(best["score"]["final"]),
    )
    assert "; flag_ministry: presented" in first["titles"]
    assert f"{CYCLE}.advanced-unit: 4/1/0" in first["votes"]
    unstated = {"ballot": "x", "votes_for": 3, "votes_against": None, "votes_abstain": None}
    told = {"cycle": CYCLE, "members": [{**best, "votes": [unstated]}]}
    assert read(table("standings", told))[0]["votes"] == "x: 3/?/?"


def test_a_number_is_listed_with_each_of_its_entries_and_groups(answers: dict[str, Any]) -> None:
    rows = read(table("lineage", answers["lineage"]))
    made = next(line for line in answers["lineage"]["lineage"] if line["what"] == "rank" and line["entries"])
    own = [row for row in rows if (row["what"], row["unit.unit"]) == ("rank", made["unit"].unit)]
    assert [row["position"] for row in own] == [*map(str, made["entries"]), "", "", ""]
    assert [row["shared"] for row in own[-3:]] == made["shared"]
    group = [row["position"] for row in rows if row["shared"] == "rules" and not row["what"]]
    assert group == [str(position) for position in answers["lineage"]["shared"]["rules"]]


def test_a_pledge_without_targets_is_a_row_and_so_is_a_figure_by_its_own_name() -> None:
    figure = {"name": "Số vụ", "actual": Decimal(4), "measure": "vụ", "met": None}
    bare: dict[str, Any] = {"unit": "a", "name": "Đơn vị A", "met": None, "targets": [], "figures": []}
    rows = read(table("pledges", {"pledges": [bare, {**bare, "unit": "b", "figures": [figure]}]}))
    assert [(row["unit"], row["name"], row["target_name"], row["actual"]) for row in rows] == [
        ("a", "Đơn vị A", "", ""),
        ("b", "Đơn vị A", "Số vụ", "4"),
    ]


def test_a_file_begins_with_the_mark_that_spreadsheets_look_for() -> None:
    chunks = as_csv([{"name": "Đơn vị “A”, phòng 1", "note": 'nói "có"'}], ["name", "note"])
    assert b"".join(chunks) == ("\ufeffname,note\r\n" + '"Đơn vị “A”, phòng 1","nói ""có"""\r\n').encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (True, "true"),
        (False, "false"),
        (Decimal("-1.50"), "-1.50"),
        (-3, "-3"),
        ([1, None, "b"], "1; ; b"),
        ([], ""),
        ([{"b": 1}], '{"b":1}'),
    ],
)
def test_a_cell_is_told_as_text(value: Any, text: str) -> None:
    assert one(value) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-1+1", "@SUM(A1)", "\tx", "\rx", "\n=x", "-1\n", "=HYPERLINK(0)", "-"]
)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert one(text) == f"'{text}"
    assert one([text, "b"]) == f"'{text}; b"


def test_nested_values_stand_under_dotted_names() -> None:
    row = {"unit": Named("a", None), "score": {"self": Decimal("9.50"), "final": None}, "rank": 1}
    told = flat(row)
    assert told == {"unit.unit": "a", "unit.name": None, "score.self": "9.50", "score.final": None, "rank": 1}
    assert read(as_csv([row], ["rank", "score.self", "unit.name", "khac"])) == [
        {"rank": "1", "score.self": "9.50", "unit.name": "", "khac": ""}
    ]
