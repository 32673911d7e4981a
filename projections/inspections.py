"""The inspections of each unit in a cycle."""

from typing import Any

from sqlalchemy import Connection

from domain.identity import stream_parts
from domain.inspections import Inspection
from projections.asof import Model
from projections.cycles import cycle_at
from projections.point import Point
from projections.units import Names

INSPECTIONS = Model("inspections", "inspection", Inspection)


def inspections(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """The inspections of a cycle in the order of their days; None for an unknown cycle."""
    if cycle_at(connection, cycle, point) is None:
        return None
    found = INSPECTIONS.all(connection, point, cycle=cycle).items()
    ordered = sorted(found, key=lambda named: (named[1].recorded.effective, named[0]))
    parts = {name: stream_parts(name)[1] for name, _ in ordered}
    units = {unit for name, one in ordered for unit in (parts[name][1], one.record.by)}
    names = Names(connection, point, units)
    return {
        **point.told(),
        "cycle": cycle,
        "inspections": [
            {
                "unit": names.named(parts[name][1]),
                "inspection": parts[name][2],
                "on": one.recorded.text(),
                "kind": one.record.kind,
                "by": names.of(one.record.by),
                "findings": one.record.findings,
                "document": one.record.document,
            }
            for name, one in ordered
        ],
    }
