"""Attempts that were refused: who tried what, when, on what, and by which rule not. Never with what content.

They stand outside the log, since nothing happened; they are kept for inspectors, who see rules tested here,
for 400 days.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, delete, insert, select

from projections.logbook import Name, Number

metadata = MetaData()

attempts = Table(
    "attempts",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("person", Name),
    Column("session", Name),
    Column("action", Name, nullable=False),
    Column("about", Name, nullable=False),
    Column("code", Name, nullable=False),
    Index("attempts_about", "about", "id"),
    Index("attempts_person", "person", "id"),
)
KEPT_MICROSECONDS = 400 * 24 * 60 * 60 * 1_000_000  # over a year, so that last year's are there to compare
REMOVED_AT_ONCE = 200  # of those kept longer, at each that is noted: more than come with one
ABOUT_LETTERS_MAX = 200  # an id is shorter; what is longer was sent to fill the disk


def note(
    connection: Connection, *, now: int, person: str | None, session: str | None, action: str,
    about: str, code: str,
) -> None:  # fmt: skip
    """Write down that something was refused. `about` is the path that it was asked at.

    What was kept for long enough is removed.
    """
    _remove_old(connection, now - KEPT_MICROSECONDS)
    connection.execute(
        insert(attempts).values(
            at=now,
            person=person,
            session=session,
            action=action,
            about=about[:ABOUT_LETTERS_MAX],
            code=code,
        )
    )


def _remove_old(connection: Connection, until: int) -> None:
    # Only the first of all are looked at, which are the oldest: that needs no index of times.
    first = select(attempts.c.id).order_by(attempts.c.id).limit(REMOVED_AT_ONCE)
    old = select(attempts.c.id).where(attempts.c.id.in_(first), attempts.c.at <= until)
    # What another is removing is skipped, not waited for: two who clean up never block each other.
    connection.execute(delete(attempts).where(attempts.c.id.in_(old.with_for_update(skip_locked=True))))


def refused(
    connection: Connection,
    *,
    about: str | None = None,
    person: str | None = None,
    after: int | None = None,
    limit: int,
) -> dict[str, Any]:
    """A page of refused attempts, the latest first; `about` is a path or the beginning of one."""
    found = select(attempts).order_by(attempts.c.id.desc()).limit(limit + 1)
    if about is not None:
        found = found.where(attempts.c.about >= about, attempts.c.about < about + "\U0010ffff")
    if person is not None:
        found = found.where(attempts.c.person == person)
    if after is not None:
        found = found.where(attempts.c.id < after)
    rows = [dict(row) for row in connection.execute(found).mappings()]
    page = rows[:limit]
    return {"attempts": page, "next": page[-1]["id"] if len(rows) > limit else None}
