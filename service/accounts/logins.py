"""Local logins: a name to sign in with and a password, for a person who has no other way in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unicodedata import normalize

import msgspec
from sqlalchemy import Connection, Engine, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.refusals import Refusal
from service.accounts import failures, sessions, tokens
from service.accounts.acts import note
from service.accounts.gate import Busy
from service.accounts.names import NewSecret, new_secret
from service.accounts.passwords import Hashed, checked, hashed, require_takeable
from service.accounts.persons import hold, mark_disabled
from service.accounts.tables import logins, persons
from service.engine import writing

LETTERS_MIN = 3  # a shorter one would be part of too many passwords
LETTERS_MAX = 80
_SIGNS = "._-@"


class Login(msgspec.Struct, frozen=True):
    """A login as it is stored."""

    person: str
    login: str
    password_hash: str
    must_change: bool
    changed_at: int

    def __repr__(self) -> str:
        return f"Login(person={self.person!r})"


def normalised(login: str) -> str:
    """A login in the one form in which it is looked up: NFC, lower case, no space around it."""
    return normalize("NFC", normalize("NFC", login).lower()).strip()


def new_login(login: str) -> str:
    """A login that may be given to somebody, in its one form.

    Raises:
        Refusal: `login_misfits`.
    """
    name = normalised(login)
    if not _fits(name):
        raise Refusal("login_misfits", letters_min=LETTERS_MIN, letters_max=LETTERS_MAX)
    return name


def _fits(name: str) -> bool:
    if not LETTERS_MIN <= len(name) <= LETTERS_MAX:
        return False
    return name[0].isalnum() and all(letter.isalnum() or letter in _SIGNS for letter in name)


def find(connection: Connection, login: str) -> Login | None:
    """The account behind a login; None where there is none."""
    name = normalised(login)
    if not _fits(name):
        return None  # no database is asked for what it may not even be able to write
    return _one(connection, select(logins).where(logins.c.login == name))


def set_login(
    connection: Connection, person: str, login: str, password: Hashed, *, by: str | None, now: int
) -> None:
    """Give somebody a login with a first password, or both anew.

    Their sessions end, their API tokens are revoked, a lock-out ends too. `login` is that of `new_login`,
    for which `password` was hashed. Who was given a password `by` an administrator must put their own in its
    place before anything else, so that what they do is theirs; the operator, None, sees to that elsewhere.

    Raises:
        Refusal: `login_taken`, `person_unknown`, `person_erased`.
    """
    hold(connection, person)
    told = {
        "login": login, "password_hash": password, "must_change": by is not None, "changed_at": now,
    }  # fmt: skip
    try:
        with connection.begin_nested():
            changed = connection.execute(update(logins).where(logins.c.person == person).values(told))
            if changed.rowcount == 0:
                connection.execute(insert(logins).values(person=person, **told))
    except IntegrityError:
        raise Refusal("login_taken") from None
    failures.forget(connection, login)
    sessions.end_all(connection, person, now=now)
    tokens.revoke_all(connection, person, now=now)
    note(connection, "login_set", person, by=by, now=now)


def disable(connection: Connection, person: str, *, by: str, now: int) -> None:
    """Keep somebody out: their sessions end, and no password, identity or API token lets them in.

    Raises:
        Refusal: `person_unknown`, `person_erased`.
    """
    mark_disabled(connection, person, now)
    sessions.end_all(connection, person, now=now)
    note(connection, "login_disabled", person, by=by, now=now)


def enable(connection: Connection, person: str, *, by: str, now: int) -> None:
    """Let somebody in again.

    Raises:
        Refusal: `person_unknown`, `person_erased`.
    """
    mark_disabled(connection, person, None)
    note(connection, "login_enabled", person, by=by, now=now)


def sign_in(
    engine: Engine, login: str, password: str, *, now: int, lifetime: int, network: str = "",
    secret: NewSecret = new_secret,
) -> sessions.Opened:  # fmt: skip
    """Open a session for who knows the password, for `lifetime` microseconds at most.

    `network` is where it is asked from: failures there are counted apart from those elsewhere.

    It makes transactions of its own: the failure must stay although it refuses, and no lock is held while
    the password is checked. An unknown login, a disabled one and a wrong password are refused alike.

    Raises:
        Refusal: `sign_in_failed`; `sign_in_locked`, saying from when one may try again.
        Busy.
    """
    noted = failures.attempt(engine, normalised(login), now, network)
    with engine.connect() as connection:
        known = find(connection, login)
    with _uncounted_where_busy(engine, noted):
        found = checked(password, None if known is None else known.password_hash)
    if known is None or not found.is_right:
        raise Refusal("sign_in_failed")
    with writing(engine) as connection:
        _still(connection, known)
        if found.renewed is not None:
            _store(connection, known, password_hash=found.renewed)
        failures.forget(connection, known.login, network)
        return sessions.open_session(
            connection, known.person, "password", now=now, lifetime=lifetime, secret=secret
        )


def change_password(
    engine: Engine, person: str, old: str, new: str, *, keep: str | None, now: int, network: str = ""
) -> None:
    """Change one's own password, knowing the old; every session ends but `keep`, from which it is changed.

    Raises:
        Refusal: `login_missing`, `password_same`, `password_wrong`, `sign_in_locked`, and those of
            `passwords.require_takeable`.
        Busy.
    """
    with engine.connect() as connection:
        known = _one(connection, select(logins).where(logins.c.person == person))
    if known is None:
        raise Refusal("login_missing", person=person)
    if normalize("NFC", new) == normalize("NFC", old):
        raise Refusal("password_same")
    require_takeable(new, known.login)
    noted = failures.attempt(engine, known.login, now, network)
    with _uncounted_where_busy(engine, noted):
        if not checked(old, known.password_hash).is_right:
            raise Refusal("password_wrong")  # and nothing is hashed for who does not know it
        stored = hashed(new, known.login)
    with writing(engine) as connection:
        _still(connection, known)
        _store(connection, known, password_hash=stored, changed_at=now, must_change=False)
        failures.forget(connection, known.login, network)
        sessions.end_all(connection, person, now=now, keep=keep)
        note(connection, "password_changed", person, by=person, now=now)


@contextmanager
def _uncounted_where_busy(engine: Engine, noted: int) -> Iterator[None]:
    """Take an attempt back that was noted, where there is no time to look at the password."""
    try:
        yield
    except Busy:
        failures.take_back(engine, noted)
        raise


def _one(connection: Connection, query: Select[Any]) -> Login | None:
    row = connection.execute(query).mappings().first()
    return None if row is None else Login(**row)


def _still(connection: Connection, known: Login) -> None:
    """Hold the login as it was when the password was checked: it may have been changed or disabled since.

    The person comes first, as in `hold`: two who lock both rows never wait for each other.
    """
    query = (
        select(logins.c.person)
        .join_from(persons, logins, logins.c.person == persons.c.person)
        .where(
            logins.c.person == known.person,
            logins.c.password_hash == known.password_hash,
            persons.c.disabled_at.is_(None),
        )
    )
    if connection.execute(query.with_for_update()).first() is None:
        raise Refusal("sign_in_failed")


def _store(connection: Connection, known: Login, **told: Any) -> None:
    connection.execute(update(logins).where(logins.c.person == known.person).values(**told))
