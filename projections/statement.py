"""A statement that hot paths ask again and again: prepared once for each kind of database."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql import ClauseElement

from projections.prepared import Prepared, Values


class Statement:
    """One statement that fetches rows; see `Prepared` for what its values may be."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._prepared: dict[str, Prepared] = {}

    def rows(self, connection: Connection, values: Values | None = None) -> list[Any]:
        """Every row, as a plain tuple."""
        return self._on(connection).fetch(connection, values or {})

    def ask(self, connection: Connection, values: Values | None = None) -> Callable[[], list[Any]]:
        """Run it; what it gives back fetches every row, as `Prepared.ask` does."""
        return self._on(connection).ask(connection, values or {})

    def _on(self, connection: Connection) -> Prepared:
        name = connection.dialect.name
        if name not in self._prepared:
            self._prepared[name] = Prepared(self._statement, connection.dialect)
        return self._prepared[name]
