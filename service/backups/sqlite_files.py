"""SQLite files as they lie on the disk: opened as they are, asked for their head and leaves."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from service.moving.beside import BESIDE


class NoLog(Exception):
    """A file holds no log, or none that can be read: `problem` is what SQLite says."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(str(file), problem)
        self.file = file
        self.problem = problem


class Head(NamedTuple):
    """How far a log is: its last position, when that was recorded (microseconds UTC), and its right edge."""

    position: int
    recorded_at: int
    frontier: bytes


@contextmanager
def opened(file: Path, *, untouched: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection to a file that exists; `untouched` reads it as bytes that nobody else writes.

    Raises:
        NoLog: what is read on it is no database, or holds no log.
    """
    mode = "mode=ro&immutable=1" if untouched else "mode=rw"
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
        ) as held:
            yield held
    except sqlite3.DatabaseError as error:
        raise NoLog(file, str(error)) from error


def head(connection: sqlite3.Connection) -> Head:
    """The head of a log."""
    row = connection.execute("SELECT position, recorded_at, frontier FROM log_head").fetchone()
    return Head(*row) if row else Head(0, 0, b"")


def leaves(connection: sqlite3.Connection) -> Iterator[tuple[int, bytes]]:
    """Every position with its leaf, in order, one by one."""
    return connection.execute("SELECT position, leaf FROM event_log ORDER BY position")


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds every page of a file in order, and the head is that of the entries."""
    ((told,),) = connection.execute("PRAGMA integrity_check(1)")
    ((count, last),) = connection.execute("SELECT count(*), coalesce(max(position), 0) FROM event_log")
    return bool(told == "ok" and count == last == head(connection).position)


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether a file holds no entry, and nothing beside the log: nothing is lost with it."""
    listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    held = {name for (name,) in listed} & {"event_log", *(table.name for table in BESIDE)}
    return not any(connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in held)  # noqa: S608


def alone(connection: sqlite3.Connection) -> bool:
    """Make a database one single file, which needs that nobody else has it open: whether it could be done."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        ((mode,),) = connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise
    return bool(mode == "delete")
