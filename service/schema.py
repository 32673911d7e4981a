"""Making the database: tables, and the triggers that make the log insert-only."""

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from projections import logbook, registry, seeking
from service.engine import WRITER

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


def make_schema(engine: Engine) -> None:
    """Make what is missing of the log and the read models; what exists stays as it is."""
    if inspect(engine).has_table("log_head") and inspect(engine).has_table("read_models"):
        return
    with engine.execution_options(**WRITER).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
        logbook.metadata.create_all(connection)
        seeking.metadata.create_all(connection)
        _triggers(connection)
        _first_head(connection)
        registry.adopt(connection)


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
