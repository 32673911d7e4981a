"""Those who come while a transaction is under way share the next, and each has an outcome of its own."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from sqlalchemy import Engine, text

from domain.facts import Entry
from projections.models import MODELS
from projections.projector import Projector
from projections.seeking import streams
from service.appends import StreamMoved
from service.application import Thidua
from service.engine import open_engine
from service.log import EventLog
from service.rebuild import rebuild
from service.sharing import TOGETHER_MAX, Sharing
from service.verify import verify
from tests.log.setting import YEAR, ask, log_rows, read_models, stored
from tests.waiting import until

WAIT_SECONDS = 30


def queued(log: EventLog) -> int:
    """How many appends wait for their turn, the one that leads them included."""
    return len(log._sharing._queue)


def together(log: EventLog, works: Sequence[Callable[[], Any]]) -> list[Future[Any]]:
    """Let all come while another transaction holds the log, one after the other, and then let them go."""
    with ThreadPoolExecutor(len(works)) as pool:
        with log.transaction():
            futures = []
            for number, work in enumerate(works, 1):
                futures.append(pool.submit(work))
                until(lambda least=number: queued(log) == least, WAIT_SECONDS)  # type: ignore[misc]
        return futures


class Turns:
    """Notes what was done together."""

    def __init__(self) -> None:
        self.done: list[list[int]] = []
        self.gate = threading.Event()

    def do(self, works: Sequence[int]) -> None:
        self.gate.wait(WAIT_SECONDS)
        self.done.append(list(works))


def test_who_comes_alone_waits_for_nobody() -> None:
    turns = Turns()
    turns.gate.set()
    sharing = Sharing(turns.do)
    for work in range(3):
        sharing.run(work)
    assert turns.done == [[0], [1], [2]]


def test_who_comes_meanwhile_is_done_together_in_the_order_of_coming() -> None:
    turns = Turns()
    sharing = Sharing(turns.do)
    works = range(TOGETHER_MAX + 3)
    with ThreadPoolExecutor(len(works)) as pool:
        first = pool.submit(sharing.run, 0)
        until(lambda: not sharing._queue and sharing._busy, WAIT_SECONDS)
        others = []
        for work in works[1:]:
            others.append(pool.submit(sharing.run, work))
            until(lambda least=work: len(sharing._queue) == least, WAIT_SECONDS)  # type: ignore[misc]
        turns.gate.set()
        for future in (first, *others):
            future.result(WAIT_SECONDS)
    assert turns.done == [[0], list(works[1 : TOGETHER_MAX + 1]), list(works[TOGETHER_MAX + 1 :])]


def test_work_of_another_kind_has_a_turn_alone() -> None:
    turns = Turns()
    turns.gate.set()
    sharing = Sharing(turns.do)
    with ThreadPoolExecutor(1) as pool:
        with sharing.alone():
            waiting = pool.submit(sharing.run, 1)
            until(lambda: sharing._busy, WAIT_SECONDS)
            assert not waiting.done()
            assert turns.done == []
        waiting.result(WAIT_SECONDS)
    assert turns.done == [[1]]


class Interrupted(BaseException):
    """What a signal raises, as the one of Ctrl-C does."""


@contextmanager
def interrupted(when: Callable[[], bool]) -> Iterator[None]:
    """Let what this thread does be interrupted, once something has become so."""

    def stop(_number: int, _frame: object) -> None:
        raise Interrupted

    def interrupt() -> None:
        until(when, WAIT_SECONDS)
        signal.pthread_kill(this, signal.SIGUSR1)

    this = threading.get_ident()
    before = signal.signal(signal.SIGUSR1, stop)
    try:
        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(interrupt)
            with pytest.raises(Interrupted):
                yield
            told.result(WAIT_SECONDS)
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_who_is_interrupted_as_the_next_to_lead_leaves_the_others_their_turn() -> None:
    turns = Turns()
    sharing = Sharing(turns.do)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(sharing.run, 0)
        until(lambda: not sharing._queue and sharing._busy, WAIT_SECONDS)
        with interrupted(lambda: len(sharing._queue) == 1):
            sharing.run(1)
        second = pool.submit(sharing.run, 2)
        until(lambda: len(sharing._queue) == 1, WAIT_SECONDS)
        turns.gate.set()
        for future in (first, second):
            future.result(WAIT_SECONDS)
    assert turns.done == [[0], [2]]


def test_who_is_interrupted_before_the_turn_comes_leaves_the_others_theirs() -> None:
    turns = Turns()
    turns.gate.set()
    sharing = Sharing(turns.do)
    release = threading.Event()

    def hold() -> None:
        with sharing.alone():
            release.wait(WAIT_SECONDS)

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(hold)
        until(sharing._turn.locked, WAIT_SECONDS)
        with interrupted(lambda: len(sharing._queue) == 1):
            sharing.run(1)
        second = pool.submit(sharing.run, 2)
        release.set()
        for future in (holding, second):
            future.result(WAIT_SECONDS)
    assert turns.done == [[2]]


def test_what_nobody_came_to_write_is_not_told_as_recorded(app: Thidua, engine: Engine) -> None:
    log = app.log_recorder
    works = [lambda number=number: log.insert_events([stored(f"x:{number}")]) for number in range(3)]
    commit = log._sharing._do

    log._sharing._do = lambda _appends: None  # as where the one who leads is interrupted before
    for future in together(log, works):
        with pytest.raises(OperationalError):
            future.result(WAIT_SECONDS)
    log._sharing._do = commit
    assert log_rows(engine) == []
    assert log.insert_events([stored("x:0")]) == [1]


def test_appends_that_wait_share_a_transaction(app: Thidua, engine: Engine) -> None:
    units = [f"u-{number}" for number in range(8)]
    works = [lambda unit=unit: ask(app, "register_unit", unit, unit=unit, name=unit) for unit in units]
    decided = threading.Barrier(len(works))

    def once_decided(work: Callable[[], Any]) -> Any:
        decided.wait(WAIT_SECONDS)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        with app.log_recorder.transaction():
            futures = [pool.submit(once_decided, work) for work in works]
            until(lambda: queued(app.log_recorder) == len(works), WAIT_SECONDS)
        recorded = [future.result(WAIT_SECONDS)[0] for future in futures]
    assert sorted(entry.position for entry in recorded) == list(range(1, 9))
    assert {entry.originator_id for entry in recorded} == {f"unit:{unit}" for unit in units}
    times = [row.recorded_at for row in log_rows(engine)]
    assert times == sorted(set(times))
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            commits = connection.execute(text("SELECT count(DISTINCT xmin::text) FROM event_log")).scalar()
        assert commits == 1
    assert verify(engine).problems == ()


def test_a_bad_one_does_not_fail_its_neighbours(app: Thidua, engine: Engine) -> None:
    log = app.log_recorder
    app.do("register_unit", when=YEAR, unit="a", name="A")
    ask(app, "register_unit", "known", unit="b", name="B")
    (draft,) = (app.mapper.to_stored_event(entry) for entry in [fresh(app, "c", command_id="known")])
    works: list[Callable[[], Any]] = [
        lambda: log.insert_events([stored("x:1")]),
        lambda: log.insert_events([stored("x:2")], unchanged={"unit:a": 0}),
        lambda: log.insert_events([stored("x:3")], unchanged={"unit:a": 1}),
        lambda: log.insert_events([stored("unit:a")]),
        lambda: log.insert_events([stored("x:1")]),
        lambda: log.insert_events([draft]),
        lambda: log.insert_events([stored("x:4")], unchanged={"x:1": 0}),
        lambda: log.insert_events([stored("x:5"), stored("x:5", 2)]),
    ]
    outcomes = [future.exception(WAIT_SECONDS) or future.result() for future in together(log, works)]
    assert outcomes[0] == [3]
    assert isinstance(outcomes[1], StreamMoved)
    assert outcomes[2] == [4]
    for refused in (outcomes[3], outcomes[4], outcomes[5]):
        assert isinstance(refused, IntegrityError)
        assert not isinstance(refused, StreamMoved)
    assert isinstance(outcomes[6], StreamMoved)
    assert outcomes[7] == [5, 6]
    assert [row.position for row in log_rows(engine)] == [1, 2, 3, 4, 5, 6]


def fresh(app: Thidua, unit: str, *, command_id: str) -> Entry:
    """The entry of a unit that could be registered, under a command's id."""
    (entry,) = app.weigh("register_unit", registration(unit), when=YEAR)
    return Entry(
        originator_id=entry.originator_id,
        originator_version=entry.originator_version,
        fact=entry.fact,
        effective=entry.effective,
        precision=entry.precision,
        command_id=command_id,
    )


def registration(unit: str) -> Any:
    """The arguments that register a unit."""
    from service.commands.catalogue import COMMANDS

    return COMMANDS["register_unit"].arguments(unit=unit, name=unit)


def test_what_no_check_foresees_is_told_to_its_own_and_the_others_are_recorded(
    app: Thidua, engine: Engine
) -> None:
    log = EventLog(engine, Projector(MODELS, engine.dialect))
    with engine.begin() as connection:  # in its way stands a row that the database's keys know of
        connection.execute(streams.insert().values(stream="unit:b", kind="unit"))
    drafts = {
        unit: [app.mapper.to_stored_event(fresh(app, unit, command_id=unit))] for unit in ("a", "b", "c")
    }
    works = [lambda unit=unit: log.insert_events(drafts[unit]) for unit in drafts]
    first, second, third = together(log, works)
    assert first.result() == [1]
    with pytest.raises(IntegrityError):
        second.result()
    assert third.result() == [2]
    with engine.begin() as connection:
        connection.execute(streams.delete().where(streams.c.stream == "unit:b"))
    assert verify(engine).problems == ()
    log.close()


def test_who_remembers_read_models_that_another_has_replaced_writes_into_the_new_ones(
    app: Thidua, engine: Engine, database_url: str
) -> None:
    app.do("register_unit", when=YEAR, unit="a", name="A")
    app.do("register_unit", when=YEAR, unit="b", name="B")
    with closing(Thidua(open_engine(database_url))) as other:
        rebuild(other)
    app.do("rename_unit", when=YEAR, unit="a", name="Alone, after a rebuild")
    works = [
        lambda unit=unit: app.log_recorder.insert_events(
            [app.mapper.to_stored_event(fresh(app, unit, command_id=unit))]
        )
        for unit in ("c", "d")
    ]
    outcomes = together(app.log_recorder, works)
    assert [future.result(WAIT_SECONDS) for future in outcomes] == [[4], [5]]
    with closing(Thidua(open_engine(database_url))) as other:
        rebuild(other)
    at_once = [app.mapper.to_stored_event(fresh(app, unit, command_id=unit)) for unit in ("e", "f")]
    assert app.log_recorder.insert_events(at_once) == [6, 7]
    assert len(read_models(engine)["units"]) == 7
    assert verify(engine).problems == ()
