"""`thidua serve` in a process of its own, on a port of this machine that nobody else listens on."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.rooms import ROOT

READY = "/readyz"
SERVE = "from service.cli import main; main()"
WAIT_SECONDS = 30  # far beyond what any of this takes, on a busy machine too


class Served(NamedTuple):
    """A service in a process of its own."""

    process: "subprocess.Popen[str]"
    port: int

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        """A connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=WAIT_SECONDS)

    def stop(self, how: signal.Signals) -> tuple[int, list[str]]:
        """Tell it to stop; gives its exit code, and the events that it logged."""
        self.process.send_signal(how)
        _, log = self.process.communicate(timeout=WAIT_SECONDS)
        return self.process.returncode, [json.loads(line)["event"] for line in log.splitlines()]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    database_url: str, *, log: int = subprocess.PIPE, port: int | None = None, **settings: str
) -> Iterator[Served]:
    """The service once it answers, with settings by name, as `rate_sign_ins`.

    Where much is asked, its `log` must go nowhere (DEVNULL): nobody empties the pipe meanwhile. A `port` is
    told where it starts again at the address that it had.
    """
    port = port or free_port()
    told = {"database_url": database_url, "port": str(port), "language": "en", **settings}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"} | {f"THIDUA_{name.upper()}": told[name] for name in told},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert f"http://127.0.0.1:{port}" in process.stdout.readline()
            # It listens before it says so: what is asked from now on waits until it can be answered.
            served = Served(process, port)
            with served.connect() as first:
                assert asked(first, READY).startswith(b"HTTP/1.1 200 ")
            yield served
        finally:
            if process.poll() is None:
                process.kill()


def asked(connection: socket.socket, path: str) -> bytes:
    """The answer, which is a JSON object, to a question on a connection that then stays open."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    answer = b""
    while not answer.endswith(b"}"):
        answer += (more := connection.recv(65_536))
        assert more, answer
    return answer
