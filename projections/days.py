"""The days on which something happened: where a look back can stop, and which steps were reached there."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.cycles import Cycle
from domain.facts import Entry
from domain.identity import stream
from domain.leads import HandoverAccepted, LeadHandedOver
from domain.moments import Precision, as_datetime, year_bounds
from domain.timeline import END_OF_TIME, standing
from projections.cycles import cycle_at, last_year
from projections.entries import entries
from projections.point import Point
from projections.steps import STEP_OF

Day = dict[str, Any]


def cycle_days(connection: Connection, cycle: str, point: Point) -> Day | None:
    """The civil days of a cycle, and of its cluster within its years, by all that was known at a point.

    Days after that of the point are told as well, so that a reader can go on to them. What is known to a
    month or a year only has no day. `milestones` are the first days of the steps. None for an unknown cycle.
    """
    found = cycle_at(connection, cycle, _whenever(point))
    if found is None:
        return None
    first, last = year_bounds(found.opened.first_year)[0], year_bounds(last_year(found))[1]
    cluster = stream("cluster", found.opened.cluster)
    recorded = entries(connection, point, cycle=cycle, of=[cluster])
    stands = [
        entry
        for entry in _dated(recorded)
        if entry.originator_id != cluster or first <= entry.effective <= last
    ]
    return {
        **point.told(),
        "cycle": cycle,
        "first_year": found.opened.first_year,
        "last_year": last_year(found),
        "days": _days(stands),
        "milestones": _milestones(found, stands),
    }


def stream_days(connection: Connection, kind: str, key: str, point: Point) -> list[str]:
    """The civil days of one stream, as a cluster or a unit, by all that was known at a point."""
    return _days(_dated(entries(connection, point, of=[stream(kind, key)])))


def _whenever(point: Point) -> Point:
    """The point without its day: what is known of whatever day."""
    return msgspec.structs.replace(point, as_of=END_OF_TIME)


def _dated(recorded: Iterable[Entry]) -> list[Entry]:
    """The entries that stand, as far as they are known to the day."""
    exact = (Precision.INSTANT, Precision.DAY)
    return [entry for entry in standing(recorded) if entry.precision in exact]


def _days(stands: Iterable[Entry]) -> list[str]:
    return sorted({_day(entry) for entry in stands})


def _day(entry: Entry) -> str:
    return as_datetime(entry.effective).date().isoformat()


def _milestones(cycle: Cycle, stands: Iterable[Entry]) -> list[Day]:
    """The first day of each step, in the order of the days."""
    first: dict[str, str] = {}
    for entry in stands:
        step = STEP_OF.get(entry.topic)
        if step is not None and not _of_another_year(entry, last_year(cycle)):
            first.setdefault(step, _day(entry))
    return [{"step": step, "on": day} for step, day in sorted(first.items(), key=lambda one: one[1])]


def _of_another_year(entry: Entry, year: int) -> bool:
    """A handover belongs to the year that ends, and is of the lead of the next."""
    return isinstance(entry.fact, LeadHandedOver | HandoverAccepted) and entry.fact.year != year + 1
