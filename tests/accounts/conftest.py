"""Accounts on each engine in turn."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from sqlalchemy import Engine

from service.accounts import logins, passwords, persons
from service.accounts.persons import Personal
from service.accounts.tables import metadata
from service.engine import open_engine, writing

NOW = 1_800_000_000_000_000
MINUTE = 60 * 1_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
IDLE = HOUR
LIFETIME = 12 * HOUR
PASSWORD = "mùa gặt năm ngoái"

NewPerson = Callable[..., str]
NewLogin = Callable[..., str]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with the tables of accounts and nothing in them."""
    opened = open_engine(database_url)
    with writing(opened) as connection:
        metadata.create_all(connection)
    yield opened
    opened.dispose()


@pytest.fixture
def new_person(engine: Engine) -> NewPerson:
    """Creates persons, each with a name of its own unless told."""
    numbers = count(1)

    def new(name: str | None = None) -> str:
        personal = Personal(name=name or f"Người diễn tập {next(numbers)}")
        with writing(engine) as connection:
            return persons.create(connection, personal, by=None, now=NOW)

    return new


@pytest.fixture(scope="session")
def stored() -> passwords.Hashed:
    """What is stored of `PASSWORD`, made once: it takes a tenth of a second."""
    return passwords.hashed(PASSWORD, "can-bo")


@pytest.fixture
def new_login(engine: Engine, new_person: NewPerson, stored: passwords.Hashed) -> NewLogin:
    """Creates persons who sign in by a login and `PASSWORD`; gives back their ids."""

    def new(login: str = "can-bo-a") -> str:
        person = new_person()
        with writing(engine) as connection:
            logins.set_login(connection, person, login, stored, by=None, now=NOW)
        return person

    return new
