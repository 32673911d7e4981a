"""Logs of a given size, ours and the library's, with the same facts; each is loaded once in a run."""

from contextlib import ExitStack
from typing import Self

from benchmarks import plain
from benchmarks.corpus import BOARD_UNITS, board
from benchmarks.engines import Engine
from service.application import Thidua
from service.loading import load
from service.rebuild import rebuild


class Logs:
    """Keeps what it has loaded on one engine, until it is closed.

    `units` is the size of the board that every log begins with.
    """

    def __init__(self, engine: Engine, units: int = BOARD_UNITS) -> None:
        self.engine = engine
        self.units = units
        self._open = ExitStack()
        self._ours: dict[int, Thidua] = {}
        self._plain: dict[int, plain.Plain] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def database(self, events: int) -> str:
        """The database of our log of that size."""
        return f"ours_{events}"

    def ours(self, events: int) -> Thidua:
        """Our application on a log of that size, read models and all."""
        if events not in self._ours:
            database = self.database(events)
            application = self.engine.ours(database)
            self._open.callback(application.close)
            load(application, board(events, self.units))
            rebuild(application)
            self.engine.settle(database)
            self._ours[events] = application
        return self._ours[events]

    def library(self, events: int) -> plain.Plain:
        """The library's application on a log of that size."""
        if events not in self._plain:
            database = f"library_{events}"
            application = self.engine.library(database)
            self._open.callback(application.close)
            self.engine.load_library(application, board(events, self.units))
            self.engine.settle(database)
            self._plain[events] = application
        return self._plain[events]
