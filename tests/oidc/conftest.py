"""A provider, and a service that signs people in through it, each by a clock that a test can set."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from httpx2 import Response
from pydantic import SecretStr

from service.accounts import identities
from service.engine import writing
from tests.oidc.provider import CLIENT, SECRET, SUBJECT, Provider, providing
from tests.web.house import House, new_person, open_house

SECONDS = 1_800_000_000
START, RETURN = "/sign-ins/oidc", "/sign-ins/oidc/return"


@dataclass
class Door:
    """A service and its provider; `log` takes what the service logs."""

    house: House
    provider: Provider
    now: list[int]
    log: io.StringIO

    def linked(self, subject: str = SUBJECT) -> str:
        """A person whom the provider knows by a subject."""
        application = self.house.application
        person = new_person(application)
        with writing(application.engine) as connection:
            identities.link(connection, person, self.provider.issuer, subject, by=None, now=0)
        return person

    def leave(self) -> str:
        """Begin to sign in; gives the address at the provider to which the browser is sent."""
        answer = self.house.client.get(START, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def come_back(self, address: str) -> str:
        """What the provider sends the browser back with: an address of the service."""
        answer = httpx.get(address)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def arrive(self, address: str) -> Response:
        """Come back to the service."""
        return self.house.client.get(address, follow_redirects=False)

    def sign_in(self) -> Response:
        """The whole way."""
        return self.arrive(self.come_back(self.leave()))

    def who(self) -> Any:
        """Whom the service takes the browser for; None for nobody."""
        answer = self.house.client.get("/api/v1/sessions/current")
        return answer.json() if answer.status_code == 200 else None


def query(address: str) -> dict[str, str]:
    """The query of an address."""
    return {name: one for name, (one,) in parse_qs(urlsplit(address).query).items()}


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider."""
    with providing(SECONDS) as provider:
        yield provider


@pytest.fixture
def door(sqlite_url: str, provider: Provider) -> Iterator[Door]:
    """The service on an empty database of SQLite, where the engine makes no difference."""
    yield from opened(sqlite_url, provider)


@pytest.fixture
def each_door(database_url: str, provider: Provider) -> Iterator[Door]:
    """The service on an empty database of each engine."""
    yield from opened(database_url, provider)


def opened(url: str, provider: Provider, **settings: Any) -> Iterator[Door]:
    """A service that knows the provider, unless it is told otherwise."""
    now, log = [SECONDS * 1_000_000], io.StringIO()
    told = {
        "oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_name": "Cổng diễn tập <A>",
        "oidc_client_secret": SecretStr(SECRET), **settings,
    }  # fmt: skip
    with open_house(url, clock=lambda: now[0], log_to=log, **told) as house:
        yield Door(house, provider, now, log)
