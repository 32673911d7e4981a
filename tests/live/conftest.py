"""A house for each test, or the database of a service that runs by itself, on either engine."""

from collections.abc import Iterator

import pytest

from service.application import Thidua
from service.opening import open_thidua
from tests.web.house import House, open_house


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """The service on an empty database of each engine."""
    with open_house(database_url) as house:
        yield house


@pytest.fixture
def sqlite_house(sqlite_url: str) -> Iterator[House]:
    """The service on an empty database of SQLite, where the engine makes no difference."""
    with open_house(sqlite_url) as house:
        yield house


@pytest.fixture
def application(database_url: str) -> Iterator[Thidua]:
    """The application of the test itself, beside the services that it starts."""
    application = open_thidua(database_url)
    yield application
    application.close()
