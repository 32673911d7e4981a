"""The trail of what was done to accounts: insert-only, in ids alone, so an erased name is nowhere in it."""

import msgspec
from sqlalchemy import Connection, insert, select

from service.accounts.tables import account_acts


class Act(msgspec.Struct, frozen=True):
    """One act on an account. `by` is None where the operator did it at the command line."""

    id: int
    at: int
    by: str | None
    act: str
    person: str
    detail: str | None


def note(
    connection: Connection, act: str, person: str, *, by: str | None, now: int, detail: str | None = None
) -> None:
    """Write down an act, named in the past tense, on the account of a person; `detail` holds ids only."""
    connection.execute(insert(account_acts).values(at=now, by=by, act=act, person=person, detail=detail))


def listed(
    connection: Connection, *, after: int | None = None, limit: int, person: str | None = None
) -> list[Act]:
    """Acts, the latest first; `after` is the id of the last one of the page before."""
    query = select(account_acts).order_by(account_acts.c.id.desc()).limit(limit)
    if after is not None:
        query = query.where(account_acts.c.id < after)
    if person is not None:
        query = query.where(account_acts.c.person == person)
    return [Act(**row) for row in connection.execute(query).mappings()]
