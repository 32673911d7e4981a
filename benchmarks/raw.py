"""Raw storage: one table without an index besides its key, and a commit a row through the bare driver."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from domain.facts import Entry
from projections.logbook import encode_fact
from tests.postgres import SUPERUSER, Server

# As our own engine sets them.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "mmap_size=268435456")
_COLUMNS = """
    position {integer} PRIMARY KEY, originator_id TEXT, originator_version BIGINT, topic TEXT, state TEXT,
    salt {bytes}, commitment {bytes}, effective BIGINT, precision TEXT, recorded_at BIGINT, actor TEXT,
    authority TEXT, session TEXT, command_id TEXT, ordinal BIGINT, source TEXT, reason TEXT, leaf {bytes}
"""
_WIDTH = 18
_SALT, _HASH = b"\x5a" * 16, b"\xa5" * 32


def row_of(entry: Entry) -> tuple[Any, ...]:
    """A row with the bytes that the log keeps of an entry; what stands for its hashes is as long as they."""
    return (
        entry.position,
        entry.originator_id,
        entry.originator_version,
        entry.topic,
        encode_fact(entry.fact).decode(),
        _SALT,
        _HASH,
        entry.effective,
        entry.precision.value,
        entry.effective,
        entry.actor,
        entry.authority,
        entry.session,
        entry.command_id,
        entry.ordinal,
        entry.source,
        entry.reason,
        _HASH,
    )


class RawSQLite:
    """A bare `sqlite3` connection."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        for pragma in PRAGMAS:
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute(f"CREATE TABLE log ({_COLUMNS.format(integer='INTEGER', bytes='BLOB')})")
        self._insert = f"INSERT INTO log VALUES ({', '.join('?' * _WIDTH)})"

    def append(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert and commit, row by row."""
        connection, insert = self.connection, self._insert
        for row in rows:
            connection.execute(insert, row)
            connection.commit()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


class RawPostgreSQL:
    """A bare psycopg connection."""

    def __init__(self, server: Server, database: str) -> None:
        self.connection = psycopg.connect(host=str(server.socket), user=SUPERUSER, dbname=database)
        self.connection.execute(
            f"CREATE TABLE log ({_COLUMNS.format(integer='BIGINT', bytes='BYTEA')})".encode()
        )
        self.connection.commit()
        self._insert = f"INSERT INTO log VALUES ({', '.join(['%s'] * _WIDTH)})".encode()

    def append(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert by a prepared statement and commit, row by row."""
        connection, insert = self.connection, self._insert
        for row in rows:
            connection.execute(insert, row, prepare=True)
            connection.commit()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
