"""The audit on the command line: the same bytes as over HTTP, tables for people, files for spreadsheets."""

import csv
from io import StringIO

import pytest
from starlette.testclient import TestClient

from service.audit import attempts
from service.engine import writing
from service.opening import opened
from tests.service.conftest import RunCli

CYCLE, UNIT = "dien-tap-1-2026", "dien-tap-1-a"
POINT = {"as_of": "2026-12-31", "known_at": "2100-01-01T00:00:00+07:00"}
OTHER = {"other_as_of": "2026-06-30", "other_known_at": "2100-01-01"}
QUESTIONS: dict[tuple[str, ...], tuple[str, dict[str, str]]] = {
    ("events", "--limit", "5"): ("events", {"limit": "5"}),
    ("events", "--cycle", CYCLE, "--oldest-first", "--after", "30"): (
        "events",
        {"cycle": CYCLE, "newest_first": "false", "after": "30"},
    ),
    ("events", "--topic", "vote.cast", "--effective-from", "2026-11-01"): (
        "events",
        {"topic": "vote.cast", "effective_from": "2026-11-01"},
    ),
    ("event", "30"): ("events/30", {}),
    ("lineage", CYCLE): (f"cycles/{CYCLE}/lineage", {}),
    ("lineage", CYCLE, "--unit", UNIT): (f"cycles/{CYCLE}/lineage", {"unit": UNIT}),
    ("differences", CYCLE, "--other-as-of", "2026-06-30", "--other-known-at", "2100-01-01"): (
        f"cycles/{CYCLE}/differences",
        OTHER,
    ),
}  # fmt: skip
AT = ("--as-of", POINT["as_of"], "--known-at", POINT["known_at"])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: " ".join(question[:3]))
def test_the_command_line_and_http_give_the_same_bytes(
    question: tuple[str, ...], rehearsed_url: str, run_cli: RunCli, client: TestClient
) -> None:
    path, params = QUESTIONS[question]
    told = run_cli(rehearsed_url, *question, *AT, "--json")
    assert (told.exit_code, told.stderr) == (0, "")
    answer = client.get(f"/api/v1/{path}", params={**POINT, **params})
    assert told.stdout_bytes == answer.content + b"\n"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: " ".join(question[:3]))
def test_the_file_is_the_one_that_http_gives(
    question: tuple[str, ...], rehearsed_url: str, run_cli: RunCli, client: TestClient
) -> None:
    path, params = QUESTIONS[question]
    told = run_cli(rehearsed_url, *question, *AT, "--csv")
    assert (told.exit_code, told.stderr) == (0, "")
    answer = client.get(f"/api/v1/{path}", params={**POINT, **params, "format": "csv"})
    assert told.stdout_bytes == answer.content


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: " ".join(question[:3]))
def test_a_table_fits_eighty_columns(
    question: tuple[str, ...], language: str, rehearsed_url: str, run_cli: RunCli
) -> None:
    told = run_cli(rehearsed_url, *question, *AT, "--lang", language)
    assert told.exit_code == 0
    lines = told.stdout.splitlines()[1:]
    assert lines
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in told.stdout


def test_an_entry_is_shown_with_what_amends_it(rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, "events", "--topic", "entry.corrected", "--csv")
    (correction, *_) = csv.DictReader(StringIO(told.stdout.removeprefix("\ufeff")))
    shown = run_cli(rehearsed_url, "event", correction["corrects"]).stdout
    assert "Các mục liên quan" in shown
    assert f"Đính chính mục số {correction['corrects']}" in " ".join(shown.split())


def test_what_is_unknown_is_told_with_a_command(rehearsed_url: str, run_cli: RunCli) -> None:
    told = run_cli(rehearsed_url, "event", "99999")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.splitlines() == [
        "Nhật ký không có mục số 99999.",
        "Xem các mã đang có: thidua events.",
    ]
    assert run_cli(rehearsed_url, "lineage", CYCLE, "--unit", "khong-co").exit_code == 1
    assert run_cli(rehearsed_url, "events", "--recorded-from", "hôm qua").exit_code == 2
    assert run_cli(rehearsed_url, "differences", CYCLE, "--other-as-of", "hôm qua").exit_code == 2


def test_refused_attempts_are_shown_page_by_page(sqlite_url: str, run_cli: RunCli) -> None:
    with opened(sqlite_url) as application:
        for number in range(3):
            with writing(application.engine) as connection:
                attempts.note(
                    connection, now=number, person="p-1", session="s-1", action="cast_vote",
                    about="/api/v1/ballots/cum-2026.co/votes", code="not_permitted",
                )  # fmt: skip
    shown = run_cli(sqlite_url, "attempts", "--limit", "2").stdout
    assert "not_permitted" in " ".join(shown.split()).replace(" ", "")
    assert shown.splitlines()[-1] == "Còn nữa: xem tiếp bằng --after 2"
    told = run_cli(sqlite_url, "attempts", "--csv").stdout
    rows = list(csv.DictReader(StringIO(told.removeprefix("\ufeff"))))
    assert [(row["id"], row["person"]) for row in rows] == [("3", "p-1"), ("2", "p-1"), ("1", "p-1")]
    assert '"attempts":[]' in run_cli(sqlite_url, "attempts", "--person", "p-2", "--json").stdout
