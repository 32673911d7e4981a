"""Logs of a given size, ours and the library's, with the same facts; each is loaded once in a run."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Self

from benchmarks import plain
from benchmarks.corpus import BOARD_UNITS, board
from domain.facts import Entry
from service.application import Thidua
from service.engine import open_engine
from service.schema import make_schema

_BATCH = 1_000


class Logs:
    """Keeps what it has loaded in `directory`, on SQLite, until it is closed.

    `units` is the size of the board that every log begins with.
    """

    def __init__(self, directory: Path, units: int = BOARD_UNITS) -> None:
        self.units = units
        self._directory = directory
        self._open = ExitStack()
        self._ours: dict[int, Thidua] = {}
        self._plain: dict[int, plain.Plain] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def path(self, events: int) -> Path:
        """The file of our log of that size."""
        return self._directory / f"ours-{events}.db"

    def ours(self, events: int) -> Thidua:
        """Our application on a log of that size, read models and all."""
        if events not in self._ours:
            engine = open_engine(f"sqlite:///{self.path(events)}")
            make_schema(engine)
            application = Thidua(engine)
            self._open.callback(application.close)
            for batch in self._batches(events):
                application.events.put(batch)
            self._ours[events] = application
        return self._ours[events]

    def library(self, events: int) -> plain.Plain:
        """The library's application on a log of that size."""
        if events not in self._plain:
            application = plain.on_sqlite(self._directory / f"library-{events}.db")
            self._open.callback(application.close)
            for batch in self._batches(events):
                application.events.put([plain.noted(entry) for entry in batch])
            self._plain[events] = application
        return self._plain[events]

    def _batches(self, events: int) -> Iterator[list[Entry]]:
        entries = board(events, self.units)
        while batch := list(islice(entries, _BATCH)):
            yield batch
