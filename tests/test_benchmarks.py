"""Every benchmark runs at a small size and gives figures; what they are is not a test's business."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks import append, as_of, http, pages, rebuild
from benchmarks.corpus import board
from benchmarks.logs import Logs
from benchmarks.report import Goal, Line, markdown
from benchmarks.rounds import spread
from tests.postgres import Server

UNITS = 12
EVENTS = 300


def assert_measured(lines: Sequence[Line], *, works: int) -> None:
    """There are that many lines, each with positive figures."""
    assert len(lines) == works
    for line in lines:
        for found in (line.ours, line.theirs, line.ratio):
            assert found is None or 0 < found.low <= found.median <= found.high
        assert (line.goal is None) == (line.reached is None)


def test_append_is_measured_on_sqlite(tmp_path: Path) -> None:
    assert_measured(append.on_sqlite(tmp_path, rounds=2, events=8), works=3)


def test_append_is_measured_on_postgresql(postgresql: Server) -> None:
    assert_measured(append.on_postgresql(postgresql, rounds=2, events=8), works=3)


def test_rebuild_is_measured(tmp_path: Path) -> None:
    with Logs(tmp_path, UNITS) as logs:
        assert_measured(rebuild.on_sqlite(logs, EVENTS, rounds=2), works=2)


def test_as_of_is_measured(tmp_path: Path) -> None:
    with Logs(tmp_path, UNITS) as logs:
        assert_measured(as_of.on_sqlite(logs, EVENTS, points=5), works=3)


def test_votes_and_standings_are_measured_over_http(tmp_path: Path, postgresql: Server) -> None:
    assert_measured(http.on_sqlite(tmp_path, ballots=1, rounds=2, requests=5), works=4)
    assert_measured(http.on_postgresql(postgresql, tmp_path, ballots=1), works=3)


def test_pages_are_measured(tmp_path: Path) -> None:
    assert_measured(pages.on_sqlite(tmp_path, units=6, years=1, rounds=1), works=8)


def test_a_log_begins_with_the_whole_board() -> None:
    entries = list(board(EVENTS, UNITS))
    assert [entry.position for entry in entries] == list(range(1, EVENTS + 1))
    assert {entry.originator_id.split(":")[0] for entry in entries} >= {"score", "pledge", "nomination"}


@pytest.mark.parametrize(("goal", "reached"), [(Goal(at_least="0.5"), True), (Goal(at_most="0.5"), False)])
def test_a_goal_is_shown_beside_its_ratio(goal: Goal, reached: bool) -> None:
    figures = spread([Decimal(1), Decimal(2)])
    line = Line(work="w", ours=figures, unit="u", ratio=figures, goal=goal)
    assert line.reached is reached
    assert f"| {goal.text()} | {'yes' if reached else 'no'} |" in markdown([line], ["a note"])
