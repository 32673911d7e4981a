"""What endpoints of accounts have at hand: the time, a connection to read on, a transaction to write in."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import Enum

from fastapi import Request
from sqlalchemy import Connection, Engine

from service.engine import writing
from service.web.networks import network
from service.web.openapi import problems

PREFIX = "/api/v1"
TAGS: list[str | Enum] = ["accounts"]
PROBLEMS = problems(401, 403, 404, 409, 422, 429, 503)
MINUTE_MICROSECONDS = 60 * 1_000_000


class Work:
    """One request on accounts."""

    def __init__(self, request: Request) -> None:
        self._application = request.app.state.thidua
        self._settings = request.app.state.settings
        self.network = network(request)
        self.now: int = self._application.log_recorder.clock()

    @property
    def engine(self) -> Engine:
        """The database, for what makes transactions of its own."""
        engine: Engine = self._application.engine
        return engine

    @property
    def idle(self) -> int:
        """After how many microseconds without use a session ends."""
        minutes: int = self._settings.session_idle_minutes
        return minutes * MINUTE_MICROSECONDS

    @property
    def lifetime(self) -> int:
        """After how many microseconds a session ends, however much it is used."""
        hours: int = self._settings.session_hours
        return hours * 60 * MINUTE_MICROSECONDS

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read on."""
        with self._application.log_recorder.reading() as connection:
            yield connection

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction to write in."""
        return writing(self.engine)
