"""Every row of every read model, made again from the log alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, delete, exists, insert, select, tuple_

from domain.facts import Entry
from domain.identity import stream_parts
from domain.timeline import END_OF_TIME
from projections.asof import ROW_COLUMNS, Model, StreamRow, stream_row
from projections.logbook import ENTRY_COLUMNS, UnknownTopic, entry_of, event_log
from projections.models import MODELS
from projections.prepared import Prepared
from projections.seeking import streams
from projections.unfolding import Row, stated_rows

PAGE_ENTRIES = 5_000

_BY_KIND: Mapping[str, list[Model[Any]]] = defaultdict(list)
for _model in MODELS:
    _BY_KIND[_model.kind].append(_model)
_STREAM = ENTRY_COLUMNS.index(event_log.c.originator_id)
_VERSION = ENTRY_COLUMNS.index(event_log.c.originator_version)
_LOGGED = exists().where(event_log.c.originator_id == streams.c.stream)

# Fetches one page of the log: it is asked again and again, so each page may be of a transaction of its own.
Fetch = Callable[[Prepared, Mapping[str, Any]], list[Any]]


def fetching(connection: Connection) -> Fetch:
    """Pages that are all of one transaction."""
    return lambda page, values: page.fetch(connection, values)


def entries_by_stream(
    fetch: Fetch, dialect: Dialect, *, after: str = "", until: int = END_OF_TIME
) -> Iterator[tuple[str, list[Entry]]]:
    """Every stream past `after` with its entries up to position `until`, at a memory of one page.

    They come in the order of stream names. Entries of a topic that this software does not know are left out,
    as they are when they are appended.
    """
    rows = _rows(fetch, dialect, after, until)
    for stream, found in groupby(rows, key=lambda row: row[_STREAM]):
        yield stream, known_entries(found)


def known_entries(rows: Iterable[Any]) -> list[Entry]:
    """The entries in rows of the log, without those of an unknown topic."""
    entries = []
    for row in rows:
        try:
            entries.append(entry_of(row))
        except UnknownTopic:
            continue
    return entries


def _rows(fetch: Fetch, dialect: Dialect, after: str, until: int) -> Iterator[Any]:
    place = tuple_(event_log.c.originator_id, event_log.c.originator_version)
    last = tuple_(bindparam("stream"), bindparam("version"))
    found = select(*ENTRY_COLUMNS).where(place > last, event_log.c.position <= bindparam("until"))
    page = Prepared(found.order_by(*place).limit(bindparam("page")), dialect)
    stream, version = after, END_OF_TIME
    while True:
        asked = {"stream": stream, "version": version, "until": until, "page": PAGE_ENTRIES}
        rows = fetch(page, asked)
        yield from rows
        if len(rows) < PAGE_ENTRIES:
            return
        stream, version = rows[-1][_STREAM], rows[-1][_VERSION]


def rows_of(stream: str, entries: list[Entry]) -> Iterator[tuple[Model[Any], list[Row]]]:
    """The rows of one stream in each read model that folds its kind."""
    for model in _BY_KIND[stream_parts(stream)[0]]:
        yield model, stated_rows(model, entries)


class Filling:
    """Rows on their way into the tables of one generation, with the streams that they are of."""

    def __init__(self, dialect: Dialect, generation: int) -> None:
        self._inserts = {model.name: Prepared(insert(model.table(generation)), dialect) for model in MODELS}
        name = streams.c.stream
        between = select(streams).where(name >= bindparam("first"), name <= bindparam("last"))
        self._held = Prepared(between, dialect)
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self.streams: list[StreamRow] = []
        self.entries = 0

    def add(self, stream: str, entries: list[Entry]) -> None:
        """Take a whole stream."""
        self.streams.append(stream_row(stream))
        self.entries += len(entries)
        for model, rows in rows_of(stream, entries):
            self._rows[model.name] += rows

    def write(self, connection: Connection) -> None:
        """Write what was taken, and be empty again."""
        for name, rows in self._rows.items():
            self._inserts[name].run_rows(connection, ROW_COLUMNS, rows)
        self._rows.clear()
        self.streams.clear()
        self.entries = 0

    def mend(self, connection: Connection) -> None:
        """Put the rows right that `streams` has for what was taken."""
        bounds = {"first": self.streams[0].stream, "last": self.streams[-1].stream}
        held = {row[0]: row for row in self._held.fetch(connection, bounds)}
        wrong = [row for row in self.streams if held.get(row.stream) != row]
        if wrong:
            _replace(connection, wrong)


def _replace(connection: Connection, wrong: list[StreamRow]) -> None:
    connection.execute(delete(streams).where(streams.c.stream.in_([row.stream for row in wrong])))
    connection.execute(insert(streams), [row._asdict() for row in wrong])


def strangers(connection: Connection) -> list[str]:
    """The streams that the log does not hold."""
    return list(connection.execute(select(streams.c.stream).where(~_LOGGED)).scalars())


def drop_strangers(connection: Connection, found: list[str]) -> None:
    """Take out streams that the log did not hold, where it does not hold them now either."""
    for stream in found:
        connection.execute(delete(streams).where(streams.c.stream == stream, ~_LOGGED))
