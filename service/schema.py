"""Making the database: the log, the read models and the accounts, and what makes the log insert-only."""

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from projections import logbook, registry, seeking
from service.accounts import tables as accounts
from service.audit import attempts
from service.bulk import batches
from service.engine import WRITER
from service.live import teller_counts

_SCHEMA_LOCK = 7_468_475  # an arbitrary constant: processes that start at once make the tables one by one

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
    """The database holds a log of another version of the software; `missing` names the columns it lacks."""

    def __init__(self, missing: set[str]) -> None:
        super().__init__(sorted(missing))
        self.missing = missing


def make_schema(engine: Engine) -> None:
    """Make what is missing of the log, the read models and the accounts; what exists stays as it is.

    Raises:
        LogDiffers: the log was made by another version of the software.
    """
    beside = (accounts.metadata, attempts.metadata, teller_counts.metadata, batches.metadata)
    tables = {"log_head", "read_models", *(name for metadata in beside for name in metadata.tables)}
    found = inspect(engine)
    held = set(found.get_table_names())
    if "event_log" in held:
        _check_columns({column["name"] for column in found.get_columns("event_log")})
    if tables <= held:
        return
    with engine.execution_options(**WRITER).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
        for metadata in beside:
            metadata.create_all(connection)
        logbook.metadata.create_all(connection)
        seeking.metadata.create_all(connection)
        _triggers(connection)
        _first_head(connection)
        if registry.held_version(connection) is None:
            registry.adopt(connection)


def _check_columns(held: set[str]) -> None:
    missing = set(logbook.event_log.columns.keys()) - held
    if missing:
        raise LogDiffers(missing)


def _triggers(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE_TRIGGERS if sqlite else _POSTGRESQL_TRIGGERS:
        connection.exec_driver_sql(statement.replace("%", "%%") if not sqlite else statement)


def _first_head(connection: Connection) -> None:
    head = logbook.log_head
    make = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    if connection.execute(select(head.c.id)).first() is None:
        statement = make(head).values(id=1, position=0, recorded_at=0, frontier=b"")
        connection.execute(statement.on_conflict_do_nothing())
