"""The tables of an empty database, log, first read models and accounts, and which revision they are of.

An empty database is made from the tables as the software declares them, at once. One that stands already
is brought on by the revisions in `migrations/`, and by nothing else.
"""

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
    text,
)

from projections import logbook, registry
from service.accounts import tables as accounts
from service.audit import attempts
from service.bulk import batches
from service.engine import writing
from service.live import teller_counts

# The revisions in migrations/versions, the oldest first: software of the last is the software of today.
REVISIONS = ("0001", "0002")
SCHEMA_LOCK = 7_468_475  # an arbitrary constant: processes that start at once make the tables one by one
METADATA = (
    logbook.metadata, accounts.metadata, attempts.metadata, teller_counts.metadata, batches.metadata,
)  # fmt: skip

# As Alembic has it.
revisions = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

_SQLITE_TRIGGERS = (
    "CREATE TRIGGER IF NOT EXISTS event_log_no_update BEFORE UPDATE ON event_log "
    "BEGIN SELECT RAISE(ABORT, 'event_log is insert-only'); END",
    "CREATE TRIGGER IF NOT EXISTS event_log_no_delete BEFORE DELETE ON event_log "
    "BEGIN SELECT RAISE(ABORT, 'event_log is insert-only'); END",
    "CREATE TRIGGER IF NOT EXISTS log_head_no_delete BEFORE DELETE ON log_head "
    "BEGIN SELECT RAISE(ABORT, 'log_head is never deleted'); END",
)

_POSTGRESQL_TRIGGERS = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$",
    "CREATE OR REPLACE TRIGGER event_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE OR REPLACE TRIGGER log_head_no_delete BEFORE DELETE OR TRUNCATE ON log_head "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "REVOKE UPDATE, DELETE, TRUNCATE ON event_log FROM PUBLIC",
)


class LogDiffers(Exception):
    """The database holds a log of another making, which no revision leads from; `missing` are its columns."""

    def __init__(self, missing: set[str]) -> None:
        super().__init__(sorted(missing))
        self.missing = missing


class SchemaBehind(Exception):
    """The tables are of an older version of the software; `held` is their revision, None where none is
    noted.
    """

    def __init__(self, held: str | None) -> None:
        super().__init__(held, REVISIONS[-1])
        self.held = held
        self.wanted = REVISIONS[-1]


class SchemaAhead(Exception):
    """The tables are of a newer version of the software, or of none; `held` is their revision."""

    def __init__(self, held: str) -> None:
        super().__init__(held, REVISIONS[-1])
        self.held = held
        self.wanted = REVISIONS[-1]


def make_schema(engine: Engine) -> None:
    """Make the tables in an empty database; of any other check that they are of this software's revision.

    Raises:
        SchemaBehind: `migrate` must come first. SchemaAhead: this software is the older one.
        LogDiffers: the log was made by another version of the software, which no revision leads from.
    """
    with engine.connect() as connection:
        if not is_empty(connection):
            check_revision(connection)
            return
    with writing(engine) as connection:
        lock_schema(connection)
        if is_empty(connection):  # nobody else was faster
            _make(connection)
        check_revision(connection)


def is_empty(connection: Connection) -> bool:
    """Whether there are no tables of ours."""
    found = inspect(connection)
    return not (found.has_table(revisions.name) or found.has_table(logbook.event_log.name))


def held_revision(connection: Connection) -> str | None:
    """The revision of the tables; None where none is noted."""
    if not inspect(connection).has_table(revisions.name):
        return None
    return connection.execute(select(revisions.c.version_num)).scalar()


def check_revision(connection: Connection) -> None:
    """Check that the tables are of this software's revision.

    Raises:
        SchemaBehind, SchemaAhead, LogDiffers: as `make_schema`.
    """
    held = held_revision(connection)
    if held is None:
        check_columns(connection)
    if held is not None and held not in REVISIONS:
        raise SchemaAhead(held)
    if held != REVISIONS[-1]:
        raise SchemaBehind(held)


def check_columns(connection: Connection) -> None:
    """Check that a log without a noted revision has every column of today's.

    Raises:
        LogDiffers: it has not.
    """
    found = inspect(connection)
    if found.has_table(logbook.event_log.name):
        held = {column["name"] for column in found.get_columns(logbook.event_log.name)}
        if missing := set(logbook.event_log.columns.keys()) - held:
            raise LogDiffers(missing)


def lock_schema(connection: Connection) -> None:
    """Let nobody else make or change tables until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})


def _make(connection: Connection) -> None:
    for metadata in METADATA:
        metadata.create_all(connection, checkfirst=False)
    sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE_TRIGGERS if sqlite else _POSTGRESQL_TRIGGERS:
        connection.exec_driver_sql(statement if sqlite else statement.replace("%", "%%"))
    connection.execute(insert(logbook.log_head).values(id=1, position=0, recorded_at=0, frontier=b""))
    revisions.create(connection)
    connection.execute(insert(revisions).values(version_num=REVISIONS[-1]))
    registry.first_generation(connection)
    if not sqlite:
        _regrant(connection)


def _regrant(connection: Connection) -> None:
    """What the roles may do who were granted something before all tables were dropped."""
    from service.database_roles import regrant  # which names the tables of here

    regrant(connection, [revisions.name, *(name for metadata in METADATA for name in metadata.tables)])
