"""Tellers' counts that wait for each other, outside the log: no read tells their figures, and none stay.

Of each teller of a ballot the last count waits. The log gets both once they agree; then they are deleted.
"""

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, delete, insert, select, update

from domain.counts import Count
from projections.logbook import Name, Number, Text

metadata = MetaData()

teller_counts = Table(
    "teller_counts",
    metadata,
    Column("entry", Name, primary_key=True),
    Column("ballot", Name, nullable=False),
    Column("teller", Name, nullable=False),
    Column("count", Text, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
    Column("times", Number, nullable=False),
    Column("disagreements", Number, nullable=False),
    Index("teller_counts_ballot", "ballot", "teller", unique=True),
)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A teller's count that waits. `times` says how often this teller entered one for the ballot, and
    `disagreements` how often one was found to differ from another's.
    """

    entry: str
    teller: str
    count: Count
    entered_at: int
    times: int
    disagreements: int


def waiting(connection: Connection, ballot: str) -> list[Waiting]:
    """The counts that wait for a ballot, the earliest first."""
    found = select(teller_counts).where(teller_counts.c.ballot == ballot)
    earliest_first = found.order_by(teller_counts.c.entered_at, teller_counts.c.entry)
    return [
        Waiting(
            entry=row["entry"],
            teller=row["teller"],
            count=msgspec.json.decode(row["count"], type=Count),
            entered_at=row["entered_at"],
            times=row["times"],
            disagreements=row["disagreements"],
        )
        for row in connection.execute(earliest_first).mappings()
    ]


def ballots(connection: Connection) -> list[str]:
    """The ballots for which counts wait."""
    return list(connection.execute(select(teller_counts.c.ballot).distinct()).scalars())


def enter(connection: Connection, ballot: str, entered: Waiting) -> None:
    """Let a count wait, instead of the one that waited for the same teller."""
    forget(connection, ballot, teller=entered.teller)
    values = {**msgspec.structs.asdict(entered), "ballot": ballot}
    connection.execute(
        insert(teller_counts).values({**values, "count": msgspec.json.encode(entered.count).decode()})
    )


def disagreed(connection: Connection, entry: str) -> None:
    """Write down that a count was found to differ from another's."""
    found = update(teller_counts).where(teller_counts.c.entry == entry)
    connection.execute(found.values(disagreements=teller_counts.c.disagreements + 1))


def forget(connection: Connection, ballot: str, *, teller: str | None = None) -> None:
    """Delete what waits for a ballot, or what waits there for one teller."""
    gone = delete(teller_counts).where(teller_counts.c.ballot == ballot)
    connection.execute(gone if teller is None else gone.where(teller_counts.c.teller == teller))
