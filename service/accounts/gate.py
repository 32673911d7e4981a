"""A gate before heavy work: so many at once, a short line behind them, and a short wait in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class Busy(Exception):
    """Too many are at the gate: come again in some seconds. Nothing was done."""


class Gate:
    """Lets `at_once` threads through at a time, and has no more than `in_line` there, those at work included.

    Who has waited `seconds` is sent away, as is who finds the line full.
    """

    def __init__(self, *, at_once: int, in_line: int, seconds: float) -> None:
        self._work = BoundedSemaphore(at_once)
        self._line = BoundedSemaphore(in_line)
        self._seconds = seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One's turn at the work.

        Raises:
            Busy.
        """
        if not self._line.acquire(blocking=False):
            raise Busy
        try:
            if not self._work.acquire(timeout=self._seconds):
                raise Busy
            try:
                yield
            finally:
                self._work.release()
        finally:
            self._line.release()
