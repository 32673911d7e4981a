"""A small service to put a middleware around: it tells what came through."""

from collections.abc import Iterable, Mapping
from typing import Any

from httpx2 import Response as Answer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Scope

from service.web.bodies import body_too_large
from service.web.records import Problem

COOKIE = "thidua_session"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Small:
    """The service, and what reached it."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        routes = [Route("/{path:path}", self._answer, methods=METHODS)]
        self.app: ASGIApp = Starlette(routes=routes, exception_handlers={413: body_too_large})

    async def _answer(self, request: Request) -> Response:
        body = await request.body()
        self.reached.append(f"{request.method} {request.url.path} {len(body)}")
        return PlainTextResponse("came through")


def problem(answer: Answer) -> Problem:
    """The problem in an answer."""
    assert answer.headers["content-type"] == "application/problem+json"
    told = Problem.model_validate_json(answer.content)
    assert told.status == answer.status_code
    return told


async def exchange(
    app: ASGIApp, headers: Iterable[tuple[bytes, bytes]], chunks: Iterable[bytes] = (), **scope: Any
) -> tuple[int, Mapping[bytes, bytes], int]:
    """One exchange as a server would have it, with headers that no client library sends.

    Gives the status, the headers of the answer, and how many chunks were taken.
    """
    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    offered = len(waiting)
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    whole: Scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/",
        "root_path": "", "raw_path": b"/", "query_string": b"",
        "client": ("192.0.2.1", 5000), "server": ("testserver", 80),
        "headers": list(headers), "state": {}, **scope,
    }  # fmt: skip
    await app(whole, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), offered - len(waiting)


class Hands:
    """A clock whose hands are set by the test, in microseconds UTC."""

    def __init__(self) -> None:
        self.microseconds = 1_700_000_000_000_000

    def __call__(self) -> int:
        return self.microseconds

    def pass_seconds(self, seconds: int) -> None:
        self.microseconds += seconds * 1_000_000
