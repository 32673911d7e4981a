"""For which units a person speaks: as their representative, or for one who delegated to them."""

from typing import Any

from sqlalchemy import Connection

from domain.moments import Moment
from domain.units import Unit
from projections.point import Point
from projections.units import UNITS, Named, by_name


def representation(connection: Connection, person: str, point: Point) -> dict[str, Any]:
    """The units for which a person speaks at a point, by name; persons are ids, known or not.

    `by` is who delegated, None for a representative; `until` the last day of a delegation.
    """
    now = Moment(point.as_of)
    naming = UNITS.ever_naming(connection, person)
    found = UNITS.all(connection, point, subjects=naming).values()
    told = [line for unit in found if unit.ended is None for line in _lines(unit, person, now)]
    told.sort(key=lambda line: by_name(Named(line["unit"], line["name"])))
    return {**point.told(), "person": person, "units": told}


def _lines(unit: Unit, person: str, now: Moment) -> list[dict[str, Any]]:
    whose = {"unit": unit.id, "name": unit.name}
    own = [
        {
            **whose,
            "capacity": one.capacity,
            "by": None,
            "scopes": None,
            "since": one.since.text(),
            "until": None,
        }
        for one in unit.representatives
        if one.person == person
    ]
    return own + [
        {
            **whose,
            "capacity": None,
            "by": one.by,
            "scopes": list(one.scopes),
            "since": one.since.text(),
            "until": one.until,
        }
        for one in unit.delegations
        if one.stand_in == person and one.holds_at(now)
    ]
