"""The journal: every entry as it was recorded, by whom and from where, in pages by position."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, not_, or_, select

from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.identity import cycle_parts, slug, stream, stream_parts
from domain.topics import AMENDMENTS
from projections.entries import amendments, entries
from projections.event_lines import EventLines
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from projections.point import Point, position_at
from projections.seeking import belongs, streams

# What one page looks through at most, where no index leads to what is asked for: some 50 ms of reading.
SCANNED_MAX = 20_000
Line = dict[str, Any]


class EventFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries are asked for; what is None asks for nothing.

    `unit`: the entries of the unit's own streams, and those outside of votes whose fact holds its id as a
    word of its own. `cycle`: the streams of a cycle. `cluster`: its own stream and those of its cycles. The
    four times are microseconds UTC and belong to the period; `effective` is as it was recorded.
    """

    actor: str | None = None
    session: str | None = None
    unit: str | None = None
    cycle: str | None = None
    cluster: str | None = None
    topic: str | None = None
    stream: str | None = None
    recorded_from: int | None = None
    recorded_until: int | None = None
    effective_from: int | None = None
    effective_until: int | None = None


class _Span(msgspec.Struct, frozen=True):
    """The positions that a page is looked for in, both ends included."""

    first: int
    last: int


def events(
    connection: Connection,
    point: Point,
    asked: EventFilter,
    *,
    after: int | None = None,
    limit: int,
    newest_first: bool = True,
    scanned_max: int = SCANNED_MAX,
) -> dict[str, Any]:
    """A page of the entries that are asked for, as they were recorded, by position.

    `after` is the `next` of the page before. A page may hold fewer than `limit` entries, or none, where it
    has looked through `scanned_max` of the log; it is the last one only if `next` is None. Looking back to a
    day leaves out what was true later; a question of the present leaves out nothing that is recorded.

    Raises:
        Refusal: `not_a_slug` for a `unit` that cannot be one.
    """
    owned = _owned(connection, asked)
    whole = _after(_span(connection, point, asked), after, newest_first)
    span = whole if owned is not None else _window(whole, newest_first, scanned_max)
    wanted = [*_wanted(asked), *_by_day(point), event_log.c.position.between(span.first, span.last)]
    if owned is not None:
        wanted.append(owned)
    position = event_log.c.position
    found = select(*ENTRY_COLUMNS).where(*wanted).order_by(position.desc() if newest_first else position)
    rows = connection.execute(found.limit(limit + 1)).all()
    return {
        **point.told(),
        "events": _lines(connection, point, rows[:limit]),
        "next": _next(rows, limit, span, whole, newest_first),
    }


def event(connection: Connection, position: int, point: Point) -> dict[str, Any] | None:
    """One entry with its proof and with what it amends or what amends it; None if it is not known.

    The proof holds the leaf, the commitment to the fact and, unless choices are withheld, the salt of it.
    """
    columns = (*ENTRY_COLUMNS, event_log.c.leaf, event_log.c.commitment, event_log.c.salt)
    found = select(*columns).where(event_log.c.position == position, event_log.c.position <= point.position)
    row = connection.execute(found.where(*_by_day(point))).first()
    if row is None:
        return None
    *of_entry, leaf, commitment, salt = row
    entry = entry_of(of_entry)
    recorded = entries(connection, point, of=[entry.originator_id])
    chain = _chain(entry, recorded)
    lines = EventLines(connection, point, [entry, *chain], amendments(recorded))
    proof = {"leaf": bytes(leaf).hex(), "commitment": bytes(commitment).hex()}
    if not lines.secrecy.withholds(entry):
        proof["salt"] = bytes(salt).hex()
    told = {**_line(lines, row), "proof": proof, "chain": [lines.whole(one) for one in chain]}
    return {**point.told(), "event": told}


def _owned(connection: Connection, asked: EventFilter) -> ColumnElement[bool] | None:
    """The condition that an index leads to: the streams that belong to what is asked for."""
    log = event_log.alias("owned")
    name = log.c.originator_id
    conditions: list[ColumnElement[bool]] = []
    if asked.stream is not None:
        conditions.append(name == asked.stream)
    if asked.cycle is not None:
        conditions.append(belongs(connection.dialect, name, streams.c.cycle == asked.cycle))
    if asked.cluster is not None:
        cycles = _cycles_of(connection, asked.cluster)
        own = [stream("cluster", asked.cluster)]
        conditions.append(belongs(connection.dialect, name, streams.c.cycle.in_(cycles), own))
    return event_log.c.position.in_(select(log.c.position).where(*conditions)) if conditions else None


def _cycles_of(connection: Connection, cluster: str) -> list[str]:
    """The cycles of a cluster, which their ids name; those of "cum-2" are not those of "cum"."""
    begin = stream("cycle", cluster)
    named = select(streams.c.stream).where(streams.c.stream > f"{begin}-", streams.c.stream < f"{begin}.")
    cycles = [stream_parts(name)[1][0] for name in connection.execute(named).scalars()]
    return [cycle for cycle in cycles if cycle_parts(cycle)[0] == cluster]


def _wanted(asked: EventFilter) -> list[ColumnElement[bool]]:
    wanted = [
        event_log.c[column] == value
        for column, value in (("actor", asked.actor), ("session", asked.session), ("topic", asked.topic))
        if value is not None
    ]
    if asked.effective_from is not None:
        wanted.append(event_log.c.effective >= asked.effective_from)
    if asked.effective_until is not None:
        wanted.append(event_log.c.effective <= asked.effective_until)
    if asked.unit is not None:
        wanted.append(_of_unit(asked.unit))
    return wanted


def _of_unit(unit: str) -> ColumnElement[bool]:
    name = event_log.c.originator_id
    own = name.in_(select(streams.c.stream).where(streams.c.unit == slug(unit, "unit")))
    # Votes are not searched: a search of them for "against" would tell who voted so before the close.
    is_vote = and_(name > "vote:", name < "vote;")
    return or_(own, and_(not_(is_vote), event_log.c.state.contains(f'"{unit}"', autoescape=True)))


def _by_day(point: Point) -> list[ColumnElement[bool]]:
    """Nothing that was true after the day looked back to.

    What is recorded and known to a month or a year only counts from its end, which may lie ahead: an audit
    of the present must not miss it.
    """
    return [event_log.c.effective <= point.as_of] if point.as_of < point.known_at else []


def _span(connection: Connection, point: Point, asked: EventFilter) -> _Span:
    """Positions rise with the times of recording, so a period of those is a range of positions."""
    first = 1
    if asked.recorded_from is not None:
        first = position_at(connection, asked.recorded_from - 1) + 1
    # Never past the end of the log: a window there would hold nothing, and so would the next.
    return _Span(first, min(point.position, position_at(connection, asked.recorded_until)))


def _after(span: _Span, after: int | None, newest_first: bool) -> _Span:
    if after is None:
        return span
    if newest_first:
        return _Span(span.first, min(span.last, after - 1))
    return _Span(max(span.first, after + 1), span.last)


def _window(span: _Span, newest_first: bool, positions: int) -> _Span:
    if newest_first:
        return _Span(max(span.first, span.last - positions + 1), span.last)
    return _Span(span.first, min(span.last, span.first + positions - 1))


def _next(rows: Sequence[Any], limit: int, span: _Span, whole: _Span, newest_first: bool) -> int | None:
    """Where the next page goes on: after the last entry told, else where the log was looked through to."""
    if len(rows) > limit:
        return int(rows[limit - 1].position)
    if span == whole:
        return None
    return span.first if newest_first else span.last


def _lines(connection: Connection, point: Point, rows: Sequence[Any]) -> list[Line]:
    page = [entry_of(row) for row in rows]
    amending = _amendments(connection, point, page)
    lines = EventLines(connection, point, page, amendments(amending))
    return [_line(lines, row) for row in rows]


def _amendments(connection: Connection, point: Point, page: Sequence[Entry]) -> list[Entry]:
    """What amends anything in the streams of a page: it stands in the streams themselves."""
    names = {entry.originator_id for entry in page}
    topics = [fact.topic for fact in AMENDMENTS]
    found = select(*ENTRY_COLUMNS).where(
        event_log.c.originator_id.in_(names),
        event_log.c.topic.in_(topics),
        event_log.c.position <= point.position,
    )
    return [entry_of(row) for row in connection.execute(found)]


def _line(lines: EventLines, row: Any) -> Line:
    entry = entry_of(row[: len(ENTRY_COLUMNS)])
    return {**lines.whole(entry), "fact": lines.secrecy.told(entry, msgspec.json.decode(row.state))}


def _chain(entry: Entry, recorded: Sequence[Entry]) -> list[Entry]:
    """What an entry amends and what amends that, by position, without the entry itself."""
    by_position = {one.position: one for one in recorded}
    root = entry
    while isinstance(root.fact, EntryCorrected | EntryRetracted) and root.fact.position in by_position:
        root = by_position[root.fact.position]
    related = {root.position}
    for one in recorded:
        if isinstance(one.fact, EntryCorrected | EntryRetracted) and one.fact.position in related:
            related.add(one.position)
    return [one for one in recorded if one.position in related and one is not by_position[entry.position]]
