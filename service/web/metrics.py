"""What a watcher sees of the service, as Prometheus reads it: how much and how fast, never who or what."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.refusals import Refusal
from projections.ballots import open_count
from projections.generations import VERSION
from projections.point import LATEST, position_at
from projections.registry import held_version
from service.application import Contended
from service.store import Store
from service.web.guard import permitted

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
UNMATCHED = "unmatched"  # the route of a path that no route has: a path is never told as it came
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
NANOSECONDS = 1_000_000_000

Outcome = Literal["recorded", "refused", "contended", "failed"]
router = APIRouter(tags=["health"])


@router.get(
    "/metrics", operation_id="metrics", summary="What a watcher sees", response_class=PlainTextResponse,
    dependencies=[permitted("read_metrics")],
)  # fmt: skip
def read_metrics(request: Request) -> Response:
    """All metrics, as Prometheus reads them."""
    state = request.app.state
    return Response(state.metrics.told(state.thidua), media_type=CONTENT_TYPE_LATEST)


class Metrics:
    """The metrics of one service: each has its own, so that two in one process count apart.

    `sign_in_failures`, `authority_refusals` and `listeners` are counted by those who know.
    """

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)  # start, memory, processor and files of the process
        self._requests = Counter(
            "thidua_requests", "Requests answered", ["method", "route", "status"], registry=registry
        )
        self._request_seconds = Histogram(
            "thidua_request_seconds", "Time from a request to the end of its answer", ["method", "route"],
            registry=registry, buckets=SECONDS,
        )  # fmt: skip
        self._append_seconds = Histogram(
            "thidua_append_seconds", "Time to decide a command and record what follows",
            ["command", "outcome"], registry=registry, buckets=SECONDS,
        )  # fmt: skip
        self.sign_in_failures = Counter("thidua_sign_in_failures", "Sign-ins refused", registry=registry)
        self.authority_refusals = Counter(
            "thidua_authority_refusals", "Requests refused for want of authority", registry=registry
        )
        self.listeners = Gauge("thidua_listeners", "Open streams of live pages", registry=registry)
        self._position = Gauge("thidua_log_position", "Last position of the log", registry=registry)
        self._behind = Gauge(
            "thidua_read_models_behind",
            "Entries of the log that the read models do not hold",
            registry=registry,
        )
        self._open_ballots = Gauge("thidua_open_ballots", "Ballots that take votes now", registry=registry)

    def answered(self, method: str, route: str, status: int, nanoseconds: int) -> None:
        """Count a request by the template of its route."""
        method = method if method in METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(method, route).observe(nanoseconds / NANOSECONDS)

    @contextmanager
    def appending(self, command: str) -> Iterator[None]:
        """Time one `Thidua.execute`, by the command's name and how it ended."""
        began = time.perf_counter_ns()
        outcome: Outcome = "failed"
        try:
            yield
            outcome = "recorded"
        except Refusal:
            outcome = "refused"
            raise
        except Contended:
            outcome = "contended"
            raise
        finally:
            taken = time.perf_counter_ns() - began
            self._append_seconds.labels(command, outcome).observe(taken / NANOSECONDS)

    def told(self, application: Store) -> bytes:
        """All metrics as text, with those of the log as it stands now."""
        with application.log_recorder.reading() as connection:
            position = position_at(connection, None)
            held = held_version(connection)
            current = held == VERSION
            open_ballots = open_count(connection, LATEST) if current else 0
        self._position.set(position)
        # Read models are written with the entries themselves, so those of this version hold all of them;
        # those of another version are of no use until they are rebuilt.
        self._behind.set(0 if current else position)
        self._open_ballots.set(open_ballots)
        return generate_latest(self.registry)


class Measured:
    """ASGI middleware that counts and times every request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and count it when its answer has ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter_ns()
        status = 500  # what is told where no answer was begun

        async def counting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, counting)
        finally:
            route = getattr(scope.get("route"), "path", UNMATCHED)
            self.metrics.answered(scope["method"], route, status, time.perf_counter_ns() - began)
