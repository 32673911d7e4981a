"""A rebuild on PostgreSQL, beside the transactions of other roles."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import inspect, select

import service.rebuild as service_rebuild
from projections import registry
from projections.logbook import log_head
from projections.point import LATEST
from projections.registry import RebuildRunning, others
from projections.units import UNITS
from service.cli.failures import Code, told
from service.opening import opened
from service.rebuild import rebuild
from tests.engines.staff import Staff
from tests.log.setting import YEAR
from tests.waiting import until

WAIT_SECONDS = 30


@pytest.fixture
def used(staff: Staff) -> Staff:
    """The roles with what is theirs, and one unit in the log."""
    staff.settle()
    with opened(staff.url(staff.application)) as application:
        application.do("register_unit", when=YEAR, unit="a", name="Đơn vị A")
    return staff


def test_what_looked_at_the_log_before_the_switch_finds_its_tables(used: Staff) -> None:
    with (
        opened(used.url(used.application)) as service,
        opened(used.url(used.owner)) as upkeep,
        ThreadPoolExecutor(1) as pool,
    ):
        with service.log_recorder.reading() as connection:
            connection.execute(select(log_head.c.position)).one()
            rebuilding = pool.submit(rebuild, upkeep)

            def switched() -> bool:
                with upkeep.log_recorder.reading() as other:
                    return others(other, than=2) == [1] and others(other, than=1) == [2]

            until(switched, WAIT_SECONDS)
            found = UNITS.of(connection, "unit:a", LATEST)
        assert found is not None
        assert rebuilding.result(WAIT_SECONDS).entries == 1
        with upkeep.engine.connect() as connection:
            assert not inspect(connection).has_table("units_1")


def test_what_looks_for_longer_keeps_its_tables_until_the_next_rebuild(
    used: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(used.url(used.application)) as service, opened(used.url(used.owner)) as upkeep:
        with monkeypatch.context() as shorter, service.log_recorder.reading() as connection:
            shorter.setattr(service_rebuild, "OLDER_SECONDS", 0.1)
            assert UNITS.of(connection, "unit:a", LATEST) is not None
            rebuild(upkeep)
            assert UNITS.of(connection, "unit:a", LATEST) is not None
        rebuild(upkeep)
        with upkeep.log_recorder.reading() as connection:
            assert others(connection, than=0) == [3]


def test_what_the_superuser_rebuilds_the_service_goes_on_with(used: Staff, postgresql_url: str) -> None:
    with opened(postgresql_url) as superuser:
        rebuild(superuser)
    with opened(used.url(used.application)) as service:
        service.do("rename_unit", unit="a", name="Đơn vị A mới")
    with opened(used.url(used.reader)) as reader, reader.log_recorder.reading() as connection:
        found = UNITS.of(connection, "unit:a", LATEST)
        assert found is not None
        assert found.name == "Đơn vị A mới"


def test_of_two_rebuilds_begun_in_the_same_moment_one_is_told_of_the_other(used: Staff) -> None:
    with (
        opened(used.url(used.owner)) as first,
        opened(used.url(used.owner)) as second,
        ThreadPoolExecutor(1) as pool,
    ):
        with first.engine.begin() as connection:
            registry.begin(connection, until=1)
            rebuilding = pool.submit(rebuild, second)
            until(used.waits, WAIT_SECONDS)
        error = rebuilding.exception(WAIT_SECONDS)
    assert isinstance(error, RebuildRunning)
    code, (sentence,) = told(error, "en") or (None, [""])
    assert code is Code.REFUSED
    assert "thidua rebuild" in sentence
