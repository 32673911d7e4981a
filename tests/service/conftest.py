"""A database with a rehearsed year, made once a session, and the command line and HTTP service on it."""

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from service.cli.app import app
from service.opening import opened
from service.rehearsal.rehearsing import rehearse
from tests.conftest import NewDatabase
from tests.web.house import open_house

RunCli = Callable[..., Result]


@pytest.fixture(scope="session")
def rehearsed_url(new_database: NewDatabase) -> str:
    """The address of a database that holds one fictional year. Tests only read it."""
    url = new_database("sqlite")
    with opened(url) as application:
        rehearse(application)
    return url


@pytest.fixture
def run_cli() -> RunCli:
    """Runs `thidua` with a database and arguments."""

    def run(url: str, *arguments: str) -> Result:
        result: Result = CliRunner().invoke(app, ["--database", url, *arguments])
        return result

    return run


@pytest.fixture
def client(rehearsed_url: str) -> Iterator[TestClient]:
    """A client of the service on the rehearsed year, signed in as an inspector, who reads all."""
    with open_house(rehearsed_url) as house:
        house.client.headers.update(house.headers(house.person("inspector")))
        yield house.client
