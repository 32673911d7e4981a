"""Services in processes of their own, on a port of this machine, as an operator starts them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.rooms import ROOT
from tests.serving import SERVE, WAIT_SECONDS, free_port

NO_LIMITS = {"THIDUA_RATE_SIGN_INS": "", "THIDUA_RATE_WRITES": "", "THIDUA_RATE_READS": ""}


class Server(NamedTuple):
    """A service that runs, where it listens, and the file that takes its log lines."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def url(self) -> str:
        """The address of its interface."""
        return f"http://127.0.0.1:{self.port}/api/v1"

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait(WAIT_SECONDS)

    def stop(self) -> int:
        """Tell it to stop; gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WAIT_SECONDS)


@contextmanager
def serving(database_url: str, directory: Path, **settings: str) -> Iterator[Server]:
    """`thidua serve` on a database, once it answers. It is killed at the end if it still runs."""
    port = free_port()
    told = {"THIDUA_DATABASE_URL": database_url, "THIDUA_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    log = directory / f"{port}.log"
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve"],
            cwd=ROOT,
            env={**os.environ, **NO_LIMITS, **told, **settings},
            stdout=subprocess.PIPE,
            stderr=lines,
        )
    with process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline().decode()
            assert f":{port}" in said, log.read_text(encoding="utf-8")
            # It listens before it says so: what is asked from now on waits until it can be answered.
            answer = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=WAIT_SECONDS)
            assert answer.status_code == 200, answer.text
            yield Server(process, port, log)
        finally:
            if process.poll() is None:
                process.kill()
