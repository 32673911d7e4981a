"""A person: an opaque id that the log may name for ever, and personal data that can be erased.

Names are for showing only: nothing is looked up or decided by them.
"""

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.identity import slug
from domain.refusals import Refusal
from projections.statement import Statement
from service.accounts.acts import note
from service.accounts.failures import forget
from service.accounts.names import id_for, new_id
from service.accounts.tables import grants, identities, logins, persons, sessions, tokens
from service.plain import plain_text

FIELD_LETTERS_MAX = 200  # of a name, a rank, a phone number or an address of mail
PERSONAL_FIELDS = ("name", "rank", "phone", "email")


class Personal(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person; None where nothing is."""

    name: str | None = None
    rank: str | None = None
    phone: str | None = None
    email: str | None = None


class Person(Personal, frozen=True, kw_only=True):
    """A person as accounts know them. Of an erased one only the id and the times are left."""

    person: str
    created_at: int
    erased_at: int | None
    login: str | None
    disabled_at: int | None


_PERSON = select(persons, logins.c.login).join_from(persons, logins, isouter=True)
_ENDED = Statement(
    select(persons.c.disabled_at, persons.c.erased_at).where(persons.c.person == bindparam("person"))
)


def create(
    connection: Connection, personal: Personal, *, by: str | None, now: int, person: str | None = None
) -> str:
    """A new person; gives back the id, a new one unless the log knows them by one already.

    Raises:
        Refusal: `person_exists`, `not_a_slug`, `text_blank`, `text_too_long`, `control_character`.
    """
    person = new_id("p") if person is None else slug(person, "person")
    try:
        with connection.begin_nested():
            connection.execute(insert(persons).values(person=person, created_at=now, **_plain(personal)))
    except IntegrityError:
        raise Refusal("person_exists", person=person) from None
    note(connection, "person_created", person, by=by, now=now)
    return person


def create_once(connection: Connection, personal: Personal, *, by: str, now: int, key: str) -> str:
    """The person that somebody makes by a request with a key, made only once; gives back the id.

    Raises:
        Refusal: `key_reused` where the key was used for other data, or these were changed since; and those
            of `create`.
    """
    person = id_for("p", by, key)
    try:
        return create(connection, personal, by=by, now=now, person=person)
    except Refusal as refusal:
        if refusal.code != "person_exists":
            raise
    known = find(connection, person)
    if any(getattr(known, field) != value for field, value in _plain(personal).items()):
        raise Refusal("key_reused")
    return person


def change(connection: Connection, person: str, personal: Personal, *, by: str | None, now: int) -> None:
    """Put the personal data of someone in place of what was there; the old is not kept.

    Raises:
        Refusal: `person_unknown`, `person_erased`, and those of `create`.
    """
    hold(connection, person)
    connection.execute(update(persons).where(persons.c.person == person).values(**_plain(personal)))
    note(connection, "person_changed", person, by=by, now=now)


def find(connection: Connection, person: str) -> Person:
    """One person, erased or not.

    Raises:
        Refusal: `person_unknown`.
    """
    row = connection.execute(_PERSON.where(persons.c.person == plain_text(person))).mappings().first()
    if row is None:
        raise Refusal("person_unknown", person=person)
    return Person(**row)


def is_let_in(connection: Connection, person: str) -> bool:
    """Whether a person may do anything at all: neither disabled nor erased. It runs at every command.

    Raises:
        Refusal: `person_unknown`.
    """
    rows = _ENDED.rows(connection, {"person": person})
    if not rows:
        raise Refusal("person_unknown", person=person)
    return all(ended is None for ended in rows[0])


def listed(connection: Connection, *, after: str | None = None, limit: int) -> list[Person]:
    """Persons by id, those erased too; `after` is the last id of the page before.

    By id, as it never changes: a page holds although names are put right meanwhile, and no engine sorts
    Vietnamese names as readers expect. Whoever shows a list sorts what it shows.
    """
    query = _PERSON.order_by(persons.c.person).limit(limit)
    if after is not None:
        query = query.where(persons.c.person > plain_text(after))
    return [Person(**row) for row in connection.execute(query).mappings()]


def erase(connection: Connection, person: str, *, by: str | None, now: int) -> None:
    """Erase what is personal and end all access. The id stays, so the log reads on; a second time is idle.

    Raises:
        Refusal: `person_unknown`.
    """
    if _held(connection, person) is not None:
        return
    login = find(connection, person).login
    blank = dict.fromkeys(PERSONAL_FIELDS)
    connection.execute(update(persons).where(persons.c.person == person).values(erased_at=now, **blank))
    if login is not None:
        forget(connection, login)
    for table in (logins, identities):
        connection.execute(delete(table).where(table.c.person == person))
    for table, ended in ((sessions, "ended_at"), (tokens, "revoked_at"), (grants, "withdrawn_at")):
        open_ones = table.c.person == person, table.c[ended].is_(None)
        connection.execute(update(table).where(*open_ones).values({ended: now}))
    connection.execute(update(tokens).where(tokens.c.person == person).values(label=""))
    note(connection, "person_erased", person, by=by, now=now)


def mark_disabled(connection: Connection, person: str, disabled_at: int | None) -> None:
    """Write down from when somebody is kept out, whichever way they come; None lets them in again.

    Raises:
        Refusal: `person_unknown`, `person_erased`.
    """
    hold(connection, person)
    connection.execute(update(persons).where(persons.c.person == person).values(disabled_at=disabled_at))


def hold(connection: Connection, person: str) -> None:
    """Hold the account of a person to the end of the transaction, so that changes to it come one by one.

    Raises:
        Refusal: `person_unknown`, `person_erased`.
    """
    if _held(connection, person) is not None:
        raise Refusal("person_erased", person=person)


def _held(connection: Connection, person: str) -> int | None:
    """When a person was erased, None for never; their row is locked, in SQLite by the transaction itself."""
    query = select(persons.c.erased_at).where(persons.c.person == plain_text(person)).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise Refusal("person_unknown", person=person)
    erased_at: int | None = row.erased_at
    return erased_at


def _plain(personal: Personal) -> dict[str, str | None]:
    return {field: field_text(getattr(personal, field), field) for field in PERSONAL_FIELDS}


def field_text(value: str | None, field: str) -> str | None:
    """A short text in one line, as it is stored.

    Raises:
        Refusal: `text_blank` with the field, `text_too_long`, `control_character`.
    """
    if value is None:
        return None
    text = " ".join(plain_text(value).split())
    if not text:
        raise Refusal("text_blank", field=field)
    if len(text) > FIELD_LETTERS_MAX:
        raise Refusal("text_too_long", letters=len(text), letters_max=FIELD_LETTERS_MAX)
    return text
