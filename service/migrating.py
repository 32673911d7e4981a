"""Bringing the tables of an older version on, revision by revision, all in one transaction or not at all."""

from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect

from projections import registry
from service.database_roles import regrant
from service.engine import writing
from service.schema import REVISIONS, SchemaAhead, check_columns, held_revision, is_empty, lock_schema

# Beside the packages, in the source tree as in an installed wheel.
SCRIPTS = Path(__file__).parents[1] / "migrations"


class Migrated(NamedTuple):
    """The revision before, None where none was noted, and the one after."""

    before: str | None
    after: str


def migrate(engine: Engine) -> Migrated:
    """Bring log and accounts to this software's revision; read models are not migrated but rebuilt.

    A database from before revisions were noted is brought on as well, and an empty one is made. Roles that
    were granted before may use what is new as they use the rest.

    Raises:
        SchemaAhead: the tables are of newer software. LogDiffers: no revision leads from this log.
    """
    with writing(engine) as connection:
        lock_schema(connection)
        empty, before = is_empty(connection), held_revision(connection)
        if before is None:
            check_columns(connection)
        elif before not in REVISIONS:
            raise SchemaAhead(before)
        if before != REVISIONS[-1]:
            if not empty:
                registry.become_owner(connection)
            held = set(inspect(connection).get_table_names())
            upgrade(connection, REVISIONS[-1])
            if connection.dialect.name == "postgresql":
                regrant(connection, set(inspect(connection).get_table_names()) - held)
        if empty:
            registry.first_generation(connection)
    return Migrated(before, REVISIONS[-1])


def upgrade(connection: Connection, revision: str) -> None:
    """Run the revisions up to one, on a connection that is in a transaction."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
