"""Inline projection: the read models follow the log inside the transaction that appends to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, insert, select

from domain.facts import Entry
from domain.identity import stream_parts
from projections.asof import ROW_COLUMNS, Model, StreamRow, stream_row
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from projections.prepared import Prepared
from projections.seeking import streams
from projections.unfolding import stated_rows


class Projector:
    """Writes the rows that new entries give, for every read model that folds their streams."""

    def __init__(self, models: Iterable[Model[Any]], dialect: Dialect) -> None:
        self._models: Mapping[str, list[tuple[Model[Any], Prepared]]] = defaultdict(list)
        for model in models:
            self._models[model.kind].append((model, Prepared(insert(model.table), dialect)))
        self._streams = Prepared(insert(streams), dialect)
        self._earlier = Prepared(
            select(*ENTRY_COLUMNS)
            .where(
                event_log.c.originator_id == bindparam("stream"),
                event_log.c.originator_version < bindparam("before"),
            )
            .order_by(event_log.c.originator_version),
            dialect,
        )

    def project(
        self, connection: Connection, entries: Sequence[Entry], earlier: Mapping[str, Sequence[Entry]]
    ) -> None:
        """Write the rows of `entries`, just appended on this connection.

        `earlier` may hold what a stream had before, where the decision has loaded it; a stream that is not
        in it is read back. Every entry of a stream is needed, since a late one restates what follows.
        """
        by_stream: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_stream[entry.originator_id].append(entry)
        for stream, new in by_stream.items():
            first = new[0]
            before: Sequence[Entry] = ()
            if first.originator_version > 1:
                known = earlier.get(stream)
                before = self._load(connection, stream, first) if known is None else known
            else:
                self._streams.run_rows(connection, StreamRow._fields, [stream_row(stream)])
            for model, inserting in self._models.get(stream_parts(stream)[0], ()):
                rows = stated_rows(model, [*before, *new], after=first.position - 1)
                if rows:
                    inserting.run_rows(connection, ROW_COLUMNS, rows)

    def _load(self, connection: Connection, stream: str, first: Entry) -> list[Entry]:
        values = {"stream": stream, "before": first.originator_version}
        return [entry_of(row) for row in self._earlier.fetch(connection, values)]
