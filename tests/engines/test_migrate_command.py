"""`thidua migrate`, and what every other command says of a database of another version."""

import pytest
from sqlalchemy import text

from service.cli.failures import Code
from service.engine import open_engine, writing
from service.opening import opened
from service.schema import REVISIONS
from tests.engines.yesterday import age
from tests.log.setting import form_cluster
from tests.service.conftest import RunCli


@pytest.fixture
def old_url(database_url: str) -> str:
    """The address of a database that the version before this one made and wrote to."""
    with opened(database_url) as application:
        form_cluster(application, ["a", "b", "c"])
        age(application.engine)
    return database_url


def test_an_old_database_is_told_of_and_brought_on_by_one_command(old_url: str, run_cli: RunCli) -> None:
    for command in ("units", "verify", "rebuild", "serve"):
        told = run_cli(old_url, command)
        assert told.exit_code == Code.UNREACHABLE
        assert "thidua migrate" in told.stderr
    checked = run_cli(old_url, "migrate", "--check")
    assert (checked.exit_code, REVISIONS[-1] in checked.stdout) == (Code.REFUSED, True)
    migrated = run_cli(old_url, "migrate")
    assert migrated.exit_code == Code.FINE, migrated.output
    assert REVISIONS[-1] in migrated.stdout
    assert "7" in migrated.stdout, "so many entries the read models are made from"
    assert run_cli(old_url, "migrate", "--check").exit_code == Code.FINE
    assert run_cli(old_url, "verify").exit_code == Code.FINE
    again = run_cli(old_url, "migrate")
    assert (again.exit_code, len(again.stdout.splitlines())) == (Code.FINE, 1)


def test_read_models_of_another_version_are_missing_too(sqlite_url: str, run_cli: RunCli) -> None:
    run_cli(sqlite_url, "migrate")
    engine = open_engine(sqlite_url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE read_model_generations SET version = 1"))
    engine.dispose()
    checked = run_cli(sqlite_url, "migrate", "--check")
    assert (checked.exit_code, "thidua rebuild" in checked.stdout) == (Code.REFUSED, True)
    assert run_cli(sqlite_url, "migrate").exit_code == Code.FINE
    assert run_cli(sqlite_url, "migrate", "--check").exit_code == Code.FINE


def test_a_database_of_newer_software_asks_for_it(database_url: str, run_cli: RunCli) -> None:
    run_cli(database_url, "migrate")
    engine = open_engine(database_url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for command in (["units"], ["migrate"], ["migrate", "--check"]):
        told = run_cli(database_url, *command)
        assert told.exit_code == Code.UNREACHABLE
        assert "9999" in told.stderr


def test_a_check_makes_nothing(sqlite_url: str, postgresql_url: str, run_cli: RunCli) -> None:
    assert run_cli(sqlite_url, "migrate", "--check").exit_code == Code.UNREACHABLE
    assert run_cli(postgresql_url, "migrate", "--check").exit_code == Code.REFUSED
    engine = open_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT to_regclass('event_log')")).scalar() is None
    engine.dispose()
