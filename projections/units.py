"""The units: by which name each was known on a day, and what became of it."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from domain.identity import stream
from domain.units import Unit
from projections.asof import Model
from projections.point import Point

UNITS = Model("units", "unit", Unit)


class Named(msgspec.Struct, frozen=True):
    """A unit as every answer names it: its slug, and the name that it bore on the day."""

    unit: str
    name: str | None


class Names:
    """The names that units bore at a point; a unit that was not known then has none."""

    def __init__(self, connection: Connection, point: Point, units: Iterable[str | None]) -> None:
        subjects = {stream("unit", unit): unit for unit in units if unit is not None}
        found = UNITS.all(connection, point, subjects=subjects)
        self._names = {subjects[subject]: unit.name for subject, unit in found.items()}

    def of(self, unit: str | None) -> Named | None:
        """The unit with its name; None for no unit."""
        return None if unit is None else Named(unit, self._names.get(unit))
