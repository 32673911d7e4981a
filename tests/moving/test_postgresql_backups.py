"""PostgreSQL's own tools bring a log back: dumped and restored, and recovered to a point in time."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.opening import opened
from service.verify import verify
from tests.moving.conftest import RunThidua
from tests.moving.furnishing import fill_beside, fill_more, root_of, signs_in
from tests.postgres import SUPERUSER, UNPRIVILEGED, Server
from tests.rooms import ROOT

GUIDE = (ROOT / "docs" / "guide" / "backups.md").read_text(encoding="utf-8")
OF_POSTGRESQL = GUIDE.partition("## PostgreSQL")[2]
COMMANDS = re.findall(r"```sh\n(.*?)```", OF_POSTGRESQL, re.DOTALL)
SETTINGS = re.findall(r"```ini\n(.*?)```", OF_POSTGRESQL, re.DOTALL)
WAIT_SECONDS = 60
ENTRIES_BEFORE, ENTRIES_AFTER = 2, 3


def run(server: Server, script: str, directory: Path, **told: str) -> None:
    """Run commands of the guide as an operator of a server would, with its programs and thidua at hand."""
    programs = [server._installation() / "bin", Path(sys.executable).parent]
    environment = os.environ | told | {
        "PATH": os.pathsep.join([*map(str, programs), os.environ["PATH"]]),
        "PGHOST": str(server.socket),
        "PGUSER": SUPERUSER,
    }  # fmt: skip
    finished = subprocess.run(
        ["sh", "-ec", script], check=False, capture_output=True, text=True, cwd=directory, env=environment
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_a_dump_brings_back_the_same_root_and_an_older_one_is_named(
    postgresql: Server, thidua: RunThidua, tmp_path: Path, worker_id: str
) -> None:
    was, new = f"thidua_{worker_id}_dumped", f"thidua_{worker_id}_restored"
    dump, restore, *_, end_sessions = COMMANDS
    renamed = {"thidua_moi": new, "dump thidua\n": f"dump {was}\n"}
    dump, restore, end_sessions = (
        re.sub("|".join(renamed), lambda found: renamed[found[0]], one)
        for one in (dump, restore, end_sessions)
    )
    postgresql.create_database(was)
    with opened(postgresql.url(was)) as application:
        person = fill_beside(application)
        fill_more(application)
        root, position = root_of(application.engine), application.max_position()
        run(postgresql, dump, tmp_path)
        fill_more(application, cluster="sau")
        newer = root_of(application.engine)
    run(postgresql, restore, tmp_path, ROOT=root, POSITION=str(position))
    noted = ["--position", str(position + 1), "--root", newer]
    told = thidua("--database", postgresql.url(new), "verify", *noted)
    assert told.exit_code == 1
    assert f"cũ hơn nhật ký đã ghi lại: thiếu 1 mục, từ mục số {position + 1}" in told.stderr
    run(postgresql, end_sessions, tmp_path)
    with opened(postgresql.url(new)) as application:
        assert signs_in(application) == person


@pytest.fixture
def archiving(tmp_path: Path) -> Iterator[Server]:
    """A server that archives its log of writes as the guide says, into `wal` in its directory."""
    server = Server.new()
    try:
        server.start()
        archive = server.directory / "wal"
        archive.mkdir()
        given(archive)
        with (server.data / "postgresql.conf").open("a") as configuration:
            configuration.write(SETTINGS[0].replace("/sao-luu", str(server.directory)))
        server._run(
            "pg_ctl",
            "restart",
            "--wait",
            "--mode=fast",
            f"--pgdata={server.data}",
            f"--log={server.data}/log",
        )
        yield server
    finally:
        server.stop()


def given(path: Path) -> None:
    """Let the server's user have what this one made for it."""
    if os.geteuid() == 0:
        for one in [path, *path.rglob("*")]:
            shutil.chown(one, UNPRIVILEGED)


@contextmanager
def recovered(base: Path, archived: Server, until: str) -> Iterator[Server]:
    """A server that goes on from a base backup and the archive, up to a time."""
    server = Server.new()
    settings = SETTINGS[1].replace("/sao-luu", str(archived.directory))
    settings = re.sub("(?<=recovery_target_time = ').*(?=')", until, settings)
    try:
        shutil.copytree(base, server.data)
        (server.data / "recovery.signal").touch()
        with (server.data / "postgresql.conf").open("a") as configuration:
            configuration.write(settings + f"unix_socket_directories = '{server.socket}'\n")
        server.socket.mkdir(mode=0o700)
        server.data.chmod(0o700)
        given(server.data)
        given(server.socket)
        server.start()
        wait_until(server, "SELECT NOT pg_is_in_recovery()")
        yield server
    finally:
        server.stop()


def wait_until(server: Server, question: str) -> None:
    """Ask until the answer is yes."""
    until = time.monotonic() + WAIT_SECONDS
    while not answer(server, question):
        assert time.monotonic() < until, question


def answer(server: Server, question: str) -> Any:
    """The one value that a server answers with."""
    with server.connect() as connection:
        row = connection.execute(question).fetchone()
    return row and row[0]


def test_a_log_is_recovered_to_a_point_in_time(archiving: Server, thidua: RunThidua, tmp_path: Path) -> None:
    url = archiving.url()
    base = archiving.directory / "nen"
    with opened(url) as application:
        fill_more(application, cluster="dau", signing_in=False)
        run(archiving, COMMANDS[2].replace("/sao-luu/nen", str(base)), tmp_path)
        for number in range(ENTRIES_BEFORE):
            fill_more(application, cluster=f"truoc-{number}", signing_in=False)
        noted = verify(application.engine)
        moment = str(answer(archiving, "SELECT clock_timestamp()"))
        for number in range(ENTRIES_AFTER):
            fill_more(application, cluster=f"sau-{number}", signing_in=False)
        lost = root_of(application.engine)
    last = answer(archiving, "SELECT pg_walfile_name(pg_switch_wal())")
    wait_until(archiving, f"SELECT last_archived_wal >= '{last}' FROM pg_stat_archiver")
    archiving.halt()
    with recovered(base, archiving, moment) as server:
        with opened(server.url()) as application:
            assert verify(application.engine) == noted
            assert noted.problems == ()
        told = thidua(
            "--database",
            server.url(),
            "verify",
            "--root",
            lost,
            "--position",
            str(noted.position + ENTRIES_AFTER),
        )
        assert told.exit_code == 1
        assert f"thiếu {ENTRIES_AFTER} mục, từ mục số {noted.position + 1}" in told.stderr
        with opened(server.url()) as application:  # and it goes on
            fill_more(application, cluster="tiep", signing_in=False)
