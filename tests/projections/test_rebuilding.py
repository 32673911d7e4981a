"""The read models made again from the log are the same to the last row."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from projections import logbook, rebuilding
from projections.models import MODELS
from projections.seeking import streams
from tests.projections.world import CLUSTER, CYCLE, World, marks


def rows(connection: Connection) -> dict[str, list[Any]]:
    """Every row of every read model."""
    tables = [streams, *(model.table for model in MODELS)]
    return {
        table.name: list(connection.execute(select(table).order_by(*table.primary_key))) for table in tables
    }


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
def test_a_rebuild_gives_the_same_rows(
    lived: World, monkeypatch: pytest.MonkeyPatch, page: int, batch: int
) -> None:
    monkeypatch.setattr(rebuilding, "PAGE_ENTRIES", page)
    monkeypatch.setattr(rebuilding, "BATCH_ROWS", batch)
    with lived.app.engine.begin() as connection:
        before = rows(connection)
        rebuilding.empty(connection)
        assert not any(rows(connection).values())
        assert list(rebuilding.refill(connection))[-1] == lived.app.max_position()
        assert rows(connection) == before


def test_a_topic_that_is_not_known_is_passed_over(lived: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(logbook._DECODERS, "unit.renamed")
    with lived.app.engine.connect() as connection:
        told = dict(rebuilding.entries_by_stream(connection))
    assert [entry.topic for entry in told["unit:a"]] == ["unit.registered", "entry.retracted"]
