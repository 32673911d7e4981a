"""The database engine: SQLite as one file, PostgreSQL by its address."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

BUSY_TIMEOUT_MILLISECONDS = 30_000  # another process may hold the head for one command, never for long
POOL_CONNECTIONS = 16
WRITER = {"writer": True}


def open_engine(database_url: str) -> Engine:
    """An engine on which the log is safe.

    SQLite: write-ahead log, every commit synced to disk, a writer's transaction begins IMMEDIATE.
    PostgreSQL: READ COMMITTED with psycopg 3; order comes from the row lock on the head.

    Raises:
        ValueError: for an address of another kind of database.
    """
    url = make_url(database_url)
    match url.get_backend_name():
        case "sqlite":
            return _open_sqlite(url)
        case "postgresql":
            return create_engine(
                url.set(drivername="postgresql+psycopg"),
                isolation_level="READ COMMITTED",
                pool_size=POOL_CONNECTIONS,
                max_overflow=POOL_CONNECTIONS,
            )
        case other:
            raise ValueError(
                f"a database of the kind {other!r} cannot hold the log: use sqlite or postgresql"
            )


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
    driver.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        driver.rollback()
        raise
    connection.commit()
    driver.commit()


def _open_sqlite(url: URL) -> Engine:
    if not url.database or ":memory:" in url.database or url.query.get("mode") == "memory":
        raise ValueError("the log needs a file: sqlite:///var/thidua.db")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=POOL_CONNECTIONS, max_overflow=POOL_CONNECTIONS)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not begin transactions by itself: see `begin`.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",  # so that REPLACE, too, meets the trigger that forbids deletion
            "cache_size=-65536",
            "mmap_size=268435456",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writer = connection.get_execution_options().get("writer", False)
        driver: Any = connection.connection.driver_connection
        if not driver.in_transaction:  # `sqlite_transaction` has begun it
            driver.execute("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine
