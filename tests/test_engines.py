"""Both engines answer, and every test begins with nothing."""

import pytest
from sqlalchemy import create_engine, inspect, text

VERSION = {"sqlite": "SELECT sqlite_version()", "postgresql": "SELECT version()"}


def test_an_engine_tells_its_version(database_url: str, engine_name: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        version = connection.scalar(text(VERSION[engine_name]))
    engine.dispose()
    assert version.startswith({"sqlite": "3.", "postgresql": "PostgreSQL 18"}[engine_name])


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_database_begins_empty(database_url: str, time: str) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == [], time
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (id INTEGER PRIMARY KEY)"))
    assert inspect(engine).get_table_names() == ["left_behind"]
    engine.dispose()


def test_postgresql_writes_through_to_the_disk(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW fsync")) == "on"
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"
    engine.dispose()


def test_two_databases_of_one_test_are_apart(sqlite_url: str, postgresql_url: str) -> None:
    assert sqlite_url != postgresql_url
