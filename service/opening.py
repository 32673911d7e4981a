"""Putting the application together: a database that answers, its tables, and the application on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, SQLAlchemyError

from projections import registry
from projections.generations import VERSION, ReadModelsDiffer
from service.application import Thidua
from service.clock import Clock, system_clock
from service.database_url import read_url, told_address
from service.engine import open_engine
from service.limits import Limits
from service.postgresql import lacks_rights
from service.schema import make_schema


class Unreachable(Exception):
    """The database cannot be used. `address` hides its password, `problem` is what the driver says."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(address, problem)
        self.address = address
        self.problem = problem


class DatabaseMissing(Unreachable):
    """There is no database file yet, and a question does not make one."""


def open_thidua(
    database_url: str,
    *,
    create: bool = True,
    rebuilding: bool = False,
    clock: Clock = system_clock,
    limits: Limits = Limits(),
) -> Thidua:
    """The application on the database at an address.

    Without `create` a missing SQLite file is an error instead of an empty log. `rebuilding` opens a
    database whose read models are those of another version.

    Raises:
        Unreachable: the address is wrong, or nothing answers there. DatabaseMissing: see above.
        ReadModelsDiffer: `thidua rebuild` must come first.
        SchemaBehind: `thidua migrate` must come first. SchemaAhead: the database is of newer software.
        LogDiffers: the log was made by another version of the software, which no revision leads from.
        DBAPIError: the role may not do what this takes (`lacks_rights`).
    """
    with opened_engine(database_url, create=create, limits=limits) as engine:
        make_schema(engine)
        if not rebuilding:
            check_read_models(engine)
    return Thidua(engine, clock)


@contextmanager
def opened_engine(database_url: str, *, create: bool, limits: Limits = Limits()) -> Iterator[Engine]:
    """The engine on the database at an address; it stays open unless what is done with it here fails.

    Raises:
        Unreachable, DatabaseMissing, DBAPIError: as `open_thidua`.
    """
    address = told_address(database_url)
    try:
        if not create:
            _require_file(database_url, address)
        engine = open_engine(database_url, limits)
        try:
            yield engine
        except BaseException:
            engine.dispose()
            raise
    except (ArgumentError, ValueError, OSError) as error:
        raise Unreachable(address, str(error)) from error
    except SQLAlchemyError as error:
        if lacks_rights(error):
            raise
        raise Unreachable(address, driver_words(error)) from error


@contextmanager
def opened(
    database_url: str, *, create: bool = True, rebuilding: bool = False, limits: Limits = Limits()
) -> Iterator[Thidua]:
    """`open_thidua` for as long as a command lasts."""
    application = open_thidua(database_url, create=create, rebuilding=rebuilding, limits=limits)
    try:
        yield application
    finally:
        application.close()


def check_read_models(engine: Engine) -> None:
    """Check that the read models are those that this version of the software writes and reads.

    Raises:
        ReadModelsDiffer: they are not.
    """
    with engine.connect() as connection:
        held = registry.held_version(connection)
    if held != VERSION:
        raise ReadModelsDiffer(held)


def driver_words(error: SQLAlchemyError) -> str:
    """What the driver said, in one line and without the statement that it was said about."""
    cause = error.orig if isinstance(error, DatabaseError) and error.orig else error
    return " ".join(str(cause).split())


def _require_file(database_url: str, address: str) -> None:
    url = read_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        raise DatabaseMissing(address, url.database)
