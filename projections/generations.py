"""Which tables hold the read models: they come in generations, and one generation is the live one.

A rebuild fills the tables of the next generation beside those of the live one, and then the two change
places. What reads or writes asks once in its transaction which is live, so nobody sees half of each.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Table, select

from projections.logbook import Name, metadata
from projections.statement import Statement

# Raised whenever a read model's columns or rows change: the tables are then made anew from the log.
VERSION = 3

BUILDING, LIVE, OLD = "building", "live", "old"

generations = Table(
    "read_model_generations",
    metadata,
    Column("generation", BigInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("state", Name, nullable=False),
    # How far a generation that is building has come: whole streams up to `stream`, in the order of their
    # names, with what they hold up to `until`; from there on entry by entry, up to `position`.
    Column("until", BigInteger, nullable=False),
    Column("stream", Name, nullable=False),
    Column("position", BigInteger, nullable=False),
)

_LIVE = Statement(select(generations.c.generation, generations.c.version).where(generations.c.state == LIVE))
_KEY = "thidua.generation"
_UNASKED = 0


class Generation(NamedTuple):
    """A generation of read models, and the version of the software that its rows are made for."""

    number: int
    version: int


class ReadModelsDiffer(Exception):
    """The database holds read models of another version of the software, or none: they must be rebuilt."""

    def __init__(self, held: int | None) -> None:
        super().__init__(held, VERSION)
        self.held = held
        self.wanted = VERSION


def live(connection: Connection) -> Generation | None:
    """The live generation as this transaction sees it; None where none is."""
    return _told(_LIVE.rows(connection))


def follow(connection: Connection, number: int) -> None:
    """Note which generation this transaction reads and writes."""
    connection.info[_KEY] = number


def ask_live(connection: Connection) -> Callable[[], int]:
    """Ask for the live generation; what it gives back waits for the answer and notes it for `followed`.

    Raises:
        ReadModelsDiffer: it is none that this version of the software could write, when that is called.
    """
    answer = _LIVE.ask(connection)

    def note() -> int:
        number = _usable(_told(answer()))
        follow(connection, number)
        return number

    return note


def _told(rows: list[Any]) -> Generation | None:
    return Generation(*rows[0]) if rows else None


def _usable(found: Generation | None) -> int:
    if found is None or found.version != VERSION:
        raise ReadModelsDiffer(found and found.version)
    return found.number


def followed(connection: Connection) -> int:
    """The number of the generation that this transaction reads or writes.

    Raises:
        ReadModelsDiffer: it is none that this version of the software could read.
    """
    number: int | None = connection.info.get(_KEY)
    if number:
        return number
    found = _usable(live(connection))
    if number == _UNASKED:
        connection.info[_KEY] = found
    return found


@contextmanager
def following(connection: Connection) -> Iterator[None]:
    """Ask for the live generation once, when it is first needed, for as long as a transaction lasts."""
    info = connection.info  # which a connection that was lost meanwhile does not give any more
    info[_KEY] = _UNASKED
    try:
        yield
    finally:
        info.pop(_KEY, None)
