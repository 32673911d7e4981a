"""Every benchmark runs at a small size and gives figures; what they are is not a test's business."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from benchmarks import (
    append,
    as_of,
    clients,
    http,
    pages,
    profiles,
    rebuild,
    teams,
    umadb_server,
    under_load,
    verify,
)
from benchmarks.corpus import board
from benchmarks.engines import Engine, PostgreSQL, SQLite
from benchmarks.logs import Logs
from benchmarks.report import Goal, Line, Section
from benchmarks.results import write
from benchmarks.rounds import spread
from domain.facts import Entry
from service.verify import verify as verify_log
from tests.postgres import Server
from tests.rooms import ROOT

UNITS = 12
EVENTS = 300
FEWER = 250


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    directory = tmp_path_factory.mktemp("benchmarks")
    if request.param == "sqlite":
        return SQLite(directory)
    server: Server = request.getfixturevalue("postgresql")
    return PostgreSQL(directory, server)


@pytest.fixture(scope="module")
def logs(engine: Engine) -> Iterator[Logs]:
    with Logs(engine, UNITS) as loaded:
        yield loaded


def assert_measured(lines: Sequence[Line], *, works: int) -> None:
    """There are that many lines, each with positive figures."""
    assert len(lines) == works
    for line in lines:
        for found in (line.ours, line.theirs, line.ratio):
            assert found is None or 0 <= found.low <= found.median <= found.high
        assert line.ours.median > 0 or line.goal == Goal(exactly="0")
        assert (line.goal is None) == (line.reached is None)


def test_append_is_measured(engine: Engine) -> None:
    works = 4 if umadb_server.is_installed() else 3
    assert_measured(append.measure(engine, rounds=2, events=8), works=works)


def test_many_clients_are_measured(engine: Engine) -> None:
    works = 2 * (1 if engine.processes == 1 else 2)
    assert_measured(clients.measure(engine, rounds=2, events=32), works=works)


@pytest.mark.parametrize("sent", [{"first"}, {"first", "second", "third"}])
def test_a_command_that_is_lost_or_doubled_is_noticed(tmp_path: Path, sent: set[str]) -> None:
    application = SQLite(tmp_path).ours("checked")
    for command_id in ("first", "second"):
        teams.command(application, command_id)()
    clients.check(application, {"first", "second"})
    with pytest.raises(RuntimeError, match="lost"):
        clients.check(application, sent)
    application.close()


def test_rebuild_is_measured(logs: Logs) -> None:
    assert_measured(rebuild.measure(logs, EVENTS, rounds=2), works=2)


def test_as_of_is_measured(logs: Logs) -> None:
    assert_measured(as_of.measure(logs, (FEWER, EVENTS), points=5), works=7)


def test_verify_is_measured(logs: Logs) -> None:
    assert_measured(verify.measure(logs, EVENTS, rounds=2), works=2)


def test_requests_while_rebuilding_are_measured(tmp_path: Path) -> None:
    with Logs(SQLite(tmp_path), UNITS) as logs:
        lines = under_load.measure(logs, EVENTS, seconds=1)
    assert_measured(lines, works=5)
    assert lines[-1].reached, lines[-1].cells()


def test_votes_and_standings_are_measured_over_http(engine: Engine) -> None:
    assert_measured(http.measure(engine, ballots=1, rounds=2, requests=5), works=5)


def test_pages_are_measured(tmp_path: Path) -> None:
    assert_measured(pages.measure(SQLite(tmp_path), units=6, years=1, rounds=1), works=8)


def test_each_hot_path_has_a_profile(tmp_path: Path) -> None:
    with Logs(SQLite(tmp_path), UNITS) as logs:
        told = profiles.text([logs], FEWER, appends=5, boards=2)
    for title in ("append, ", "command, ", "rebuild, ", "standings of ", "verify, "):
        assert f"\n\n{title}" in told
    assert " service/" in told
    assert str(ROOT) not in told


def test_a_log_that_is_loaded_in_bulk_is_sound(logs: Logs) -> None:
    report = verify_log(logs.ours(FEWER).engine)
    assert (report.entries, report.problems) == (FEWER, ())
    with logs.ours(FEWER).log_recorder.reading() as connection:
        held: list[Entry] = logs.ours(FEWER).timeline("cluster:dien-tap-1", connection)
    assert [entry.fact for entry in held] == [
        entry.fact for entry in board(FEWER, UNITS) if entry.originator_id == "cluster:dien-tap-1"
    ]


def test_a_log_begins_with_the_whole_board() -> None:
    entries = list(board(EVENTS, UNITS))
    assert [entry.position for entry in entries] == list(range(1, EVENTS + 1))
    assert {entry.originator_id.split(":")[0] for entry in entries} >= {"score", "pledge", "nomination"}


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        (Goal(at_least="0.5"), True),
        (Goal(at_most="0.5"), False),
        (Goal(exactly="0"), False),
        (Goal(exactly="1.5"), True),
    ],
)
def test_a_goal_is_shown_beside_its_ratio(tmp_path: Path, goal: Goal, reached: bool) -> None:
    figures = spread([Decimal(1), Decimal(2)])
    line = Line(work="w < 1", ours=figures, unit="u", ratio=figures, goal=goal)
    assert line.reached is reached
    write(tmp_path / "told.md", [Section(title="s", lines=[line], seconds=1)], ["a note"])
    told = (tmp_path / "told.md").read_text(encoding="utf-8")
    assert f"| {goal.text()} | {'yes' if reached else 'no'} |" in told
    assert "](told.svg)" in told


def test_the_chart_has_a_bar_and_a_mark_for_each_ratio_with_a_goal(tmp_path: Path) -> None:
    ratios = [spread([Decimal(figure)]) for figure in ("0.02", "0.7", "1", "4000")]
    line = Line(work="w < 1 & so on", ours=ratios[0], unit="u", against="a", goal=Goal(at_least="0.5"))
    lines = [msgspec.structs.replace(line, ratio=ratio) for ratio in ratios]
    unmeasured = Section(title="t", lines=[], seconds=0, problem="no disk")
    write(tmp_path / "told.md", [Section(title="s", lines=[*lines, line], seconds=1), unmeasured], [])
    assert "Could not be measured: no disk" in (tmp_path / "told.md").read_text(encoding="utf-8")
    drawing = ET.parse(tmp_path / "told.svg").getroot()
    svg = "{http://www.w3.org/2000/svg}"
    words = [element.text for element in drawing.iter(f"{svg}text")]
    assert words.count("w < 1 & so on") == len(ratios)
    assert {"0.02 × ✗", "0.70 × ✓", "1.00 × ✓", "4,000 × ✓"} <= set(words)
    boxes = [(int(box.attrib["x"]), int(box.attrib["width"])) for box in drawing.iter(f"{svg}rect")]
    marks = [element for element in drawing.iter(f"{svg}line") if element.attrib["class"] == "goal"]
    assert len(marks) == len(boxes) == len(ratios)
    one = boxes[2][0]  # all bars begin or end where the two are even
    assert [left == one or left + width == one for left, width in boxes] == [True] * len(ratios)
    assert boxes[0][0] < int(marks[0].attrib["x1"]) < one < one + boxes[3][1]
