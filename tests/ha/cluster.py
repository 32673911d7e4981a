"""Three machines and what they agree on: who leads, who follows, and how to ask them."""

import os
import secrets
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.ha.certificates import ADDRESS, Authority
from tests.ha.machine import PATRONI, POSTGRESQL, Machine
from tests.ha.programs import gathered
from tests.memory import roomy
from tests.postgres import SUPERUSER
from tests.serving import WAIT_SECONDS
from tests.waiting import until

NAMES = ("a", "b", "c")
PREFIX = "thidua-ha-"
SETTLED_SECONDS = 90  # a first start takes 20, a return 15; far more on a busy machine
# Ends whatever works in the directory within a second after the session that owns it, should that be killed.
GUARD = """
while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 1; done
[ -d "$2" ] || exit 0
for again in 1 2 3; do
  for process in /proc/[0-9]*; do
    case "$(readlink "$process/cwd")" in "$2"/*) kill -KILL "${process#/proc/}";; esac
  done
done
rm -rf "$2"
"""


class Cluster:
    """PostgreSQL under Patroni and etcd on three machines, in one directory that is thrown away."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.passwords = {name: secrets.token_urlsafe(18) for name in ("superuser", "replication", "rewind")}
        self.programs = gathered(directory)
        self.machines = {name: Machine(name, directory / name, self.programs) for name in NAMES}
        self.places = {
            f"{name}.thidua.example:{port}": machine.at(port)
            for name, machine in self.machines.items()
            for port in machine.ports
        }
        authority = Authority()
        told = {f"PATRONI_{name.upper()}_PASSWORD": word for name, word in self.passwords.items()}
        for machine in self.machines.values():
            authority.equip(machine.tls, machine.name)
            machine.set_up(self.places, told)
        self.authority = self.machines["a"].tls / "ca.crt"
        self._client = httpx.Client(verify=ssl.create_default_context(cafile=str(self.authority)), timeout=5)

    def start(self) -> None:
        """Switch all three on, and wait until one leads and two follow."""
        for machine in self.machines.values():
            machine.start()
        self.settle()

    def close(self) -> None:
        """End everything."""
        self._client.close()
        for machine in self.machines.values():
            machine.cut_power()

    def members(self) -> dict[str, dict[str, Any]]:
        """What the cluster says of each of its nodes; nothing while no node answers."""
        for machine in self.machines.values():
            try:
                answer = self._client.get(f"https://{machine.at(PATRONI)}/cluster")
            except httpx.TransportError:
                continue
            if answer.status_code == 200:
                return {member["name"]: member for member in answer.json()["members"]}
        return {}

    def leader(self) -> str | None:
        """Which node leads, by the cluster's own word."""
        leading = [
            name
            for name, member in self.members().items()
            if (member["role"], member["state"]) == ("leader", "running")
        ]
        return leading[0] if leading else None

    def leads(self) -> str:
        """Which node leads, when one must."""
        name = self.leader()
        assert name is not None, self.members()
        return name

    def settled(self) -> bool:
        """Whether one node leads, and the others stream from it and are asked before a commit is told."""
        found = sorted((member["role"], member["state"]) for member in self.members().values())
        return found == [("leader", "running"), *[("quorum_standby", "streaming")] * 2]

    def settle(self) -> None:
        """Wait for that."""
        until(self.settled, SETTLED_SECONDS, lambda: f"{self.members()}\n{self.logs()}")

    def logs(self) -> str:
        """The last of what each machine said."""
        return "\n".join(f"--- {name}\n{machine.log()[-3000:]}" for name, machine in self.machines.items())

    def ask(self, name: str, question: str) -> Any:
        """The one value that a node's superuser is answered, whether the node leads or not."""
        with psycopg.connect(
            host=ADDRESS, port=self.machines[name].ports[POSTGRESQL], dbname=SUPERUSER, user=SUPERUSER,
            password=self.passwords["superuser"], connect_timeout=10,
        ) as connection:  # fmt: skip
            (value,) = connection.execute(question).fetchone() or (None,)
            return value


@contextmanager
def running() -> Iterator[Cluster]:
    """A cluster that has settled; ended and thrown away afterwards, also if this process is killed."""
    directory = Path(tempfile.mkdtemp(prefix=PREFIX, dir=roomy()))
    directory.chmod(0o755)  # the unprivileged user passes through it
    guarded = ["sh", "-c", GUARD, "guard", str(os.getpid()), str(directory)]
    guard = subprocess.Popen(guarded, start_new_session=True, cwd="/", stderr=subprocess.DEVNULL)
    try:
        cluster = Cluster(directory)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.close()
    finally:
        shutil.rmtree(directory)
        guard.wait(WAIT_SECONDS)
