"""A database that another version of the software made is told apart before anything is written to it."""

import pytest
from sqlalchemy import text

from service.engine import open_engine, writing
from service.schema import LogDiffers, make_schema


def test_a_log_without_a_column_is_told_apart_and_left_as_it_is(database_url: str) -> None:
    engine = open_engine(database_url)
    make_schema(engine)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE attempts"))
        connection.execute(text("ALTER TABLE event_log DROP COLUMN authority"))
    with pytest.raises(LogDiffers) as told:
        make_schema(engine)
    assert told.value.missing == {"authority"}
    with engine.connect() as connection, pytest.raises(Exception, match="attempts"):
        connection.execute(text("SELECT * FROM attempts"))
    engine.dispose()


def test_what_is_missing_beside_the_log_is_made(database_url: str) -> None:
    engine = open_engine(database_url)
    make_schema(engine)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE attempts"))
    make_schema(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM attempts")).scalar() == 0
    engine.dispose()
