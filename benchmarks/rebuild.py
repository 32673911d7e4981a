"""Rebuild: every read model made anew from the log, against merely reading it."""

from typing import Any

import msgspec

from benchmarks import plain
from benchmarks.engines import Engine
from benchmarks.logs import Logs
from benchmarks.report import Goal, Line, compared
from benchmarks.rounds import Contender, interleaved
from service.application import Thidua
from service.rebuild import rebuild

ROUNDS = 3
_LOG = "SELECT originator_id, state FROM event_log ORDER BY position"


class Rebuilt:
    """All read models, made anew."""

    def __init__(self, application: Thidua) -> None:
        self._application = application

    def prepare(self, count: int) -> None:
        """Nothing: the log is loaded."""

    def run(self, prepared: object) -> int:
        """Rebuild, and tell how many entries there were."""
        return rebuild(self._application).entries


class Folded:
    """The same rows by the bare driver: select, decode, and fold into a dict by stream."""

    def __init__(self, engine: Engine, database: str) -> None:
        self._engine = engine
        self._database = database

    def prepare(self, count: int) -> None:
        """Nothing: the log is loaded."""

    def run(self, prepared: object) -> int:
        """Read the log, and tell how many entries there were."""
        decode = msgspec.json.decode
        states: dict[str, dict[str, Any]] = {}
        read = 0
        for stream, state in self._engine.rows(self._database, _LOG):
            states.setdefault(stream, {}).update(decode(state))
            read += 1
        return read


class Replayed:
    """The library's notification log: select pages, map to events, and fold into a dict by stream."""

    def __init__(self, application: plain.Plain) -> None:
        self._application = application

    def prepare(self, count: int) -> None:
        """Nothing: the log is loaded."""

    def run(self, prepared: object) -> int:
        """Read the log, and tell how many events there were."""
        states: dict[str, dict[str, Any]] = {}
        read = 0
        for _, event in plain.replay(self._application):
            states.setdefault(event.originator_id, {}).update(event.fact)
            read += 1
        return read


def measure(logs: Logs, events: int, *, rounds: int = ROUNDS) -> list[Line]:
    """The rows of a rebuild from `events` events."""
    contenders: dict[str, Contender] = {
        "ours": Rebuilt(logs.ours(events)),
        "raw": Folded(logs.engine, logs.database(events)),
        "library": Replayed(logs.library(events)),
    }
    speeds = interleaved(contenders, rounds=rounds, count=events)
    work = f"rebuild, {logs.engine.name}, {events:,} events"
    raw, library = "raw SELECT, decode, fold", "the library's notification log"
    return [
        compared(work, speeds["ours"], raw, speeds["raw"], Goal(at_least="0.3"), unit="events/s"),
        compared(work, speeds["ours"], library, speeds["library"], Goal(at_least="2"), unit="events/s"),
    ]
