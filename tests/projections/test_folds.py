"""Folds that are kept are those of a stream at one version, and of no transaction that was taken back."""

from datetime import date

import pytest
from sqlalchemy import Connection

from domain.moments import day_end
from domain.timeline import END_OF_TIME
from projections import folds as module
from projections.folds import Folds
from projections.point import Point
from projections.unfolding import Fold
from projections.units import UNITS
from service.rebuild import rebuild
from tests.projections.test_rebuilding import rows
from tests.projections.world import World

ONE = {"units": Fold(None, "{}", 1)}


def test_a_fold_is_told_at_its_own_version_only() -> None:
    folds = Folds()
    folds.keep("unit:a", 2, ONE)
    assert folds.at("unit:a", 2) == ONE
    assert folds.at("unit:a", 1) is None
    assert folds.at("unit:b", 2) is None
    folds.forget()
    assert folds.at("unit:a", 2) is None


def test_the_stream_that_was_appended_to_longest_ago_is_forgotten_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "STREAMS_MAX", 2)
    folds = Folds()
    folds.keep("unit:a", 1, ONE)
    folds.keep("unit:b", 1, ONE)
    folds.keep("unit:a", 2, ONE)
    folds.keep("unit:c", 1, ONE)
    assert folds.at("unit:a", 2) == ONE
    assert folds.at("unit:b", 1) is None
    assert folds.at("unit:c", 1) == ONE


def named(connection: Connection, day: str) -> str | None:
    """The unit's name on a day, as known now."""
    unit = UNITS.of(connection, "unit:a", Point(day_end(date.fromisoformat(day)), END_OF_TIME, END_OF_TIME))
    return None if unit is None else unit.name


class GaveUp(Exception):
    """Ends a transaction whose work is not wanted."""


def test_what_another_recorded_in_place_of_what_was_taken_back_is_told(
    world: World, database_url: str
) -> None:
    world.do("register_unit", "2022-01-01", unit="a", name="Một")

    def take_back() -> None:
        with world.app.log_recorder.transaction():
            world.do("rename_unit", "2022-02-01", unit="a", name="Bị rút lại")
            raise GaveUp

    with pytest.raises(GaveUp):
        take_back()
    other = World(database_url)
    other.do("rename_unit", "2022-02-01", unit="a", name="Hai")
    other.app.close()
    world.do("rename_unit", "2022-03-01", unit="a", name="Ba")
    world.do("rename_unit", "2022-04-01", unit="a", name="Bốn")
    with world.reading() as connection:
        assert named(connection, "2022-02-15") == "Hai"
        assert named(connection, "2022-03-15") == "Ba"
    before = rows(world)
    rebuild(world.app)
    assert rows(world) == before
