"""The most memory that a process has held: all of it, and what is its own rather than a mapped file's."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_STATUS = Path("/proc/self/status")
_INTERVAL_SECONDS = 0.02
_KIBIBYTES_A_MEBIBYTE = 1024


class Peak:
    """Watches this process for as long as a block lasts; the figures are mebibytes, for the process so far.

    `resident` counts the pages of mapped files too, of which SQLite maps up to 256 MiB: they are the
    system's to take back. `own` leaves them out; it is looked at fifty times a second.
    """

    def __init__(self) -> None:
        self.own = 0
        self.resident = 0
        self._ended = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._watching.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._ended.wait(_INTERVAL_SECONDS):
            self._look()
        self._look()

    def _look(self) -> None:
        status = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
        self.own = max(self.own, _mebibytes(status["RssAnon"]))
        self.resident = _mebibytes(status["VmHWM"])


def _mebibytes(told: str) -> int:
    return int(told.split(maxsplit=1)[0]) // _KIBIBYTES_A_MEBIBYTE
