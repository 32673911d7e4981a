"""Over HTTP: votes that come in a rush, and reading the standings against a handler that does nothing."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from http.client import HTTPConnection
from io import StringIO
from itertools import count
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from benchmarks.engines import Engine
from benchmarks.report import Goal, Line, compared, known
from benchmarks.rounds import NANOSECONDS, Contender, interleaved, milliseconds_within
from service.settings import Settings
from service.web.app import create_app
from tests.live.people import signed_in
from tests.live.rush import Rush
from tests.live.servers import serving
from tests.serving import WAIT_SECONDS, free_port
from tests.web.house import NO_LIMITS, new_person

BALLOTS = 50
ROUNDS = 9
REQUESTS = 200
TRIVIAL = "/trivial"
FIRST_DAY = date(2100, 1, 1)  # of the days asked for, each once: the board stands by then


def measure(
    engine: Engine, *, ballots: int = BALLOTS, rounds: int = ROUNDS, requests: int = REQUESTS
) -> list[Line]:
    """Votes and standings on one engine."""
    return [*_votes(engine, ballots), *_standings(engine, rounds, requests)]


def _votes(engine: Engine, ballots: int) -> list[Line]:
    """Twelve electors vote on every ballot at once, and send each vote twice: the half of it is repeated."""
    with closing(engine.ours("votes")) as application:
        rush = Rush(application, ballots)
    with _servers(engine.url("votes"), engine.directory, engine.processes) as urls:
        began = perf_counter_ns()
        answers = rush.run(urls, rush.votes(), lambda _client, _answer: None)
        taken = perf_counter_ns() - began
    if {answer.status for answer in answers} != {201}:
        raise RuntimeError("a vote of the rush was refused")
    waited = [answer.nanoseconds for answer in answers]
    work = f"vote over HTTP, {engine.name}, {engine.processes} process(es)"
    return [
        known(work, [len(answers) * NANOSECONDS / taken], unit="requests/s"),
        *(known(f"{work}: p{share}", [milliseconds_within(waited, share)], unit="ms") for share in (50, 99)),
    ]


@contextmanager
def _servers(database_url: str, directory: Path, processes: int) -> Iterator[list[str]]:
    if processes == 0:
        yield []
        return
    with (
        serving(database_url, directory) as server,
        _servers(database_url, directory, processes - 1) as others,
    ):
        yield [server.url, *others]


class Get:
    """Asks for one path again and again, on one connection."""

    def __init__(self, connection: HTTPConnection, path: str, headers: dict[str, str]) -> None:
        self._connection = connection
        self._path = path
        self._headers = headers

    def prepare(self, count: int) -> int:
        """Nothing is prepared."""
        return count

    def run(self, prepared: int) -> int:
        """Ask so often, and read every answer."""
        for _ in range(prepared):
            self._connection.request("GET", self._path, headers=self._headers)
            with self._connection.getresponse() as answer:
                answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{self._path} answered {answer.status}")
        return prepared


class GetAnew(Get):
    """Asks for one path on one day after the other: no answer is told twice."""

    def __init__(self, connection: HTTPConnection, path: str, headers: dict[str, str]) -> None:
        super().__init__(connection, path, headers)
        self._asked = path
        self._days = map(date.fromordinal, count(FIRST_DAY.toordinal()))

    def run(self, prepared: int) -> int:
        """Ask so often, each time for the next day."""
        for _ in range(prepared):
            self._path = f"{self._asked}?as_of={next(self._days)}"
            super().run(1)
        return prepared


def _standings(engine: Engine, rounds: int, requests: int) -> list[Line]:
    with closing(engine.ours("board")) as application:
        rush = Rush(application, 1)
        headers = signed_in(application, new_person(application, "inspector"))
    told: dict[str, Any] = {"database_url": engine.url("board"), **NO_LIMITS}
    with _both(create_app(Settings(**told), log_to=StringIO())) as connection:
        path = f"/api/v1/cycles/{rush.cycle}/standings"
        contenders: dict[str, Contender] = {
            "told again": Get(connection, path, headers),
            "made anew": GetAnew(connection, path, headers),
            "trivial": Get(connection, TRIVIAL, headers),
        }
        speeds = interleaved(contenders, rounds=rounds, count=requests, warm_up=requests)
    return [
        compared(
            f"GET standings over HTTP, twelve units, {engine.name}, {how}",
            speeds[how],
            "a trivial FastAPI handler",
            speeds["trivial"],
            Goal(at_least="0.5"),
            unit="requests/s",
        )
        for how in ("told again", "made anew")
    ]


@contextmanager
def _both(service: FastAPI) -> Iterator[HTTPConnection]:
    """A connection to one server that has the service and a handler that does nothing."""
    trivial = FastAPI(openapi_url=None)

    @trivial.get(TRIVIAL)
    def answer() -> dict[str, str]:
        return {"told": "nothing"}

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        app = trivial if scope.get("path") == TRIVIAL else service
        await app(scope, receive, send)

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(either, port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            thread.join(0.01)
        with closing(HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)) as connection:
            yield connection
    finally:
        server.should_exit = True
        thread.join()
