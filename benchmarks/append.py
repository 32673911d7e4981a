"""Append: one event per transaction, with its leaf, its place in the tree and its read models."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from typing import Any

from benchmarks import plain, umadb_server
from benchmarks.corpus import clusters
from benchmarks.engines import Engine
from benchmarks.raw import RawPostgreSQL, RawSQLite, row_of
from benchmarks.report import Goal, Line, compared, known
from benchmarks.rounds import Contender, interleaved
from domain.facts import Entry
from domain.moments import Moment
from service.application import Thidua
from service.commands.catalogue import COMMANDS

ROUNDS = 24
ROUND_EVENTS = 100
_WARM_UP = 200
_GOALS = {
    "sqlite": {"raw": Goal(at_least="0.5"), "library": Goal(at_least="1")},
    "postgresql": {"raw": Goal(at_least="0.5"), "library": Goal(at_least="1.8")},
}
_AGAINST = {
    "raw": "raw INSERT and commit",
    "library": "the library, no read models",
    "umadb": "UmaDB, no read models",
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


def measure(engine: Engine, *, rounds: int = ROUNDS, events: int = ROUND_EVENTS) -> list[Line]:
    """The rows of one engine; every contender has a database of its own."""
    with ExitStack() as stack:
        raw = stack.enter_context(closing(engine.raw("append_raw")))
        library = stack.enter_context(closing(engine.library("append_library")))
        ours = stack.enter_context(closing(engine.ours("append_ours")))
        contenders: dict[str, Contender] = {
            "ours": Put(ours.events.put, lambda entry: entry),
            "raw": Row(raw),
            "library": Put(library.events.put, plain.noted),
        }
        if umadb_server.is_installed():
            contenders["umadb"] = stack.enter_context(umadb_server.running(engine.directory))
        speeds = interleaved(contenders, rounds=rounds, count=events, warm_up=min(_WARM_UP, 2 * events))
        # Apart, since it appends to the same log, and what it registers the history above does not know.
        commands = interleaved({"commands": Commanded(ours)}, rounds=max(3, rounds // 4), count=events)
    work, goals = f"append, {engine.name}", _GOALS[engine.name]
    return [
        *(
            compared(work, speeds["ours"], _AGAINST[name], speeds[name], goals.get(name), unit="events/s")
            for name in _AGAINST
            if name in speeds
        ),
        known(f"whole command, {engine.name}", commands["commands"], unit="commands/s"),
    ]
