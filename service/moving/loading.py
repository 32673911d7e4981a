"""Writing many rows into a table: by COPY on PostgreSQL, by one prepared statement on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, insert

from projections.prepared import Prepared

ROWS_AT_ONCE = 1_000


def load(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows, whose values are those of the table's columns in order; how many there were.

    They are never all in memory at once.
    """
    return (_copy if connection.dialect.name == "postgresql" else _insert)(connection, table, rows)


def _copy(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    quote = connection.dialect.identifier_preparer
    columns = ", ".join(quote.quote(name) for name in table.columns.keys())  # noqa: SIM118 - a collection
    driver: Any = connection.connection
    count = 0
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {quote.format_table(table)} ({columns}) FROM STDIN") as into,
    ):
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is how many there were
            into.write_row(row)
    return count


def _insert(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    statement = Prepared(insert(table), connection.dialect)
    count = 0
    for some in _chunks(rows):
        statement.run_rows(connection, tuple(table.columns.keys()), some)
        count += len(some)
    return count


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[tuple[Any, ...]]]:
    remaining = iter(rows)
    while some := [tuple(row) for row in islice(remaining, ROWS_AT_ONCE)]:
        yield some
