"""Putting the application together: a database that answers, its tables, and the application on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, SQLAlchemyError

from projections import registry
from service.application import Thidua
from service.engine import open_engine
from service.log import Clock, system_clock
from service.schema import make_schema

NOWHERE = "?"  # how an address is told that cannot even be read


class Unreachable(Exception):
    """The database cannot be used. `address` hides its password, `problem` is what the driver says."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(address, problem)
        self.address = address
        self.problem = problem


class DatabaseMissing(Unreachable):
    """There is no database file yet, and a question does not make one."""


class ReadModelsDiffer(Exception):
    """The database holds read models of another version of the software: they must be rebuilt."""

    def __init__(self, held: int | None) -> None:
        super().__init__(held, registry.VERSION)
        self.held = held
        self.wanted = registry.VERSION


def open_thidua(
    database_url: str, *, create: bool = True, rebuilding: bool = False, clock: Clock = system_clock
) -> Thidua:
    """The application on the database at an address.

    Without `create` a missing SQLite file is an error instead of an empty log. `rebuilding` opens a
    database whose read models are those of another version.

    Raises:
        Unreachable: the address is wrong, or nothing answers there. DatabaseMissing: see above.
        ReadModelsDiffer: `thidua rebuild` must come first.
        LogDiffers: the log was made by another version of the software.
    """
    address = told_address(database_url)
    try:
        if not create:
            _require_file(database_url, address)
        engine = open_engine(database_url)
        try:
            make_schema(engine)
            if not rebuilding:
                check_read_models(engine)
        except BaseException:
            engine.dispose()
            raise
    except (ArgumentError, ValueError, OSError) as error:
        raise Unreachable(address, str(error)) from error
    except SQLAlchemyError as error:
        raise Unreachable(address, driver_words(error)) from error
    return Thidua(engine, clock)


@contextmanager
def opened(database_url: str, *, create: bool = True, rebuilding: bool = False) -> Iterator[Thidua]:
    """`open_thidua` for as long as a command lasts."""
    application = open_thidua(database_url, create=create, rebuilding=rebuilding)
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
    if held != registry.VERSION:
        raise ReadModelsDiffer(held)


def told_address(database_url: str) -> str:
    """An address that may be shown: without its password."""
    try:
        url = make_url(database_url)
        hidden = {name: "hidden" for name in url.query if "password" in name.lower()}
        return url.update_query_dict(hidden).render_as_string(hide_password=True)
    except ArgumentError:
        return NOWHERE


def driver_words(error: SQLAlchemyError) -> str:
    """What the driver said, in one line and without the statement that it was said about."""
    cause = error.orig if isinstance(error, DatabaseError) and error.orig else error
    return " ".join(str(cause).split())


def _require_file(database_url: str, address: str) -> None:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        raise DatabaseMissing(address, url.database)
