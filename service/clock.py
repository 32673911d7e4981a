"""The machine's clock, and the shape of whatever stands in for it."""

import time
from collections.abc import Callable

Clock = Callable[[], int]  # microseconds UTC


def system_clock() -> int:
    """Microseconds UTC by the machine's clock."""
    return time.time_ns() // 1000
