"""Who speaks for a unit: its representatives and their stand-ins, by opaque ids, and since when."""

from typing import Any

from sqlalchemy import Connection

from domain.identity import stream
from domain.moments import Moment
from projections.point import Point
from projections.units import UNITS


def representatives(connection: Connection, unit: str, point: Point) -> dict[str, Any] | None:
    """The representatives of a unit at a point, the longest appointed first, and the delegations in force.

    Persons are ids: their names live outside the log, where they can be erased. Once a unit has `ended`
    nobody speaks for it, whoever is listed still. None for an unknown unit.
    """
    found = UNITS.of(connection, stream("unit", unit), point)
    if found is None:
        return None
    ordered = sorted(found.representatives, key=lambda one: (one.since.effective, one.person))
    now = Moment(point.as_of)
    in_force = [one for one in found.delegations if found.ended is None and one.holds_at(now)]
    in_force.sort(key=lambda one: (one.since.effective, one.stand_in, one.by))
    return {
        **point.told(),
        "unit": unit,
        "name": found.name,
        "ended": found.ended and found.ended.text(),
        "representatives": [
            {"person": one.person, "capacity": one.capacity, "since": one.since.text()} for one in ordered
        ],
        "delegations": [
            {
                "stand_in": one.stand_in,
                "by": one.by,
                "scopes": list(one.scopes),
                "since": one.since.text(),
                "until": one.until,
            }
            for one in in_force
        ],
    }
