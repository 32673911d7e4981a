"""Read models that answer for any point: insert-only rows, and the one helper that reads them.

A row says: from `effective` on, as recorded at `position`, the state of this subject is so. The answer at a
point is the latest statement about the latest start. A subject is a stream, its rows are the states that its
timeline folds to, and nothing is ever updated: what comes late states its own row, and states the later
ones again where they change.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table

from domain.facts import Entry
from domain.identity import stream_cycle, stream_parts
from domain.topics import NOUNS
from projections.generations import followed
from projections.logbook import Name, Text
from projections.point import Point
from projections.seeking import By, Seeks

Told = TypeVar("Told")
Shape = TypeVar("Shape")
# Leaves, of the things of a list in their order, those that are to be told: a page of them.
Cut = Callable[[Sequence[Any]], list[Any]]
ROW_COLUMNS = ("subject", "effective", "position", "state")


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
        self._tables: dict[int, Table] = {}
        self._seeks: dict[tuple[str, int], Seeks] = {}
        self._decode = msgspec.json.Decoder(shape).decode
        self._encode = msgspec.json.Encoder(order="sorted").encode

    def table(self, generation: int) -> Table:
        """The table of one generation of this read model.

        With a number for each row SQLite keeps a state of 1 kB in its place; as part of the key it would
        spill over into a page of its own.
        """
        if generation not in self._tables:
            self._tables[generation] = Table(
                f"{self.name}_{generation}",
                MetaData(),
                Column("subject", Name, primary_key=True),
                Column("effective", BigInteger, primary_key=True, autoincrement=False),
                Column("position", BigInteger, primary_key=True, autoincrement=False),
                Column("state", Text),
            )
        return self._tables[generation]

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
        """What stands for one subject at a point."""
        state = self._seeking(connection).one(connection, subject, point)
        return None if state is None else self._decode(state)

    def all(
        self,
        connection: Connection,
        point: Point,
        *,
        cycle: str | None = None,
        cycles: Collection[str] | None = None,
        unit: str | None = None,
        subjects: Collection[str] | None = None,
    ) -> dict[str, Told]:
        """What stands at a point, by stream: for all, those of a cycle, of several or of a unit, or those
        listed.
        """
        asked: list[tuple[By, Any]] = [
            ("cycle", cycle),
            ("cycles", cycles),
            ("unit", unit),
            ("subjects", subjects),
        ]
        given = [(by, value) for by, value in asked if value is not None]
        ((by, wanted),) = given or [("kind", self.kind)]  # two at once are not understood
        found = self._seeking(connection).many(connection, point, by, wanted)
        return {stream: self._decode(state) for stream, state in found}

    def all_as(self, connection: Connection, point: Point, shape: type[Shape]) -> list[Shape]:
        """What stands at a point for all, as far as `shape` has it: for a look at a field or two of many."""
        decode = msgspec.json.Decoder(shape).decode
        return [
            decode(state) for _, state in self._seeking(connection).many(connection, point, "kind", self.kind)
        ]

    def ever_naming(self, connection: Connection, named: str) -> list[str]:
        """The streams of which any state, at whatever point, names a unit or a person by its id.

        They are those to ask further of, where nothing leads from what is named to what names it.
        """
        return self._seeking(connection).ever_naming(connection, self._encode(named).decode())

    def _seeking(self, connection: Connection) -> Seeks:
        dialect, generation = connection.dialect, followed(connection)
        seeks = self._seeks.get((dialect.name, generation))
        if seeks is None:
            seeks = Seeks(self.table(generation), self.kind, dialect)
            self._seeks[(dialect.name, generation)] = seeks
        return seeks


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
