"""The rows that a table holds, walked in the order of what they are of, beside a walk of the log."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select, tuple_

from projections.prepared import Prepared

PAGE_ROWS = 2_000


class Held:
    """A table's rows, asked for one subject after the other in the order of their names.

    They are read in pages of one scan: to ask for each subject by itself takes ten times as long.
    """

    def __init__(self, connection: Connection, table: Table) -> None:
        self._name = table.name
        self._groups = groupby(_rows(connection, table), key=lambda row: row[0])
        self._strangers: list[str] = []
        self._next: tuple[str, list[Any]] | None = None
        self._advance()

    def of(self, subject: str) -> list[Any]:
        """The rows of a subject; those of the ones before it that nobody asked for are strangers."""
        while self._next is not None and self._next[0] < subject:
            self._pass()
        if self._next is None or self._next[0] != subject:
            return []
        rows = self._next[1]
        self._advance()
        return rows

    def strangers(self) -> list[str]:
        """The subjects, with the table's name, that were not asked for."""
        while self._next is not None:
            self._pass()
        return self._strangers

    def _pass(self) -> None:
        if self._next is not None:
            self._strangers.append(f"{self._name} {self._next[0]}")
        self._advance()

    def _advance(self) -> None:
        following = next(self._groups, None)
        self._next = None if following is None else (following[0], list(following[1]))


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    keys = list(table.primary_key)
    first = select(table).order_by(*keys).limit(bindparam("page"))
    place = tuple_(*keys) > tuple_(*(bindparam(key.name) for key in keys))
    opening = Prepared(first, connection.dialect)
    following = Prepared(first.where(place), connection.dialect)
    rows = opening.fetch(connection, {"page": PAGE_ROWS})
    while rows:
        yield from rows
        if len(rows) < PAGE_ROWS:
            return
        last = {key.name: rows[-1][at] for at, key in enumerate(keys)}
        rows = following.fetch(connection, {**last, "page": PAGE_ROWS})
