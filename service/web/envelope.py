"""What every exchange has in common: a request id, safe headers, one log line, and no stack on failure."""

import re
import time
from typing import Any, TextIO
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.cookies import SESSION_COOKIE
from service.web.headers import IS_HEAD, dress
from service.web.problems import problem_response

REQUEST_ID_HEADER = "X-Request-ID"
PATH_LETTERS_MAX = 200  # of a log line: an address is an id or it is noise
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


def json_log(to: TextIO) -> Any:
    """A logger that writes one JSON line for each thing that happens."""
    return structlog.wrap_logger(
        structlog.PrintLogger(to),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


class Envelope:
    """ASGI middleware around the whole service.

    The log line tells method, path, status, duration, request id, and the opaque ids of who asked and of
    the session: no address of a client, no query, no header, no body, so nothing personal and nothing that a
    ballot holds.
    """

    def __init__(self, app: ASGIApp, log: Any) -> None:
        self.app = app
        self.log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one exchange on, and dress its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await _Exchange(self, scope, receive, send).run()


class _Exchange:
    def __init__(self, envelope: Envelope, scope: Scope, receive: Receive, send: Send) -> None:
        self._app = envelope.app
        self._log = envelope.log
        self._receive = receive
        self._send = send
        self._method = scope["method"]
        self._status = 0
        given = dict(scope["headers"]).get(REQUEST_ID_HEADER.lower().encode(), b"").decode("latin-1")
        self._id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        # A HEAD is a GET whose content is kept back.
        self._scope = {**scope, "method": "GET", IS_HEAD: True} if self._method == "HEAD" else scope

    async def run(self) -> None:
        began = time.perf_counter_ns()
        try:
            await self._app(self._scope, self._receive, self._dressed)
        except Exception as error:
            self._log.error("failed", request_id=self._id, exc_info=error)
            if self._status:
                raise  # the answer has begun: the server can only break it off
            response = problem_response(Request(self._scope), "internal-error")
            await response(self._scope, self._receive, self._dressed)
        finally:
            caller = self._scope.get("state", {}).get("identified")
            self._log.info(
                "request",
                method=self._method,
                path=self._scope["path"][:PATH_LETTERS_MAX],
                status=self._status,
                microseconds=(time.perf_counter_ns() - began) // 1000,
                request_id=self._id,
                actor=None if caller is None else caller.person,
                session=None if caller is None else caller.session,
            )

    async def _dressed(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(raw=message["headers"])
            headers[REQUEST_ID_HEADER] = self._id
            dress(headers, self._scope, SESSION_COOKIE)
        elif self._method == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)
