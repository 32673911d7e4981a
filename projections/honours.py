"""The honours of a unit: its titles over the years with what became of each, its names, its successors."""

from typing import Any

from sqlalchemy import Connection

from domain.identity import stream
from domain.timeline import standing
from domain.units import UnitRegistered, UnitRenamed
from projections.entries import entries
from projections.nominations import NOMINATIONS, annulments, award_year, told_nomination
from projections.point import Point
from projections.units import UNITS, Names


def honours(connection: Connection, unit: str, point: Point) -> dict[str, Any] | None:
    """The titles of a unit at a point, by year; None for an unknown unit.

    A successor inherits none of them: they stay with the unit that was proposed for them.
    """
    own = stream("unit", unit)
    known = UNITS.of(connection, own, point)
    if known is None:
        return None
    found = NOMINATIONS.all(connection, point, unit=unit)
    reasons = annulments(connection, point, found)
    names = Names(connection, point, known.successors)
    ordered = sorted(
        found.values(), key=lambda one: (award_year(one) or 0, one.since.effective, one.cycle, one.title)
    )
    return {
        **point.told(),
        "unit": unit,
        "name": known.name,
        "names": _names(connection, own, point),
        "status": known.status,
        "ended": known.ended and known.ended.text(),
        "successors": names.each(known.successors),
        "honours": [told_nomination(nomination, reasons) for nomination in ordered],
    }


def _names(connection: Connection, own: str, point: Point) -> list[dict[str, Any]]:
    stood = standing(entries(connection, point, of=[own]), as_of=point.as_of)
    return [
        {"name": entry.fact.name, "short_name": entry.fact.short_name, "since": entry.moment.text()}
        for entry in stood
        if isinstance(entry.fact, UnitRegistered | UnitRenamed)
    ]
