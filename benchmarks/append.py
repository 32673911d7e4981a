"""Append: one event per transaction, with its leaf, its place in the tree and its read models."""

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks import plain
from benchmarks.corpus import clusters
from benchmarks.raw import RawPostgreSQL, RawSQLite, row_of
from benchmarks.report import Goal, Line, compared, known
from benchmarks.rounds import Contender, interleaved
from domain.facts import Entry
from domain.moments import Moment
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.engine import open_engine
from service.schema import make_schema
from tests.postgres import Server

ROUNDS = 24
ROUND_EVENTS = 100
_WARM_UP = 200
_GOALS = {
    "sqlite": {"raw": Goal(at_least="0.5"), "library": Goal(at_least="1")},
    "postgresql": {"raw": Goal(at_least="0.5"), "library": Goal(at_least="1.8")},
}


class Put:
    """Puts one entry after another through an application's event store; every writer gets the same ones."""

    def __init__(self, put: Callable[[Any], object], made: Callable[[Entry], Any]) -> None:
        self._put = put
        self._made = made
        self._entries = clusters()

    def prepare(self, count: int) -> list[Any]:
        """The next events, made already."""
        return [[self._made(entry)] for entry in islice(self._entries, count)]

    def run(self, prepared: Sequence[Any]) -> int:
        """Append them, a transaction each."""
        put = self._put
        for events in prepared:
            put(events)
        return len(prepared)


class Row:
    """Inserts one row after another into a bare table."""

    def __init__(self, storage: RawSQLite | RawPostgreSQL) -> None:
        self._storage = storage
        self._entries = clusters()

    def prepare(self, count: int) -> list[Any]:
        """The next rows, made already."""
        return [row_of(entry) for entry in islice(self._entries, count)]

    def run(self, prepared: Sequence[Any]) -> int:
        """Insert them, a transaction each."""
        self._storage.append(prepared)
        return len(prepared)


class Commanded:
    """Whole commands: load what the decision looks at, decide, check what comes later, save."""

    def __init__(self, application: Thidua) -> None:
        self._application = application
        self._number = 0

    def prepare(self, count: int) -> list[Any]:
        """New units, to be registered and then renamed in turn."""
        commands: list[Any] = []
        while len(commands) < count:
            self._number += 1
            unit = f"ra-lenh-{self._number}"
            commands.append(("register_unit", {"unit": unit, "name": f"Đơn vị {self._number}"}))
            commands.append(("rename_unit", {"unit": unit, "name": f"Đơn vị mới {self._number}"}))
        return commands

    def run(self, prepared: Sequence[Any]) -> int:
        """Give the commands."""
        when = Moment.parse("2026-01-01")
        for name, arguments in prepared:
            self._application.execute(name, COMMANDS[name].arguments(**arguments), when=when)
        return len(prepared)


def on_sqlite(directory: Path, *, rounds: int = ROUNDS, events: int = ROUND_EVENTS) -> list[Line]:
    """The rows of SQLite; every contender has a file of its own in `directory`."""
    path = directory / uuid4().hex
    raw = RawSQLite(path.with_suffix(".raw"))
    library = plain.on_sqlite(path.with_suffix(".library"))
    _check_full(library)
    ours = _ours(f"sqlite:///{path}.ours")
    try:
        return _measured("sqlite", ours, library, raw, rounds, events)
    finally:
        raw.close()
        library.close()
        ours.close()


def on_postgresql(server: Server, *, rounds: int = ROUNDS, events: int = ROUND_EVENTS) -> list[Line]:
    """The rows of PostgreSQL; every contender has a database of its own on one server."""
    name = f"append_{uuid4().hex}"
    for part in ("raw", "library", "ours"):
        server.create_database(f"{name}_{part}")
    raw = RawPostgreSQL(server, f"{name}_raw")
    library = plain.on_postgresql(server, f"{name}_library")
    ours = _ours(server.url(f"{name}_ours"))
    try:
        return _measured("postgresql", ours, library, raw, rounds, events)
    finally:
        raw.close()
        library.close()
        ours.close()


def _ours(url: str) -> Thidua:
    engine = open_engine(url)
    make_schema(engine)
    return Thidua(engine)


def _check_full(library: plain.Plain) -> None:
    """The library leaves the synchronous mode as the driver was built: here it has to be FULL, as ours is."""
    recorder: Any = library.recorder
    with recorder.datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA synchronous")
        (mode,) = cursor.fetchone()
    if mode != 2:
        raise RuntimeError(
            f"sqlite3 was built with synchronous={mode}: the library would not sync its commits"
        )


def _measured(
    engine: str,
    ours: Thidua,
    library: plain.Plain,
    raw: RawSQLite | RawPostgreSQL,
    rounds: int,
    events: int,
) -> list[Line]:
    contenders: dict[str, Contender] = {
        "ours": Put(ours.events.put, lambda entry: entry),
        "raw": Row(raw),
        "library": Put(library.events.put, plain.noted),
    }
    speeds = interleaved(contenders, rounds=rounds, count=events, warm_up=min(_WARM_UP, 2 * events))
    # Apart, since it appends to the same log, and what it registers the history above does not know.
    commands = interleaved({"commands": Commanded(ours)}, rounds=max(3, rounds // 4), count=events)
    goals, work = _GOALS[engine], f"append, {engine}"
    against = {"raw": "raw INSERT and commit", "library": "the library, no read models"}
    return [
        *(
            compared(work, speeds["ours"], against[name], speeds[name], goals[name], unit="events/s")
            for name in against
        ),
        known(f"whole command, {engine}", commands["commands"], unit="commands/s"),
    ]
