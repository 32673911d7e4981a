import json
import socket
from pathlib import Path

import pytest
from sqlalchemy import update

from domain.moments import as_datetime
from projections.generations import VERSION, generations
from service.engine import open_engine
from service.opening import opened
from tests.conftest import NewDatabase
from tests.service.conftest import RunCli

CHRONICLE = """\
chronicle: thidua/1
title: Cụm diễn tập, 2022
source: Bài báo thử
cluster: cum-thu
cycle: cum-thu-2022
units:
  don-vi-a: {name: Đơn vị A, fictional: true}
  don-vi-b: {name: Đơn vị B, fictional: true}
entries:
  - {do: form_cluster, name: Cụm thử, kind: cluster}
  - {do: join_cluster, on: "2022", unit: don-vi-a}
  - {do: join_cluster, on: "2022", unit: don-vi-b}
  - {do: open_cycle, on: "2022", first_year: 2022}
  - {do: assign_lead, on: "2022", year: 2022, mode: stated, lead: don-vi-a}
  - do: report_commendation
    on: 2022-11-22
    line: all
    collectives: 2079
    individuals: 6206
    counting: instances
"""


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    file = tmp_path / "cum-thu-2022.yaml"
    file.write_text(CHRONICLE, encoding="utf-8")
    return file


def collectives(run_cli: RunCli, url: str, *point: str) -> int:
    told = run_cli(url, "commendations", "cum-thu-2022", "--json", *point)
    (line,) = json.loads(told.stdout)["commendations"]
    return int(line["collectives"])


def test_an_import_tells_what_it_recorded_and_a_second_changes_nothing(
    database_url: str, run_cli: RunCli, chronicle: Path
) -> None:
    first = run_cli(database_url, "import", str(chronicle))
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.split("\n")[-3].split() == ["cum-thu-2022.yaml", "8", "0"]
    second = run_cli(database_url, "import", str(chronicle.parent))
    assert second.stdout.split("\n")[-3].split() == ["cum-thu-2022.yaml", "0", "8"]


def test_a_dry_run_records_nothing(sqlite_url: str, run_cli: RunCli, chronicle: Path) -> None:
    assert run_cli(sqlite_url, "import", "--dry-run", str(chronicle)).exit_code == 0
    assert run_cli(sqlite_url, "standings", "cum-thu-2022").exit_code == 1


def test_a_bad_chronicle_is_told_with_its_line_and_nothing_of_it_is_kept(
    sqlite_url: str, run_cli: RunCli, chronicle: Path
) -> None:
    bad = chronicle.with_name("xau.yaml")
    bad.write_text(CHRONICLE.replace("individuals", "persons"), encoding="utf-8")
    told = run_cli(sqlite_url, "import", str(bad))
    assert told.exit_code == 1
    assert told.stderr.startswith(f"{bad}:19: persons: ")
    assert "field_unknown" in told.stderr
    assert "Không ghi gì từ tệp này" in told.stderr
    assert run_cli(sqlite_url, "units", "--json").stdout.count("don-vi-a") == 0


def test_files_before_a_bad_one_are_told(sqlite_url: str, run_cli: RunCli, chronicle: Path) -> None:
    bad = chronicle.with_name("xau.yaml")
    bad.write_text("chronicle: thidua/9\ntitle: x\nsource: x\nentries: []\n", encoding="utf-8")
    told = run_cli(sqlite_url, "import", str(chronicle), str(bad))
    assert told.exit_code == 1
    assert "cum-thu-2022.yaml" in told.stdout
    assert run_cli(sqlite_url, "standings", "cum-thu-2022").exit_code == 0


def test_a_folder_without_chronicles_is_wrong_usage(sqlite_url: str, run_cli: RunCli, tmp_path: Path) -> None:
    assert run_cli(sqlite_url, "import", str(tmp_path)).exit_code == 2


def test_an_export_is_taken_in_by_an_empty_log(
    sqlite_url: str, run_cli: RunCli, chronicle: Path, new_database: NewDatabase
) -> None:
    run_cli(sqlite_url, "import", str(chronicle))
    written = chronicle.with_name("ra.yaml")
    told = run_cli(sqlite_url, "export", "cum-thu-2022", "--output", str(written))
    assert (told.exit_code, told.stderr) == (0, "")
    shown = run_cli(sqlite_url, "export", "cum-thu-2022")
    assert shown.stdout_bytes == written.read_bytes()
    other = new_database("sqlite")
    assert run_cli(other, "import", str(written)).exit_code == 0
    assert collectives(run_cli, other) == 2079
    assert " 2.079 " in run_cli(other, "commendations", "cum-thu-2022").stdout


def test_an_export_of_an_unknown_cycle_suggests_one(rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, "export", "dien-tap-1-2027")
    assert told.exit_code == 1
    assert "dien-tap-1-2026" in told.stderr


def test_an_export_to_nowhere_is_told(rehearsed_url: str, run_cli: RunCli, tmp_path: Path) -> None:
    told = run_cli(rehearsed_url, "export", "dien-tap-1-2026", "--output", str(tmp_path / "a" / "b.yaml"))
    assert told.exit_code == 2
    assert "b.yaml" in told.stderr


def test_a_correction_changes_what_is_known_now_and_not_what_was(
    sqlite_url: str, run_cli: RunCli, chronicle: Path
) -> None:
    run_cli(sqlite_url, "import", str(chronicle))
    with opened(sqlite_url) as application:
        position = application.log_recorder.max_notification_id()
        before = as_datetime(application.log_recorder.clock()).isoformat()
    told = run_cli(
        sqlite_url,
        "correct",
        str(position),
        "--reason",
        "Nhầm số của báo cáo trước",
        "--set",
        "collectives=2080",
    )
    assert (told.exit_code, told.stderr) == (0, "")
    assert collectives(run_cli, sqlite_url) == 2080
    assert collectives(run_cli, sqlite_url, "--known-at", before) == 2079
    told = run_cli(sqlite_url, "retract", str(position), "--reason", "Báo cáo này không có thật")
    assert told.exit_code == 0
    assert '"commendations":[]' in run_cli(sqlite_url, "commendations", "cum-thu-2022", "--json").stdout
    assert "đã rút" in run_cli(sqlite_url, "history", "cum-thu-2022").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["correct", "1", "--reason", "Tên sai một chữ"], 2, "--set"),
        (["correct", "1", "--reason", "Tên sai một chữ", "--set", "name"], 2, "FIELD=VALUE"),
        (["correct", "1", "--reason", "ngắn", "--set", "name=X"], 1, "reason_too_short"),
        (["correct", "1", "--reason", "Tên sai một chữ", "--set", "nom=X"], 1, "correction_misfits"),
        (["correct", "9999", "--reason", "Tên sai một chữ", "--set", "name=X"], 1, "position_unknown"),
        (["retract", "9999", "--reason", "Không có mục này"], 1, "position_unknown"),
        (["correct", "1", "--reason", "Tên sai một chữ", "--to", "hôm qua"], 1, "moment_unreadable"),
    ],
)
def test_an_amendment_is_refused_in_words(
    arguments: list[str], code: int, word: str, rehearsed_url: str, run_cli: RunCli
) -> None:
    told = run_cli(rehearsed_url, *arguments)
    assert told.exit_code == code
    assert word in told.stderr


def test_verify_tells_the_root_and_takes_one_to_compare(rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, "verify")
    assert told.exit_code == 0
    root = told.stdout.splitlines()[1].split()[-1]
    same = run_cli(rehearsed_url, "verify", "--root", root.upper())
    assert same.exit_code == 0
    assert "Gốc đã nêu đúng là của mục số" in same.stdout
    other = run_cli(rehearsed_url, "verify", "--root", "00")
    assert other.exit_code == 1
    assert "root_differs" in other.stdout
    assert "…" not in other.stdout  # a root that is cut short is of no use
    assert other.stderr.startswith("Không mục nào có gốc đã nêu")


def test_read_models_of_another_version_ask_for_a_rebuild(
    sqlite_url: str, run_cli: RunCli, chronicle: Path
) -> None:
    run_cli(sqlite_url, "import", str(chronicle))
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(update(generations).values(version=VERSION + 1))
    engine.dispose()
    told = run_cli(sqlite_url, "units")
    assert told.exit_code == 3
    assert "thidua rebuild" in told.stderr
    assert run_cli(sqlite_url, "rebuild").exit_code == 0
    assert collectives(run_cli, sqlite_url) == 2079


def test_a_rehearsal_is_played_once(sqlite_url: str, run_cli: RunCli) -> None:
    assert "dien-tap-1-2026" in run_cli(sqlite_url, "rehearse").stdout
    assert "ghi mới 0 mục" in run_cli(sqlite_url, "rehearse").stdout


def test_the_demonstration_imports_and_rehearses(sqlite_url: str, run_cli: RunCli, chronicle: Path) -> None:
    told = run_cli(sqlite_url, "demo", "--no-serve", "--examples", str(chronicle.parent))
    assert (told.exit_code, told.stderr) == (0, "")
    assert run_cli(sqlite_url, "standings", "dien-tap-1-2026").exit_code == 0
    assert collectives(run_cli, sqlite_url) == 2079


def test_a_demonstration_without_examples_is_told(sqlite_url: str, run_cli: RunCli, tmp_path: Path) -> None:
    assert run_cli(sqlite_url, "demo", "--no-serve", "--examples", str(tmp_path / "x")).exit_code == 2


def test_a_port_in_use_is_told(rehearsed_url: str, run_cli: RunCli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = run_cli(rehearsed_url, "serve", "--port", str(taken.getsockname()[1]))
    assert told.exit_code == 2
    assert "--port" in told.stderr
