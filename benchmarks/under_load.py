"""Rebuild under load: requests to a service while another process makes its read models anew, and without."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic_ns

import msgspec

from benchmarks.corpus import BOARD_CYCLE, BOARD_EVENTS, BOARD_YEAR, CLUSTER_CYCLE
from benchmarks.load import SECOND, Answer, Load, Request
from benchmarks.logs import Logs
from benchmarks.report import Goal, Line, known
from benchmarks.rounds import milliseconds_within, spread
from tests.live.people import signed_in
from tests.live.servers import serving
from tests.rooms import ROOT
from tests.serving import SERVE
from tests.web.house import new_person

SECONDS = 60
READERS, WRITERS = 4, 2  # twenty reads and ten writes a second
_FIRST_DAY = date(BOARD_YEAR, 10, 10)
_DAYS = 80
_P99 = Goal(at_most="3")
_FAILED = Goal(exactly="0")


def reads(cycle: str, seed: int, headers: dict[str, str]) -> Iterator[Request]:
    """Standings and steps in turn, each at a day of chance."""
    random = Random(seed)
    while True:
        day = _FIRST_DAY + timedelta(days=random.randrange(_DAYS))
        for what in ("standings", "steps"):
            yield Request("GET", f"/api/v1/cycles/{cycle}/{what}?as_of={day}", b"", headers, 200)


def writes(seed: str, headers: dict[str, str]) -> Iterator[Request]:
    """New units."""
    for number in count(1):
        unit = f"giua-chung-{seed}-{number}"
        dressed = {**headers, "Content-Type": "application/json", "Idempotency-Key": unit}
        body = msgspec.json.encode({"unit": unit, "name": f"Đơn vị {number}", "fictional": True})
        yield Request("POST", "/api/v1/units", body, dressed, 201)


class Rebuilds:
    """`thidua rebuild` in a process of its own, again and again for so long; the last one is waited for."""

    def __init__(self, database_url: str, seconds: int) -> None:
        self.done = 0
        self.ended = 0  # by the monotonic clock
        self._url = database_url
        self._until = monotonic_ns() + seconds * SECOND
        self._process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-c", SERVE, "rebuild"],
            cwd=ROOT,
            env={**os.environ, "THIDUA_DATABASE_URL": self._url},
            stdout=subprocess.DEVNULL,
        )

    def run(self) -> int:
        """Rebuild until the time is over, and tell how often.

        Raises:
            RuntimeError: a rebuild failed.
        """
        while True:
            if self._process.wait():
                raise RuntimeError(f"thidua rebuild ended with {self._process.returncode}")
            self.done += 1
            self.ended = monotonic_ns()
            if self.ended >= self._until:
                return self.done
            self._process = self._started()


def measure(logs: Logs, events: int, *, seconds: int = SECONDS) -> list[Line]:
    """The rows of a log of `events` entries. What is written stays in it, so it comes last in a run."""
    application = logs.ours(events)
    reader, writer = new_person(application, "inspector"), new_person(application, "office")
    reading, writing = signed_in(application, reader), signed_in(application, writer)
    cycle = CLUSTER_CYCLE if events >= 2 * BOARD_EVENTS else BOARD_CYCLE
    url = logs.engine.url(logs.database(events))
    with _loaded(url, logs.engine.directory, cycle, reading, writing) as load:
        before = load.run(_after(max(1, seconds // 2)))
        during, rebuilds = _while_rebuilding(load, url, seconds)
        after = load.run(_after(max(1, seconds // 2)))
    work = f"during {rebuilds} rebuild(s) of {events:,} events, {logs.engine.name}"
    answers = [answer for phase in (before, during, after) for kind in phase for answer in kind]
    failed = sum(not answer.is_good for answer in answers)
    return [
        *_lines(f"GET {work}", during[0], [*before[0], *after[0]]),
        *_lines(f"POST {work}", during[1], [*before[1], *after[1]]),
        known(f"requests that failed, {work}", [Decimal(failed)], unit=f"of {len(answers):,}", goal=_FAILED),
    ]


@contextmanager
def _loaded(
    url: str, directory: Path, cycle: str, reading: dict[str, str], writing: dict[str, str]
) -> Iterator[Load]:
    with serving(url, directory) as server:
        readers = [reads(cycle, number, reading) for number in range(READERS)]
        writers = [writes(str(number), writing) for number in range(WRITERS)]
        yield Load(server.port, readers, writers)


def _after(seconds: int) -> Callable[[int], bool]:
    until = monotonic_ns() + seconds * SECOND
    return lambda due: due >= until


def _while_rebuilding(load: Load, url: str, seconds: int) -> tuple[tuple[list[Answer], list[Answer]], int]:
    rebuilds = Rebuilds(url, seconds)
    with ThreadPoolExecutor(1) as pool:
        task = pool.submit(rebuilds.run)
        answers = load.run(lambda due: task.done() and due >= rebuilds.ended)
        return answers, task.result()


def _lines(work: str, during: Sequence[Answer], quiet: Sequence[Answer]) -> list[Line]:
    lines = []
    for share, goal in ((50, None), (99, _P99)):
        ours, theirs = (
            milliseconds_within([answer.nanoseconds for answer in answers], share)
            for answers in (during, quiet)
        )
        lines.append(
            Line(
                work=f"{work}: p{share}",
                ours=spread([ours]),
                unit="ms",
                against="without one",
                theirs=spread([theirs]),
                ratio=spread([ours / theirs]),
                goal=goal,
            )
        )
    return lines
