"""The read models made again from the log are the same to the last row."""

from itertools import count
from typing import Any

import pytest
from sqlalchemy import delete, insert, inspect, select, update

import service.rebuild as service_rebuild
from projections import logbook, rebuilding, registry
from projections.generations import VERSION, ReadModelsDiffer, followed, generations
from projections.models import MODELS
from projections.point import LATEST
from projections.registry import RebuildRunning
from projections.seeking import streams
from projections.units import UNITS
from service.rebuild import rebuild
from tests.projections.world import CLUSTER, CYCLE, World, marks


def rows(world: World) -> dict[str, list[Any]]:
    """Every row of every read model."""
    with world.app.engine.connect() as connection:
        generation = followed(connection)
        tables = [("streams", streams), *((model.name, model.table(generation)) for model in MODELS)]
        return {
            name: list(connection.execute(select(table).order_by(*table.primary_key)))
            for name, table in tables
        }


def states(world: World) -> list[tuple[int, str]]:
    """The generations that there are."""
    with world.app.engine.connect() as connection:
        found = select(generations.c.generation, generations.c.state)
        return [tuple(row) for row in connection.execute(found.order_by(generations.c.generation))]


@pytest.fixture
def lived(world: World) -> World:
    """A world with late, corrected and retracted entries in several streams."""
    world.open("a", "b")
    first = world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(120, 30))
    world.do("rename_unit", "2022-06-01", unit="a", name="Tên mới")
    late = world.do("rename_unit", "2022-03-01", unit="a", name="Tên cũ hơn")
    world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, lead="b")
    world.do("correct_entry", None, position=first, reason="Nhầm ngày nộp", on="2022-10-05")
    world.do("retract_entry", None, position=late, reason="Ghi nhầm đơn vị")
    return world


@pytest.mark.parametrize(("page", "batch"), [(5_000, 2_000), (3, 2)])
def test_a_rebuild_gives_the_same_rows_in_tables_of_its_own(
    lived: World, monkeypatch: pytest.MonkeyPatch, page: int, batch: int
) -> None:
    monkeypatch.setattr(rebuilding, "PAGE_ENTRIES", page)
    monkeypatch.setattr(service_rebuild, "BATCH_ENTRIES", batch)
    before = rows(lived)
    assert rebuild(lived.app).entries == lived.app.max_position()
    assert rows(lived) == before
    assert states(lived) == [(2, "live")]
    rebuild(lived.app)
    assert rows(lived) == before
    assert states(lived) == [(3, "live")]


def test_a_rebuild_that_is_broken_off_hinders_nobody_and_is_gone_on_with(
    lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(service_rebuild, "BATCH_ENTRIES", 4)
    with pytest.raises(KeyboardInterrupt):
        rebuild(lived.app, stop)
    assert states(lived) == [(1, "live"), (2, "building")]
    lived.do("rename_unit", "2022-07-01", unit="b", name="Đổi trong khi dựng lại")
    lived.do("register_unit", "2022-01-02", unit="d", name="Mới trong khi dựng lại")
    before = rows(lived)
    told: list[tuple[int, int]] = []
    rebuild(lived.app, lambda done, of: told.append((done, of)))
    assert told[0][0] > 4
    assert rows(lived) == before
    assert states(lived) == [(2, "live")]


def test_what_is_recorded_meanwhile_is_caught_up_with(lived: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_rebuild, "BATCH_ENTRIES", 4)
    monkeypatch.setattr(service_rebuild, "CATCH_UP_ENTRIES", 2)
    names = count(1)

    def meanwhile(_done: int, _of: int) -> None:
        number = next(names)
        if number < 8:
            lived.do("rename_unit", "2022-08-01", unit="b", name=f"Tên {number}")
            lived.do("register_unit", "2022-01-02", unit=f"moi-{number}", name=f"Mới {number}")

    assert rebuild(lived.app, meanwhile).entries == lived.app.max_position()
    assert next(names) > 8
    with lived.app.engine.connect() as connection:
        assert UNITS.of(connection, "unit:b", LATEST).name == "Tên 7"  # type: ignore[union-attr]
    before = rows(lived)
    rebuild(lived.app)
    assert rows(lived) == before


def test_two_rebuilds_at_once_are_not_both_gone_on_with(
    lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_rebuild, "BATCH_ENTRIES", 4)
    turns = count()

    def another(_done: int, _of: int) -> None:
        if next(turns) == 0:
            rebuild(lived.app)

    with pytest.raises(RebuildRunning):
        rebuild(lived.app, another)
    assert states(lived) == [(2, "live")]


def test_what_is_live_or_gone_cannot_be_switched_to(lived: World) -> None:
    for generation in (1, 7):
        with pytest.raises(RebuildRunning), lived.app.engine.begin() as connection:
            registry.switch(connection, generation)
    assert states(lived) == [(1, "live")]


def test_what_a_broken_rebuild_of_other_software_left_is_dropped(lived: World) -> None:
    with lived.app.engine.begin() as connection:
        left = registry.begin(connection, until=3)
        registry.make(connection, left.generation)
        connection.execute(update(generations).where(generations.c.generation == 2).values(version=0))
        registry.make(connection, registry.begin(connection, until=3).generation)
        connection.execute(update(generations).where(generations.c.generation == 3).values(version=0))
    rebuild(lived.app)
    assert states(lived) == [(2, "live")]
    with lived.app.engine.connect() as connection:
        assert not inspect(connection).has_table("units_3")


def test_what_another_has_dropped_meanwhile_is_not_looked_for(lived: World) -> None:
    with lived.app.engine.begin() as connection:
        assert registry.thin(connection, UNITS.table(7), 10) is False
        registry.forget(connection, 7)
    assert states(lived) == [(1, "live")]


def test_read_models_that_are_not_of_this_software_are_neither_read_nor_written(lived: World) -> None:
    with lived.app.engine.begin() as connection:
        connection.execute(update(generations).values(version=VERSION + 1))
    with lived.app.engine.connect() as connection, pytest.raises(ReadModelsDiffer) as read:
        UNITS.of(connection, "unit:a", LATEST)
    assert (read.value.held, read.value.wanted) == (VERSION + 1, VERSION)
    last = lived.app.max_position()
    with pytest.raises(ReadModelsDiffer):
        lived.do("register_unit", "2022-01-02", unit="d", name="Không ghi được")
    assert lived.app.max_position() == last
    with lived.app.engine.begin() as connection:
        connection.execute(update(generations).values(state="old"))
    with lived.app.engine.connect() as connection, pytest.raises(ReadModelsDiffer) as none:
        UNITS.of(connection, "unit:a", LATEST)
    assert none.value.held is None
    rebuild(lived.app)
    assert [state for _, state in states(lived)] == ["live"]


def test_the_index_of_streams_is_put_right(lived: World) -> None:
    before = rows(lived)
    with lived.app.engine.begin() as connection:
        connection.execute(delete(streams).where(streams.c.stream == "unit:b"))
        connection.execute(update(streams).where(streams.c.stream == "unit:a").values(unit="z"))
        connection.execute(insert(streams).values(stream="unit:strange", kind="unit"))
    rebuild(lived.app)
    assert rows(lived) == before


def test_a_topic_that_is_not_known_is_passed_over(lived: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(logbook._DECODERS, "unit.renamed")
    with lived.app.engine.connect() as connection:
        fetch = rebuilding.fetching(connection)
        told = dict(rebuilding.entries_by_stream(fetch, connection.dialect))
    assert [entry.topic for entry in told["unit:a"]] == ["unit.registered", "entry.retracted"]
