"""What a run was measured on: ratios travel, figures do not."""

import os
import platform
import sqlite3
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from tests.postgres import Server

_PACKAGES = ("eventsourcing", "sqlalchemy", "msgspec", "psycopg", "fastapi", "uvicorn", "umadb")
_GIBIBYTE = 2**30
_PAGE_BYTES = 4_096
_SYNCS = 50


def notes(server: Server | None, directory: Path) -> list[str]:
    """The machine and the versions, a line each; `directory` is on the disk that is written to."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES if find_spec(name) is not None)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _GIBIBYTE
    return [
        f"{os.cpu_count()} cores, {_processor()}, {memory} GiB, {platform.system()} {platform.machine()}",
        f"Disk: {_synced_microseconds(directory):,} µs to write and sync a page of {_PAGE_BYTES:,} bytes",
        f"{platform.python_implementation()} {platform.python_version()}, {packages}",
        f"SQLite {sqlite3.sqlite_version}, journal_mode=WAL and synchronous=FULL for everybody",
        *([] if server is None else [_postgresql(server)]),
    ]


def _synced_microseconds(directory: Path) -> int:
    """What a durable commit cannot do without, on this disk: the median of some."""
    taken = []
    with (directory / "page").open("wb", buffering=0) as file:
        for _ in range(_SYNCS):
            begun = perf_counter_ns()
            file.write(bytes(_PAGE_BYTES))
            os.fsync(file)
            taken.append(perf_counter_ns() - begun)
    return round(median(taken)) // 1_000


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
