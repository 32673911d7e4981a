import pytest
from sqlalchemy import Engine, select

from service.accounts import identified, sessions
from service.accounts.names import secret_hash
from service.accounts.tables import sessions as session_table
from service.engine import writing
from tests.accounts.conftest import HOUR, IDLE, LIFETIME, MINUTE, NOW, NewPerson
from tests.accounts.refusing import refused


@pytest.fixture
def person(new_person: NewPerson) -> str:
    return new_person()


def opened(engine: Engine, person: str, at: int = NOW) -> sessions.Opened:
    with writing(engine) as connection:
        return sessions.open_session(connection, person, "password", now=at, lifetime=LIFETIME)


def is_let_in(engine: Engine, session: sessions.Opened, at: int) -> bool:
    with engine.connect() as connection:
        return identified.by_session(connection, session.secret, now=at, idle=IDLE) is not None


def test_of_a_secret_only_its_hash_is_stored(engine: Engine, person: str) -> None:
    with writing(engine) as connection:
        told = sessions.open_session(
            connection, person, "oidc", now=NOW, lifetime=LIFETIME, secret=lambda: "bí mật"
        )
        row = connection.execute(select(session_table)).one()
    assert told.secret == "bí mật"
    assert row.secret_hash == secret_hash("bí mật")
    assert "bí mật" not in [*row, repr(told)]


def test_secrets_are_long_and_never_twice_the_same(engine: Engine, person: str) -> None:
    secrets = {opened(engine, person).secret for _ in range(20)}
    assert len(secrets) == 20
    assert {len(one) for one in secrets} == {43}  # 32 bytes in the letters of a cookie


def test_a_session_ends_when_it_is_not_used(engine: Engine, person: str) -> None:
    session = opened(engine, person)
    assert is_let_in(engine, session, NOW + IDLE - 1)
    assert not is_let_in(engine, session, NOW + IDLE)
    with writing(engine) as connection:
        sessions.seen(connection, session.session, NOW + IDLE - 1)
    assert is_let_in(engine, session, NOW + IDLE)


def test_a_session_ends_however_much_it_is_used(engine: Engine, person: str) -> None:
    session = opened(engine, person)
    for hour in range(13):
        with writing(engine) as connection:
            sessions.seen(connection, session.session, NOW + hour * HOUR - 1)
    assert is_let_in(engine, session, NOW + LIFETIME - 1)
    assert not is_let_in(engine, session, NOW + LIFETIME)


def test_use_is_written_down_once_a_minute(engine: Engine, person: str) -> None:
    session = opened(engine, person)

    def used(at: int) -> int:
        with engine.connect() as connection:
            found = identified.by_session(connection, session.secret, now=at, idle=IDLE)
        assert found is not None
        identified.note_use(engine, found, at)
        with engine.connect() as connection:
            (told,) = sessions.of_person(connection, person, now=at, idle=IDLE)
        return told.seen_at

    assert used(NOW + MINUTE - 1) == NOW
    assert used(NOW + MINUTE) == NOW + MINUTE
    assert used(NOW + MINUTE + 1) == NOW + MINUTE


def test_sessions_are_listed_the_latest_first_and_only_open_ones(engine: Engine, person: str) -> None:
    first, second = opened(engine, person), opened(engine, person, NOW + MINUTE)
    with writing(engine) as connection:
        told = sessions.of_person(connection, person, now=NOW + MINUTE, idle=IDLE)
        assert [one.session for one in told] == [second.session, first.session]
        assert told[1] == sessions.Session(first.session, "password", NOW, NOW, NOW + LIFETIME)
        (left,) = sessions.of_person(connection, person, now=NOW + IDLE, idle=IDLE)
    assert left.session == second.session


def test_an_ended_session_lets_nobody_in(engine: Engine, person: str) -> None:
    session, other = opened(engine, person), opened(engine, person)
    with writing(engine) as connection:
        sessions.end(connection, session.session, of=person, by=person, now=NOW)
    assert not is_let_in(engine, session, NOW)
    assert is_let_in(engine, other, NOW)
    with writing(engine) as connection, refused("session_unknown", session=session.session):
        sessions.end(connection, session.session, of=person, by=person, now=NOW)


def test_nobody_ends_the_session_of_another(engine: Engine, person: str, new_person: NewPerson) -> None:
    session, stranger = opened(engine, person), new_person()
    with writing(engine) as connection, refused("session_unknown"):
        sessions.end(connection, session.session, of=stranger, by=stranger, now=NOW)
    assert is_let_in(engine, session, NOW)
    with writing(engine) as connection:
        sessions.end(connection, session.session, by="p-admin", now=NOW)
    assert not is_let_in(engine, session, NOW)


def test_all_but_one_are_ended(engine: Engine, person: str, new_person: NewPerson) -> None:
    kept, ended = opened(engine, person), opened(engine, person)
    others = opened(engine, new_person())
    with writing(engine) as connection:
        sessions.end_all(connection, person, keep=kept.session, now=NOW)
    assert [is_let_in(engine, one, NOW) for one in (kept, ended, others)] == [True, False, True]
