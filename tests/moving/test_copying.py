"""A log and all beside it go from one engine to the other and back, byte for byte."""

from itertools import pairwise

import pytest
from sqlalchemy import inspect, text

import service.rebuild as service_rebuild
from projections import logbook
from projections.generations import ReadModelsDiffer, generations
from service.audit import attempts
from service.engine import writing
from service.moving import pages
from service.moving.beside import BESIDE
from service.moving.copying import copy
from service.opening import open_thidua, opened
from service.verify import verify
from tests.conftest import NewDatabase
from tests.log.setting import read_models
from tests.moving.conftest import RunThidua
from tests.moving.furnishing import all_rows, fill_log, fill_more, furnish, root_of, signs_in

SMALL_PAGE = 4
WAYS = [
    ("sqlite", "postgresql", "sqlite"),
    ("postgresql", "sqlite", "postgresql"),
    ("sqlite", "sqlite"),
    ("postgresql", "postgresql"),
]


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_there_and_back_every_byte_is_the_same(
    way: tuple[str, ...], thidua: RunThidua, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE_ENTRIES", SMALL_PAGE)
    urls = [new_database(engine) for engine in way]
    with opened(urls[0]) as first:
        person = furnish(first)
        rows, root = all_rows(first.engine), root_of(first.engine)
    assert [name for name, held in rows.items() if not held] == []
    for source, target in pairwise(urls):
        told = thidua("copy", source, target)
        assert (told.exit_code, told.stderr) == (0, ""), told.output
        assert root in told.stdout
    with opened(urls[-1]) as last:
        assert all_rows(last.engine) == rows
        assert root_of(last.engine) == root
        assert signs_in(last) == person
        # It goes on as a database of its own: with the next position, and the next number of each table.
        (entry,) = last.do("form_cluster", cluster="sau", name="Cụm sau", kind="cluster")
        assert entry.position == len(rows["event_log"]) + 1
        with writing(last.engine) as connection:
            attempts.note(connection, now=1, person=None, session=None, action="a", about="/", code="c")


def test_every_table_is_copied_or_made_anew(database_url: str) -> None:
    with opened(database_url) as application:
        held = set(inspect(application.engine).get_table_names())
    of_log = {name for name in held if name in logbook.metadata.tables}
    beside = {table.name for table in BESIDE}
    derived = {name for name in held - of_log - beside if name.rpartition("_")[2].isdigit()}
    assert held - of_log - beside - derived <= {"alembic_version"}
    assert beside <= held
    assert of_log == {"event_log", "log_head", "streams", generations.name}


def test_a_second_copy_has_nothing_to_do(
    thidua: RunThidua, sqlite_url: str, new_database: NewDatabase
) -> None:
    with opened(sqlite_url) as application:
        furnish(application)
    target = new_database("postgresql")
    thidua("copy", sqlite_url, target)
    told = thidua("copy", sqlite_url, target)
    assert (told.exit_code, told.stderr) == (0, "")
    assert "Không có gì để chép" in told.stdout


def test_the_log_alone_goes_first_and_the_rest_once_the_service_stands_still(
    thidua: RunThidua, sqlite_url: str, new_database: NewDatabase
) -> None:
    target = new_database("postgresql")
    with opened(sqlite_url) as application:
        furnish(application)
        first = thidua("copy", "--log-only", sqlite_url, target)
        assert (first.exit_code, first.stderr) == (0, "")
        assert "--log-only" in first.stdout
        with pytest.raises(ReadModelsDiffer):  # half a house is not to be lived in
            open_thidua(target)
        fill_more(application)
        rows = all_rows(application.engine)
    second = thidua("copy", sqlite_url, target)
    assert (second.exit_code, second.stderr) == (0, ""), second.output
    assert "Đã chép 1 mục" in second.stdout
    with opened(target) as moved:
        assert all_rows(moved.engine) == rows


def test_a_source_with_problems_of_its_own_is_copied_with_them(
    thidua: RunThidua, sqlite_url: str, new_database: NewDatabase
) -> None:
    with opened(sqlite_url) as application:
        fill_log(application)
        problems = verify(application.engine).problems
    assert problems
    told = thidua("copy", sqlite_url, new_database("sqlite"))
    assert told.exit_code == 0
    assert "topic_unknown" in told.stdout
    assert "state_erased" in told.stdout
    assert "giống hệt nguồn" in told.stdout


def test_no_password_of_an_address_is_told(thidua: RunThidua, sqlite_url: str) -> None:
    open_thidua(sqlite_url).close()
    told = thidua("copy", sqlite_url, "postgresql://ai:bi-mat@127.0.0.1:1/x")
    assert told.exit_code == 3
    assert "bi-mat" not in told.output
    assert "127.0.0.1:1" in told.stderr


def test_a_value_that_the_target_cannot_hold_names_the_database_and_not_the_value(
    thidua: RunThidua, sqlite_url: str, postgresql_url: str
) -> None:
    with opened(sqlite_url) as application:
        application.do("form_cluster", cluster="c", name="Cụm", kind="cluster")
        with writing(application.engine) as connection:
            connection.execute(
                text(
                    "INSERT INTO attempts (at, action, about, code) VALUES (1, 'a' || char(0), 'bi mat', 'c')"
                )
            )
    told = thidua("copy", sqlite_url, postgresql_url)
    assert told.exit_code == 3
    assert "bi mat" not in told.stderr


def test_a_rebuild_that_was_broken_off_before_the_rest_is_copied_is_not_gone_on_with(
    new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(service_rebuild, "BATCH_ENTRIES", 1)
    source, target = new_database("sqlite"), new_database("sqlite")
    with opened(source) as ours, opened(target, rebuilding=True) as theirs:
        fill_log(ours)
        copy(ours, theirs, lambda *_: None, log_only=True)
        with pytest.raises(KeyboardInterrupt):
            service_rebuild.rebuild(theirs, stop)
        fill_more(ours, signing_in=False)
        copy(ours, theirs, lambda *_: None)
        service_rebuild.rebuild(theirs)
        service_rebuild.rebuild(ours)
        assert read_models(theirs.engine) == read_models(ours.engine)
