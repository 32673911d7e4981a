"""A log on each engine in turn, ready to be appended to."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from service.application import Thidua
from service.engine import open_engine
from service.schema import make_schema


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with the log's tables and nothing in them."""
    opened = open_engine(database_url)
    make_schema(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def app(engine: Engine) -> Thidua:
    """The application over an empty log."""
    return Thidua(engine)
