"""The table of batches, beside the log: which file waits, is under way, recorded or refused, and whose it is.

A batch that succeeds is noted as done in the transaction that records it, so the two never differ. Whoever
works on one says again and again that it is alive; a batch that nobody has spoken for is interrupted, and
nothing of it is recorded.
"""

from typing import Any, Literal

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    MetaData,
    Table,
    UniqueConstraint,
    insert,
    select,
    update,
)

from projections.logbook import Name, Number, Text
from service.accounts.names import new_id
from service.bulk.problem import LineProblem
from service.bulk.taking import Outcome

State = Literal["queued", "running", "done", "failed", "interrupted"]
UNDER_WAY: tuple[State, ...] = ("queued", "running")
# Longer than any transaction of a batch: while it lasts, nobody can write to SQLite that it goes on.
ALIVE_MICROSECONDS = 120_000_000
PROBLEMS_MAX = 500  # nobody mends more from one answer

metadata = MetaData()
batches = Table(
    "import_batches",
    metadata,
    Column("number", Number, primary_key=True),
    Column("batch", Name, nullable=False, unique=True),
    Column("kind", Name, nullable=False),
    Column("cycle", Name),
    Column("person", Name, nullable=False),
    Column("session", Name),
    Column("key", Name),
    Column("digest", Name, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("reason", Text),
    Column("state", Name, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("started_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("owner", Name, nullable=False),
    Column("alive_until", BigInteger, nullable=False),
    Column("done", BigInteger),
    Column("total", BigInteger),
    Column("recorded", BigInteger),
    Column("known", BigInteger),
    Column("first_position", BigInteger),
    Column("last_position", BigInteger),
    Column("problems", Text),
    Column("problems_left_out", BigInteger),
    UniqueConstraint("person", "key"),
    Index("import_batches_person", "person", "number"),
    Index("import_batches_owner", "owner", "state"),
)


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was sent: what of, by whom, with what key, and the digest of its bytes and parameters."""

    kind: str
    cycle: str | None
    person: str
    session: str | None
    key: str | None
    digest: str
    dry_run: bool
    reason: str | None


class ToldProblem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem as it is kept: its sentence in both languages, for who comes later."""

    line: int
    field: str
    code: str
    rule: str | None
    follows: int | None
    vi: str
    en: str


def add(connection: Connection, sent: Sent, *, owner: str, now: int) -> str:
    """Put a batch in the queue of an owner; its public id."""
    batch = new_id("i")
    told = msgspec.structs.asdict(sent)
    connection.execute(
        insert(batches).values(
            **told,
            batch=batch,
            state="queued",
            sent_at=now,
            owner=owner,
            alive_until=now + ALIVE_MICROSECONDS,
        )
    )
    return batch


def of_key(connection: Connection, person: str, key: str) -> dict[str, Any] | None:
    """The batch that somebody sent with a key."""
    found = select(batches).where(batches.c.person == person, batches.c.key == key)
    return _row(connection.execute(found).mappings().first())


def start(connection: Connection, batch: str, *, now: int) -> None:
    """Note that a batch is under way."""
    _set(connection, batch, state="running", started_at=now, alive_until=now + ALIVE_MICROSECONDS)


def advance(connection: Connection, batch: str, done: int, total: int | None) -> None:
    """Note how far a batch is."""
    _set(connection, batch, done=done, total=total)


def keep_alive(connection: Connection, owner: str, *, now: int) -> None:
    """Speak for all batches of an owner that are not at their end."""
    mine = batches.c.owner == owner, batches.c.state.in_(UNDER_WAY)
    connection.execute(update(batches).where(*mine).values(alive_until=now + ALIVE_MICROSECONDS))


def finish(connection: Connection, batch: str, outcome: Outcome, *, total: int, now: int) -> None:
    """Note that a batch is recorded; `connection` is that of the transaction which records it."""
    _set(
        connection,
        batch,
        state="done",
        ended_at=now,
        done=total,
        total=total,
        recorded=outcome.recorded,
        known=outcome.known,
        first_position=outcome.first,
        last_position=outcome.last,
    )


def fail(connection: Connection, batch: str, problems: list[ToldProblem], *, left_out: int, now: int) -> None:
    """Note that a batch is refused; `left_out` is how many problems are not kept."""
    _set(
        connection,
        batch,
        state="failed",
        ended_at=now,
        recorded=0,
        known=0,
        problems=msgspec.json.encode(problems).decode(),
        problems_left_out=left_out,
    )


def interrupt(connection: Connection, batch: str, *, now: int) -> None:
    """Note that a batch was broken off, and nothing of it recorded."""
    _set(connection, batch, state="interrupted", ended_at=now, recorded=0, known=0)


def one(connection: Connection, batch: str, *, now: int) -> dict[str, Any] | None:
    """A batch, as it is now; None where there is none of that id."""
    row = connection.execute(select(batches).where(batches.c.batch == batch)).mappings().first()
    return _told(_row(row), now)


def page(
    connection: Connection, *, person: str | None, after: str | None, limit: int, now: int
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of batches, the latest first, of one person or of all; and what the next page comes after.

    A page after a batch that there is not is empty.
    """
    found = select(batches).order_by(batches.c.number.desc()).limit(limit + 1)
    if person is not None:
        found = found.where(batches.c.person == person)
    if after is not None:
        number = select(batches.c.number).where(batches.c.batch == after).scalar_subquery()
        found = found.where(batches.c.number < number)
    rows = [dict(row) for row in connection.execute(found).mappings()]
    told = [shown for row in rows[:limit] if (shown := _told(row, now)) is not None]
    return told, told[-1]["batch"] if len(rows) > limit else None


def read_problems(row: dict[str, Any]) -> list[ToldProblem]:
    """The problems that are kept of a batch."""
    if row["problems"] is None:
        return []
    return msgspec.json.decode(row["problems"], type=list[ToldProblem])


def told_problem(problem: LineProblem, vi: str, en: str) -> ToldProblem:
    """A problem with its sentences."""
    refusal = problem.refusal
    return ToldProblem(
        line=problem.line,
        field=problem.field,
        code=refusal.code,
        rule=refusal.rule,
        follows=problem.follows,
        vi=vi,
        en=en,
    )


def _set(connection: Connection, batch: str, **values: Any) -> None:
    connection.execute(update(batches).where(batches.c.batch == batch).values(**values))


def _row(row: Any) -> dict[str, Any] | None:
    return None if row is None else dict(row)


def _told(row: dict[str, Any] | None, now: int) -> dict[str, Any] | None:
    """A batch whose owner has been silent for too long is interrupted: its owner is no more."""
    if row is not None and row["state"] in UNDER_WAY and row["alive_until"] < now:
        row.update(state="interrupted", recorded=0, known=0)
    return row
