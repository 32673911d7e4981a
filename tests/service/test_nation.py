"""A rehearsal of national size, at the size of a hamlet."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from benchmarks.corpus import clusters
from domain.facts import Entry
from domain.moments import Moment
from projections import rebuilding
from service import held
from service import rebuild as rebuilds
from service import verify as verifying
from service.application import Thidua
from service.loading import LogInUse, load
from service.opening import opened
from service.rebuild import rebuild
from service.rehearsal.history import history
from service.rehearsal.nation import load_nation
from service.verify import verify
from tests.conftest import NewDatabase
from tests.log.setting import log_rows
from tests.service.conftest import RunCli

NOW = Moment.parse("2026-07-01T09:00+07:00").effective
ENTRIES = 600
PAGE_ENTRIES = 20  # small, so that even the few fill many pages
REHEARSED = ("rehearse", "--clusters", "2", "--years", "2", "--entries", str(ENTRIES))
GROWTH_MAX = 1.5  # what keeps even one row of the log for each entry takes three times as much
FEW, MANY = 300, 1_200


@pytest.fixture
def application(database_url: str) -> Iterator[Thidua]:
    with opened(database_url, rebuilding=True) as application:
        application.log_recorder.clock = lambda: NOW
        yield application


def nation(application: Thidua, seed: int = 1, entries: int = ENTRIES, told: list[int] | None = None) -> int:
    def progress(done: int, of: int) -> None:
        assert of == 2 * entries
        if told is not None:
            told.append(done)

    return load_nation(application, seed=seed, clusters=2, years=2, entries=entries, progress=progress)


def begun(application: Thidua, position: int, seed: int = 1) -> None:
    """What a rehearsal leaves that is broken off at a position."""
    load(application, islice(history(seed, 2, 2, 10, ENTRIES, first_year=2024), position))


def streams_of(application: Thidua) -> list[tuple[str, int]]:
    return [(row.originator_id, row.originator_version) for row in log_rows(application.engine)]


def test_the_last_complete_years_are_loaded_and_can_be_asked(application: Thidua) -> None:
    told: list[int] = []
    assert nation(application, told=told) == ENTRIES
    assert told == sorted(told)
    assert told[-1] == 2 * ENTRIES
    years = {name.split(":")[1][-4:] for name, _ in streams_of(application) if name.startswith("cycle:")}
    assert years == {"2024", "2025"}
    assert verify(application.engine).problems == ()


@pytest.mark.parametrize("position", [1, 250, ENTRIES])
def test_broken_off_anywhere_it_goes_on_to_the_same_log(
    application: Thidua, new_database: NewDatabase, position: int
) -> None:
    begun(application, position)
    assert nation(application) == ENTRIES - position
    assert verify(application.engine).problems == ()
    with opened(new_database("sqlite")) as whole:
        whole.log_recorder.clock = lambda: NOW
        nation(whole)
        assert streams_of(application) == streams_of(whole)


def test_what_another_rehearsal_began_is_not_gone_on_with(application: Thidua) -> None:
    begun(application, 250, seed=2)
    with pytest.raises(LogInUse) as refused:
        nation(application)
    assert refused.value.position == 250
    assert len(log_rows(application.engine)) == 250


def test_more_than_is_asked_for_is_not_gone_on_with(application: Thidua) -> None:
    begun(application, 250)
    with pytest.raises(LogInUse):
        nation(application, entries=100)
    assert len(log_rows(application.engine)) == 250


def test_no_year_is_before_the_first_rules(application: Thidua) -> None:
    load_nation(application, seed=1, clusters=1, years=90, entries=200)
    cycles = {name for name, _ in streams_of(application) if name.startswith("cycle:")}
    assert min(cycles) == "cycle:dien-tap-1-2003"


def test_an_operator_loads_it_from_the_command_line_once(database_url: str, run_cli: RunCli) -> None:
    first = run_cli(database_url, *REHEARSED)
    assert (first.exit_code, first.stderr) == (0, "")
    assert "nạp mới 600 mục" in first.stdout
    assert run_cli(database_url, "standings", "dien-tap-2-2025").exit_code == 0
    assert run_cli(database_url, "verify").exit_code == 0
    again = run_cli(database_url, *REHEARSED)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "đã có 600 mục" in again.stderr


def test_a_log_that_is_not_fictional_is_left_alone(sqlite_url: str, run_cli: RunCli) -> None:
    with opened(sqlite_url) as application:
        application.do("register_unit", unit="don-vi-a", name="Đơn vị A")
    assert run_cli(sqlite_url, *REHEARSED).exit_code == 2
    with opened(sqlite_url) as application:
        assert len(log_rows(application.engine)) == 1


def test_a_load_that_broke_off_is_told_with_its_remedy(sqlite_url: str, run_cli: RunCli) -> None:
    with opened(sqlite_url) as application:
        begun(application, 250)
    asked = run_cli(sqlite_url, "standings", "dien-tap-2-2025")
    assert asked.exit_code == 3
    assert "chưa có bảng tra cứu" in asked.stderr
    assert "thidua rebuild" in asked.stderr
    assert run_cli(sqlite_url, "rebuild").exit_code == 0
    assert run_cli(sqlite_url, "verify").exit_code == 0


def peak(work: Callable[[], object]) -> int:
    """The most bytes that Python holds at once while it works, besides those it held before."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def exhaust(entries: Iterator[Entry]) -> None:
    for _ in entries:
        pass


def peaks(database_url: str, entries: int) -> dict[str, int]:
    """What each step takes on a log of that many entries, of as many clusters as that makes."""
    made = list(islice(clusters(), entries))
    with opened(database_url) as application:
        return {
            "load": peak(lambda: load(application, made, page_entries=PAGE_ENTRIES)),
            "rebuild": peak(lambda: rebuild(application)),
            "verify": peak(lambda: verify(application.engine)),
        }


def test_a_history_takes_no_more_memory_for_more_years() -> None:
    exhaust(history(1, 5, 1, 10, 500))  # what is read once and kept
    few = peak(lambda: exhaust(history(1, 5, 2, 10, 1_200)))
    many = peak(lambda: exhaust(history(1, 5, 8, 10, 4_800)))
    assert many < few * GROWTH_MAX


def test_loading_rebuilding_and_verifying_take_no_more_memory_for_a_longer_log(
    new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "PAGE_ENTRIES", PAGE_ENTRIES)
    monkeypatch.setattr(rebuilds, "BATCH_ENTRIES", PAGE_ENTRIES)
    monkeypatch.setattr(verifying, "PAGE_ENTRIES", PAGE_ENTRIES)
    monkeypatch.setattr(held, "PAGE_ROWS", PAGE_ENTRIES)
    peaks(new_database("sqlite"), 200)  # what is read once and kept
    few, many = (peaks(new_database("sqlite"), entries) for entries in (FEW, MANY))
    grown = {name: many[name] / few[name] for name in few}
    assert max(grown.values()) < GROWTH_MAX, grown
