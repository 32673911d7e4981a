"""Read models that answer for any point: insert-only rows, and the one helper that reads them.

A row says: from `effective` on, as recorded at `position`, the state of this subject is so. The answer at a
point is the latest statement about the latest start. A subject is a stream, its rows are the states that its
timeline folds to, and nothing is ever updated: what comes late states its own row, and states the later
ones again where they change.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Select, Table, column, select, tuple_

from domain.facts import Entry
from domain.identity import stream_cycle, stream_parts
from domain.topics import NOUNS
from projections.logbook import Name, Text
from projections.point import Point

metadata = MetaData()
Told = TypeVar("Told")
ROW_COLUMNS = ("subject", "effective", "position", "state")


def _of(owner: str) -> Index:
    """Finds the streams that belong to an owner, and costs nothing for those that do not."""
    owned = column(owner).is_not(None)
    return Index(f"streams_of_{owner}", owner, "kind", sqlite_where=owned, postgresql_where=owned)


# Every stream of the log once: the subjects of the read models, found by what they belong to.
streams = Table(
    "streams",
    metadata,
    Column("stream", Name, primary_key=True),
    Column("kind", Name, nullable=False),
    Column("cycle", Name),
    Column("unit", Name),
    _of("cycle"),
    _of("unit"),
    sqlite_with_rowid=False,
)


class StreamRow(NamedTuple):
    """A row of `streams`: what a stream is of."""

    stream: str
    kind: str
    cycle: str | None
    unit: str | None


def stream_row(stream: str) -> StreamRow:
    """The row of `streams` for a stream, read off its name."""
    kind, parts = stream_parts(stream)
    unit = None
    match kind:
        case "unit":
            unit = parts[0]
        case "pledge" | "score" | "inspection" | "vote":
            unit = parts[1]
        case "nomination":
            unit = parts[2]
    return StreamRow(stream, kind, stream_cycle(stream), unit)


class Model(Generic[Told]):
    """One read model: the kind of stream it folds, and what it tells of a state.

    `tell` gives what is kept of a state (None: nothing stands). Where a state changes by the mere passing of
    time, as when a lead's term begins, `changes` gives the microseconds at which it does, and `tell` is
    asked for each.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        shape: type[Told],
        tell: Callable[[Any, int], Told | None] = lambda state, _at: state,
        changes: Callable[[Any], Iterable[int]] | None = None,
        *,
        numbered: bool = False,
    ) -> None:
        self.name = name
        self.kind = kind
        self.tell = tell
        self.changes = changes
        self._numbered = numbered
        self.evolve = NOUNS[kind].evolve
        self.table = Table(
            name,
            metadata,
            Column("subject", Name, primary_key=True),
            Column("effective", BigInteger, primary_key=True, autoincrement=False),
            Column("position", BigInteger, primary_key=True, autoincrement=False),
            Column("state", Text),
            sqlite_with_rowid=False,
        )
        self._decode = msgspec.json.Decoder(shape).decode
        self._encode = msgspec.json.Encoder(order="sorted").encode

    def encode(self, state: Any, at: int) -> str | None:
        """The text that a row keeps of a state at a moment."""
        told = None if state is None else self.tell(state, at)
        return None if told is None else self.written(told)

    def written(self, told: Told) -> str:
        """The canonical text of what a row tells."""
        # A state may have numbers for keys (tenures by year), which JSON, and so its order, does not know.
        plain = msgspec.to_builtins(told, str_keys=True) if self._numbered else told
        return self._encode(plain).decode()

    def of(self, connection: Connection, subject: str, point: Point) -> Told | None:
        """What stands for one subject at a point: a single seek in the table's key."""
        table = self.table
        found = _latest(select(table.c.state).where(table.c.subject == subject), table, point)
        state = connection.execute(found).scalar()
        return None if state is None else self._decode(state)

    def all(
        self,
        connection: Connection,
        point: Point,
        *,
        cycle: str | None = None,
        unit: str | None = None,
        subjects: Collection[str] | None = None,
    ) -> dict[str, Told]:
        """What stands at a point for every stream of a cycle, of a unit, or of a list, by stream."""
        table = self.table
        inner = select(table.c.effective, table.c.position).where(table.c.subject == streams.c.stream)
        seek = _latest(inner, table, point).correlate(streams).scalar_subquery()
        same = (table.c.subject == streams.c.stream) & (tuple_(table.c.effective, table.c.position) == seek)
        found = select(streams.c.stream, table.c.state).join_from(streams, table, same)
        if cycle is None and unit is None and subjects is None:
            found = found.where(streams.c.stream >= f"{self.kind}:", streams.c.stream < f"{self.kind};")
        found = found.where(streams.c.kind == self.kind, table.c.state.is_not(None))
        if cycle is not None:
            found = found.where(streams.c.cycle == cycle)
        if unit is not None:
            found = found.where(streams.c.unit == unit)
        if subjects is not None:
            found = found.where(streams.c.stream.in_(subjects))
        rows = connection.execute(found.order_by(streams.c.stream))
        return {stream: self._decode(state) for stream, state in rows}


def _latest(found: Select[Any], table: Table, point: Point) -> Select[Any]:
    return (
        found.where(table.c.effective <= point.as_of, table.c.position <= point.position)
        .order_by(table.c.effective.desc(), table.c.position.desc())
        .limit(1)
    )


def known(model: Model[Any], entries: list[Entry]) -> dict[int, str | None]:
    """The states over all time that standing `entries` lead to, each from its start on."""
    found: dict[int, str | None] = {}
    state = None
    for place, entry in enumerate(entries):
        state = model.evolve(state, entry)
        found[entry.effective] = model.encode(state, entry.effective)
        if model.changes is None or state is None:
            continue
        until = entries[place + 1].effective if place + 1 < len(entries) else None
        for start in sorted(model.changes(state)):
            if start > entry.effective and (until is None or start < until):
                found[start] = model.encode(state, start)
    return found
