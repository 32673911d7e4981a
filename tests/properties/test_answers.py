"""The answers people see equal those of a log in which only what stands at the point was ever written."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Connection

from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.moments import day_end
from projections.commendations import commendations
from projections.drives import drives
from projections.honours import honours
from projections.leads import leads
from projections.pledges import pledges
from projections.point import Point
from projections.standings import standings
from projections.steps import steps as steps_of
from projections.votes import votes
from service.application import Thidua
from service.engine import open_engine
from service.schema import make_schema
from tests.conftest import NewDatabase
from tests.properties.histories import FIRST_DAY, History, Step, points, steps
from tests.properties.replay import as_corrected, stands

EXAMPLES = 60
numbers = count(1)
# Where an entry lies in its log is another matter than what it says.
PLACES = {"position", "known_at", "entries"}
CYCLE_ANSWERS: tuple[Callable[[Connection, str, Point], dict[str, Any] | None], ...] = (
    standings,
    steps_of,
    votes,
    pledges,
    drives,
    commendations,
)


def opened(url: str) -> Thidua:
    engine = open_engine(url)
    make_schema(engine)
    return Thidua(engine)


@pytest.fixture(scope="module")
def application(engine_name: str, new_database: NewDatabase) -> Iterator[Thidua]:
    """One log for all examples: each has a cluster of its own in it."""
    with opened(new_database(engine_name)) as application:
        yield application


@pytest.fixture(scope="module")
def plain(new_database: NewDatabase) -> Iterator[Thidua]:
    """The other log: it holds of each example what stands at its point and nothing else."""
    with opened(new_database("sqlite")) as plain:
        yield plain


def write_plainly(plain: Thidua, entries: Sequence[Entry], as_of: int, known_at: int) -> None:
    """Write down what stands at a point, and nothing else, in the order of the world."""
    known = [entry for entry in entries if entry.position <= known_at]
    stood = [
        as_corrected(entry, known)
        for entry in known
        if not isinstance(entry.fact, EntryCorrected | EntryRetracted) and stands(entry, known)
    ]
    stood = [entry for entry in stood if entry.effective <= as_of]
    versions: dict[str, int] = defaultdict(int)
    plainly = []
    for entry in sorted(stood, key=lambda entry: (entry.effective, entry.position)):
        versions[entry.originator_id] += 1
        version = versions[entry.originator_id]
        plainly.append(msgspec.structs.replace(entry, originator_version=version))
    plain.events.put(plainly)


def told(application: Thidua, history: History, point: Point) -> Any:
    with application.log_recorder.reading() as connection:
        answers = [answer(connection, history.cycle, point) for answer in CYCLE_ANSWERS]
        answers.append(leads(connection, history.cluster, point))
        answers += [honours(connection, unit, point) for unit in history.units]
    return without_places(msgspec.to_builtins(answers, str_keys=True))


def without_places(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: without_places(value) for key, value in told.items() if key not in PLACES}
    if isinstance(told, list):
        return [without_places(value) for value in told]
    return told


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps, points=points)
def test_answers_equal_those_of_a_plain_log(
    application: Thidua, plain: Thidua, steps: list[Step], points: list[tuple[int, int]]
) -> None:
    with application.log_recorder.transaction():
        history = History(application, next(numbers))
        for step in steps:
            history.attempt(step)
    day, back = points[0]
    as_of = day_end(FIRST_DAY + timedelta(days=day))
    known_at = max(history.entries[-1].position - back, history.before)
    write_plainly(plain, history.entries, as_of, known_at)
    expected = told(plain, history, Point(as_of, as_of, plain.max_position()))
    assert told(application, history, Point(as_of, as_of, known_at)) == expected
