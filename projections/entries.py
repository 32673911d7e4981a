"""The entries of the log themselves, where an answer shows them and not only the state they lead to."""

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, select

from domain.facts import Entry, EntryCorrected, EntryRetracted
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from projections.point import Point
from projections.seeking import belongs, streams
from projections.statement import Statement

_OF_STREAM = Statement(
    select(*ENTRY_COLUMNS)
    .where(event_log.c.originator_id == bindparam("stream"), event_log.c.position <= bindparam("known"))
    .order_by(event_log.c.position)
)


class Amended(msgspec.Struct, frozen=True):
    """What amends an entry: the corrections of it that are in force, and the retraction that is."""

    corrected_by: tuple[int, ...] = ()
    retracted_by: int | None = None


def entries(
    connection: Connection, point: Point, *, cycle: str | None = None, of: Collection[str] = ()
) -> list[Entry]:
    """What was recorded by a point in the streams of a cycle, and in those named, in the order of the log.

    It holds amendments and what they amend, so it is for `timeline.standing` to fold.
    """
    name = event_log.c.originator_id
    asked: ColumnElement[bool] = name.in_(of)
    if cycle is not None:
        asked = belongs(connection.dialect, name, streams.c.cycle == cycle, of)
    found = select(*ENTRY_COLUMNS).where(asked, event_log.c.position <= point.position)
    return [entry_of(row) for row in connection.execute(found.order_by(event_log.c.position))]


def stream_entries(connection: Connection, stream: str, point: Point) -> list[Entry]:
    """What was recorded by a point in one stream: `entries` of it alone, asked without building SQL anew."""
    rows = _OF_STREAM.rows(connection, {"stream": stream, "known": point.position})
    return [entry_of(row) for row in rows]


def amendments(recorded: Iterable[Entry]) -> dict[int, Amended]:
    """What amends each entry, by position. An amendment that is itself retracted amends nothing."""
    found: dict[int, Amended] = defaultdict(Amended)
    for entry in sorted(recorded, key=lambda entry: entry.position, reverse=True):
        if found[entry.position].retracted_by is not None:
            continue
        match entry.fact:
            case EntryRetracted(position=position):
                found[position] = msgspec.structs.replace(found[position], retracted_by=entry.position)
            case EntryCorrected(position=position):
                before = (entry.position, *found[position].corrected_by)
                found[position] = msgspec.structs.replace(found[position], corrected_by=before)
    return found
