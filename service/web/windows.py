"""The moving windows of the rate limits, in memory: by the service's clock, and bounded.

The library's own memory storage reads the machine's clock, runs a timer thread, and keeps an empty list for
every caller that ever came; so this one takes its place under the library's strategy.
"""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from typing import NamedTuple

from limits.storage.base import MovingWindowSupport, Storage

from service.clock import Clock

KEYS_MAX = 50_000  # callers remembered at once; beyond it the one that was quiet longest is forgotten
MICROSECONDS = 1_000_000


class _Window(NamedTuple):
    """When a key was counted (microseconds UTC, rising), and how long each count stands (seconds)."""

    stamps: "array[int]"
    expiry: int

    def expires(self) -> int:
        return self.stamps[-1] + self.expiry * MICROSECONDS


class Windows(Storage, MovingWindowSupport):
    """The counts of each key, until they expire. For one thread: the event loop's."""

    STORAGE_SCHEME = None

    def __init__(self, clock: Clock, keys_max: int = KEYS_MAX) -> None:
        self._clock = clock
        self._keys_max = keys_max
        self._windows: OrderedDict[str, _Window] = OrderedDict()
        super().__init__()

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._windows)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` for a key where that leaves it within its limit; what is refused is not counted."""
        now = self._clock()
        self._forget(now)
        live = self._live(key, expiry, now)
        if len(live) + amount > limit:
            return False
        live.extend([now] * amount)
        self._windows[key] = _Window(live, expiry)
        self._windows.move_to_end(key)
        if len(self._windows) > self._keys_max:
            self._windows.popitem(last=False)
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest count of a key was made (whole seconds UTC, rounded up), and how many stand."""
        live = self._live(key, expiry, self._clock())
        oldest = live[0] if live else self._clock()
        return -(-oldest // MICROSECONDS), len(live)

    def _live(self, key: str, expiry: int, now: int) -> "array[int]":
        window = self._windows.get(key)
        if window is None:
            return array("q")
        gone = bisect_right(window.stamps, now - expiry * MICROSECONDS)
        del window.stamps[:gone]
        if not window.stamps:
            del self._windows[key]
        return window.stamps

    def _forget(self, now: int) -> None:
        while self._windows:
            key, window = next(iter(self._windows.items()))
            if window.expires() > now:
                return
            del self._windows[key]

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a storage out of reach would raise: memory never is."""
        return OSError

    def get_expiry(self, key: str) -> float:
        """When the last count of a key expires, in whole seconds UTC; the present where there is none."""
        window = self._windows.get(key)
        return (window.expires() if window else self._clock()) // MICROSECONDS

    def get(self, key: str) -> int:
        """How many counts a key has."""
        window = self._windows.get(key)
        return len(self._live(key, window.expiry, self._clock())) if window else 0

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget every key; gives how many there were."""
        known = len(self._windows)
        self._windows.clear()
        return known

    def clear(self, key: str) -> None:
        """Forget a key."""
        self._windows.pop(key, None)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Fixed windows are not kept here.

        Raises:
            NotImplementedError: always; the moving window never asks.
        """
        raise NotImplementedError
