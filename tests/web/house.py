"""The service with people in it: each signed in, with the roles and units that a test gives them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from service.accounts import grants, persons, sessions
from service.application import Thidua
from service.clock import Clock, system_clock
from service.engine import writing
from service.settings import Settings
from service.web.app import create_app
from service.web.cookies import SESSION_COOKIE

DAY_MICROSECONDS = 86_400_000_000
NO_LIMITS: dict[str, Any] = {"rate_sign_ins": "", "rate_writes": "", "rate_reads": "", "rate_imports": ""}


def new_person(application: Thidua, *roles: str, unit: str | None = None) -> str:
    """A person with roles given by hand, in a unit or in the whole service; their opaque id."""
    now = application.log_recorder.clock()
    with writing(application.engine) as connection:
        person = persons.create(connection, persons.Personal(), by=None, now=now)
        for role in roles:
            grants.give(connection, person, role, unit=unit, by=None, now=now)
    return person


def new_session(application: Thidua, person: str) -> str:
    """The secret of a new session of a person."""
    now = application.log_recorder.clock()
    with writing(application.engine) as connection:
        opened = sessions.open_session(connection, person, "password", now=now, lifetime=DAY_MICROSECONDS)
    return opened.secret


class House:
    """The service, and whoever a test signs in."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        app: Any = client.app
        self.app = app
        self.application: Thidua = app.state.thidua
        self._secrets: dict[str, str] = {}

    def person(self, *roles: str, unit: str | None = None, speaks_for: str | None = None) -> str:
        """Somebody who is signed in, with roles, or appointed to speak for a unit."""
        person = new_person(self.application, *roles, unit=unit)
        self._secrets[person] = new_session(self.application, person)
        if speaks_for is not None:
            self.application.do("appoint_representative", unit=speaks_for, person=person)
        return person

    def headers(self, person: str | None) -> dict[str, str]:
        """The headers by which a person is known; none for somebody who is not signed in."""
        return {} if person is None else {"Cookie": f"{SESSION_COOKIE}={self._secrets[person]}"}

    def get(self, person: str | None, path: str, **params: Any) -> Response:
        """Read as a person."""
        return self.client.get(f"/api/v1{path}", params=params, headers=self.headers(person))

    def post(
        self, person: str | None, path: str, told: Any = None, *, headers: dict[str, str] | None = None
    ) -> Response:
        """Send JSON as a person."""
        dressed = {**self.headers(person), **(headers or {})}
        return self.client.post(f"/api/v1{path}", json={} if told is None else told, headers=dressed)


@contextmanager
def open_house(
    database_url: str, *, clock: Clock = system_clock, log_to: io.StringIO | None = None, **settings: Any
) -> Iterator[House]:
    """A house on a database, without limits of rates unless they are told."""
    # A client of tests reads an answer to its end: one that follows the log ends after its first event.
    told = Settings(database_url=database_url, **{**NO_LIMITS, "listening_seconds": 0, **settings})
    with TestClient(create_app(told, clock=clock, log_to=log_to or io.StringIO())) as client:
        yield House(client)
