"""How tables read: leads by their right names, no room for what is empty, errors that say what to do."""

from pathlib import Path
from typing import Any

import pytest

from domain.moments import Moment
from domain.refusals import Refusal
from service.answers import Unknown
from service.application import Contended
from service.cli.cycle_tables import steps
from service.cli.failures import Code, told
from service.cli.grid import Column, Teller, grid
from service.opening import opened
from tests.log.setting import CYCLE as SMALL_YEAR
from tests.log.setting import open_roll_call, open_year
from tests.service.conftest import RunCli

CYCLE = "dien-tap-1-2026"
CHRONICLE = """\
chronicle: thidua/1
title: Khối diễn tập, 2022
source: Bài báo thử
cluster: thu
cycle: thu-2022
units:
  don-vi-a: {{name: Đơn vị A, fictional: true}}
entries:
  - {{do: form_cluster, name: Thử, kind: {kind}}}
  - {{do: open_cycle, on: "2022", first_year: 2022}}
  - {{do: launch_cycle, on: 2022-02-01}}
"""


@pytest.fixture
def recorded(sqlite_url: str, run_cli: RunCli, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database with the year of one cluster, of the kind that is asked for."""
    file = tmp_path / "thu.yaml"
    file.write_text(CHRONICLE.format(kind=request.param), encoding="utf-8")
    assert run_cli(sqlite_url, "import", str(file)).exit_code == 0
    return sqlite_url


@pytest.mark.parametrize(
    ("recorded", "lead", "deputy"),
    [("cluster", "Cụm trưởng", "Cụm phó"), ("block", "Khối trưởng", "Khối phó")],
    indirect=["recorded"],
)
def test_a_bloc_has_its_own_words(recorded: str, lead: str, deputy: str, run_cli: RunCli) -> None:
    for question in (("leads", "thu"), ("standings", "thu-2022")):
        lines = run_cli(recorded, *question).stdout.splitlines()
        assert {f"{lead}: không nêu", f"{deputy}: không nêu"} <= set(lines)
    shown = run_cli(recorded, "steps", "thu-2022").stdout
    assert f"Bàn giao {lead.lower()}" in shown


@pytest.mark.parametrize("recorded", ["movement"], indirect=True)
def test_nobody_leads_a_movement(recorded: str, run_cli: RunCli) -> None:
    assert "trưởng:" not in run_cli(recorded, "standings", "thu-2022").stdout


@pytest.mark.parametrize("recorded", ["cluster"], indirect=True)
@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (("standings", "thu-2022"), "Chưa ghi đơn vị thành viên nào."),
        (("pledges", "thu-2022"), "Chưa ghi giao ước nào."),
        (("drives", "thu-2022"), "Chưa ghi đợt thi đua nào."),
        (("commendations", "thu-2022"), "Chưa ghi số liệu khen thưởng nào."),
        (("leads", "thu"), "Chưa ghi nhiệm kỳ nào."),
        (("honours", "don-vi-a"), "Chưa ghi danh hiệu nào."),
    ],
)
def test_what_is_empty_is_named(
    question: tuple[str, str], sentence: str, recorded: str, run_cli: RunCli
) -> None:
    assert run_cli(recorded, *question).stdout.splitlines()[-1] == sentence


def test_a_tie_is_no_defeat_and_papers_are_told(rehearsed_url: str, run_cli: RunCli) -> None:
    shown = run_cli(rehearsed_url, "votes", CYCLE, "--as-of", "2026-12-31").stdout
    assert "bằng phiếu" in shown
    assert "Phiếu: phát ra 5, thu về 5, hợp lệ 4, không hợp lệ 1." in shown


def test_an_open_ballot_shows_who_voted_and_not_what(sqlite_url: str, run_cli: RunCli) -> None:
    day = Moment.parse("2022-11-22")
    with opened(sqlite_url) as application:
        open_year(application, ("a", "b"))
        ballot = open_roll_call(application, "b1", ("a", "b"), when=day)
        vote = {"ballot": ballot, "elector": "b", "choices": {"a": "for"}, "channel": "minutes"}
        application.do("cast_vote", when=day, **vote)
    lines = run_cli(sqlite_url, "votes", SMALL_YEAR).stdout.splitlines()
    assert "Không nguồn nào nêu: phiếu." in lines
    assert "Lưu ý: Chỉ có 2 cử tri: một phiếu có thể quyết định kết quả." in " ".join(lines)
    assert not any("đồng ý" in line.split() for line in lines if line.startswith("  "))


def waiting(missing: list[str], role: str, units: list[str]) -> str:
    """The cells of a step that waits for units, and of who can act."""
    named = [{"unit": unit, "name": None} for unit in missing]
    actors = [{"unit": unit, "name": None} for unit in units]
    one: dict[str, Any] = {"step": "pledged", "status": "now", "on": None, "done": 0, "of": 3}
    one |= {"missing": named, "can_act": {"role": role, "units": actors}}
    answer = {"cycle": "thu-2022", "cluster_kind": "block", "steps": [one]}
    (_, table) = steps(Teller("vi"), answer)
    assert not isinstance(table, str)
    return " | ".join(" ".join(map(str, column.cells)) for column in table.columns[4:])


@pytest.mark.parametrize(
    ("missing", "role", "units", "cells"),
    [
        (["a", "b"], "member", ["a", "b"], "a; b | đơn vị còn thiếu"),
        (["a", "b", "c"], "lead", ["d"], "3 đơn vị | d"),
        (["a"], "lead", [], "a | khối trưởng"),
        (["a"], "member", ["a", "b", "c"], "a | các đơn vị thành viên"),
        ([], "tellers", [], "ban kiểm phiếu"),
    ],
)
def test_a_long_list_of_units_becomes_its_number(
    missing: list[str], role: str, units: list[str], cells: str
) -> None:
    assert waiting(missing, role, units) == cells


def test_a_spare_column_goes_without_a_word_and_another_is_named() -> None:
    columns = [Column("Bước"), Column("Còn thiếu", spare=True), Column("Ai làm tiếp")]
    table, silent = grid(Teller("vi"), columns, [["a", "", None], ["b", None, None]])
    assert not isinstance(table, str)
    assert [column.header for column in table.columns] == ["Bước"]
    assert silent == "Không nguồn nào nêu: ai làm tiếp."


def test_an_unknown_id_names_the_command_that_lists_them() -> None:
    failure = told(Unknown("cluster", "xx", [], False), "vi")
    assert failure is not None
    assert failure[1] == ["Không có cụm, khối “xx”.", "Xem các mã đang có: thidua clusters."]


def test_a_setting_that_cannot_be_used_says_what_can(
    monkeypatch: pytest.MonkeyPatch, rehearsed_url: str, run_cli: RunCli
) -> None:
    monkeypatch.setenv("THIDUA_LANGUAGE", "fr")
    shown = run_cli(rehearsed_url, "cycles").stderr.splitlines()
    assert shown == ["Thiết lập THIDUA_LANGUAGE không dùng được: “fr”.", "Nêu vi hoặc en."]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Contended("cast_vote"), "Đang có người khác ghi cùng chỗ: thử lại."),
        (Refusal("reason_too_short", rule="quy định diễn tập", letters_min=10), "Quy tắc: quy định diễn tập"),
    ],
)
def test_a_refusal_tells_its_rule(error: Exception, line: str) -> None:
    failure = told(error, "vi")
    assert failure is not None
    assert failure[0] is Code.REFUSED
    assert line in failure[1]


def test_a_fault_of_ours_is_no_failure() -> None:
    assert told(LookupError(), "vi") is None
