"""Which version of the read models the database holds."""

from sqlalchemy import BigInteger, Column, Connection, Table, insert, select, update

from projections.logbook import Name
from projections.seeking import metadata

# Raised whenever a read model's columns or rows change: the tables are then made anew from the log.
VERSION = 2

read_models = Table(
    "read_models",
    metadata,
    Column("name", Name, primary_key=True),
    Column("version", BigInteger, nullable=False),
)


def held_version(connection: Connection) -> int | None:
    """The version of the read models in the database, or None if it holds none."""
    return connection.execute(select(read_models.c.version)).scalar()


def adopt(connection: Connection) -> None:
    """Note that the database now holds the read models of this software's version."""
    if held_version(connection) is None:
        connection.execute(insert(read_models).values(name="read_models", version=VERSION))
    else:
        connection.execute(update(read_models).values(version=VERSION))
