"""The database of thidua on a cluster: made as the guide says, and reached as the service reaches it."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from service.engine import open_engine
from tests.ha.certificates import ADDRESS
from tests.ha.cluster import Cluster
from tests.ha.deployed import DEPLOYED, variables
from tests.ha.machine import POSTGRESQL
from tests.postgres import SUPERUSER
from tests.rooms import ROOT
from tests.serving import SERVE

ROLES = ("owner", "application", "reader")


class Database:
    """The database, its roles and their passwords."""

    def __init__(self, cluster: Cluster, directory: Path) -> None:
        self._cluster = cluster
        self._passwords = {role: secrets.token_urlsafe(18) for role in ROLES}
        self._passfile = directory / "pgpass"
        self._passfile.touch(mode=0o600)
        lines = [f"*:*:thidua:thidua_{role}:{word}\n" for role, word in self._passwords.items()]
        self._passfile.write_text("".join(lines))

    def make(self) -> None:
        """Make the database and its roles, and the tables in it."""
        port = self._cluster.machines[self._cluster.leads()].ports[POSTGRESQL]
        told = {f"THIDUA_{role.upper()}_PASSWORD": word for role, word in self._passwords.items()}
        _run(
            str(self._cluster.programs.postgresql / "psql"), "--no-psqlrc", "--quiet",
            f"--dbname=host={ADDRESS} port={port} user={SUPERUSER} dbname={SUPERUSER}",
            f"--file={DEPLOYED / 'database.sql'}",
            PGPASSWORD=self._cluster.passwords["superuser"], **told,
        )  # fmt: skip
        for command in (
            ["migrate"],
            ["roles", "--application", "thidua_application", "--reader", "thidua_reader"],
        ):
            _run(sys.executable, "-c", SERVE, *command, THIDUA_DATABASE_URL=self.url("owner"))

    def url(self, role: str = "application") -> str:
        """The address in service.env, with the name of a role."""
        places = {**self._cluster.places, "thidua_application": f"thidua_{role}"}
        places["/etc/thidua/pgpass"] = str(self._passfile)
        return variables("service.env", places)["THIDUA_DATABASE_URL"]

    @contextmanager
    def on(self, name: str) -> Iterator[Engine]:
        """The log as a reader sees it on one node, whether it leads or not."""
        url = self.url("reader").replace("=read-write", "=any")
        hosts = url.partition("@")[2].partition("/")[0]
        engine = open_engine(url.replace(hosts, self._cluster.machines[name].at(POSTGRESQL)))
        try:
            yield engine
        finally:
            engine.dispose()


def _run(*command: str, **variables: str) -> None:
    ended = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **variables}
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
