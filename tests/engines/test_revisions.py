"""What migrations make is what an empty database is made with; databases of other versions are told apart."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from projections.models import MODELS
from service.application import Thidua
from service.engine import open_engine, writing
from service.migrating import SCRIPTS, Migrated, migrate, upgrade
from service.opening import check_read_models
from service.rebuild import rebuild
from service.schema import REVISIONS, LogDiffers, SchemaAhead, SchemaBehind, make_schema
from service.verify import verify
from tests.conftest import NewDatabase
from tests.engines.yesterday import age
from tests.log.setting import form_cluster, head_of, log_rows

# Every table, column, type, default, index, constraint and trigger, as the catalogue of PostgreSQL words it.
POSTGRESQL = (
    "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, collname,"
    " pg_get_expr(adbin, adrelid) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    " LEFT JOIN pg_collation ON pg_collation.oid = attcollation"
    " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
    " WHERE relnamespace = current_schema()::regnamespace AND attnum > 0 AND relkind IN ('r', 'S')",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = current_schema()::regnamespace",
    "SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
    " WHERE relnamespace = current_schema()::regnamespace",
    "SELECT pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal",
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
)
SQLITE = ("SELECT type, name, tbl_name, sql FROM sqlite_master",)


def schema_of(connection: Connection) -> set[str]:
    """Everything that the database knows of its tables, without the name of the schema they are in."""
    sqlite = connection.dialect.name == "sqlite"
    schema = "" if sqlite else connection.execute(text("SELECT current_schema()")).scalar_one() + "."
    found: list[Any] = []
    for statement in SQLITE if sqlite else POSTGRESQL:
        found += connection.execute(text(statement)).all()
    words = (" ".join(re.sub(r"\s+", " ", str(part)) for part in row) for row in found)
    return {row.replace(schema, "") if schema else row for row in words}


def is_of_read_models(row: str) -> bool:
    """Whether a line of a schema tells of a read model, which no migration makes."""
    return any(f"{model.name}_1" in row for model in MODELS)


@pytest.fixture
def twins(engine_name: str, new_database: NewDatabase) -> Iterator[list[Engine]]:
    """Two empty databases on one engine."""
    engines = [open_engine(new_database(engine_name)) for _ in range(2)]
    yield engines
    for engine in engines:
        engine.dispose()


def test_migrations_make_what_an_empty_database_is_made_with(twins: list[Engine]) -> None:
    made, migrated = twins
    make_schema(made)
    with writing(migrated) as connection:
        upgrade(connection, REVISIONS[-1])
    with made.connect() as one, migrated.connect() as other:
        usual = {row for row in schema_of(one) if not is_of_read_models(row)}
        assert usual == schema_of(other)
        assert len(usual) > 50
    assert head_of(made) == head_of(migrated)


def test_an_empty_database_can_be_migrated_as_well(database_url: str) -> None:
    engine = open_engine(database_url)
    assert migrate(engine) == Migrated(None, REVISIONS[-1])
    assert migrate(engine) == Migrated(REVISIONS[-1], REVISIONS[-1])
    make_schema(engine)
    check_read_models(engine)
    application = Thidua(engine)
    form_cluster(application, ["a", "b"])
    assert head_of(engine).position == len(log_rows(engine)) > 0
    application.close()


def test_the_software_knows_every_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS


def test_a_database_of_the_version_before_is_brought_on_with_all_it_holds(database_url: str) -> None:
    engine = open_engine(database_url)
    make_schema(engine)
    application = Thidua(engine)
    form_cluster(application, ["a", "b", "c"])
    before = log_rows(engine), head_of(engine)
    age(engine)
    with pytest.raises(SchemaBehind) as told:
        make_schema(engine)
    assert told.value.held is None
    assert migrate(engine) == Migrated(None, REVISIONS[-1])
    rebuild(application)
    assert (log_rows(engine), head_of(engine)) == before
    assert verify(engine).problems == ()
    tables = set(inspect(engine).get_table_names())
    assert not tables & {"read_models", *(model.name for model in MODELS)}
    application.close()


def test_what_a_database_of_before_lacks_beside_the_log_is_made(database_url: str) -> None:
    engine = open_engine(database_url)
    make_schema(engine)
    age(engine)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE attempts"))
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM attempts")).scalar() == 0
    engine.dispose()


def test_a_log_without_a_column_is_told_apart_and_left_as_it_is(database_url: str) -> None:
    engine = open_engine(database_url)
    make_schema(engine)
    age(engine)
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE event_log DROP COLUMN authority"))
    for trying in (make_schema, migrate):
        with pytest.raises(LogDiffers) as told:
            trying(engine)
        assert told.value.missing == {"authority"}
    assert "read_models" in inspect(engine).get_table_names()
    engine.dispose()


def test_a_migration_that_fails_leaves_the_database_as_it_was(database_url: str) -> None:
    engine = open_engine(database_url)
    make_schema(engine)
    age(engine)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE units"))
        connection.execute(text("CREATE VIEW units AS SELECT * FROM persons"))  # no table that could go
    with engine.connect() as connection:
        before = schema_of(connection)
    with pytest.raises(DBAPIError, match="units"):
        migrate(engine)
    with engine.connect() as connection:
        assert schema_of(connection) == before
    engine.dispose()


def test_a_database_of_newer_software_is_told_apart(database_url: str) -> None:
    engine = open_engine(database_url)
    make_schema(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for trying in (make_schema, migrate):
        with pytest.raises(SchemaAhead) as told:
            trying(engine)
        assert (told.value.held, told.value.wanted) == ("9999", REVISIONS[-1])
    engine.dispose()


def test_tables_of_others_that_are_named_like_read_models_stay(database_url: str) -> None:
    engine = open_engine(database_url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE units (name VARCHAR(9))"))
    migrate(engine)
    assert inspect(engine).has_table("units")
    check_read_models(engine)
    engine.dispose()
