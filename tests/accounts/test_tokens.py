import pytest
from sqlalchemy import Engine, select

from service.accounts import identified, logins, persons, sessions, tokens
from service.accounts.tables import tokens as token_table
from service.engine import writing
from tests.accounts.conftest import DAY, IDLE, LIFETIME, MINUTE, NOW, NewLogin, NewPerson
from tests.accounts.refusing import refused

READ = frozenset({"read"})


def issued(engine: Engine, person: str, *, expires_at: int = NOW + DAY) -> tokens.Issued:
    with writing(engine) as connection:
        return tokens.create(
            connection, person, label="Bảng ở hội trường", scopes=READ, expires_at=expires_at, now=NOW
        )


def found(engine: Engine, token: tokens.Issued, at: int = NOW) -> identified.Identified | None:
    with engine.connect() as connection:
        return identified.by_token(connection, token.secret, now=at)


def test_a_token_acts_for_its_person_within_its_scopes(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    token = issued(engine, person)
    assert token.secret.startswith("thidua_")
    assert token.secret not in repr(token)
    assert found(engine, token) == identified.Identified(person, token.token, "token", READ, (), None)


def test_a_token_is_shown_once_and_stored_hashed(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    token = issued(engine, person)
    with engine.connect() as connection:
        row = connection.execute(select(token_table)).one()
        (told,) = tokens.of_person(connection, person)
    assert token.secret not in row
    assert told == tokens.Token(
        token.token, "Bảng ở hội trường", ("read",), NOW, NOW + DAY, last_used_at=None, revoked_at=None
    )


def test_a_token_expires(engine: Engine, new_person: NewPerson) -> None:
    token = issued(engine, new_person())
    assert found(engine, token, NOW + DAY - 1) is not None
    assert found(engine, token, NOW + DAY) is None


@pytest.mark.parametrize(
    ("expires_at", "code"),
    [(NOW, "token_expired_already"), (NOW - 1, "token_expired_already"),
     (NOW + 366 * DAY + 1, "token_too_long_lived")],
)  # fmt: skip
def test_a_token_must_expire_and_within_a_year(
    expires_at: int, code: str, engine: Engine, new_person: NewPerson
) -> None:
    person = new_person()
    with refused(code):
        issued(engine, person, expires_at=expires_at)
    assert issued(engine, person, expires_at=NOW + 366 * DAY).expires_at == NOW + 366 * DAY


@pytest.mark.parametrize(
    ("scopes", "label", "code"),
    [({"admin"}, "x", "token_scope_unknown"), ({"read", "all"}, "x", "token_scope_unknown"),
     (set(), "x", "token_scopes_missing"), ({"read"}, " ", "text_blank"),
     ({"read"}, "\x00", "control_character")],
)  # fmt: skip
def test_a_token_that_is_asked_for_wrongly_is_refused(
    scopes: set[str], label: str, code: str, engine: Engine, new_person: NewPerson
) -> None:
    person = new_person()
    with writing(engine) as connection, refused(code):
        asked = frozenset(scopes)
        tokens.create(connection, person, label=label, scopes=asked, expires_at=NOW + DAY, now=NOW)


def test_a_revoked_token_lets_nobody_in(engine: Engine, new_person: NewPerson) -> None:
    person, stranger = new_person(), new_person()
    token = issued(engine, person)
    with writing(engine) as connection, refused("token_unknown", token=token.token):
        tokens.revoke(connection, token.token, of=stranger, by=stranger, now=NOW)
    assert found(engine, token) is not None
    with writing(engine) as connection:
        tokens.revoke(connection, token.token, of=person, by=person, now=NOW)
    assert found(engine, token) is None
    with writing(engine) as connection, refused("token_unknown"):
        tokens.revoke(connection, token.token, by="p-admin", now=NOW)


def test_a_token_dies_with_the_account(engine: Engine, new_login: NewLogin) -> None:
    disabled, erased = new_login("can-bo-a"), new_login("can-bo-b")
    of_disabled, of_erased = issued(engine, disabled), issued(engine, erased)
    with writing(engine) as connection:
        logins.disable(connection, disabled, by="p-admin", now=NOW)
        persons.erase(connection, erased, by="p-admin", now=NOW)
    assert (found(engine, of_disabled), found(engine, of_erased)) == (None, None)
    with writing(engine) as connection:
        logins.enable(connection, disabled, by="p-admin", now=NOW)
    assert found(engine, of_disabled) is not None


def test_use_is_written_down_once_a_minute(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    token = issued(engine, person)

    def used(at: int) -> int | None:
        known = found(engine, token, at)
        assert known is not None
        identified.note_use(engine, known, at)
        with engine.connect() as connection:
            return tokens.of_person(connection, person)[0].last_used_at

    moments = [NOW, NOW + MINUTE - 1, NOW + MINUTE]
    assert [used(at) for at in moments] == [NOW, NOW, NOW + MINUTE]


def test_the_secret_of_a_session_is_no_token_and_the_other_way_round(
    engine: Engine, new_person: NewPerson
) -> None:
    person = new_person()
    token = issued(engine, person)
    with writing(engine) as connection:
        session = sessions.open_session(connection, person, "password", now=NOW, lifetime=LIFETIME)
        assert identified.by_token(connection, session.secret, now=NOW) is None
        assert identified.by_session(connection, token.secret, now=NOW, idle=IDLE) is None
