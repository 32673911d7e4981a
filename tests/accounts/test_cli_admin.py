from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from domain.refusals import Refusal
from service.accounts import grants, logins, sessions
from service.accounts.tables import persons
from service.cli.app import app
from service.cli.failures import Code
from service.engine import open_engine
from service.opening import opened
from tests.accounts.conftest import LIFETIME, NOW, PASSWORD

OTHER = "một mật khẩu khác"
RunAdmin = Callable[..., Result]


@pytest.fixture
def admin() -> RunAdmin:
    """Runs `thidua admin` with a database, what is typed, and arguments."""

    def run(url: str, typed: str, *arguments: str) -> Result:
        result: Result = CliRunner().invoke(app, ["--database", url, "admin", *arguments], input=typed)
        return result

    return run


def sign_in(url: str, password: str) -> sessions.Opened:
    engine = open_engine(url)
    try:
        return logins.sign_in(engine, "quan-tri", password, now=NOW, lifetime=LIFETIME)
    finally:
        engine.dispose()


def test_the_first_administrator_types_the_password_twice(database_url: str, admin: RunAdmin) -> None:
    told = admin(
        database_url, f"{PASSWORD}\n{PASSWORD}\n", "create", "--login", "Quan-Tri", "--name", "Người A"
    )
    assert (told.exit_code, told.stderr) == (Code.FINE, "")
    assert PASSWORD not in told.output
    person = sign_in(database_url, PASSWORD).person
    assert person in told.stdout
    with opened(database_url) as application, application.engine.connect() as connection:
        (grant,) = grants.of_person(connection, person)
        assert (grant.role, grant.unit, grant.granted_by) == ("administrator", None, None)
        assert connection.execute(select(persons.c.name)).scalar() == "Người A"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "", "\nmore\n"])
def test_the_password_comes_from_a_file_or_from_standard_input(
    ending: str, sqlite_url: str, admin: RunAdmin, tmp_path: Path
) -> None:
    created = admin(
        sqlite_url, f"{PASSWORD}{ending}", "create", "--login", "quan-tri", "--password-file", "-"
    )
    assert created.exit_code == Code.FINE
    file = tmp_path / "password"
    file.write_bytes(f"{OTHER}{ending}".encode())
    before = sign_in(sqlite_url, PASSWORD)
    reset = admin(sqlite_url, "", "password", "--login", "quan-tri", "--password-file", str(file))
    assert (reset.exit_code, reset.stderr) == (Code.FINE, "")
    with pytest.raises(Refusal):
        sign_in(sqlite_url, PASSWORD)
    assert sign_in(sqlite_url, OTHER).person == before.person


def test_a_login_that_exists_is_refused_before_a_password_is_asked_for(
    sqlite_url: str, admin: RunAdmin
) -> None:
    arguments = ("create", "--login", "quan-tri", "--password-file", "-")
    assert admin(sqlite_url, PASSWORD, *arguments).exit_code == Code.FINE
    told = admin(sqlite_url, "", *arguments[:3])
    assert told.exit_code == Code.REFUSED
    assert "login_taken" in told.stderr
    assert sign_in(sqlite_url, PASSWORD).person


@pytest.mark.parametrize(
    ("login", "password", "code"),
    [("quan-tri", "mùa gặt", "password_too_short"),
     ("quan-tri", "tôi là quan-tri đây", "password_holds_login"),
     ("a b", PASSWORD, "login_misfits")],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_and_not_repeated(
    login: str, password: str, code: str, sqlite_url: str, admin: RunAdmin
) -> None:
    told = admin(sqlite_url, password, "create", "--login", login, "--password-file", "-")
    assert told.exit_code == Code.REFUSED
    assert code in told.stderr
    assert password not in told.output


def test_a_password_is_reset_for_a_login_that_exists(sqlite_url: str, admin: RunAdmin) -> None:
    missing = admin(sqlite_url, OTHER, "password", "--login", "quan-tri", "--password-file", "-")
    assert missing.exit_code == Code.UNREACHABLE
    admin(sqlite_url, PASSWORD, "create", "--login", "quan-tri", "--password-file", "-")
    unknown = admin(sqlite_url, OTHER, "password", "--login", "khong-co", "--password-file", "-")
    assert unknown.exit_code == Code.REFUSED
    assert "login_unknown" in unknown.stderr


def test_a_password_that_cannot_be_read_is_told(sqlite_url: str, admin: RunAdmin, tmp_path: Path) -> None:
    arguments = ("create", "--login", "quan-tri", "--password-file")
    missing = admin(sqlite_url, "", *arguments, str(tmp_path / "nowhere"))
    assert missing.exit_code == Code.USAGE
    assert "nowhere" in missing.stderr
    garbled = tmp_path / "garbled"
    garbled.write_bytes(b"\xff\xfe mat khau")
    assert admin(sqlite_url, "", *arguments, str(garbled)).exit_code == Code.USAGE
