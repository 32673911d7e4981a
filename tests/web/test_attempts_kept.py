"""Refused attempts are kept for 400 days, and removed little by little by those that come after."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from service.audit.attempts import KEPT_MICROSECONDS, REMOVED_AT_ONCE, attempts, metadata, note
from service.engine import open_engine, writing

NOW = 1_800_000_000_000_000


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with no attempt in it, of each engine."""
    opened = open_engine(database_url)
    with writing(opened) as connection:
        metadata.create_all(connection)
    yield opened
    opened.dispose()


def noted(engine: Engine, now: int, many: int = 1) -> list[int]:
    """Note some attempts; gives the times of all that are kept."""
    with writing(engine) as connection:
        for _ in range(many):
            note(
                connection,
                now=now,
                person=None,
                session=None,
                action="cast_vote",
                about="/x",
                code="not_permitted",
            )
        return list(connection.execute(select(attempts.c.at).order_by(attempts.c.id)).scalars())


def test_an_attempt_is_kept_for_400_days_and_then_removed(engine: Engine) -> None:
    noted(engine, NOW)
    later = NOW + KEPT_MICROSECONDS
    assert noted(engine, later - 1) == [NOW, later - 1]
    assert noted(engine, later) == [later - 1, later]


def test_what_has_piled_up_is_removed_little_by_little(engine: Engine) -> None:
    noted(engine, NOW, many=REMOVED_AT_ONCE + 5)
    later = NOW + KEPT_MICROSECONDS
    assert noted(engine, later) == [NOW] * 5 + [later]
    assert noted(engine, later + 1) == [later, later + 1]
