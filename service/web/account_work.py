"""What endpoints of accounts have at hand: the time, a connection to read on, a transaction to write in."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import Enum

from fastapi import Request
from sqlalchemy import Connection, Engine

from service.engine import writing
from service.settings import Settings
from service.web.networks import network
from service.web.openapi import problems

TAGS: list[str | Enum] = ["accounts"]
PROBLEMS = problems(401, 403, 404, 409, 422, 429, 503)


class Work:
    """One request on accounts."""

    def __init__(self, request: Request) -> None:
        self._application = request.app.state.thidua
        self._settings: Settings = request.app.state.settings
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
        return self._settings.session_idle_microseconds

    @property
    def lifetime(self) -> int:
        """After how many microseconds a session ends, however much it is used."""
        return self._settings.session_microseconds

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read on."""
        with self._application.log_recorder.reading() as connection:
            yield connection

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction to write in."""
        return writing(self.engine)
