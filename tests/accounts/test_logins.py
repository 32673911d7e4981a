import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine, update

from service.accounts import acts, identified, logins, passwords, persons, sessions
from service.accounts.passwords import Hashed
from service.accounts.tables import logins as login_table
from service.engine import writing
from tests.accounts.conftest import DAY, IDLE, LIFETIME, NOW, PASSWORD, NewLogin, NewPerson
from tests.accounts.refusing import refused


def sign_in(engine: Engine, login: str, password: str = PASSWORD, now: int = NOW) -> sessions.Opened:
    return logins.sign_in(engine, login, password, now=now, lifetime=LIFETIME)


def open_sessions(engine: Engine, person: str) -> list[str]:
    with engine.connect() as connection:
        return [one.session for one in sessions.of_person(connection, person, now=NOW, idle=IDLE)]


def test_who_knows_the_password_is_let_in(engine: Engine, new_login: NewLogin) -> None:
    person = new_login("can-bo-a")
    opened = sign_in(engine, "can-bo-a")
    assert (opened.person, opened.expires_at) == (person, NOW + LIFETIME)
    assert open_sessions(engine, person) == [opened.session]
    assert opened.secret not in repr(opened)


@pytest.mark.parametrize("typed", ["Ca\u0301n.bo\u0302\u0323@Công-An", " CÁN.BỘ@công-an ", "cán.bộ@công-an"])
def test_a_login_is_one_however_it_is_typed(typed: str, engine: Engine, new_person: NewPerson) -> None:
    person, name = new_person(), logins.new_login("Cán.Bộ@Công-An")
    with writing(engine) as connection:
        logins.set_login(connection, person, name, passwords.hashed(PASSWORD, name), by=None, now=NOW)
    assert sign_in(engine, typed).person == person


@pytest.mark.parametrize(
    "login", ["", "ab", "x" * 81, "có dấu cách", "-gach", "a\x00bc", "a<script>", "\ud800abc", "a/bc"]
)
def test_a_login_that_cannot_be_one_is_refused(login: str, engine: Engine) -> None:
    with refused("login_misfits", letters_min=3, letters_max=80):
        logins.new_login(login)
    with refused("sign_in_failed"):
        sign_in(engine, login)


@pytest.mark.parametrize(("login", "password"), [("can-bo-a", "sai mật khẩu rồi"), ("khong-co", PASSWORD)])
def test_a_wrong_password_and_an_unknown_login_are_refused_alike(
    login: str, password: str, engine: Engine, new_login: NewLogin
) -> None:
    new_login("can-bo-a")
    with refused("sign_in_failed", login=None, password=None):
        sign_in(engine, login, password)


def test_a_login_belongs_to_one_person(engine: Engine, new_login: NewLogin, stored: Hashed) -> None:
    new_login("can-bo-a")
    other = new_login("can-bo-b")
    with writing(engine) as connection:
        with refused("login_taken"):
            logins.set_login(connection, other, "can-bo-a", stored, by=None, now=NOW)
        found = logins.find(connection, "can-bo-b")
    assert found is not None
    assert found.person == other
    assert stored not in repr(found)


def test_a_reset_ends_sessions_and_the_old_password(engine: Engine, new_login: NewLogin) -> None:
    person = new_login("can-bo-a")
    sign_in(engine, "can-bo-a")
    anew = passwords.hashed("một mật khẩu khác", "can-bo-a2")
    with writing(engine) as connection:
        logins.set_login(connection, person, "can-bo-a2", anew, by="p-admin", now=NOW)
    assert open_sessions(engine, person) == []
    for login, password in (("can-bo-a", "một mật khẩu khác"), ("can-bo-a2", PASSWORD)):
        with refused("sign_in_failed"):
            sign_in(engine, login, password)
    assert sign_in(engine, "can-bo-a2", "một mật khẩu khác").person == person


def test_ones_own_password_is_changed_by_knowing_it(engine: Engine, new_login: NewLogin) -> None:
    person = new_login("can-bo-a")
    kept, _other = sign_in(engine, "can-bo-a"), sign_in(engine, "can-bo-a")
    with refused("password_wrong"):
        logins.change_password(engine, person, "sai mật khẩu rồi", "câu mới để nhớ", keep=None, now=NOW)
    with refused("password_too_short"):
        logins.change_password(engine, person, PASSWORD, "ngắn", keep=None, now=NOW)
    assert len(open_sessions(engine, person)) == 2
    logins.change_password(engine, person, PASSWORD, "câu mới để nhớ", keep=kept.session, now=NOW)
    assert open_sessions(engine, person) == [kept.session]
    assert sign_in(engine, "can-bo-a", "câu mới để nhớ").person == person
    with engine.connect() as connection:
        assert acts.listed(connection, limit=1)[0].act == "password_changed"


def test_who_has_no_login_has_no_password_to_change(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    with refused("login_missing", person=person):
        logins.change_password(engine, person, PASSWORD, "câu mới để nhớ", keep=None, now=NOW)


def test_a_disabled_login_lets_nobody_in_until_it_is_enabled(engine: Engine, new_login: NewLogin) -> None:
    person = new_login("can-bo-a")
    opened = sign_in(engine, "can-bo-a")
    with writing(engine) as connection:
        logins.disable(connection, person, by="p-admin", now=NOW + 1)
        assert persons.find(connection, person).disabled_at == NOW + 1
    with refused("sign_in_failed"):
        sign_in(engine, "can-bo-a")
    with writing(engine) as connection:
        assert identified.by_session(connection, opened.secret, now=NOW, idle=IDLE) is None
        logins.enable(connection, person, by="p-admin", now=NOW + 2)
        assert identified.by_session(connection, opened.secret, now=NOW, idle=IDLE) is None
    assert sign_in(engine, "can-bo-a").person == person


def test_a_password_changed_while_it_was_checked_lets_nobody_in(engine: Engine, new_login: NewLogin) -> None:
    person = new_login("can-bo-a")
    anew = passwords.hashed("một mật khẩu khác", "can-bo-a")
    with engine.connect() as connection:
        known = logins.find(connection, "can-bo-a")
    assert known is not None
    with writing(engine) as connection:
        logins.set_login(connection, person, "can-bo-a", anew, by="p-admin", now=NOW)
        with refused("sign_in_failed"):
            logins._still(connection, known)


def test_signing_in_renews_a_hash_of_weaker_making(engine: Engine, new_login: NewLogin) -> None:
    new_login("can-bo-a")
    weaker = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),)).hash(PASSWORD)
    with writing(engine) as connection:
        connection.execute(update(login_table).values(password_hash=weaker))
    sign_in(engine, "can-bo-a", now=NOW + DAY)
    with engine.connect() as connection:
        found = logins.find(connection, "can-bo-a")
    assert found is not None
    assert found.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert found.changed_at == NOW
