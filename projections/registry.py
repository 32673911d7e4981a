"""Making, switching and dropping the generations of read models."""

from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Select,
    Table,
    delete,
    func,
    insert,
    inspect,
    literal_column,
    select,
    text,
    update,
)

from projections.generations import BUILDING, LIVE, OLD, VERSION, generations, live
from projections.logbook import event_log
from projections.models import MODELS
from projections.seeking import streams

_BECOME_OWNER = (
    "SELECT set_config('role', pg_get_userbyid(relowner), true)"
    " FROM pg_class WHERE oid = 'event_log'::regclass"
)


class Building(NamedTuple):
    """How far a generation that is building has come: see the columns of `generations`."""

    generation: int
    until: int
    stream: str
    position: int


class RebuildRunning(Exception):
    """Another rebuild goes on at the same time."""


def held_version(connection: Connection) -> int | None:
    """The version of the read models that are live, or None if none are."""
    found = live(connection)
    return found and found.version


def first_generation(connection: Connection) -> None:
    """Make the tables of the first generation and let it be live: for a log that is empty."""
    first = begin(connection, until=0)
    make(connection, first.generation)
    switch(connection, first.generation)


def begin(connection: Connection, *, until: int) -> Building:
    """Note that the next generation is building from the log up to position `until`."""
    number = 1 + (connection.execute(select(func.max(generations.c.generation))).scalar() or 0)
    row = {"generation": number, "version": VERSION, "state": BUILDING}
    connection.execute(insert(generations).values(**row, until=until, stream="", position=until))
    return Building(number, until, "", until)


def make(connection: Connection, generation: int) -> None:
    """Make the tables of a generation, which belong to whoever the log belongs to."""
    become_owner(connection)
    for model in MODELS:
        model.table(generation).create(connection)


def become_owner(connection: Connection) -> None:
    """Go on as the owner of the log, to the end of the transaction: on PostgreSQL what another role makes, be
    it the server's superuser, is not granted to the roles that work with it.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(_BECOME_OWNER))


def analyze(connection: Connection, generation: int) -> None:
    """Have PostgreSQL look at what new tables hold, so that it plans for them as for old ones."""
    for table in (event_log, streams, *(model.table(generation) for model in MODELS)):
        connection.execute(text(f"ANALYZE {table.name}"))


def switch(connection: Connection, generation: int) -> None:
    """Let a generation be the live one; the one before it is old. The head must be held.

    Raises:
        RebuildRunning: it is not building any more.
    """
    state = generations.c.state
    connection.execute(update(generations).where(state == LIVE).values(state=OLD))
    this = update(generations).where(generations.c.generation == generation, state == BUILDING)
    if connection.execute(this.values(state=LIVE)).rowcount != 1:
        raise RebuildRunning(generation)


def others(connection: Connection, *, than: int) -> list[int]:
    """The generations besides one, oldest first."""
    number = generations.c.generation
    found = select(number).where(number != than).order_by(number)
    return list(connection.execute(found).scalars())


def building(connection: Connection) -> Building | None:
    """The generation of this software's version that a rebuild has begun and not finished."""
    columns = [generations.c[name] for name in Building._fields]
    wanted = (generations.c.state == BUILDING, generations.c.version == VERSION)
    row = connection.execute(select(*columns).where(*wanted)).first()
    return None if row is None else Building(*row)


def advance(connection: Connection, seen: Building, *, stream: str, position: int) -> Building:
    """Note how much further a generation has come than was `seen`.

    Raises:
        RebuildRunning: it is not where it was seen.
    """
    same = [generations.c[name] == value for name, value in seen._asdict().items()]
    moved = update(generations).where(*same, generations.c.state == BUILDING)
    if connection.execute(moved.values(stream=stream, position=position)).rowcount != 1:
        raise RebuildRunning(seen.generation)
    return seen._replace(stream=stream, position=position)


def thin(connection: Connection, table: Table, rows: int) -> bool:
    """Take some rows out of a table of SQLite that nobody reads any more; whether there were any."""
    if not inspect(connection).has_table(table.name):
        return False
    some: Select[Any] = select(literal_column("rowid")).select_from(table).limit(rows)
    return connection.execute(delete(table).where(literal_column("rowid").in_(some))).rowcount > 0


def forget(connection: Connection, generation: int) -> None:
    """Drop what is left of a generation and its tables, once nobody reads them any more."""
    for model in MODELS:
        model.table(generation).drop(connection, checkfirst=True)
    connection.execute(delete(generations).where(generations.c.generation == generation))
