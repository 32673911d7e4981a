"""The database engine: SQLite as one file, PostgreSQL by its address."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from service.database_url import read_url
from service.limits import Limits
from service.postgresql import open_postgresql

WRITER = {"writer": True}
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is erased of a person leaves no traces in the file
    "PRAGMA recursive_triggers=ON",  # so that REPLACE, too, meets the trigger that forbids deletion
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
)


def open_engine(database_url: str, limits: Limits = Limits()) -> Engine:
    """An engine on which the log is safe.

    What a failed statement carried is not told in its error: it may be a vote.
    SQLite: write-ahead log, every commit synced to disk, a writer's transaction begins IMMEDIATE.
    PostgreSQL: READ COMMITTED with psycopg 3; order comes from the row lock on the head.

    Raises:
        ValueError: for an address of another kind of database.
    """
    url = read_url(database_url)
    match url.get_backend_name():
        case "sqlite":
            return _open_sqlite(url, limits)
        case "postgresql":
            return open_postgresql(url, limits)
        case other:
            raise ValueError(
                f"a database of the kind {other!r} cannot hold the log: use sqlite or postgresql"
            )


def writing(engine: Engine, *, patience: int | None = None) -> AbstractContextManager[Connection]:
    """A transaction of a writer outside the log; in SQLite one writes at a time, so keep it short.

    `patience` are the milliseconds after which it gives up waiting for another writer of SQLite, for what
    can as well be written later.

    Raises:
        OperationalError: another wrote for longer than that, or no server takes writes.
    """
    return engine.execution_options(**WRITER, patience=patience).begin()


def snapshots(engine: Engine) -> Engine:
    """The same engine, for reading: all that one transaction reads is of one moment.

    In SQLite's write-ahead log it is so by itself.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


@contextmanager
def sqlite_transaction(connection: Connection) -> Iterator[None]:
    """A writer's transaction, begun and ended on SQLite's own driver.

    By way of the engine the two statements alone cost a tenth of an append. What is run on `connection`
    inside it, by the engine too, is part of it.
    """
    driver: Any = connection.connection.driver_connection
    _begin(driver, "BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        driver.rollback()
        raise
    connection.commit()
    driver.commit()


def _begin(driver: sqlite3.Connection, statement: str) -> None:
    """Begin on the driver; its failure is told as the engine tells every other."""
    try:
        driver.execute(statement)
    except sqlite3.OperationalError as error:
        raise OperationalError(statement, None, error) from error


def _open_sqlite(url: URL, limits: Limits) -> Engine:
    if not url.database or ":memory:" in url.database or url.query.get("mode") == "memory":
        raise ValueError("the log needs a file: sqlite:///var/thidua.db")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=limits.connections_kept,
        max_overflow=limits.connections - limits.connections_kept,
        pool_timeout=limits.wait_seconds,
        hide_parameters=True,
    )
    busy = f"PRAGMA busy_timeout={limits.wait_seconds * 1000}"

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not begin transactions by itself: see `begin`.
        connection.isolation_level = None
        for pragma in (busy, *PRAGMAS):
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        _begin_sqlite(connection, busy)

    return engine


def _begin_sqlite(connection: Connection, busy: str) -> None:
    options = connection.get_execution_options()
    driver: Any = connection.connection.driver_connection
    if driver.in_transaction:  # `sqlite_transaction` has begun it
        return
    patience = options.get("patience")
    if patience is not None:
        driver.execute(f"PRAGMA busy_timeout={patience}")
    try:
        _begin(driver, "BEGIN IMMEDIATE" if options.get("writer", False) else "BEGIN")
    finally:
        if patience is not None:
            driver.execute(busy)
