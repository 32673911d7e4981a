from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from domain.refusals import Refusal
from service.accounts import grants, identified, sessions
from service.accounts.grants import Grant
from service.engine import writing
from tests.accounts.conftest import IDLE, LIFETIME, NOW, NewPerson
from tests.accounts.refusing import refused


def give(engine: Engine, person: str, role: str, unit: str | None = None, at: int = NOW) -> str:
    with writing(engine) as connection:
        return grants.give(connection, person, role, unit=unit, by="p-admin", now=at)


def test_roles_are_held_from_their_giving_to_their_withdrawal(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    office = give(engine, person, "office", "bo-dien-tap")
    inspector = give(engine, person, "inspector", at=NOW + 10)
    with writing(engine) as connection:
        grants.withdraw(connection, office, by="p-admin", now=NOW + 20)
    held = [Grant(office, "office", "bo-dien-tap"), Grant(inspector, "inspector", None)]
    with engine.connect() as connection:
        assert grants.held(connection, person, NOW - 1) == []
        assert grants.held(connection, person, NOW) == held[:1]
        assert grants.held(connection, person, NOW + 19) == held
        assert grants.held(connection, person, NOW + 20) == held[1:]
        first, _ = grants.of_person(connection, person)
    assert (first.granted_by, first.withdrawn_at, first.withdrawn_by) == ("p-admin", NOW + 20, "p-admin")


@pytest.mark.parametrize(
    ("role", "unit", "code"),
    [("lead", None, "role_unknown"), ("administrator", "bo-dien-tap", "role_of_whole_service"),
     ("office", "Bộ", "not_a_slug")],
)  # fmt: skip
def test_a_role_that_cannot_be_given_is_refused(
    role: str, unit: str | None, code: str, engine: Engine, new_person: NewPerson
) -> None:
    person = new_person()
    with refused(code):
        give(engine, person, role, unit)


def test_an_unknown_person_is_given_nothing(engine: Engine) -> None:
    with refused("person_unknown", person="p-nobody"):
        give(engine, "p-nobody", "office")


@pytest.mark.parametrize(
    ("held", "asked"),
    [("administrator", "office"), ("administrator", "inspector"), ("office", "administrator")],
)
def test_who_administers_holds_no_other_role(
    held: str, asked: str, engine: Engine, new_person: NewPerson
) -> None:
    person = new_person()
    grant = give(engine, person, held)
    with refused("roles_exclude", role=asked, held=held):
        give(engine, person, asked)
    with writing(engine) as connection:
        grants.withdraw(connection, grant, by="p-admin", now=NOW + 1)
    assert give(engine, person, asked, at=NOW + 2)


def test_a_role_is_given_once_for_one_unit(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    give(engine, person, "office", "bo-a")
    give(engine, person, "office", "bo-b")
    give(engine, person, "office")
    for unit in ("bo-a", None):
        with refused("role_held_already", role="office"):
            give(engine, person, "office", unit)


def test_a_withdrawn_role_is_withdrawn_once(engine: Engine, new_person: NewPerson) -> None:
    grant = give(engine, new_person(), "office")
    with writing(engine) as connection:
        grants.withdraw(connection, grant, by="p-admin", now=NOW + 1)
        with refused("grant_unknown", grant=grant):
            grants.withdraw(connection, grant, by="p-admin", now=NOW + 2)


def test_of_roles_that_exclude_each_other_one_is_given_when_asked_at_once(
    engine: Engine, new_person: NewPerson
) -> None:
    person = new_person()

    def asked(number: int) -> str:
        try:
            give(engine, person, ("administrator", "office")[number % 2])
        except Refusal as refusal:
            return refusal.code
        return "given"

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(asked, range(16)))
    assert answers == {"given": 1, "roles_exclude": 8, "role_held_already": 7}


def test_who_calls_comes_with_the_roles_of_now(engine: Engine, new_person: NewPerson) -> None:
    person = new_person()
    held = [give(engine, person, "office", unit, at=NOW + at) for at, unit in enumerate(("bo-a", "bo-b"))]
    withdrawn = give(engine, person, "inspector")
    with writing(engine) as connection:
        grants.withdraw(connection, withdrawn, by="p-admin", now=NOW + 5)
        opened = sessions.open_session(connection, person, "oidc", now=NOW + 6, lifetime=LIFETIME)
        found = identified.by_session(connection, opened.secret, now=NOW + 7, idle=IDLE)
        assert identified.by_session(connection, opened.secret + "x", now=NOW + 7, idle=IDLE) is None
        assert identified.by_session(connection, "\ud800", now=NOW + 7, idle=IDLE) is None
    assert found is not None
    assert (found.person, found.session, found.how, found.used_at) == (
        person,
        opened.session,
        "oidc",
        NOW + 6,
    )
    assert found.scopes == {"read", "write", "metrics"}
    assert found.grants == (Grant(held[0], "office", "bo-a"), Grant(held[1], "office", "bo-b"))
