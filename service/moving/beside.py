"""The tables beside the log, which go where the log goes: accounts, attempts, waiting counts, batches."""

from collections.abc import Generator
from contextlib import closing
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Table, func, select

from projections import logbook
from service.moving.loading import load
from service.schema import METADATA

ROWS_AT_ONCE = 1_000

# Each after those that it refers to.
BESIDE: tuple[Table, ...] = tuple(
    table for metadata in METADATA if metadata is not logbook.metadata for table in metadata.sorted_tables
)


def filled(connection: Connection) -> list[str]:
    """The names of the tables that hold anything."""
    return [table.name for table in BESIDE if connection.execute(select(table).limit(1)).first() is not None]


def take_over(source: Connection, target: Connection) -> int:
    """Copy the rows of every table into the empty one of the target, and go on where their numbers end."""
    count = 0
    for table in BESIDE:
        with closing(_rows(source, table)) as rows:
            count += load(target, table, rows)
        if target.dialect.name == "postgresql":
            _go_on_numbering(target, table)
    return count


def first_differing(source: Connection, target: Connection) -> str | None:
    """The name of the first table whose rows are not the same in both; None where all are."""
    return next((table.name for table in BESIDE if not _same(source, target, table)), None)


def _same(source: Connection, target: Connection, table: Table) -> bool:
    with closing(_rows(source, table)) as ours, closing(_rows(target, table)) as theirs:
        return all(one == other for one, other in zip_longest(ours, theirs))


def _rows(connection: Connection, table: Table) -> Generator[Any]:
    """Every row, by its key, at a memory of some of them."""
    ordered = select(table).order_by(*table.primary_key.columns)
    with connection.execute(ordered, execution_options={"yield_per": ROWS_AT_ONCE}) as result:
        for row in result:
            yield tuple(row)


def _go_on_numbering(target: Connection, table: Table) -> None:
    """PostgreSQL counts apart from the rows: the next number comes after the last one copied."""
    counted = table.autoincrement_column
    if counted is None:
        return
    last = target.execute(select(func.max(counted))).scalar()
    if last is not None:
        sequence = func.pg_get_serial_sequence(table.name, counted.name)
        target.execute(select(func.setval(sequence, last)))
