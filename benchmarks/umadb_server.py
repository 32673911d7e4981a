"""UmaDB, an event store of another make: its server comes in the wheel of the extra `bench`."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec

from benchmarks.corpus import clusters
from benchmarks.raw import row_of
from tests.serving import WAIT_SECONDS, free_port

# What the wheel's own script does; the script itself need not be on the path.
_SERVE = "from umadb.umadb_server_cli import main; main()"


def is_installed() -> bool:
    """Whether there is a server to measure against: `make bench` installs it, `make test` does not."""
    return find_spec("umadb") is not None


class Events:
    """Appends one event a call, with the bytes of the row that the others insert."""

    def __init__(self, client: Any, make: Any) -> None:
        self._client = client
        self._make = make
        self._entries = clusters()

    def prepare(self, count: int) -> list[Any]:
        """The next events, made already."""
        return [
            [self._make(entry.topic, msgspec.json.encode(row_of(entry)), tags=[entry.originator_id])]
            for entry in islice(self._entries, count)
        ]

    def run(self, prepared: Sequence[Any]) -> int:
        """Append them, a call each."""
        append = self._client.append
        for events in prepared:
            append(events)
        return len(prepared)


@contextmanager
def running(directory: Path) -> Iterator[Events]:
    """A server on loopback with a file of its own, as durable as it is by default, and who appends to it."""
    umadb = _umadb()
    listen = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, "--listen", listen, "--db-path", str(directory / "events.uma")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            with _client(umadb, process, f"http://{listen}") as client:
                yield Events(client, umadb.Event)
        finally:
            process.terminate()


def _umadb() -> Any:
    """The package. It takes Ctrl-C for itself when it is imported: that is given back."""
    before = signal.getsignal(signal.SIGINT)
    umadb = import_module("umadb")
    signal.signal(signal.SIGINT, before)
    return umadb


def _client(umadb: Any, process: "subprocess.Popen[bytes]", url: str) -> Any:
    until = monotonic() + WAIT_SECONDS
    while True:
        try:
            client = umadb.Client(url)
            client.head()
        except umadb.TransportError:
            if process.poll() is not None or monotonic() > until:
                raise
            continue
        return client
