"""The log by itself: positions, times, what is unique, what the database forbids, and who may open it."""

import json
import threading
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
import pytest
import rfc8785
from eventsourcing.persistence import IntegrityError, OperationalError
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from domain.refusals import Refusal
from domain.units import UnitRenamed
from projections.logbook import event_log
from projections.seeking import streams
from service.appends import StreamMoved
from service.application import Contended, Thidua
from service.commands.catalogue import COMMANDS
from service.engine import WRITER, open_engine
from service.limits import Limits
from service.log import EventLog, Logged
from service.origin import Origin
from service.schema import make_schema
from tests.log.setting import YEAR, ask, form_cluster, head_of, log_rows, read_models, stored

DEADLINE_SECONDS = 30  # of a wait that normally ends at once


def clock_of(*readings: int) -> Any:
    """A clock that shows these, and then goes on showing the last."""
    left = list(readings)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_positions_have_no_gap(engine: Engine) -> None:
    log = EventLog(engine)
    assert log.max_notification_id() is None
    assert log.insert_events([]) == []
    assert log.insert_events([stored("a:1"), stored("a:2")]) == [1, 2]
    for taken in ([stored("a:1")], [stored("a:3"), stored("a:2")], [stored("a:4"), stored("a:4")]):
        with pytest.raises(IntegrityError):
            log.insert_events(taken)
    assert log.insert_events([stored("a:3")]) == [3]
    assert [row.position for row in log_rows(engine)] == [1, 2, 3]
    assert log.max_notification_id() == head_of(engine).position == 3


@pytest.mark.parametrize("readings", [(1_000,), (1_000, 999, 5, 0), (1_000, 1_001, 1_001)])
def test_recorded_at_always_grows(engine: Engine, readings: tuple[int, ...]) -> None:
    log = EventLog(engine, clock=clock_of(*readings))
    for name in "abc":
        log.insert_events([stored(f"{name}:1"), stored(f"{name}:2")])
    times = [row.recorded_at for row in log_rows(engine)]
    assert times[0] == 1_000
    assert all(earlier < later for earlier, later in pairwise(times))
    assert head_of(engine).recorded_at == times[-1]


def test_recorded_at_follows_the_clock(engine: Engine) -> None:
    log = EventLog(engine, clock=clock_of(1_000, 2_000, 3_000))
    for name in "abc":
        log.insert_events([stored(f"{name}:1")])
    assert [row.recorded_at for row in log_rows(engine)] == [1_000, 2_000, 3_000]


def test_a_state_is_stored_in_canonical_form(engine: Engine, app: Thidua) -> None:
    app.do("form_cluster", when=YEAR, cluster="cum", name='Cụm "diễn tập"\t1', kind="block", number="5")
    (row,) = log_rows(engine)
    assert row.state == '{"kind":"block","name":"Cụm \\"diễn tập\\"\\t1","number":"5"}'
    assert row.state.encode() == rfc8785.dumps(json.loads(row.state))
    assert (row.topic, row.effective, row.precision) == ("cluster.formed", YEAR.effective, "year")


def test_a_notification_tells_the_envelope(app: Thidua) -> None:
    asked = COMMANDS["register_unit"].arguments(unit="a", name="A")
    origin = Origin(actor="p-1", session="s-1", source="BB 01", reason="Ghi bổ sung")
    app.execute("register_unit", asked, when=YEAR, by=origin, command_id="c-1")
    (told,) = app.log_recorder.select_notifications(start=None, limit=10)
    assert isinstance(told, Logged)
    assert (told.id, told.originator_id, told.originator_version) == (1, "unit:a", 1)
    assert (told.actor, told.command_id, told.ordinal, told.source) == ("p-1", "c-1", 0, "BB 01")
    assert (told.authority, told.session, told.reason) == (None, "s-1", "Ghi bổ sung")


def test_a_retried_command_gives_its_first_answer(engine: Engine, app: Thidua) -> None:
    first = ask(app, "register_unit", "c-1", unit="a", name="A")
    assert ask(app, "register_unit", "c-1", unit="a", name="A") == first
    for command, unit in (("register_unit", "b"), ("rename_unit", "a")):
        with pytest.raises(Refusal) as refused:
            ask(app, command, "c-1", unit=unit, name="B")
        assert refused.value.code == "command_id_reused"
    assert len(log_rows(engine)) == 1


def test_a_retried_command_gives_all_its_entries(engine: Engine, app: Thidua) -> None:
    form_cluster(app, ["a", "b"])
    first = ask(app, "dissolve_unit", "c-1", unit="a")
    assert [entry.originator_id for entry in first] == ["unit:a", "cluster:cum"]
    assert ask(app, "dissolve_unit", "c-1", unit="a") == app.recorded("c-1")
    assert [entry.position for entry in app.recorded("c-1")] == [entry.position for entry in first]
    assert [row.ordinal for row in log_rows(engine) if row.command_id == "c-1"] == [0, 1]


def test_a_refused_command_leaves_its_id_free(engine: Engine, app: Thidua) -> None:
    with pytest.raises(Refusal):
        ask(app, "rename_unit", "c-1", unit="a", name="A")
    assert app.recorded("c-1") == []
    assert [entry.position for entry in ask(app, "register_unit", "c-1", unit="a", name="A")] == [1]


def test_the_database_knows_a_command_twice_recorded(engine: Engine, app: Thidua) -> None:
    (entry,) = ask(app, "register_unit", "c-1", unit="a", name="A")
    # Another stream, the same command and ordinal.
    again = app.mapper.to_stored_event(msgspec.structs.replace(entry, originator_id="unit:b"))
    with pytest.raises(IntegrityError):
        app.log_recorder.insert_events([again])
    assert len(log_rows(engine)) == 1


def test_a_stream_that_moved_refuses_the_append(engine: Engine) -> None:
    log = EventLog(engine)
    log.insert_events([stored("looked:at")])
    log.insert_events([stored("a:1")], unchanged={"looked:at": 1, "not:there": 0})
    for looked_at in ({"looked:at": 0}, {"looked:at": 2}, {"not:there": 1}, {"looked:at": 1, "a:1": 0}):
        with pytest.raises(StreamMoved):
            log.insert_events([stored("a:2")], unchanged=looked_at)
    assert [row.originator_id for row in log_rows(engine)] == ["looked:at", "a:1"]
    assert log.insert_events([stored("a:2")]) == [3]


def test_two_writers_of_one_version_conflict(engine: Engine) -> None:
    one, other = EventLog(engine), EventLog(engine)
    one.insert_events([stored("a:1", 1)])
    with pytest.raises(IntegrityError):
        other.insert_events([stored("a:1", 1)])
    assert other.insert_events([stored("a:1", 2)]) == [2]


def test_a_batch_is_recorded_whole_or_not_at_all(engine: Engine, app: Thidua) -> None:
    app.log_recorder.insert_events([stored("a:1")])
    before = log_rows(engine), head_of(engine), read_models(engine)
    with pytest.raises(IntegrityError):
        app.log_recorder.insert_events([stored("b:1"), stored("b:2"), stored("a:1")])
    assert (log_rows(engine), head_of(engine), read_models(engine)) == before


def test_a_read_model_that_fails_takes_its_entry_back(engine: Engine, app: Thidua) -> None:
    app.do("register_unit", when=YEAR, unit="a", name="A")
    before = log_rows(engine), head_of(engine), read_models(engine)
    with engine.begin() as connection:
        connection.execute(streams.insert().values(stream="unit:b", kind="unit"))
    with pytest.raises(Contended):  # the row of the stream is there already, each time
        app.do("register_unit", when=YEAR, unit="b", name="B")
    with engine.begin() as connection:
        connection.execute(streams.delete().where(streams.c.stream == "unit:b"))
    assert (log_rows(engine), head_of(engine), read_models(engine)) == before


class GaveUp(Exception):
    """Ends a transaction whose work is not wanted."""


def test_a_transaction_takes_everything_back(engine: Engine, app: Thidua) -> None:
    app.do("register_unit", when=YEAR, unit="a", name="A")
    before = log_rows(engine), head_of(engine), read_models(engine)

    def give_up() -> None:
        with app.log_recorder.transaction():
            app.do("register_unit", when=YEAR, unit="b", name="B")
            app.do("rename_unit", when=YEAR, unit="a", name="C")
            assert app.log_recorder.max_notification_id() == 3, "it reads what it has written"
            raise GaveUp

    with pytest.raises(GaveUp):
        give_up()
    assert (log_rows(engine), head_of(engine), read_models(engine)) == before
    assert [entry.position for entry in app.do("register_unit", when=YEAR, unit="b", name="B")] == [2]


def test_a_transaction_records_everything_at_once(engine: Engine, app: Thidua) -> None:
    with app.log_recorder.transaction():
        app.do("register_unit", when=YEAR, unit="a", name="A")
        assert EventLog(engine).max_notification_id() is None, "others see it when it is done"
        with pytest.raises(Refusal):
            app.do("register_unit", when=YEAR, unit="a", name="A")
        app.do("register_unit", when=YEAR, unit="b", name="B")
    assert [row.originator_id for row in log_rows(engine)] == ["unit:a", "unit:b"]
    assert head_of(engine).position == 2


def test_a_transaction_with_a_failed_append_cannot_be_kept(engine: Engine) -> None:
    log = EventLog(engine)
    log.insert_events([stored("a:1")])

    def go_on() -> None:
        with log.transaction():
            log.insert_events([stored("b:1")])
            with pytest.raises(IntegrityError):
                log.insert_events([stored("c:1"), stored("a:1")])

    with pytest.raises(OperationalError, match="taken back"):
        go_on()
    assert [row.originator_id for row in log_rows(engine)] == ["a:1"]
    assert log.insert_events([stored("b:1")]) == [2]


def test_a_transaction_keeps_others_out_to_its_end(engine: Engine) -> None:
    one, other = EventLog(engine), EventLog(engine)
    asked = threading.Event()
    told: list[int] = []

    def append() -> None:
        asked.set()
        told.extend(other.insert_events([stored("b:1")]) or [])

    with one.transaction():
        one.insert_events([stored("a:1")])
        thread = threading.Thread(target=append)
        thread.start()
        assert asked.wait(DEADLINE_SECONDS)
        one.insert_events([stored("a:2")])
    thread.join(DEADLINE_SECONDS)
    assert told == [3]


@pytest.fixture
def followed(database_url: str) -> Iterator[tuple[EventLog, EventLog]]:
    """Two logs over one database that know nothing of each other, as in two processes."""
    engines = [open_engine(database_url), open_engine(database_url)]
    make_schema(engines[0])
    yield EventLog(engines[0]), EventLog(engines[1])
    for engine in engines:
        engine.dispose()


def test_a_subscription_follows_another_process(followed: tuple[EventLog, EventLog]) -> None:
    here, elsewhere = followed
    elsewhere.insert_events([stored("a:1"), stored("a:2", topic="other")])
    with here.subscribe(gt=1) as subscription, here.subscribe(topics=["other"]) as of_topic:
        assert next(subscription).id == 2
        assert next(of_topic).id == 2
        elsewhere.insert_events([stored("a:3"), stored("a:4", topic="other")])
        here.insert_events([stored("a:5")])
        assert [next(subscription).id for _ in range(3)] == [3, 4, 5]
        assert next(of_topic).id == 4


def test_a_stopped_subscription_is_poked_no_more(engine: Engine) -> None:
    log = EventLog(engine)
    log.insert_events([stored("a:1")])
    with log.subscribe() as subscription:
        assert next(subscription).id == 1
        subscription.stop()
        assert list(subscription) == []
    assert log._subscriptions == set()
    assert log.insert_events([stored("a:2")]) == [2]


FORBIDDEN = {
    "sqlite": [
        "UPDATE event_log SET topic = topic",
        "UPDATE event_log SET state = NULL, salt = NULL",
        "DELETE FROM event_log",
        "DELETE FROM event_log WHERE position = 2",
        "REPLACE INTO event_log SELECT * FROM event_log WHERE position = 1",
        "INSERT OR REPLACE INTO event_log SELECT * FROM event_log",
        "DELETE FROM log_head",
        "REPLACE INTO log_head SELECT * FROM log_head",
        "UPDATE log_head SET id = 2",
        "INSERT INTO log_head SELECT 2, position, recorded_at, frontier FROM log_head",
    ],
    "postgresql": [
        "UPDATE event_log SET topic = topic",
        "UPDATE event_log SET state = NULL, salt = NULL",
        "DELETE FROM event_log",
        "DELETE FROM event_log WHERE position = 2",
        "TRUNCATE event_log",
        "INSERT INTO event_log SELECT * FROM event_log WHERE position = 1 "
        "ON CONFLICT (position) DO UPDATE SET topic = 'other'",
        "DELETE FROM log_head",
        "TRUNCATE log_head",
        "UPDATE log_head SET id = 2",
        "INSERT INTO log_head SELECT 2, position, recorded_at, frontier FROM log_head",
    ],
}


def test_the_database_lets_the_log_only_grow(engine: Engine, engine_name: str) -> None:
    EventLog(engine).insert_events([stored("a:1"), stored("a:2")])
    before = log_rows(engine), head_of(engine)
    for statement in FORBIDDEN[engine_name]:
        with pytest.raises(DBAPIError), engine.execution_options(**WRITER).begin() as connection:
            connection.execute(text(statement))
        assert (log_rows(engine), head_of(engine)) == before, statement


def test_the_schema_is_made_once(engine: Engine) -> None:
    EventLog(engine).insert_events([stored("a:1")])
    before = log_rows(engine), head_of(engine)
    make_schema(engine)
    assert (log_rows(engine), head_of(engine)) == before


def test_processes_that_start_together_make_one_schema(database_url: str) -> None:
    engines = [open_engine(database_url) for _ in range(8)]
    together = threading.Barrier(len(engines))
    wrong: list[Exception] = []

    def start(engine: Engine) -> None:
        together.wait(DEADLINE_SECONDS)
        try:
            make_schema(engine)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=start, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE_SECONDS)
    assert wrong == []
    assert head_of(engines[0]).position == 0
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize("url", ["mysql+pymysql://h/d", "mssql+pyodbc://h/d", "oracle+oracledb://h/d"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="use sqlite or postgresql"):
        open_engine(url)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file::memory:?cache=shared&uri=true",
        "sqlite:///file:x?mode=memory&cache=shared&uri=true",
    ],
)
def test_a_log_in_memory_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="needs a file"):
        open_engine(url)


def test_a_database_that_stays_busy_is_told_as_trouble(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url, Limits(wait_seconds=0))
    make_schema(engine)
    log = EventLog(engine)
    with engine.execution_options(**WRITER).begin(), pytest.raises(OperationalError):
        log.insert_events([stored("a:1")])
    assert log.insert_events([stored("a:1")]) == [1]
    engine.dispose()


def test_every_entry_of_the_log_is_in_one_stream(engine: Engine, app: Thidua) -> None:
    form_cluster(app, ["a", "b", "c"])
    with engine.connect() as connection:
        named = connection.execute(select(func.count(event_log.c.originator_id.distinct()))).scalar_one()
        listed = connection.execute(select(func.count()).select_from(streams)).scalar_one()
    assert named == listed == 4
    assert UnitRenamed.topic not in {row.topic for row in log_rows(engine)}
