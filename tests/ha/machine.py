"""A machine of the cluster: a directory instead of a disk, with etcd, Patroni and PostgreSQL in it."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.ha.certificates import ADDRESS
from tests.ha.deployed import rendered, variables
from tests.ha.programs import Programs
from tests.postgres import UNPRIVILEGED, unprivileged
from tests.serving import WAIT_SECONDS, free_port
from tests.waiting import until

POSTGRESQL, PATRONI, ETCD, ETCD_PEER = 5432, 8008, 2379, 2380  # as the configuration names them
PATRONICTL = "from patroni.ctl import ctl; ctl()"


class Machine:
    """One node, by the letter that the configuration has for it."""

    def __init__(self, name: str, directory: Path, programs: Programs) -> None:
        self.name = name
        self.directory = directory
        self.ports = {port: free_port() for port in (POSTGRESQL, PATRONI, ETCD, ETCD_PEER)}
        self._programs = programs
        self._environment: dict[str, str] = {}
        self._started: list[subprocess.Popen[bytes]] = []

    @property
    def tls(self) -> Path:
        """Where its certificates are."""
        return self.directory / "etc" / "tls"

    @property
    def data(self) -> Path:
        """Where its PostgreSQL keeps its data."""
        return self.directory / "var" / "postgresql"

    @property
    def configuration(self) -> Path:
        """Its copy of patroni.yml."""
        return self.directory / "etc" / "patroni.yml"

    def at(self, port: int) -> str:
        """Where one of its ports is in this run."""
        return f"{ADDRESS}:{self.ports[port]}"

    def set_up(self, places: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        """Give it the files of deploy/ha, where the nodes stand at `places`."""
        here = {"{node}": self.name, **places, **{f"0.0.0.0:{port}": self.at(port) for port in self.ports}}
        here |= {
            "/etc/thidua-node": str(self.directory / "etc"),
            "/var/lib/thidua-node": str(self.directory / "var"),
            "/var/lib/thidua-etcd": str(self.directory / "var" / "etcd"),
            "/usr/lib/postgresql/18/bin": str(self._programs.postgresql),
        }
        self.configuration.write_text(rendered("patroni.yml", here), encoding="utf-8")
        self._environment = {**self._programs.environment, **variables("node.env", here), **secrets}
        (self.directory / "var").mkdir()
        for path in (self.directory, *self.directory.rglob("*")):
            if os.geteuid() == 0:
                shutil.chown(path, UNPRIVILEGED)

    def start(self) -> None:
        """Switch it on: etcd, and Patroni, which starts PostgreSQL."""
        self._started = [
            self._program("etcd", str(self._programs.etcd)),
            self._program("patroni", *self._programs.python, "-m", "patroni", str(self.configuration)),
        ]

    def patronictl(self, *arguments: str) -> str:
        """What one of the operator's commands says.

        Raises:
            AssertionError: it failed.
        """
        return self._told("-c", PATRONICTL, "-c", str(self.configuration), *arguments)

    def validate(self) -> str:
        """What Patroni says of its configuration: nothing, if it is sound.

        Raises:
            AssertionError: it is not.
        """
        # That nobody could reach the node from elsewhere is right, and so of this run alone.
        elsewhere = {
            "PATRONI_RESTAPI_CONNECT_ADDRESS": f"{self.name}.thidua.example:{PATRONI}",
            "PATRONI_POSTGRESQL_CONNECT_ADDRESS": f"{self.name}.thidua.example:{POSTGRESQL}",
        }
        told = ("-m", "patroni", "--validate-config", "--ignore-listen-port", str(self.configuration))
        return self._told(*told, **elsewhere)

    def _told(self, *arguments: str, **variables: str) -> str:
        user = self._as_its_user()
        user["env"] |= variables
        ended: subprocess.CompletedProcess[str] = subprocess.run(
            [*self._programs.python, *arguments],
            check=False, capture_output=True, text=True, timeout=2 * WAIT_SECONDS, **user,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    def cut_power(self) -> None:
        """End everything on it at once: nothing of it has the time to notice, or to say goodbye."""
        stopped: set[int] = set()
        while new := set(self.processes()) - stopped:
            _signal(new, signal.SIGSTOP)
            stopped |= new
        _signal(stopped, signal.SIGKILL)
        for started in self._started:
            started.wait(WAIT_SECONDS)
        until(lambda: not self.processes(), WAIT_SECONDS)

    @contextmanager
    def frozen(self, kind: str) -> Iterator[None]:
        """Meanwhile its PostgreSQL's processes of a kind, as "walsender", stand still."""
        named = [one for one in self.processes() if f" {kind} " in _command_line(one)]
        assert named, f"no {kind} on {self.name}"
        _signal(named, signal.SIGSTOP)
        try:
            yield
        finally:
            _signal(named, signal.SIGCONT)

    def processes(self) -> list[int]:
        """What runs on it: each of its processes works in its directory, and no other does."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                works_in = (process / "cwd").readlink()
            except OSError:
                continue  # it has ended, or is another user's
            if works_in.is_relative_to(self.directory):
                found.append(int(process.name))
        return found

    def log(self) -> str:
        """What Patroni and PostgreSQL said."""
        return (self.directory / "patroni.log").read_text(encoding="utf-8", errors="replace")

    def _program(self, name: str, *command: str) -> "subprocess.Popen[bytes]":
        with (self.directory / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                **self._as_its_user(),
            )  # fmt: skip

    def _as_its_user(self) -> dict[str, Any]:
        user = unprivileged()
        return {**user, "env": {**user["env"], **self._environment}, "cwd": self.directory}


def _command_line(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def _signal(processes: Iterable[int], what: signal.Signals) -> None:
    for process in processes:
        try:
            os.kill(process, what)
        except ProcessLookupError:
            continue
