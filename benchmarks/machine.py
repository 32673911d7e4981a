"""What a run was measured on: ratios travel, figures do not."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from tests.postgres import Server

_PACKAGES = ("eventsourcing", "sqlalchemy", "msgspec", "psycopg")


def notes(server: Server | None) -> list[str]:
    """The machine and the versions, a line each."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return [
        f"{os.cpu_count()} cores, {_processor()}, {platform.system()} {platform.machine()}",
        f"{platform.python_implementation()} {platform.python_version()}, {packages}",
        f"SQLite {sqlite3.sqlite_version}, journal_mode=WAL and synchronous=FULL for everybody",
        *([] if server is None else [_postgresql(server)]),
    ]


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "processor unknown"


def _postgresql(server: Server) -> str:
    with server.connect() as connection:
        told = connection.info.server_version
        synced = connection.execute("SELECT current_setting('fsync')").fetchall()[0][0]
        commit = connection.execute("SELECT current_setting('synchronous_commit')").fetchall()[0][0]
    return f"PostgreSQL {told // 10_000}.{told % 10_000}, fsync={synced}, synchronous_commit={commit}"
