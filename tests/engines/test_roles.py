"""What the roles of PostgreSQL may do, and what they may not, each tried as that role."""

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from service.cli.failures import Code
from service.database_roles import GRANTED, RoleMissing, grant, granted, regrant
from service.engine import open_engine, writing
from service.postgresql import lacks_rights
from service.schema import METADATA, make_schema, revisions
from service.verify import verify
from tests.engines.staff import Staff
from tests.service.conftest import RunCli
from tests.web.house import open_house

FORBIDDEN_TO_APPLICATION = [
    "UPDATE event_log SET topic = topic",
    "DELETE FROM event_log",
    "TRUNCATE event_log",
    "ALTER TABLE event_log DISABLE TRIGGER event_log_no_change",
    "DROP TRIGGER event_log_no_change ON event_log",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$",
    "UPDATE log_head SET id = 1",
    "DELETE FROM log_head",
    "INSERT INTO log_head VALUES (2, 0, 0, '')",
    "UPDATE units_1 SET state = state",
    "DELETE FROM units_1",
    "DELETE FROM streams",
    "UPDATE read_model_generations SET state = state",
    "UPDATE alembic_version SET version_num = version_num",
    "UPDATE account_acts SET act = act",
    "DELETE FROM persons",
    "CREATE TABLE mine (id integer)",
    "DROP TABLE attempts",
]
FORBIDDEN_TO_READER = [
    "INSERT INTO event_log SELECT * FROM event_log",
    "UPDATE log_head SET position = position",
    "SELECT position FROM log_head FOR UPDATE",
    "INSERT INTO units_1 SELECT * FROM units_1",
    "SELECT password_hash FROM logins",
    "SELECT secret_hash FROM sessions",
    "SELECT secret_hash FROM tokens",
    "SELECT name FROM persons",
    "SELECT * FROM account_acts",
    "SELECT count FROM teller_counts",
    "SELECT * FROM import_batches",
    "SELECT * FROM attempts",
    "CREATE TABLE mine (id integer)",
]


@pytest.fixture
def settled(staff: Staff) -> Staff:
    """The roles with what is theirs."""
    staff.settle()
    return staff


def refuses(engine: Engine, statement: str) -> bool:
    """Whether the role is told that it may not do that."""
    with pytest.raises(DBAPIError) as told, engine.begin() as connection:
        connection.execute(text(statement))
    return lacks_rights(told.value)


def test_every_table_is_granted_to_the_application_or_is_not_ours() -> None:
    ours = {name for metadata in METADATA for name in metadata.tables}
    assert GRANTED["application"].keys() == ours | {revisions.name}


def test_the_service_does_all_its_work_as_the_application(settled: Staff) -> None:
    with open_house(settled.url(settled.application)) as house:
        office, administrator = house.person("office"), house.person("administrator")
        told = house.post(administrator, "/persons", {"name": "Người thử"}).json()
        person = told["person"]
        login = {"login": "nguoi-thu", "password": "mot mat khau dai 7"}
        assert house.post(administrator, f"/persons/{person}/logins", login).status_code == 201
        assert house.post(None, "/sessions", {**login, "password": "sai"}).status_code == 401
        assert house.post(None, "/sessions", login).status_code == 201
        assert house.post(office, "/units", {"unit": "a", "name": "Đơn vị"}).status_code == 201
        assert house.post(administrator, "/units", {"unit": "b", "name": "B"}).status_code == 403
        assert house.get(house.person("inspector"), "/attempts").json()["attempts"] != []
        assert house.post(administrator, f"/persons/{person}/erasures").status_code == 201
        assert house.client.get("/readyz").status_code == 200
        assert verify(house.application.engine).problems == ()


@pytest.mark.parametrize("kind", ["application", "reader"])
def test_what_is_not_granted_is_refused(kind: str, settled: Staff) -> None:
    with open_house(settled.url(settled.application)) as house:
        house.application.do("register_unit", unit="a", name="Đơn vị")
    role, forbidden = {
        "application": (settled.application, FORBIDDEN_TO_APPLICATION),
        "reader": (settled.reader, FORBIDDEN_TO_READER),
    }[kind]
    engine = open_engine(settled.url(role))
    assert [statement for statement in forbidden if not refuses(engine, statement)] == []
    engine.dispose()


def test_a_reader_asks_all_questions_of_the_year(settled: Staff, run_cli: RunCli) -> None:
    with open_house(settled.url(settled.application)) as house:
        house.application.do("register_unit", unit="a", name="Đơn vị")
    for question in (["units"], ["events"], ["verify"]):
        told = run_cli(settled.url(settled.reader), *question)
        assert told.exit_code == Code.FINE, told.output


def test_only_the_owner_rebuilds_and_the_service_goes_on_with_the_new_tables(
    settled: Staff, run_cli: RunCli
) -> None:
    with open_house(settled.url(settled.application)) as house:
        house.application.do("register_unit", unit="a", name="Đơn vị")
        told = run_cli(settled.url(settled.application), "rebuild")
        assert told.exit_code == Code.UNREACHABLE
        assert "chủ sở hữu" in told.stderr
        told = run_cli(settled.url(settled.owner), "rebuild")
        assert told.exit_code == Code.FINE, told.output
        house.application.do("register_unit", unit="b", name="Đơn vị")
        assert verify(house.application.engine).problems == ()
    assert run_cli(settled.url(settled.reader), "units").exit_code == Code.FINE


def test_the_application_cannot_migrate(settled: Staff, run_cli: RunCli) -> None:
    engine = open_engine(settled.url(settled.owner))
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    told = run_cli(settled.url(settled.application), "migrate")
    assert told.exit_code == Code.UNREACHABLE
    assert "chủ sở hữu" in told.stderr


def test_roles_are_granted_by_a_command_as_often_as_one_likes(staff: Staff, run_cli: RunCli) -> None:
    owner = staff.url(staff.owner)
    assert run_cli(owner, "migrate").exit_code == Code.FINE
    for _ in range(2):
        told = run_cli(owner, "roles", "--application", staff.application, "--reader", staff.reader)
        assert told.exit_code == Code.FINE, told.output
        assert staff.application in told.stdout
    engine = open_engine(owner)
    with writing(engine) as connection:
        assert granted(connection) == {staff.application: "application", staff.reader: "reader"}
    engine.dispose()
    assert run_cli(staff.url(staff.application), "units").exit_code == Code.FINE


def test_what_was_given_beside_is_taken_again(settled: Staff) -> None:
    engine = open_engine(settled.url(settled.owner))
    with writing(engine) as connection:
        connection.execute(text(f"GRANT ALL ON event_log, logins TO {settled.reader}"))
        grant(connection, settled.reader, "reader")
    engine.dispose()
    reader = open_engine(settled.url(settled.reader))
    assert refuses(reader, "SELECT password_hash FROM logins")
    assert refuses(reader, "DELETE FROM event_log")
    reader.dispose()


def test_a_table_of_a_later_revision_is_no_read_model_to_a_reader(settled: Staff) -> None:
    owner, reader = open_engine(settled.url(settled.owner)), open_engine(settled.url(settled.reader))
    with writing(owner) as connection:
        connection.execute(text("CREATE TABLE secrets (secret text)"))
        regrant(connection, ["secrets"])
    assert refuses(reader, "SELECT secret FROM secrets")
    owner.dispose()
    reader.dispose()


def test_a_role_that_is_not_there_is_named(settled: Staff, run_cli: RunCli) -> None:
    told = run_cli(settled.url(settled.owner), "roles", "--reader", "nobody_here")
    assert told.exit_code == Code.USAGE
    assert "nobody_here" in told.stderr
    assert run_cli(settled.url(settled.owner), "roles").exit_code == Code.USAGE
    engine = open_engine(settled.url(settled.owner))
    with pytest.raises(RoleMissing), writing(engine) as connection:
        grant(connection, "nobody_here", "reader")
    engine.dispose()


def test_sqlite_has_no_roles(sqlite_url: str, run_cli: RunCli) -> None:
    run_cli(sqlite_url, "migrate")
    assert run_cli(sqlite_url, "roles", "--reader", "somebody").exit_code == Code.USAGE


def test_whoever_owns_the_tables_is_not_made_less(settled: Staff, run_cli: RunCli) -> None:
    told = run_cli(settled.url(settled.owner), "roles", "--application", settled.owner)
    assert told.exit_code == Code.USAGE
    assert settled.owner in told.stderr
    assert run_cli(settled.url(settled.owner), "rebuild").exit_code == Code.FINE


def test_tables_that_are_made_anew_hide_from_a_reader_what_they_hid_before(settled: Staff) -> None:
    owner, reader = open_engine(settled.url(settled.owner)), open_engine(settled.url(settled.reader))
    with writing(owner) as connection:
        for table in inspect(connection).get_table_names():
            connection.execute(text(f"DROP TABLE {table} CASCADE"))
    make_schema(owner)
    assert refuses(reader, "SELECT password_hash FROM logins")
    assert verify(reader).problems == ()
    owner.dispose()
    reader.dispose()
