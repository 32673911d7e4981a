"""A clock at which the worker of imports waits, so that a test sees a batch in the middle."""

import threading

from service.clock import system_clock

WAIT_SECONDS = 60  # far beyond what any of this takes, on a busy machine too


class Gate:
    """The system's clock; the worker that asks it for the time too often waits until it is let through."""

    def __init__(self) -> None:
        self._calls_left: int | None = None
        self._reached = threading.Event()
        self._through = threading.Semaphore(0)

    def __call__(self) -> int:
        if threading.current_thread().name == "imports" and self._calls_left is not None:
            self._calls_left -= 1
            if self._calls_left < 0:
                self._reached.set()
                assert self._through.acquire(timeout=WAIT_SECONDS)
        return system_clock()

    def close_after(self, calls: int) -> None:
        """Let the worker ask for the time so often, and then wait."""
        self._calls_left = calls

    def wait(self) -> None:
        """Wait until the worker stands before the gate."""
        assert self._reached.wait(WAIT_SECONDS)
        self._reached.clear()

    def let_through(self, calls: int) -> None:
        """Let the worker that waits go on, and ask for the time so often before it waits again."""
        self._calls_left = calls
        self._through.release()

    def open(self) -> None:
        """Let it go on for good."""
        self._calls_left = None
        self._through.release()
