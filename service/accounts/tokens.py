"""API tokens: how a program acts for a person. Shown once, stored hashed, scoped, and they all expire."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import Connection, insert, or_, select, update

from domain.refusals import Refusal
from service.accounts.acts import note
from service.accounts.names import NewSecret, id_for, new_id, new_secret, secret_hash
from service.accounts.persons import field_text, hold
from service.accounts.tables import tokens

Scope = Literal["read", "write", "metrics"]
SCOPES: frozenset[str] = frozenset(get_args(Scope))
PREFIX = "thidua_"  # so that a token left in a file is recognised as one
LIFE_DAYS_MAX = 366  # a year's round of the work; then somebody looks whether it is still needed
USED_MICROSECONDS = 60 * 1_000_000  # how often it is written that a token is used
_DAY = 86_400 * 1_000_000


@dataclass(frozen=True, slots=True)
class Issued:
    """A token just issued. Its text is told this once, to its holder, and never shown."""

    token: str
    secret: str = field(repr=False)
    expires_at: int


class Token(msgspec.Struct, frozen=True):
    """One token of a person."""

    token: str
    label: str
    scopes: tuple[str, ...]
    created_at: int
    expires_at: int
    last_used_at: int | None
    revoked_at: int | None


def create(
    connection: Connection,
    person: str,
    *,
    label: str,
    scopes: frozenset[str],
    expires_at: int,
    now: int,
    key: str | None = None,
    secret: NewSecret = new_secret,
) -> Issued:
    """Issue a token for a person, who can do with it what they may and its scopes let it.

    By a `key` only one is ever issued: its text was told once, and cannot be told to who asks again.

    Raises:
        Refusal: `token_scope_unknown`, `token_scopes_missing`, `token_expired_already`,
            `token_too_long_lived`, `token_issued_already`, `text_blank`, `text_too_long`,
            `control_character`, `person_unknown`, `person_erased`.
    """
    _check(scopes, expires_at, now)
    hold(connection, person)
    token = new_id("t") if key is None else id_for("t", person, key)
    if connection.execute(select(tokens.c.token).where(tokens.c.token == token)).first() is not None:
        raise Refusal("token_issued_already", token=token)
    issued = Issued(token, PREFIX + secret(), expires_at)
    connection.execute(
        insert(tokens).values(
            token=issued.token,
            secret_hash=secret_hash(issued.secret),
            person=person,
            label=field_text(label, "label"),
            scopes=json.dumps(sorted(scopes)),
            created_at=now,
            expires_at=expires_at,
        )
    )
    note(connection, "token_created", person, by=person, now=now, detail=issued.token)
    return issued


def _check(scopes: frozenset[str], expires_at: int, now: int) -> None:
    for scope in sorted(scopes - SCOPES):
        raise Refusal("token_scope_unknown", scope=scope, known=", ".join(sorted(SCOPES)))
    if not scopes:
        raise Refusal("token_scopes_missing", known=", ".join(sorted(SCOPES)))
    if expires_at <= now:
        raise Refusal("token_expired_already", field="expires_at")
    if expires_at - now > LIFE_DAYS_MAX * _DAY:
        raise Refusal("token_too_long_lived", field="expires_at", days_max=LIFE_DAYS_MAX)


def of_person(connection: Connection, person: str) -> list[Token]:
    """The tokens of a person, the latest first, those expired or revoked too."""
    columns = (tokens.c[name] for name in Token.__struct_fields__)
    query = select(*columns).where(tokens.c.person == person)
    newest_first = query.order_by(tokens.c.created_at.desc(), tokens.c.token)
    return [_told(row) for row in connection.execute(newest_first).mappings()]


def _told(row: Any) -> Token:
    return Token(**{**row, "scopes": tuple(json.loads(row["scopes"]))})


def revoke(connection: Connection, token: str, *, of: str | None = None, by: str, now: int) -> None:
    """Revoke a token at once; `of` is the person it must belong to, where only their own may be revoked.

    Raises:
        Refusal: `token_unknown`, also for one that is revoked.
    """
    which = [tokens.c.token == token, tokens.c.revoked_at.is_(None)]
    if of is not None:
        which.append(tokens.c.person == of)
    revoked = update(tokens).where(*which).values(revoked_at=now).returning(tokens.c.person)
    person = connection.execute(revoked).scalar()
    if person is None:
        raise Refusal("token_unknown", token=token)
    note(connection, "token_revoked", person, by=by, now=now, detail=token)


def revoke_all(connection: Connection, person: str, *, now: int) -> None:
    """Revoke the tokens of a person at once."""
    standing = tokens.c.person == person, tokens.c.revoked_at.is_(None)
    connection.execute(update(tokens).where(*standing).values(revoked_at=now))


def used(connection: Connection, token: str, now: int) -> None:
    """Write down that a token is used, unless that was written within the last minute."""
    last = tokens.c.last_used_at
    long_ago = or_(last.is_(None), last <= now - USED_MICROSECONDS)
    connection.execute(update(tokens).where(tokens.c.token == token, long_ago).values(last_used_at=now))
