"""A scene for each test."""

from collections.abc import Iterator

import pytest

from tests.authority.scene import Scene
from tests.web.house import House, open_house


@pytest.fixture
def scene(sqlite_url: str) -> Iterator[Scene]:
    """The cluster, where the engine makes no difference."""
    made = Scene(sqlite_url)
    yield made
    made.app.close()


@pytest.fixture
def each_scene(database_url: str) -> Iterator[Scene]:
    """The cluster on each engine."""
    made = Scene(database_url)
    yield made
    made.app.close()


@pytest.fixture
def sqlite_house(sqlite_url: str) -> Iterator[House]:
    """The service on an empty database of SQLite."""
    with open_house(sqlite_url) as house:
        yield house
