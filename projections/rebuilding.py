"""Every row of every read model, made again from the log alone."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, tuple_

from domain.facts import Entry
from domain.identity import stream_parts
from projections.asof import Model, stream_row, streams
from projections.logbook import ENTRY_COLUMNS, UnknownTopic, entry_of, event_log
from projections.models import MODELS
from projections.prepared import Prepared
from projections.unfolding import Row, stated_rows

PAGE_ENTRIES = 5_000
BATCH_ROWS = 2_000

_TOPIC = ENTRY_COLUMNS.index(event_log.c.topic)
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
    kind = stream_parts(stream)[0]
    for model in MODELS:
        if model.kind == kind:
            yield model, list(stated_rows(model, entries))


class Batches:
    """Rows on their way into their tables, some thousand at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        tables = [streams, *(model.table for model in MODELS)]
        self._inserts = {table.name: Prepared(insert(table), connection.dialect) for table in tables}
        self._rows: dict[str, list[Row]] = {table.name: [] for table in tables}
        self.written = 0

    def add(self, table: str, rows: list[Row]) -> None:
        """Take rows of a table; write them when there are enough."""
        held = self._rows[table]
        held.extend(rows)
        if len(held) >= BATCH_ROWS:
            self._write(table)

    def flush(self) -> None:
        """Write what is left."""
        for table in self._rows:
            self._write(table)

    def _write(self, table: str) -> None:
        rows, self._rows[table] = self._rows[table], []
        if rows:
            self._inserts[table].run_all(self._connection, rows)
            self.written += len(rows)


def empty(connection: Connection) -> None:
    """Take all rows out of the read models."""
    for table in [streams, *(model.table for model in MODELS)]:
        connection.execute(delete(table))


def refill(connection: Connection) -> Iterator[int]:
    """Fill the emptied read models from the log; yields how many entries are done, stream by stream."""
    batches = Batches(connection)
    done = 0
    for stream, entries in entries_by_stream(connection):
        batches.add(streams.name, [stream_row(stream)])
        for model, rows in rows_of(stream, entries):
            batches.add(model.name, rows)
        done += len(entries)
        yield done
    batches.flush()
