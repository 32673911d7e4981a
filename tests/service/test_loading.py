import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest

from domain.facts import Entry
from projections.generations import ReadModelsDiffer
from service.application import Thidua
from service.engine import open_engine
from service.loading import LogInUse, OutOfPlace, load
from service.opening import opened
from service.rebuild import rebuild
from service.rehearsal.history import history
from service.schema import make_schema
from service.verify import verify
from tests.conftest import NewDatabase
from tests.log.setting import head_of, log_rows, read_models
from tests.rooms import ROOT

NOW = 1_790_000_000_000_000
ENTRIES = 700
PAGE_ENTRIES = 150
# Loads three pages and is killed while it makes the fourth.
KILLED = f"""
import os, signal, sys
from service.loading import load
from service.opening import opened
from service.rehearsal.history import history

def doomed():
    for entry in history(1, 2, 2, 10, {ENTRIES}):
        if entry.position > {3 * PAGE_ENTRIES + 50}:
            os.kill(os.getpid(), signal.SIGKILL)
        yield entry

with opened(sys.argv[1]) as application:
    load(application, doomed(), page_entries={PAGE_ENTRIES})
"""


@pytest.fixture
def application(database_url: str) -> Iterator[Thidua]:
    yield from fresh(database_url)


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Iterator[Thidua]:
    yield from fresh(sqlite_url)


def fresh(url: str) -> Iterator[Thidua]:
    """An application on an empty database, whose clock stands still."""
    engine = open_engine(url)
    make_schema(engine)
    application = Thidua(engine, clock=lambda: NOW)
    yield application
    application.close()


def facts() -> Iterator[Entry]:
    """The history that these tests load: it has late, corrected and retracted entries."""
    return history(1, 2, 2, 10, ENTRIES)


def tables(application: Thidua) -> dict[str, Any]:
    """Every row of the log, its head, its index and the read models, whichever generation they are of."""
    models = read_models(application.engine)
    rows = {name.rpartition("_")[0] or name: held for name, held in models.items()}
    return {**rows, "event_log": log_rows(application.engine), "log_head": head_of(application.engine)}


def test_what_is_loaded_is_byte_for_byte_what_appends_leave(
    application: Thidua, new_database: NewDatabase, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(application, facts(), page_entries=PAGE_ENTRIES, salts=Random(7).randbytes)
    rebuild(application)
    for appended in fresh(new_database(engine_name)):
        monkeypatch.setattr("os.urandom", Random(7).randbytes)
        for entry in facts():
            appended.events.put([entry])
        monkeypatch.undo()
        assert len(log_rows(appended.engine)) == ENTRIES
        assert tables(application) == tables(appended)
    assert verify(application.engine).problems == ()


def test_a_load_that_is_killed_leaves_a_sound_beginning_that_nobody_takes_for_answers(
    database_url: str,
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, database_url], check=False, cwd=ROOT, stderr=subprocess.PIPE
    )
    assert (killed.returncode, killed.stderr) == (-signal.SIGKILL, b"")
    with pytest.raises(ReadModelsDiffer), opened(database_url):
        pass
    with opened(database_url, rebuilding=True) as application:
        rebuild(application)
        report = verify(application.engine)
        assert (report.position, report.problems) == (3 * PAGE_ENTRIES, ())
        with pytest.raises(LogInUse):
            load(application, facts())


def test_whoever_has_the_log_open_can_neither_ask_nor_append_meanwhile(
    application: Thidua, database_url: str
) -> None:
    with opened(database_url) as other:

        def watched() -> Iterator[Entry]:
            made = facts()
            yield from islice(made, PAGE_ENTRIES)
            with pytest.raises(ReadModelsDiffer):
                other.do("register_unit", unit="don-vi-a", name="Đơn vị A")
            yield from made

        load(application, watched(), page_entries=PAGE_ENTRIES)
        rebuild(application)
        (entry,) = other.do("register_unit", unit="don-vi-a", name="Đơn vị A")
    assert entry.position == ENTRIES + 1
    assert verify(application.engine).problems == ()


def test_it_goes_on_where_it_was_broken_off(application: Thidua) -> None:
    made = facts()
    assert load(application, islice(made, 2 * PAGE_ENTRIES), page_entries=PAGE_ENTRIES) == 2 * PAGE_ENTRIES
    told: list[int] = []
    assert load(application, made, page_entries=PAGE_ENTRIES, progress=told.append) == ENTRIES
    assert told == [450, 600, 700]
    rebuild(application)
    assert verify(application.engine).problems == ()


def test_a_log_that_somebody_uses_is_left_as_it_is(application: Thidua) -> None:
    application.do("register_unit", unit="don-vi-a", name="Đơn vị A")
    with pytest.raises(LogInUse):
        load(application, history(1, 1, 1, 5, 100, after=1))
    assert verify(application.engine).problems == ()


def test_an_append_that_comes_before_the_first_page_is_not_run_over(application: Thidua) -> None:
    def late() -> Iterator[Entry]:
        application.do("register_unit", unit="don-vi-a", name="Đơn vị A")
        yield from facts()

    with pytest.raises(LogInUse) as refused:
        load(application, late())
    assert refused.value.position == 1
    assert verify(application.engine).problems == ()


def test_an_entry_made_for_another_position_is_not_loaded(on_sqlite: Thidua) -> None:
    with pytest.raises(OutOfPlace) as refused:
        load(on_sqlite, history(1, 1, 1, 5, 100, after=1))
    assert (refused.value.position, refused.value.made_for) == (1, 2)
    assert log_rows(on_sqlite.engine) == []


def test_nothing_loaded_changes_nothing(on_sqlite: Thidua) -> None:
    assert load(on_sqlite, []) == 0
    on_sqlite.do("register_unit", unit="don-vi-a", name="Đơn vị A")
    assert verify(on_sqlite.engine).problems == ()
