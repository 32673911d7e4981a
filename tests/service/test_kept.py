"""Answers that are kept: told again while nothing is recorded, and never once something is."""

from collections.abc import Iterator
from datetime import date

import pytest

from service.answers import Asked, Stand, answer_at, encode, stand
from service.application import Thidua
from service.kept import Kept
from service.opening import opened
from tests.conftest import NewDatabase
from tests.live.hall import open_hall

TODAY = Asked()


@pytest.fixture
def app(new_database: NewDatabase) -> Iterator[Thidua]:
    """The service's application on an empty database."""
    with opened(new_database("sqlite")) as application:
        yield application


@pytest.fixture
def cycle(app: Thidua) -> str:
    return open_hall(app, ["don-vi-01", "don-vi-02"])


def told(app: Thidua, kept: Kept, cycle: str, asked: Asked = TODAY, *, name: str = "standings") -> Stand:
    """Where a question stands, with its answer put among those kept."""
    with app.log_recorder.reading() as connection:
        found = stand(app, connection, asked)
        answer = answer_at(connection, name, cycle, found.point, asked)
        assert kept.put(name, cycle, found, asked, answer) == encode(answer)
    return found


def test_an_answer_is_told_again_at_the_time_that_it_is_asked_for(app: Thidua, cycle: str) -> None:
    kept = Kept()
    told(app, kept, cycle)
    with app.log_recorder.reading() as connection:
        later = stand(app, connection, TODAY)
        anew = answer_at(connection, "standings", cycle, later.point, TODAY)
    assert kept.get("standings", cycle, later, TODAY) == encode(anew)


def test_no_answer_outlives_an_entry(app: Thidua, cycle: str) -> None:
    kept = Kept()
    told(app, kept, cycle)
    app.do("launch_cycle", cycle=cycle)
    with app.log_recorder.reading() as connection:
        assert kept.get("standings", cycle, stand(app, connection, TODAY), TODAY) is None


@pytest.mark.parametrize("other", [Asked(as_of=date(2020, 1, 1)), Asked(language="en"), Asked(whole=True)])
def test_another_question_has_another_answer(other: Asked, app: Thidua, cycle: str) -> None:
    kept = Kept()
    told(app, kept, cycle)
    with app.log_recorder.reading() as connection:
        assert kept.get("standings", cycle, stand(app, connection, other), other) is None
        assert kept.get("steps", cycle, stand(app, connection, TODAY), TODAY) is None


def test_what_is_not_for_keeping_is_not_kept(app: Thidua, cycle: str) -> None:
    kept = Kept()
    assert kept.get("votes", cycle, told(app, kept, cycle, name="votes"), TODAY) is None


def test_the_answer_not_asked_for_longest_makes_room(app: Thidua, cycle: str) -> None:
    found = told(app, Kept(), cycle)
    with app.log_recorder.reading() as connection:
        bytes_of_one = len(encode(answer_at(connection, "standings", cycle, found.point, TODAY)))
    kept = Kept(bytes_max=2 * bytes_of_one)
    asked = [Asked(limit=limit) for limit in (1, 2, 3)]
    told(app, kept, cycle, asked[0])
    told(app, kept, cycle, asked[1])
    assert kept.get("standings", cycle, found, asked[0]) is not None
    told(app, kept, cycle, asked[2])
    held = [kept.get("standings", cycle, found, one) is not None for one in asked]
    assert held == [True, False, True]


def test_an_answer_larger_than_all_room_is_not_kept(app: Thidua, cycle: str) -> None:
    kept = Kept(bytes_max=10)
    assert kept.get("standings", cycle, told(app, kept, cycle), TODAY) is None
