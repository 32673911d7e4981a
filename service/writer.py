"""The one connection on which a process appends, and the transactions on it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import Connection, Engine, event

from projections.generations import following
from service.engine import WRITER, sqlite_transaction
from service.postgresql import NoWriter, has_hung_up


class Writer:
    """Keeps a connection open for appends: to fetch one for each costs a tenth of the work.

    It is for one thread at a time.
    """

    def __init__(self, engine: Engine) -> None:
        self._writers = engine.execution_options(**WRITER)
        self._sqlite = engine.dialect.name == "sqlite"
        self._trouble: type[Exception] = engine.dialect.loaded_dbapi.OperationalError
        self._kept: Connection | None = None
        event.listen(engine, "engine_disposed", lambda _engine: self.close())

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that may be asked anything, for as long as it takes."""
        if self._sqlite:
            connection = self._connection()
            with sqlite_transaction(connection), following(connection):
                yield connection
            return
        with self._writers.begin() as connection, following(connection):
            yield connection

    @contextmanager
    def append(self) -> Iterator[Connection]:
        """A transaction for what is appended at once.

        On PostgreSQL its statements are sent without waiting for an answer to each, and the last ones with
        the commit: two trips to the server and back instead of seven.
        """
        if self._sqlite:
            with self.transaction() as connection:
                yield connection
            return
        connection = self._connection()
        driver: Any = connection.connection.driver_connection
        try:
            with following(connection):
                yield connection
                driver.commit()
        except errors.ReadOnlySqlTransaction as error:
            self._give_up()
            raise NoWriter(str(error)) from error
        except BaseException as error:
            self._take_back(driver, error)
            raise

    def close(self) -> None:
        """Give the connection back."""
        self._give_up()

    def _connection(self) -> Connection:
        if self._kept is not None and not self._sqlite:
            driver: Any = self._kept.connection.driver_connection
            if driver.closed or has_hung_up(driver):
                self._give_up()
        if self._kept is None or self._kept.closed:
            self._kept = self._writers.connect()
            if not self._sqlite:
                # Never left: to leave it is one more trip to the server.
                opened: Any = self._kept.connection.driver_connection
                opened.pipeline().__enter__()
        return self._kept

    def _take_back(self, driver: Any, error: BaseException) -> None:
        if isinstance(error, Exception) and not isinstance(error, self._trouble):
            with suppress(psycopg.Error):
                driver.rollback()
                return
        self._give_up()

    def _give_up(self) -> None:
        kept, self._kept = self._kept, None
        if kept is None:
            return
        with suppress(Exception):  # it may be broken, and is not used again
            kept.invalidate()
        kept.close()
