"""Every row of every read model, made again from the log alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, tuple_

from domain.facts import Entry
from domain.identity import stream_parts
from projections.asof import ROW_COLUMNS, Model, StreamRow, stream_row
from projections.logbook import ENTRY_COLUMNS, UnknownTopic, entry_of, event_log
from projections.models import MODELS
from projections.prepared import Prepared
from projections.seeking import streams
from projections.unfolding import Row, stated_rows

PAGE_ENTRIES = 5_000
BATCH_ROWS = 2_000

_BY_KIND: Mapping[str, list[Model[Any]]] = defaultdict(list)
for _model in MODELS:
    _BY_KIND[_model.kind].append(_model)
_STREAM = ENTRY_COLUMNS.index(event_log.c.originator_id)
_VERSION = ENTRY_COLUMNS.index(event_log.c.originator_version)


def entries_by_stream(connection: Connection) -> Iterator[tuple[str, list[Entry]]]:
    """Every stream with its entries, in the order of stream names, at a memory of one page.

    Entries of a topic that this software does not know are left out, as they are when they are appended.
    """
    for stream, rows in groupby(_rows(connection), key=lambda row: row[_STREAM]):
        yield stream, [entry for row in rows if (entry := _known(row)) is not None]


def _known(row: Any) -> Entry | None:
    try:
        return entry_of(row)
    except UnknownTopic:
        return None


def _rows(connection: Connection) -> Iterator[Any]:
    place = tuple_(event_log.c.originator_id, event_log.c.originator_version)
    after = tuple_(bindparam("stream"), bindparam("version"))
    page = Prepared(
        select(*ENTRY_COLUMNS).where(place > after).order_by(*place).limit(bindparam("page")),
        connection.dialect,
    )
    last: Any = None
    while True:
        stream, version = ("", 0) if last is None else (last[_STREAM], last[_VERSION])
        rows = page.fetch(connection, {"stream": stream, "version": version, "page": PAGE_ENTRIES})
        yield from rows
        if len(rows) < PAGE_ENTRIES:
            return
        last = rows[-1]


def rows_of(stream: str, entries: list[Entry]) -> Iterator[tuple[Model[Any], list[Row]]]:
    """The rows of one stream in each read model that folds its kind."""
    for model in _BY_KIND[stream_parts(stream)[0]]:
        yield model, stated_rows(model, entries)


class Batches:
    """Rows on their way into one table, some thousand at a time."""

    def __init__(self, connection: Connection, table: Table, columns: tuple[str, ...]) -> None:
        self._connection = connection
        self._columns = columns
        self._insert = Prepared(insert(table), connection.dialect)
        self._rows: list[tuple[Any, ...]] = []

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Take rows; write them when there are enough."""
        self._rows += rows
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what is left."""
        if self._rows:
            self._insert.run_rows(self._connection, self._columns, self._rows)
            self._rows = []


def empty(connection: Connection) -> None:
    """Take all rows out of the read models."""
    for table in [streams, *(model.table for model in MODELS)]:
        connection.execute(delete(table))


def refill(connection: Connection) -> Iterator[int]:
    """Fill the emptied read models from the log; yields how many entries are done, stream by stream."""
    known = Batches(connection, streams, StreamRow._fields)
    stated = {model.name: Batches(connection, model.table, ROW_COLUMNS) for model in MODELS}
    done = 0
    for stream, entries in entries_by_stream(connection):
        known.add([stream_row(stream)])
        for model, rows in rows_of(stream, entries):
            stated[model.name].add(rows)
        done += len(entries)
        yield done
    for batches in (known, *stated.values()):
        batches.flush()
