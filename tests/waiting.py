"""Waiting for what must become true, and not a moment longer."""

import time
from collections.abc import Callable

POLL_SECONDS = 0.05


def until(holds: Callable[[], object], seconds: float, told: Callable[[], str] = lambda: "") -> None:
    """Wait until something holds, `seconds` at most.

    Raises:
        AssertionError: it still does not; `told` says what there is instead.
    """
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s\n{told()}"
        time.sleep(POLL_SECONDS)
