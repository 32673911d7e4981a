"""Identities at an OpenID Connect provider: who there is which person here. An administrator links them.

Nobody registers themselves: whom the provider knows is not yet somebody who has a part in the year.
"""

import msgspec
from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from domain.refusals import Refusal
from service.accounts import sessions
from service.accounts.acts import note
from service.accounts.names import NewSecret, new_id, new_secret
from service.accounts.persons import hold
from service.accounts.tables import identities, persons
from service.webaddress import is_safe_address

LETTERS_MAX = 255  # of a subject (OpenID Connect Core 1.0, section 2), and of an issuer's address


class Identity(msgspec.Struct, frozen=True):
    """Who somebody is at a provider: `subject` is the provider's own id of them, `issuer` the provider."""

    identity: str
    issuer: str
    subject: str
    linked_at: int


def link(connection: Connection, person: str, issuer: str, subject: str, *, by: str | None, now: int) -> str:
    """Let somebody come in as who the provider says they are; gives back the id of the link.

    Issuer and subject are compared to the letter, so neither is put into another form.

    Raises:
        Refusal: `identity_misfits` with the field, `identity_taken`, `person_unknown`, `person_erased`.
    """
    if not _fits(issuer) or not is_safe_address(issuer):
        raise Refusal("identity_misfits", field="issuer", letters_max=LETTERS_MAX)
    if not _fits(subject) or not subject.strip():
        raise Refusal("identity_misfits", field="subject", letters_max=LETTERS_MAX)
    hold(connection, person)
    identity = new_id("i")
    told = {"identity": identity, "issuer": issuer, "subject": subject, "person": person, "linked_at": now}
    try:
        with connection.begin_nested():
            connection.execute(insert(identities).values(told))
    except IntegrityError:
        raise Refusal("identity_taken") from None
    note(connection, "identity_linked", person, by=by, now=now, detail=identity)
    return identity


def of_person(connection: Connection, person: str) -> list[Identity]:
    """The identities of a person, the earliest first."""
    columns = (identities.c[name] for name in Identity.__struct_fields__)
    query = select(*columns).where(identities.c.person == person)
    earliest_first = query.order_by(identities.c.linked_at, identities.c.identity)
    return [Identity(**row) for row in connection.execute(earliest_first).mappings()]


def remove(connection: Connection, person: str, identity: str, *, by: str | None, now: int) -> None:
    """Undo a link; sessions that the person opened by a provider end with it.

    Raises:
        Refusal: `identity_unknown`, also for one of somebody else; `person_unknown`, `person_erased`.
    """
    hold(connection, person)
    which = identities.c.identity == identity, identities.c.person == person
    if connection.execute(delete(identities).where(*which)).rowcount == 0:
        raise Refusal("identity_unknown", identity=identity)
    sessions.end_all(connection, person, now=now, how="oidc")
    note(connection, "identity_removed", person, by=by, now=now, detail=identity)


def sign_in(
    connection: Connection, issuer: str, subject: str, *, now: int, lifetime: int,
    secret: NewSecret = new_secret,
) -> sessions.Opened:  # fmt: skip
    """Open a session for whom a provider vouches, for `lifetime` microseconds at most.

    Raises:
        Refusal: `identity_unlinked`, telling the subject that an administrator has to link; `login_disabled`.
    """
    # The person is held: disabling them at the same moment finds the session, or is found here.
    query = (
        select(persons.c.person, persons.c.disabled_at)
        .join_from(persons, identities, identities.c.person == persons.c.person)
        .where(identities.c.issuer == issuer, identities.c.subject == subject, persons.c.erased_at.is_(None))
        .with_for_update()
    )
    row = connection.execute(query).first() if _fits(subject) else None
    if row is None:
        raise Refusal("identity_unlinked", subject=subject if _fits(subject) else "?")
    if row.disabled_at is not None:
        raise Refusal("login_disabled")
    return sessions.open_session(connection, row.person, "oidc", now=now, lifetime=lifetime, secret=secret)


def _fits(text: str) -> bool:
    """Whether a text can be a subject: visible ASCII, and not too long to be one."""
    return 0 < len(text) <= LETTERS_MAX and text.isascii() and text.isprintable()
