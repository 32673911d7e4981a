"""The two engines: on each, a database of its own for whoever is measured, and the bare driver to read it."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import psycopg

from benchmarks import plain
from benchmarks.raw import PRAGMAS, RawPostgreSQL, RawSQLite
from domain.facts import Entry
from service.application import Thidua
from service.opening import open_thidua
from tests.postgres import SUPERUSER, Server

PAGE_ROWS = 5_000


class Engine(ABC):
    """Where the contenders of one run keep their data: each in a database that it names."""

    name: ClassVar[str]
    processes: ClassVar[int]  # that serve it over HTTP

    def __init__(self, directory: Path) -> None:
        """`directory` takes whatever is kept in files."""
        self.directory = directory / uuid4().hex
        self.directory.mkdir()

    def ours(self, database: str) -> Thidua:
        """Our application on a database."""
        return open_thidua(self.url(database))

    @abstractmethod
    def url(self, database: str) -> str:
        """The address of a database, which is made when it is first asked for."""

    @abstractmethod
    def raw(self, database: str) -> RawSQLite | RawPostgreSQL:
        """The bare driver on a table of its own."""

    @abstractmethod
    def library(self, database: str) -> plain.Plain:
        """The library's application on a database."""

    @abstractmethod
    def load_library(self, application: plain.Plain, entries: Iterable[Entry]) -> None:
        """Fill the library's log in bulk."""

    @abstractmethod
    def rows(self, database: str, statement: str) -> Iterator[tuple[Any, ...]]:
        """What the bare driver selects, at a memory of some thousand rows."""

    @abstractmethod
    def settle(self, database: str) -> None:
        """After a load in bulk: what the engine does by itself in time is done before anybody is measured."""


class SQLite(Engine):
    """Each database is a file."""

    name = "sqlite"
    processes = 1

    def path(self, database: str) -> Path:
        """The file of a database."""
        return self.directory / f"{database}.db"

    def url(self, database: str) -> str:
        """The address of its file."""
        return f"sqlite:///{self.path(database)}"

    def raw(self, database: str) -> RawSQLite:
        """A bare `sqlite3` connection."""
        return RawSQLite(self.path(database))

    def library(self, database: str) -> plain.Plain:
        """The library, which has to sync its commits as the others do.

        Raises:
            RuntimeError: the driver was built so that it does not; the library leaves that as it is.
        """
        application = plain.on_sqlite(self.path(database))
        recorder: Any = application.recorder
        with recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA synchronous")
            (mode,) = cursor.fetchone()
        if mode != 2:
            raise RuntimeError(f"sqlite3 was built with synchronous={mode}: the library would not sync")
        return application

    def load_library(self, application: plain.Plain, entries: Iterable[Entry]) -> None:
        """In large transactions."""
        plain.put_all(application, entries)

    def rows(self, database: str, statement: str) -> Iterator[tuple[Any, ...]]:
        """Row by row, as SQLite finds them."""
        connection = sqlite3.connect(self.path(database))
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        yield from connection.execute(statement)
        connection.close()

    def settle(self, database: str) -> None:
        """Write what the log of writes holds into the file."""
        connection = sqlite3.connect(self.path(database))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


class PostgreSQL(Engine):
    """Each database is one of a single server."""

    name = "postgresql"
    processes = 2

    def __init__(self, directory: Path, server: Server) -> None:
        super().__init__(directory)
        self.server = server
        self._run = f"bench_{uuid4().hex[:12]}"
        self._made: set[str] = set()

    def _database(self, name: str) -> str:
        database = f"{self._run}_{name}"
        if database not in self._made:
            self.server.create_database(database)
            self._made.add(database)
        return database

    def url(self, database: str) -> str:
        """The address of a database on the server."""
        return self.server.url(self._database(database))

    def raw(self, database: str) -> RawPostgreSQL:
        """A bare psycopg connection."""
        return RawPostgreSQL(self.server, self._database(database))

    def library(self, database: str) -> plain.Plain:
        """The library with its own PostgreSQL recorder."""
        return plain.on_postgresql(self.server, self._database(database))

    def load_library(self, application: plain.Plain, entries: Iterable[Entry]) -> None:
        """By COPY."""
        plain.copy_all(application, entries)

    def rows(self, database: str, statement: str) -> Iterator[tuple[Any, ...]]:
        """By a cursor on the server, page by page: a client's own would hold all rows."""
        name = self._database(database)
        with (
            psycopg.connect(host=str(self.server.socket), user=SUPERUSER, dbname=name) as connection,
            connection.cursor("rows") as cursor,
        ):
            cursor.itersize = PAGE_ROWS
            cursor.execute(statement.encode())
            yield from cursor

    def settle(self, database: str) -> None:
        """Gather statistics and mark what is visible to all, as autovacuum would."""
        with self.server.connect(self._database(database)) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")
