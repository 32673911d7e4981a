import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.opening import opened
from tests.service.conftest import RunCli

CYCLE = "dien-tap-1-2026"
QUESTIONS = {
    ("standings", CYCLE): f"cycles/{CYCLE}/standings",
    ("steps", CYCLE): f"cycles/{CYCLE}/steps",
    ("votes", CYCLE): f"cycles/{CYCLE}/votes",
    ("commendations", CYCLE): f"cycles/{CYCLE}/commendations",
    ("pledges", CYCLE): f"cycles/{CYCLE}/pledges",
    ("drives", CYCLE): f"cycles/{CYCLE}/drives",
    ("history", CYCLE): f"cycles/{CYCLE}/history",
    ("scores", CYCLE): f"cycles/{CYCLE}/scores",
    ("nominations", CYCLE): f"cycles/{CYCLE}/nominations",
    ("inspections", CYCLE): f"cycles/{CYCLE}/inspections",
    ("rules", CYCLE): f"cycles/{CYCLE}/rules",
    ("cluster", "dien-tap-1"): "clusters/dien-tap-1",
    ("leads", "dien-tap-1"): "clusters/dien-tap-1/leads",
    ("honours", "dien-tap-1-a"): "units/dien-tap-1-a/honours",
    ("cycles",): "cycles",
    ("clusters",): "clusters",
    ("units",): "units",
}
POINT = {"as_of": "2026-12-31", "known_at": "2100-01-01T00:00:00+07:00"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[0])
def test_the_command_line_and_http_give_the_same_bytes(
    question: tuple[str, ...], rehearsed_url: str, run_cli: RunCli, client: TestClient
) -> None:
    told = run_cli(
        rehearsed_url, *question, "--as-of", POINT["as_of"], "--known-at", POINT["known_at"], "--json"
    )
    assert (told.exit_code, told.stderr) == (0, "")
    answer = client.get(f"/api/v1/{QUESTIONS[question]}", params=POINT)
    assert told.stdout_bytes == answer.content + b"\n"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[0])
def test_a_table_fits_eighty_columns_and_has_no_colour(
    question: tuple[str, ...], language: str, rehearsed_url: str, run_cli: RunCli
) -> None:
    told = run_cli(rehearsed_url, *question, "--as-of", "2026-12-31", "--lang", language)
    assert told.exit_code == 0
    first, *lines = told.stdout.splitlines()
    assert first.startswith({"vi": "Xem tại ngày 31/12/2026", "en": "As of 31 December 2026"}[language])
    assert lines
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in told.stdout


@pytest.mark.parametrize("question", [("cycles",), ("units",), ("nominations", CYCLE), ("history", CYCLE)])
def test_a_page_is_the_same_on_the_command_line_and_over_http(
    question: tuple[str, ...], rehearsed_url: str, run_cli: RunCli, client: TestClient
) -> None:
    wanted: dict[str, str] = {**POINT, "limit": "3"}
    pages = 0
    for _ in range(3):
        options = [part for name, value in wanted.items() for part in (f"--{name.replace('_', '-')}", value)]
        told = run_cli(rehearsed_url, *question, *options, "--json")
        answer = client.get(f"/api/v1/{QUESTIONS[question]}", params=wanted)
        assert told.stdout_bytes == answer.content + b"\n"
        pages += 1
        if answer.json()["next"] is None:
            break
        wanted["after"] = str(answer.json()["next"])
    assert pages == (1 if question == ("cycles",) else 3)


def test_a_list_is_searched_and_says_when_there_is_more(rehearsed_url: str, run_cli: RunCli) -> None:
    found = run_cli(rehearsed_url, "units", "--as-of", "2026-12-31", "--find", "DON VI b")
    assert "Đơn vị B" in found.stdout
    assert "Đơn vị A" not in found.stdout
    page = run_cli(rehearsed_url, "units", "--as-of", "2026-12-31", "--limit", "2")
    assert page.stdout.splitlines()[-1] == "Còn nữa: xem tiếp bằng --after dien-tap-1-a"
    assert "Còn nữa" not in run_cli(rehearsed_url, "units", "--as-of", "2026-12-31").stdout


def test_a_page_after_an_unknown_line_is_wrong_usage(rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, "units", "--as-of", "2026-12-31", "--after", "khong-co")
    assert told.exit_code == 2
    assert "khong-co" in told.stderr


def test_what_an_empty_cycle_does_not_state_is_told_as_such(sqlite_url: str, run_cli: RunCli) -> None:
    with opened(sqlite_url) as application:
        application.do("form_cluster", cluster="cum", name="Cụm diễn tập", kind="block")
        application.do("open_cycle", cycle="cum-2026", cluster="cum", first_year=2026)
    told = {
        name: run_cli(sqlite_url, name, "cum-2026").stdout
        for name in ("rules", "scores", "nominations", "inspections")
    }
    assert "Quy tắc: không nêu" in told["rules"]
    assert "Bảng điểm: không nêu" in told["rules"]
    assert "Chưa ghi điểm nào." in told["scores"]
    assert "Chưa ghi đề nghị nào." in told["nominations"]
    assert "Chưa ghi lần kiểm tra nào." in told["inspections"]
    assert "Khối trưởng: không nêu" in run_cli(sqlite_url, "cluster", "cum").stdout


def test_figures_are_in_vietnamese_form(rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, "standings", CYCLE, "--as-of", "2026-12-31")
    assert re.search(r" \d{3},\d{2} ", told.stdout)
    assert "Đơn vị E" in told.stdout


def test_what_nobody_states_takes_no_column(rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, "standings", CYCLE, "--as-of", "2026-06-30")
    assert "Không nguồn nào nêu: hạng, tự chấm, thẩm định, chốt" in " ".join(told.stdout.split())


def test_the_lead_depends_on_the_day(rehearsed_url: str, run_cli: RunCli) -> None:
    def lead(day: str) -> str:
        told = run_cli(rehearsed_url, "leads", "dien-tap-1", "--as-of", day, "--json")
        return str(json.loads(told.stdout)["lead"]["name"])

    assert (lead("2026-12-31"), lead("2027-01-01")) == ("Đơn vị A", "Đơn vị B")


def test_an_unknown_id_suggests_one_like_it(rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, "standings", "dien-tap-1-2062")
    assert told.exit_code == 1
    assert told.stdout == ""
    assert told.stderr.splitlines() == [
        "Không có năm thi đua “dien-tap-1-2062”.",
        "Có phải là: dien-tap-1-2026?",
    ]


def test_an_id_of_another_time_is_told_as_such(rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, "leads", "dien-tap-1", "--as-of", "2001-01-01")
    assert told.exit_code == 1
    assert "chỉ có ở thời điểm khác" in told.stderr


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--as-of", "2022"),
        ("--as-of", "0001-01-01"),
        ("--as-of", "hôm qua"),
        ("--known-at", "2022-11-21T09:00:00"),
        ("--known-at", "9999-12-31T23:59:59-23:59"),
        ("--known-at", "2022-13-01"),
    ],
)
def test_a_point_that_cannot_be_read_is_wrong_usage(
    option: str, text: str, rehearsed_url: str, run_cli: RunCli
) -> None:
    told = run_cli(rehearsed_url, "units", option, text)
    assert told.exit_code == 2
    what, remedy = told.stderr.splitlines()
    assert what
    assert remedy.startswith("Viết ")


def test_a_question_makes_no_database(run_cli: RunCli, sqlite_url: str) -> None:
    for _ in range(2):
        told = run_cli(sqlite_url, "cycles")
        assert told.exit_code == 3
        assert "thidua demo" in told.stderr


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://localhost/x", "sqlite://", "postgresql://u:geheim@127.0.0.1:1/x"]
)
def test_a_database_out_of_reach_is_told_without_its_password(url: str, run_cli: RunCli) -> None:
    told = run_cli(url, "cycles")
    assert told.exit_code == 3
    assert "THIDUA_DATABASE_URL" in told.stderr
    assert "geheim" not in told.stderr


def test_a_file_that_is_no_database_is_told(tmp_path: Path, run_cli: RunCli) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, and long enough to be taken for one" * 50)
    assert run_cli(f"sqlite:///{file}", "cycles").exit_code == 3


def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, rehearsed_url: str, run_cli: RunCli
) -> None:
    monkeypatch.setenv("THIDUA_PORT", "many")
    told = run_cli(rehearsed_url, "cycles")
    assert told.exit_code == 2
    assert "THIDUA_PORT" in told.stderr


def test_an_unknown_command_is_wrong_usage(run_cli: RunCli, rehearsed_url: str) -> None:
    assert run_cli(rehearsed_url, "standing").exit_code == 2
