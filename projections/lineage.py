"""The lineage of a board: the entries that made each number and word of it."""

from typing import Any

from sqlalchemy import Connection

from projections.event_lines import EventLines
from projections.point import Point
from projections.tracing import Key, Made, Trace, trace
from projections.units import Named, Names

Line = dict[str, Any]


def lineage(
    connection: Connection, cycle: str, point: Point, unit: str | None = None
) -> dict[str, Any] | None:
    """What made each number of a board, of all units or of one; None for an unknown cycle, or unit in it.

    `lineage` names the entries by position, `entries` tells each. Entries that made many numbers together
    (`shared`: the rules, the marks of all units at a stage, a ballot) are named by their group. A number
    that is not known has no lineage, or that of what it was until it was taken back.
    """
    traced = trace(connection, cycle, point)
    if traced is None or (unit is not None and unit not in traced.units):
        return None
    units = traced.units if unit is None else [unit]
    shown = [key for key in traced.made if key[1] is None or key[1] in units]
    groups = {name for key in shown for name in traced.made[key].shared}
    positions = {position for key in shown for position in traced.whole(key)}
    origins = traced.origins
    told = [origins.recorded[position] for position in sorted(positions)]
    lines = EventLines(connection, point, told, origins.amended)
    named = {one.unit: one for one in Names(connection, point, units).each(units)}
    return {
        **point.told(),
        "cycle": cycle,
        "unit": None if unit is None else named[unit],
        "shared": {name: sorted(traced.shared[name]) for name in sorted(groups)},
        "lineage": [_line(key, traced.made[key], named, traced) for key in shown],
        "entries": [lines.brief(entry) for entry in told],
    }


def _line(key: Key, made: Made, named: dict[str, Named], traced: Trace) -> Line:
    """One number: `latest` is the entry that is the last in the world's time, which decided it."""
    what, unit = key
    return {
        "what": what,
        "unit": None if unit is None else named[unit],
        "entries": sorted(made.entries),
        "latest": traced.origins.latest(made.entries),
        "shared": list(made.shared),
    }
