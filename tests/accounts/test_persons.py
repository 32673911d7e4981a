import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DatabaseError

from service.accounts import acts, grants, logins, persons, sessions, tokens
from service.accounts.identities import link
from service.accounts.persons import Personal
from service.accounts.tables import account_acts, identities
from service.accounts.tables import logins as login_table
from service.engine import writing
from tests.accounts.conftest import DAY, IDLE, LIFETIME, NOW, NewLogin, NewPerson
from tests.accounts.refusing import refused


def test_a_person_is_found_by_an_id_that_says_nothing_of_them(engine: Engine) -> None:
    told = Personal(name="Nguye\u0302\u0303n  Diễn\tTập", rank="Đại úy", phone="000", email="a@b.example")
    with writing(engine) as connection:
        person = persons.create(connection, told, by="p-admin", now=NOW)
        found = persons.find(connection, person)
    assert (found.name, found.rank, found.phone, found.email) == (
        "Nguyễn Diễn Tập",
        "Đại úy",
        "000",
        "a@b.example",
    )
    assert (found.created_at, found.erased_at, found.login) == (NOW, None, None)
    assert person.startswith("p-")
    assert len(person) == len("p-") + 16


def test_a_person_keeps_the_id_by_which_the_log_knows_them(engine: Engine) -> None:
    with writing(engine) as connection:
        known = persons.create(connection, Personal(), by=None, now=NOW, person="person-1")
        assert known == "person-1"
        with refused("person_exists", person="person-1"):
            persons.create(connection, Personal(), by=None, now=NOW, person="person-1")
        with refused("not_a_slug"):
            persons.create(connection, Personal(), by=None, now=NOW, person="Người A")


def test_a_change_takes_the_place_of_what_was_there(engine: Engine, new_person: NewPerson) -> None:
    person = new_person("Tên cũ")
    with writing(engine) as connection:
        persons.change(connection, person, Personal(phone="111"), by=None, now=NOW)
        found = persons.find(connection, person)
    assert (found.name, found.phone) == (None, "111")


@pytest.mark.parametrize(
    ("name", "code"),
    [(" \n", "text_blank"), ("x" * 201, "text_too_long"), ("a\x00b", "control_character"),
     ("a\u202eb", "control_character"), ("\ud800", "control_character")],
)  # fmt: skip
def test_a_name_that_cannot_be_shown_is_refused(name: str, code: str, engine: Engine) -> None:
    with writing(engine) as connection, refused(code):
        persons.create(connection, Personal(name=name), by=None, now=NOW)


def test_an_unknown_person_is_refused(engine: Engine) -> None:
    with writing(engine) as connection:
        with refused("person_unknown", person="p-nobody"):
            persons.find(connection, "p-nobody")
        with refused("person_unknown"):
            persons.change(connection, "p-nobody", Personal(), by=None, now=NOW)
        with refused("person_unknown"):
            persons.erase(connection, "p-nobody", by=None, now=NOW)


def test_pages_of_persons_hold_each_once(engine: Engine, new_person: NewPerson) -> None:
    everyone = sorted(new_person() for _ in range(5))
    told: list[str] = []
    with engine.connect() as connection:
        while page := persons.listed(connection, after=told[-1] if told else None, limit=2):
            told += [one.person for one in page]
    assert told == everyone


def test_an_erased_person_is_an_id_and_nothing_else(engine: Engine, new_login: NewLogin) -> None:
    person = new_login()
    with writing(engine) as connection:
        link(connection, person, "https://a.example", "1", by=None, now=NOW)
        sessions.open_session(connection, person, "oidc", now=NOW, lifetime=LIFETIME)
        tokens.create(
            connection, person, label="Máy của tôi", scopes=frozenset({"read"}), expires_at=NOW + DAY, now=NOW
        )
        grants.give(connection, person, "office", by=None, now=NOW)
        persons.erase(connection, person, by="p-admin", now=NOW + 1)
    with engine.connect() as connection:
        found = persons.find(connection, person)
        assert (found.name, found.login, found.erased_at) == (None, None, NOW + 1)
        assert connection.execute(select(login_table)).all() == []
        assert connection.execute(select(identities)).all() == []
        assert sessions.of_person(connection, person, now=NOW, idle=IDLE) == []
        assert grants.held(connection, person, NOW + 1) == []
        assert [(one.label, one.revoked_at) for one in tokens.of_person(connection, person)] == [
            ("", NOW + 1)
        ]


def test_an_erased_person_gets_nothing_any_more(engine: Engine, new_login: NewLogin) -> None:
    person = new_login()
    with writing(engine) as connection:
        persons.erase(connection, person, by=None, now=NOW)
        persons.erase(connection, person, by=None, now=NOW + 1)
        assert persons.find(connection, person).erased_at == NOW
        with refused("person_erased"):
            persons.change(connection, person, Personal(name="Lại có tên"), by=None, now=NOW)
        with refused("person_erased"):
            grants.give(connection, person, "office", by=None, now=NOW)
        with refused("person_erased"):
            logins.enable(connection, person, by="p-admin", now=NOW)


def test_the_trail_tells_acts_in_ids_alone(engine: Engine, new_login: NewLogin) -> None:
    person = new_login("ten-dang-nhap")
    with writing(engine) as connection:
        grant = grants.give(connection, person, "office", by="p-admin", now=NOW + 1)
        grants.withdraw(connection, grant, by="p-admin", now=NOW + 2)
        persons.erase(connection, person, by="p-admin", now=NOW + 3)
        told = acts.listed(connection, limit=10)
    assert [(one.act, one.by, one.detail) for one in told] == [
        ("person_erased", "p-admin", None),
        ("role_withdrawn", "p-admin", grant),
        ("role_given", "p-admin", grant),
        ("login_set", None, None),
        ("person_created", None, None),
    ]
    assert {one.person for one in told} == {person}


def test_the_trail_is_read_in_pages_and_by_person(engine: Engine, new_person: NewPerson) -> None:
    first, second = new_person(), new_person()
    with engine.connect() as connection:
        (latest,) = acts.listed(connection, limit=1)
        (earlier,) = acts.listed(connection, after=latest.id, limit=5)
        assert (latest.person, earlier.person) == (second, first)
        assert acts.listed(connection, limit=5, person=first) == [earlier]


@pytest.mark.parametrize("change", [update(account_acts).values(act="x"), delete(account_acts)])
def test_the_trail_is_insert_only(change: object, engine: Engine, new_person: NewPerson) -> None:
    new_person()
    with pytest.raises(DatabaseError, match="account_acts is insert-only"), writing(engine) as connection:
        connection.execute(change)  # type: ignore[call-overload]
