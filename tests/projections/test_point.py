"""The point that a question names."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.moments import as_datetime, day_end
from domain.refusals import Refusal
from projections.point import Point, as_of_day, known_at_time, resolve
from tests.projections.world import World

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


def test_a_question_that_names_nothing_is_asked_now(world: World) -> None:
    with world.reading() as connection:
        nothing = resolve(connection, None, None, NOON)
    assert nothing == Point(day_end(date(2024, 6, 1)), nothing.known_at, 0)
    world.form("a")
    with world.reading() as connection:
        point = resolve(connection, None, None, NOON)
    assert point.position == 3
    assert point.told() == {"as_of": "2024-06-01", "known_at": "2024-06-01T19:00:00+07:00", "position": 3}


def test_the_civil_day_turns_at_midnight_in_viet_nam(world: World) -> None:
    late = datetime(2024, 6, 1, 17, tzinfo=UTC)
    with world.reading() as connection:
        assert resolve(connection, None, None, late).told()["as_of"] == "2024-06-02"


def test_what_was_known_at_a_time_is_what_was_recorded_by_then(world: World) -> None:
    world.form("a")
    known_at = as_datetime(world.now)
    world.do("rename_unit", "2022-05-01", unit="a", name="Tên khác")
    with world.reading() as connection:
        point = resolve(connection, date(2022, 12, 31), known_at, NOON)
        before = resolve(connection, None, known_at - timedelta(days=1), NOON)
    assert (point.position, before.position) == (3, 0)
    assert point.told()["as_of"] == "2022-12-31"


def test_a_time_needs_its_offset(world: World) -> None:
    with world.reading() as connection, pytest.raises(Refusal) as refused:
        resolve(connection, None, NOON.replace(tzinfo=None), NOON)
    assert refused.value.code == "moment_without_offset"


def test_days_and_times_are_read_from_text() -> None:
    assert as_of_day("2022-11-21") == date(2022, 11, 21)
    assert known_at_time("2022-11-21").isoformat() == "2022-11-21T23:59:59.999999+07:00"
    assert known_at_time("2022-11-21T09:00:00+07:00").isoformat() == "2022-11-21T09:00:00+07:00"


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (as_of_day, "hôm qua", "moment_unreadable"),
        (known_at_time, "hôm qua", "moment_unreadable"),
        (known_at_time, "2022-13-01", "moment_unreadable"),
        (known_at_time, "2022-11-21T09:00:00", "moment_without_offset"),
    ],
)
def test_what_cannot_be_read_is_refused(read: type, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(text)
    assert refused.value.code == code
