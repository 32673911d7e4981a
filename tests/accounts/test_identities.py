import pytest
from sqlalchemy import Engine

from service.accounts import acts, identified, identities, logins, persons
from service.engine import writing
from tests.accounts.conftest import IDLE, LIFETIME, NOW, PASSWORD, NewLogin, NewPerson
from tests.accounts.refusing import refused

ISSUER, SUBJECT = "https://id.example", "248289761001"


def link(engine: Engine, person: str, issuer: str = ISSUER, subject: str = SUBJECT) -> str:
    with writing(engine) as connection:
        return identities.link(connection, person, issuer, subject, by="p-admin", now=NOW)


def sign_in(engine: Engine, subject: str = SUBJECT) -> str:
    """The secret of a session."""
    with writing(engine) as connection:
        return identities.sign_in(connection, ISSUER, subject, now=NOW, lifetime=LIFETIME).secret


def who(engine: Engine, secret: str) -> str | None:
    with engine.connect() as connection:
        found = identified.by_session(connection, secret, now=NOW, idle=IDLE)
    return None if found is None else found.person


def test_who_is_linked_comes_in_until_the_link_is_removed(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    identity = link(engine, person)
    secret = sign_in(engine)
    assert who(engine, secret) == person
    with writing(engine) as connection:
        assert [one.identity for one in identities.of_person(connection, person)] == [identity]
        identities.remove(connection, person, identity, by="p-admin", now=NOW)
    assert who(engine, secret) is None
    with refused("identity_unlinked", subject=SUBJECT):
        sign_in(engine)
    with engine.connect() as connection:
        told = [(one.act, one.detail) for one in acts.listed(connection, limit=2)]
    assert told == [("identity_removed", identity), ("identity_linked", identity)]


def test_removing_a_link_leaves_sessions_by_password(engine: Engine, new_login: NewLogin) -> None:
    person = new_login("can-bo-a")
    identity = link(engine, person)
    opened = logins.sign_in(engine, "can-bo-a", PASSWORD, now=NOW, lifetime=LIFETIME)
    with writing(engine) as connection:
        identities.remove(connection, person, identity, by="p-admin", now=NOW)
    assert who(engine, opened.secret) == person


def test_an_identity_is_one_persons(engine: Engine, new_person: NewPerson) -> None:
    first, second = new_person(), new_person()
    identity = link(engine, first)
    for person in (first, second):
        with refused("identity_taken"):
            link(engine, person)
    with writing(engine) as connection, refused("identity_unknown", identity=identity):
        identities.remove(connection, second, identity, by="p-admin", now=NOW)
    assert who(engine, sign_in(engine)) == first


@pytest.mark.parametrize(
    "subject", ["248289761001 ", "248289761001x", "24828976100", "", "ữ", "\x00", "x" * 256]
)
def test_a_subject_is_compared_to_the_letter(subject: str, engine: Engine, new_person: NewPerson) -> None:
    link(engine, new_person())
    with refused("identity_unlinked"):
        sign_in(engine, subject)


@pytest.mark.parametrize(
    ("issuer", "subject", "field"),
    [
        ("http://id.example", SUBJECT, "issuer"), ("id.example", SUBJECT, "issuer"), ("", SUBJECT, "issuer"),
        ("https://a@id.example", SUBJECT, "issuer"), ("https://id.example:x", SUBJECT, "issuer"),
        ("https://ữ.example", SUBJECT, "issuer"), ("https://", SUBJECT, "issuer"),
        ("https://id.example/" + "x" * 255, SUBJECT, "issuer"),
        (ISSUER, "", "subject"), (ISSUER, "ữ", "subject"), (ISSUER, "a\nb", "subject"),
        (ISSUER, "x" * 256, "subject"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_identity_is_not_linked(
    issuer: str, subject: str, field: str, engine: Engine, new_person: NewPerson
) -> None:
    with refused("identity_misfits", field=field):
        link(engine, new_person(), issuer, subject)


def test_an_erased_person_is_linked_to_nothing(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    link(engine, person)
    with writing(engine) as connection:
        persons.erase(connection, person, by="p-admin", now=NOW)
    with refused("identity_unlinked"):
        sign_in(engine)
    with refused("person_erased"):
        link(engine, person)
    with refused("person_unknown"):
        link(engine, "p-0000000000000000")


def test_who_has_no_login_is_kept_out_too(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    link(engine, person)
    secret = sign_in(engine)
    with writing(engine) as connection:
        logins.disable(connection, person, by="p-admin", now=NOW)
    assert who(engine, secret) is None
    with refused("login_disabled"):
        sign_in(engine)
