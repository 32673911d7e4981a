"""A copy that is killed leaves a sound beginning of the log, and the next one goes on from there."""

import os
import random
import signal
import subprocess
import sys
import time

from sqlalchemy import Engine

from service.evidence import grow
from service.opening import opened
from tests.log.test_kill import settle
from tests.moving.conftest import RunThidua
from tests.moving.furnishing import all_rows, furnish, signs_in
from tests.rooms import ROOT

KILLS = 6
PAGES_MAX = 1  # that a mover may copy before the hand is raised
DELAY_NANOSECONDS_MAX = 4_000_000  # about one page: the blow falls anywhere in it
LEAF = -1


def kill_one(server: "subprocess.Popen[str]", chance: random.Random) -> None:
    """Let a mover begin, and kill it while it is at a page."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write("\n")
    pid = int(server.stdout.readline().removeprefix("pid "))
    for _ in range(1 + chance.randint(0, PAGES_MAX)):
        assert server.stdout.readline().startswith("at "), "the log is too short for so many kills"
    raised = time.monotonic_ns() + chance.randint(0, DELAY_NANOSECONDS_MAX)
    while time.monotonic_ns() < raised:
        pass
    os.kill(pid, signal.SIGKILL)
    while server.stdout.readline() != "dead\n":
        pass


def reached(target: Engine, whole: list[tuple[object, ...]]) -> int:
    """How far the target is, which must be a sound beginning of the whole log."""
    settle(target)
    rows = all_rows(target)
    held = rows["event_log"]
    ((_, position, _, frontier),) = rows["log_head"]
    assert held == whole[: len(held)]
    assert position == len(held)
    assert bytes(frontier) == grow(b"", 0, [bytes(row[LEAF]) for row in held])
    return len(held)


def test_a_killed_copy_goes_on_where_it_was(thidua: RunThidua, sqlite_url: str, database_url: str) -> None:
    with opened(sqlite_url) as source:
        person = furnish(source)
        for number in range(24):  # more than all movers together may copy
            source.do("form_cluster", cluster=f"c{number}", name="Cụm", kind="cluster")
        rows = all_rows(source.engine)
    chance = random.Random(5)
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.moving.mover", sqlite_url, database_url],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    with started, opened(database_url, rebuilding=True) as target:
        steps = []
        for _ in range(KILLS):
            kill_one(started, chance)
            steps.append(reached(target.engine, rows["event_log"]))
        assert started.stdin is not None
        started.stdin.close()
        assert started.wait(60) == 0
    assert steps == sorted(steps)
    assert 0 < steps[0] < steps[-1] < len(rows["event_log"])
    told = thidua("copy", sqlite_url, database_url)
    assert (told.exit_code, told.stderr) == (0, "")
    with opened(database_url) as target:
        assert all_rows(target.engine) == rows
        assert signs_in(target) == person
