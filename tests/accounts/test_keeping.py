"""What is kept of signing in, and for how long; what a new password ends."""

from sqlalchemy import Engine, func, insert, select

from service.accounts import failures, logins, sessions, tokens
from service.accounts.passwords import Hashed
from service.accounts.tables import sessions as session_table
from service.accounts.tables import sign_in_failures
from service.engine import writing
from tests.accounts.conftest import DAY, IDLE, LIFETIME, NOW, NewLogin, NewPerson

LONG_AFTER = NOW + LIFETIME + sessions.KEPT_MICROSECONDS


def opened(engine: Engine, person: str, now: int) -> str:
    with writing(engine) as connection:
        return sessions.open_session(connection, person, "password", now=now, lifetime=LIFETIME).session


def kept(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(select(session_table.c.session)).scalars())


def test_sessions_are_forgotten_a_good_year_after_they_expired(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    first, second = opened(engine, person, NOW), opened(engine, person, NOW + 1)
    before = opened(engine, person, LONG_AFTER - 1)
    assert kept(engine) == {first, second, before}
    after = opened(engine, person, LONG_AFTER)
    assert kept(engine) == {second, before, after}


def test_a_sign_in_clears_some_of_what_is_old_and_never_all_at_once(
    engine: Engine, new_person: NewPerson
) -> None:
    person, many = new_person(), sessions.REMOVED_AT_ONCE + 1
    told = {"person": person, "opened_at": 0, "seen_at": 0, "expires_at": 1, "how": "password"}
    with writing(engine) as connection:
        rows = [{**told, "session": f"s-{one}", "secret_hash": f"{one}"} for one in range(many)]
        connection.execute(insert(session_table), rows)
    opened(engine, person, NOW)
    assert len(kept(engine)) == 2
    opened(engine, person, NOW)
    assert len(kept(engine)) == 2


def test_old_failures_go_some_at_a_time(engine: Engine) -> None:
    many = failures.REMOVED_AT_ONCE + 1
    with writing(engine) as connection:
        connection.execute(
            insert(sign_in_failures), [{"login_key": "x", "network_key": "y", "at": 0} for _ in range(many)]
        )
    left = []
    for _ in range(2):
        failures.attempt(engine, "can-bo-a", NOW)
        with engine.connect() as connection:
            left.append(connection.execute(select(func.count()).select_from(sign_in_failures)).scalar())
    assert left == [2, 2]


def test_a_new_password_revokes_api_tokens(engine: Engine, new_login: NewLogin, stored: Hashed) -> None:
    person, other = new_login("can-bo-a"), new_login("can-bo-b")
    with writing(engine) as connection:
        for one in (person, other):
            tokens.create(
                connection, one, label="Máy", scopes=frozenset({"read"}), expires_at=NOW + DAY, now=NOW
            )
        logins.set_login(connection, person, "can-bo-a", stored, by="p-admin", now=NOW + 1)
        assert [one.revoked_at for one in tokens.of_person(connection, person)] == [NOW + 1]
        assert [one.revoked_at for one in tokens.of_person(connection, other)] == [None]
        assert sessions.of_person(connection, person, now=NOW + 1, idle=IDLE) == []
