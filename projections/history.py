"""The history of a cycle: every entry as a sentence, with what became of it."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.identity import stream
from domain.moments import as_datetime, year_bounds
from domain.timeline import order, standing
from projections.asof import stream_row
from projections.catalogue import Language
from projections.clusters import CLUSTERS
from projections.cycles import cycle_at, last_year
from projections.entries import Amended, amendments, entries
from projections.point import Point
from projections.secrecy import Secrecy
from projections.sentences import mentioned, sentence
from projections.units import Names


def history(
    connection: Connection,
    cycle: str,
    point: Point,
    language: Language,
    *,
    after: int | None = None,
    limit: int | None = None,
) -> dict[str, Any] | None:
    """Every entry of a cycle, and of its cluster and units within its years; None for an unknown cycle.

    Entries are told as they stand, corrections put in, in the order in which they were true; what was
    retracted is told as it was written. `after` is the position of the last entry of the page before, and
    `limit` the most entries of a page; `next` is what to ask for the following one, None on the last.
    """
    found = cycle_at(connection, cycle, point)
    if found is None:
        return None
    years = year_bounds(found.opened.first_year)[0], year_bounds(last_year(found))[1]
    recorded = entries(connection, point, cycle=cycle)
    around = _around(connection, found.opened.cluster, recorded, years, point)
    recorded += entries(connection, point, of=around)
    amended = amendments(recorded)
    stands = {entry.position: entry for entry in standing(recorded)}
    told = sorted((stands.get(entry.position, entry) for entry in recorded), key=order)
    told = [
        entry
        for entry in told
        if entry.effective <= point.as_of
        and (entry.originator_id not in around or years[0] <= entry.effective <= years[1])
    ]
    page, more = _page(told, after, limit)
    page = _veiled(connection, page)
    names = Names(connection, point, _units(page))
    return {
        **point.told(),
        "cycle": cycle,
        "entries": [_line(entry, amended[entry.position], names, language) for entry in page],
        "next": page[-1].position if more else None,
    }


def _around(
    connection: Connection, cluster: str, recorded: Iterable[Entry], years: tuple[int, int], point: Point
) -> set[str]:
    """The streams that outlive a cycle and belong to its story: its cluster, and the units in both."""
    own = stream("cluster", cluster)
    at_end = msgspec.structs.replace(point, as_of=min(point.as_of, years[1]))
    formed = CLUSTERS.of(connection, own, at_end)
    units: set[str | None] = set(formed.members if formed is not None else ())
    for entry in recorded:
        units.add(stream_row(entry.originator_id).unit)
    for entry in entries(connection, point, of=[own]):
        if years[0] <= entry.effective <= years[1]:
            units.add(getattr(entry.fact, "unit", None))
    return {own, *(stream("unit", unit) for unit in units if unit is not None)}


def _page(told: list[Entry], after: int | None, limit: int | None) -> tuple[list[Entry], bool]:
    """The entries of a page, and whether there are more after it; an unknown `after` begins anew."""
    places = {entry.position: place for place, entry in enumerate(told)}
    start = 0 if after is None else places.get(after, -1) + 1
    page = told[start:] if limit is None else told[start : start + limit]
    return page, bool(page) and start + len(page) < len(told)


def _veiled(connection: Connection, page: list[Entry]) -> list[Entry]:
    """The entries without the choices on ballots that are not over."""
    secrecy = Secrecy(connection, {entry.originator_id for entry in page})
    return [secrecy.veiled(entry) for entry in page]


def _units(page: Iterable[Entry]) -> set[str | None]:
    """The units that entries are of, or speak of."""
    of = {stream_row(entry.originator_id).unit for entry in page}
    return of.union(*(mentioned(entry) for entry in page))


def _line(entry: Entry, amended: Amended, names: Names, language: Language) -> dict[str, Any]:
    fact = entry.fact
    return {
        "position": entry.position,
        "on": entry.moment.text(),
        "precision": entry.precision.value,
        "recorded_at": as_datetime(entry.recorded_at).isoformat(),
        "topic": entry.topic,
        "stream": entry.originator_id,
        "unit": names.of(stream_row(entry.originator_id).unit),
        "actor": entry.actor,
        "source": entry.source,
        "sentence": sentence(entry, names, language),
        "stands": amended.retracted_by is None,
        "corrected_by": list(amended.corrected_by),
        "retracted_by": amended.retracted_by,
        "corrects": fact.position if isinstance(fact, EntryCorrected) else None,
        "retracts": fact.position if isinstance(fact, EntryRetracted) else None,
    }
