"""Whatever is recorded: the journal is the log and no more, and an open ballot's choices stay untold."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from domain.moments import Moment, day_end
from domain.refusals import Refusal
from projections.differences import differences
from projections.events import EventFilter, event, events
from projections.history import history
from projections.lineage import lineage
from projections.participation import vote_rows
from projections.point import LATEST, Point
from projections.votes import votes
from service.application import Thidua
from service.engine import open_engine
from service.schema import make_schema
from tests.conftest import NewDatabase
from tests.projections.audit_scenes import REASON, begin, cast, close
from tests.projections.world import CYCLE, World
from tests.properties.histories import FIRST_DAY, History, Step, steps

numbers = count(1)
unhurried = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CHOICES = ("for", "against", "abstain")
IN_WORDS = ("đồng ý", "không có ý kiến", "for Đơn vị", "against Đơn vị", "no opinion")
acts = st.lists(
    st.tuples(
        st.sampled_from(("cast", "change", "correct")), st.sampled_from("abc"), st.sampled_from(CHOICES)
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def application(engine_name: str, new_database: NewDatabase) -> Iterator[Thidua]:
    """One log for all examples: each has a cluster of its own in it."""
    engine = open_engine(new_database(engine_name))
    make_schema(engine)
    with Thidua(engine) as application:
        yield application


def pages(connection: Connection, asked: EventFilter, limit: int, *, newest_first: bool) -> list[int]:
    """The entries of all pages, in the order in which they came."""
    found: list[int] = []
    after = None
    while True:
        page = events(
            connection, LATEST, asked, after=after, limit=limit, newest_first=newest_first, scanned_max=7
        )
        found += [line["position"] for line in page["events"]]
        after = page["next"]
        if after is None:
            return found


def parts(history: History, middle: int) -> list[list[dict[str, Any]]]:
    """Filters that part the entries of a history between them, in several ways."""
    return [
        [{}],
        [{"topic": topic} for topic in {entry.topic for entry in history.entries}],
        [{"stream": stream} for stream in {entry.originator_id for entry in history.entries}],
        [{"effective_until": middle}, {"effective_from": middle + 1}],
    ]


@unhurried
@given(steps=steps, day=st.integers(0, 400), limit=st.integers(1, 9), newest_first=st.booleans())
def test_the_pages_of_the_journal_are_the_log_each_entry_once(
    application: Thidua, steps: list[Step], day: int, limit: int, newest_first: bool
) -> None:
    with application.log_recorder.transaction():
        history = History(application, next(numbers))
        for step in steps:
            history.attempt(step)
    expected = [entry.position for entry in history.entries]
    middle = day_end(FIRST_DAY + timedelta(days=day))
    with application.log_recorder.reading() as connection:
        page = events(connection, LATEST, EventFilter(), after=history.before, limit=1, newest_first=False)
        recorded_from = Moment.parse(page["events"][0]["recorded_at"]).effective
        for part in parts(history, middle):
            filters = [EventFilter(recorded_from=recorded_from, **asked) for asked in part]
            found = [pages(connection, asked, limit, newest_first=newest_first) for asked in filters]
            assert sorted(position for page in found for position in page) == expected
            assert all(one == sorted(one, reverse=newest_first) for one in found)


def everything(world: World) -> str:
    """All that an audit of the cycle can be told, as one text."""
    last = world.app.max_position()
    with world.reading() as connection:
        point = world.point()
        later = Point(world.point("2199-12-31").as_of, point.known_at, last)
        questions: list[Callable[[], Any]] = [
            lambda: events(connection, later, EventFilter(), limit=100),
            lambda: [event(connection, position, later) for position in range(1, last + 1)],
            lambda: vote_rows(connection, CYCLE, point),
            lambda: votes(connection, CYCLE, point),
            lambda: lineage(connection, CYCLE, point),
            lambda: differences(connection, CYCLE, world.point("2022-11-21"), point),
            lambda: [history(connection, CYCLE, later, "vi"), history(connection, CYCLE, later, "en")],
        ]
        return msgspec.json.encode([ask() for ask in questions]).decode()


def sentences(world: World) -> str:
    """What the journal says of the votes, in both languages."""
    with world.reading() as connection:
        page = events(connection, LATEST, EventFilter(), limit=100)
    told = [line["sentences"] for line in page["events"] if line["stream"].startswith("vote:")]
    return msgspec.json.encode(told).decode()


@settings(unhurried, max_examples=10)
@given(acts=acts)
def test_no_answer_tells_a_choice_while_the_ballot_is_open(
    engine_name: str, new_database: NewDatabase, acts: list[tuple[str, str, str]]
) -> None:
    world = World(new_database(engine_name))
    begin(world)
    cast_at: dict[str, int] = {}
    for act, elector, choice in acts:
        try:
            if act == "correct":
                new = {"choices": dict.fromkeys(("a", "b"), choice)}
                world.do("correct_entry", None, position=cast_at.get(elector, 1), reason=REASON, new=new)
            else:
                cast_at[elector] = cast(world, elector, choice, "minutes", change=act == "change")
        except Refusal:
            continue
    told = everything(world)
    assert not [choice for choice in CHOICES if f'"{choice}"' in told]
    assert not [words for words in IN_WORDS if words in sentences(world)]
    if cast_at:
        close(world)
        told = everything(world)
        assert [choice for choice in CHOICES if f'"{choice}"' in told]
        assert [words for words in IN_WORDS if words in sentences(world)]
    world.app.close()
