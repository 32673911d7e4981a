"""Killed at any moment, again and again: what was acknowledged is there, once, and the log is whole."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from service.application import Thidua
from service.verify import verify
from tests.log.setting import log_rows
from tests.log.victim import command
from tests.rooms import ROOT

KILLS = 100
ACKNOWLEDGED_MAX = 3  # commands that a victim may carry out before the hand is raised
DELAY_NANOSECONDS_MAX = 2_000_000  # about one append: the blow falls anywhere in it


@contextmanager
def victims(database_url: str) -> Iterator["subprocess.Popen[str]"]:
    """The process that forks victims; it ends when there is nothing more to read."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.log.victim", database_url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    with started:
        yield started
        assert started.stdin is not None
        started.stdin.close()
        assert started.wait(60) == 0


def kill_one(server: "subprocess.Popen[str]", first: int, chance: random.Random) -> list[int]:
    """Let a victim begin at a command, and kill it; gives the commands that it acknowledged."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{first}\n")
    pid = int(server.stdout.readline().removeprefix("pid "))
    done = [
        int(server.stdout.readline().removeprefix("did ")) for _ in range(chance.randint(0, ACKNOWLEDGED_MAX))
    ]
    raised = time.monotonic_ns() + chance.randint(0, DELAY_NANOSECONDS_MAX)
    while time.monotonic_ns() < raised:
        pass
    os.kill(pid, signal.SIGKILL)
    while (line := server.stdout.readline()) != "dead\n":
        done.append(int(line.removeprefix("did ")))
    return done


def test_what_was_acknowledged_survives_every_kill(engine: Engine, database_url: str) -> None:
    chance = random.Random(9)
    acknowledged: list[int] = []
    with victims(database_url) as server:
        for _ in range(KILLS):
            # Each begins with the command that its predecessor died in, under the same id.
            acknowledged += kill_one(server, len(acknowledged), chance)
    settle(engine)
    assert acknowledged == list(range(len(acknowledged)))
    rows = log_rows(engine)
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    recorded = [(row.command_id, row.ordinal) for row in rows]
    asked = [(f"c-{number}", at) for number in acknowledged for at in range(command(number)[2])]
    in_doubt = [(f"c-{len(acknowledged)}", at) for at in range(command(len(acknowledged))[2])]
    assert recorded in (asked, asked + in_doubt)
    assert verify(engine).problems == ()
    application = Thidua(engine)
    assert application.do("form_cluster", cluster="c-after", name="Cụm sau", kind="cluster")
    application.close()


def settle(engine: Engine) -> None:
    """Wait for what a dead client's server process may still be doing: it holds the head until it ends."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("SELECT position FROM log_head FOR UPDATE"))
