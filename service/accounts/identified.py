"""Who calls: the person behind the secret of a session or of an API token. It runs at every request."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import BigInteger, Connection, Engine, Select, and_, bindparam, null, select

from projections.statement import Statement
from service.accounts import sessions, tokens
from service.accounts.grants import Grant
from service.accounts.names import secret_hash
from service.accounts.tables import grants, logins, persons
from service.accounts.tables import sessions as session_table
from service.accounts.tables import tokens as token_table
from service.accounts.tokens import SCOPES
from service.engine import writing

PATIENCE_MILLISECONDS = 100  # who reads must not wait for a whole import
BY_TOKEN: Final = "token"  # noqa: S105 - how one is identified who has no session


class Identified(msgspec.Struct, frozen=True):
    """Who calls. `session` is the public id of the session or token; `how` is password, oidc or token.

    `used_at` is when use was last written down: None for a token not used yet. `must_change` says that they
    signed in by a password that somebody else gave them, and have put none of their own in its place yet.
    """

    person: str
    session: str
    how: str
    scopes: frozenset[str]
    grants: tuple[Grant, ...]
    used_at: int | None
    must_change: bool = False


def by_session(connection: Connection, secret: str, *, now: int, idle: int) -> Identified | None:
    """Who holds the secret of a session that still counts; None where nobody does."""
    asked = {"secret_hash": secret_hash(secret), "now": now, "idle": idle}
    return _identified(_SESSION, connection, asked)


def by_token(connection: Connection, secret: str, *, now: int) -> Identified | None:
    """Who holds the text of an API token that is neither expired nor revoked; None where nobody does."""
    return _identified(_TOKEN, connection, {"secret_hash": secret_hash(secret), "now": now})


def note_use(engine: Engine, found: Identified, now: int) -> None:
    """Write down that a session or token is used, at most once a minute; mostly it does nothing.

    Raises:
        OperationalError: others write for too long: it can be noted at the next request as well.
    """
    if found.how == BY_TOKEN:
        if found.used_at is None or found.used_at <= now - tokens.USED_MICROSECONDS:
            with writing(engine, patience=PATIENCE_MILLISECONDS) as connection:
                tokens.used(connection, found.session, now)
    elif found.used_at is not None and found.used_at <= now - sessions.SEEN_MICROSECONDS:
        with writing(engine, patience=PATIENCE_MILLISECONDS) as connection:
            sessions.seen(connection, found.session, now)


class _Row(NamedTuple):
    """What is read of a session or token, with one of the roles of its person, or none."""

    person: str
    session: str
    used_at: int | None
    how: str | None
    must_change: int | None
    scopes: str | None
    grant: str | None
    role: str | None
    unit: str | None


def _asking(table: Any, *columns: Any) -> Select[Any]:
    """The rows of a session or token of a person who is let in, one for each role they hold, or one."""
    of_person = table.c.person == persons.c.person
    holding = and_(grants.c.person == persons.c.person, grants.c.withdrawn_at.is_(None))
    return (
        select(persons.c.person, *columns, grants.c.id, grants.c.role, grants.c.unit)
        .join_from(table, persons, of_person)
        .join(grants, holding, isouter=True)
        .where(persons.c.erased_at.is_(None), persons.c.disabled_at.is_(None))
        .order_by(grants.c.granted_at, grants.c.id)
    )


# Put together once: who asks is looked up at every request.
_NOW = bindparam("now", type_=BigInteger)
_SESSION = Statement(
    _asking(
        session_table,
        session_table.c.session,
        session_table.c.seen_at,
        session_table.c.how,
        logins.c.must_change,
        null(),
    )
    .join(logins, logins.c.person == persons.c.person, isouter=True)
    .where(
        session_table.c.secret_hash == bindparam("secret_hash"),
        sessions.is_live(_NOW, bindparam("idle", type_=BigInteger)),
    )
)
_TOKEN = Statement(
    _asking(
        token_table, token_table.c.token, token_table.c.last_used_at, null(), null(), token_table.c.scopes
    ).where(
        token_table.c.secret_hash == bindparam("secret_hash"),
        token_table.c.revoked_at.is_(None),
        token_table.c.expires_at > _NOW,
    )
)


def _identified(statement: Statement, connection: Connection, asked: Mapping[str, Any]) -> Identified | None:
    rows = [_Row(*row) for row in statement.rows(connection, asked)]
    if not rows:
        return None
    first = rows[0]
    return Identified(
        person=first.person,
        session=first.session,
        how=first.how or BY_TOKEN,
        scopes=SCOPES if first.scopes is None else frozenset(json.loads(first.scopes)),
        grants=tuple(Grant(row.grant, row.role or "", row.unit) for row in rows if row.grant is not None),
        used_at=first.used_at,
        # Who came by another way may not even know the password that they were given.
        must_change=first.how == "password" and bool(first.must_change),
    )
