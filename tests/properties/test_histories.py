"""Whatever is recorded, in whatever order: every answer at any point equals a naive replay."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings

from domain.identity import stream_parts
from domain.moments import day_end
from projections.models import MODELS
from projections.point import Point
from service.application import Thidua
from service.engine import open_engine
from service.schema import make_schema
from service.verify import verify
from tests.conftest import NewDatabase
from tests.properties.histories import FIRST_DAY, History, Step, points, steps
from tests.properties.replay import replay

EXAMPLES = 500
numbers = count(1)


@pytest.fixture(scope="module")
def application(engine_name: str, new_database: NewDatabase) -> Iterator[Thidua]:
    """One log for all examples: each has a cluster of its own in it."""
    engine = open_engine(new_database(engine_name))
    make_schema(engine)
    with Thidua(engine) as application:
        yield application
        assert verify(engine).problems == ()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps, points=points)
def test_every_answer_equals_a_naive_replay(
    application: Thidua, steps: list[Step], points: list[tuple[int, int]]
) -> None:
    # One transaction an example: what is tried here are orders of facts, not commits.
    with application.log_recorder.transaction():
        history = History(application, next(numbers))
        for step in steps:
            history.attempt(step)
    last = history.entries[-1].position
    assert application.max_position() == last
    streams = {entry.originator_id for entry in history.entries}
    kinds = {stream_parts(stream)[0] for stream in streams}
    models = [model for model in MODELS if model.kind in kinds]
    with application.log_recorder.reading() as connection:
        for day, entries_back in points:
            as_of = day_end(FIRST_DAY + timedelta(days=day))
            known_at = max(last - entries_back, history.before)
            naive = replay(history.entries, as_of, known_at)
            point = Point(as_of, known_at, known_at)
            for model in models:
                told = model.all(connection, point, subjects=streams)
                expected = {
                    stream: state
                    for stream, state in naive.items()
                    if stream_parts(stream)[0] == model.kind and state is not None
                }
                assert told.keys() == expected.keys()
                for stream, state in expected.items():
                    assert model.written(told[stream]) == model.encode(state, as_of)
