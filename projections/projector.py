"""Inline projection: the read models follow the log inside the transaction that appends to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, insert, select

from domain.facts import Entry
from domain.identity import stream_parts
from projections.asof import ROW_COLUMNS, Model, StreamRow, stream_row
from projections.folds import Folds
from projections.generations import followed
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from projections.prepared import Prepared
from projections.seeking import streams
from projections.unfolding import Fold, Row, follow, stated

_Inserts = Mapping[str, list[tuple[Model[Any], Prepared]]]


class Projector:
    """Writes the rows that new entries give, for every read model that folds their streams."""

    def __init__(self, models: Iterable[Model[Any]], dialect: Dialect) -> None:
        self._models = tuple(models)
        self._dialect = dialect
        self._generations: dict[int, _Inserts] = {}
        self._folds = Folds()
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
        """Write the rows of `entries`, just appended on this connection, into the live generation.

        `earlier` may hold what a stream had before, where the decision has loaded it; a stream that is not
        in it is read back. Every entry of a stream is needed, since a late one restates what follows.
        """
        inserts = self._into(followed(connection))
        for stream, new in _by_stream(entries).items():
            if new[0].originator_version == 1:
                self._streams.run_rows(connection, StreamRow._fields, [stream_row(stream)])
            self._state(connection, inserts, stream, new, earlier.get(stream))

    def catch_up(self, connection: Connection, generation: int, entries: Sequence[Entry]) -> None:
        """Write the rows that entries of the log give into a generation that is building."""
        inserts = self._into(generation)
        for stream, new in _by_stream(entries).items():
            self._state(connection, inserts, stream, new, None)

    def _state(
        self,
        connection: Connection,
        inserts: _Inserts,
        stream: str,
        new: Sequence[Entry],
        known: Sequence[Entry] | None,
    ) -> None:
        first, last = new[0], new[-1]
        held = self._folds.at(stream, first.originator_version - 1) or {}
        whole: list[Entry] = []
        folds: dict[str, Fold] = {}
        rows: list[Row]
        fold: Fold | None
        for model, inserting in inserts.get(stream_parts(stream)[0], ()):
            followed = follow(model, held[model.name], new) if model.name in held else None
            if followed is not None:
                rows, fold = followed
            else:
                if not whole:
                    before = self._load(connection, stream, first) if known is None else known
                    whole = [*before, *new]
                rows, fold = stated(model, whole, after=first.position - 1)
            if rows:
                inserting.run_rows(connection, ROW_COLUMNS, rows)
            if fold is not None:
                folds[model.name] = fold
        self._folds.keep(stream, last.originator_version, folds)

    def _into(self, generation: int) -> _Inserts:
        if generation not in self._generations:
            inserts: dict[str, list[tuple[Model[Any], Prepared]]] = defaultdict(list)
            for model in self._models:
                inserting = Prepared(insert(model.table(generation)), self._dialect)
                inserts[model.kind].append((model, inserting))
            self._generations[generation] = inserts
        return self._generations[generation]

    def forget(self) -> None:
        """Keep nothing of what was written: the transaction is taken back."""
        self._folds.forget()

    def _load(self, connection: Connection, stream: str, first: Entry) -> list[Entry]:
        if first.originator_version == 1:
            return []
        values = {"stream": stream, "before": first.originator_version}
        return [entry_of(row) for row in self._earlier.fetch(connection, values)]


def _by_stream(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.originator_id].append(entry)
    return found
