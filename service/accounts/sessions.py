"""Sessions: who is signed in since when and how. Kept on the server, so each can be listed and ended.

Ended ones stay for a good year: the log names the session of an act, and nothing personal stands in one.
"""

from dataclasses import dataclass, field
from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from domain.refusals import Refusal
from service.accounts.acts import note
from service.accounts.names import NewSecret, new_id, new_secret, secret_hash
from service.accounts.tables import sessions

How = Literal["password", "oidc"]
_DAY = 86_400 * 1_000_000
KEPT_MICROSECONDS = 400 * _DAY  # a year's round and a month to look back at it
REMOVED_AT_ONCE = 200  # at each sign-in: more than come with one, and no long transaction
SEEN_MICROSECONDS = 60 * 1_000_000  # how often it is written that a session is used: reading must not write


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened. The secret is told this once, to its holder, and never shown."""

    person: str
    session: str
    secret: str = field(repr=False)
    expires_at: int


class Session(msgspec.Struct, frozen=True):
    """One session of a person."""

    session: str
    how: str
    opened_at: int
    seen_at: int
    expires_at: int


def open_session(
    connection: Connection, person: str, how: How, *, now: int, lifetime: int, secret: NewSecret = new_secret
) -> Opened:
    """Open a session that ends by itself after `lifetime` microseconds, however much it is used.

    Some of those that expired more than `KEPT_MICROSECONDS` ago go, so that the table does not grow for ever.
    """
    _forget_long_expired(connection, now)
    opened = Opened(person, new_id("s"), secret(), now + lifetime)
    connection.execute(
        insert(sessions).values(
            session=opened.session,
            secret_hash=secret_hash(opened.secret),
            person=person,
            opened_at=now,
            seen_at=now,
            expires_at=opened.expires_at,
            how=how,
        )
    )
    return opened


Time = int | ColumnElement[int]


def is_live(now: Time, idle: Time) -> ColumnElement[bool]:
    """Whether a session still counts: not ended or expired, and used within the last `idle` microseconds."""
    return and_(sessions.c.ended_at.is_(None), sessions.c.expires_at > now, sessions.c.seen_at > now - idle)


def of_person(connection: Connection, person: str, *, now: int, idle: int) -> list[Session]:
    """The sessions of a person that still count, the latest first."""
    columns = (sessions.c[name] for name in Session.__struct_fields__)
    query = select(*columns).where(sessions.c.person == person, is_live(now, idle))
    newest_first = query.order_by(sessions.c.opened_at.desc(), sessions.c.session)
    return [Session(**row) for row in connection.execute(newest_first).mappings()]


def seen(connection: Connection, session: str, now: int) -> None:
    """Write down that a session is used, unless that was written within the last minute."""
    long_ago = sessions.c.seen_at <= now - SEEN_MICROSECONDS
    connection.execute(update(sessions).where(sessions.c.session == session, long_ago).values(seen_at=now))


def end(connection: Connection, session: str, *, of: str | None = None, by: str, now: int) -> None:
    """End one session; `of` is the person it must belong to, where only their own may be ended.

    Raises:
        Refusal: `session_unknown`, also for one that has ended.
    """
    which = [sessions.c.session == session, sessions.c.ended_at.is_(None)]
    if of is not None:
        which.append(sessions.c.person == of)
    ended = update(sessions).where(*which).values(ended_at=now).returning(sessions.c.person)
    person = connection.execute(ended).scalar()
    if person is None:
        raise Refusal("session_unknown", session=session)
    note(connection, "session_ended", person, by=by, now=now, detail=session)


def end_all(
    connection: Connection, person: str, *, now: int, keep: str | None = None, how: How | None = None
) -> None:
    """End the sessions of a person: but for one that is kept, or only those that were opened in one way."""
    which = [sessions.c.person == person, sessions.c.ended_at.is_(None)]
    if keep is not None:
        which.append(sessions.c.session != keep)
    if how is not None:
        which.append(sessions.c.how == how)
    connection.execute(update(sessions).where(*which).values(ended_at=now))


def _forget_long_expired(connection: Connection, now: int) -> None:
    # What another is removing is skipped, not waited for: two who sign in never block each other.
    long_expired = (
        select(sessions.c.session)
        .where(sessions.c.expires_at <= now - KEPT_MICROSECONDS)
        .limit(REMOVED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    connection.execute(delete(sessions).where(sessions.c.session.in_(long_expired)))
