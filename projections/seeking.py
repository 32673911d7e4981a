"""The one as-of statement: the latest statement about the latest start, for one subject or for many."""

import json
from collections.abc import Collection
from functools import cached_property
from typing import Any, Literal

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    Dialect,
    Index,
    Select,
    Table,
    any_,
    bindparam,
    column,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import ColumnElement

from projections.logbook import Name, Text, metadata
from projections.point import Point
from projections.prepared import Prepared

By = Literal["kind", "cycle", "cycles", "unit", "subjects"]
_LISTED: dict[By, str] = {"cycles": "cycle", "subjects": "stream"}  # asked by many values of a column at once


def _of(owner: str) -> Index:
    """Finds the streams that belong to an owner, and costs nothing for those that do not."""
    owned = column(owner).is_not(None)
    return Index(f"streams_of_{owner}", owner, "kind", sqlite_where=owned, postgresql_where=owned)


# Every stream of the log once: the subjects of the read models, found by what they belong to. It is read off
# the names alone, so it is an index of the log and not a read model.
streams = Table(
    "streams",
    metadata,
    Column("stream", Name, primary_key=True),
    Column("kind", Name, nullable=False),
    Column("cycle", Name),
    Column("unit", Name),
    _of("cycle"),
    _of("unit"),
    sqlite_with_rowid=False,
)


def belongs(
    dialect: Dialect, name: Column[str], owned: ColumnElement[bool], also: Collection[str] = ()
) -> ColumnElement[bool]:
    """That a stream of this name is owned so, as `streams` tells it, or is named besides."""
    owners = select(streams.c.stream).where(owned)
    listed = union_all(owners, *(select(literal(other, Name)) for other in also))
    if dialect.name == "postgresql":
        # An array is sought for name by name; as a join, the whole log is read as soon as that looks cheap.
        return name == any_(func.array(listed.scalar_subquery(), type_=ARRAY(Name)))
    return name.in_(listed)


class Seeks:
    """The prepared seeks into one table of states, for one dialect."""

    def __init__(self, table: Table, kind: str, dialect: Dialect) -> None:
        self._table = table
        self._kind = kind
        self._dialect = dialect
        self._many: dict[By, Prepared] = {}

    def one(self, connection: Connection, subject: str, point: Point) -> str | None:
        """The state of one subject at a point: a single seek in the table's key."""
        rows = self._one.fetch(connection, {"subject": subject, **_bounds(point)})
        return rows[0][0] if rows else None

    def many(self, connection: Connection, point: Point, by: By, wanted: Any) -> list[tuple[str, str]]:
        """The streams that belong to `wanted`, and their states at a point where any stands."""
        if by not in self._many:
            self._many[by] = Prepared(self._belonging(by), self._dialect)
        if by in _LISTED:
            wanted = list(wanted) if self._dialect.name == "postgresql" else json.dumps(list(wanted))
        found: list[tuple[str, str]] = self._many[by].fetch(connection, {"wanted": wanted, **_bounds(point)})
        return found

    def ever_naming(self, connection: Connection, text: str) -> list[str]:
        """The subjects of which a row holds a text, at whatever point: the table is read through once."""
        return [subject for (subject,) in self._naming.fetch(connection, {"text": text})]

    @cached_property
    def _naming(self) -> Prepared:
        place = func.strpos if self._dialect.name == "postgresql" else func.instr
        holds = place(self._table.c.state, bindparam("text", type_=Text)) > 0
        return Prepared(select(self._table.c.subject).where(holds).distinct(), self._dialect)

    @cached_property
    def _one(self) -> Prepared:
        found = select(self._table.c.state).where(self._table.c.subject == bindparam("subject"))
        return Prepared(self._latest(found), self._dialect)

    def _belonging(self, by: By) -> Select[Any]:
        table = self._table
        of_stream = table.c.subject == streams.c.stream
        source: Any
        if self._dialect.name == "postgresql":
            # Said so, it is a seek for each stream; as below, a large table is planned to be read whole.
            source = self._latest(select(table.c.state).where(of_stream)).correlate(streams).lateral("seek")
            same: ColumnElement[bool] = true()
        else:  # SQLite knows no LATERAL, and plans this as it is said
            source = table
            place = select(table.c.effective, table.c.position).where(of_stream)
            latest = self._latest(place).correlate(streams).scalar_subquery()
            same = of_stream & (tuple_(table.c.effective, table.c.position) == latest)
        found = select(streams.c.stream, source.c.state).join_from(streams, source, same)
        found = found.where(streams.c.kind == self._kind, source.c.state.is_not(None), self._owned(by))
        return found.order_by(streams.c.stream)

    def _owned(self, by: By) -> ColumnElement[bool]:
        listed = by in _LISTED and self._dialect.name == "postgresql"
        wanted: BindParameter[Any] = bindparam("wanted", type_=ARRAY(Name) if listed else Name)
        if by == "kind":  # a range of the key: names begin with their kind and a colon, and ";" follows ":"
            return (streams.c.stream > wanted + ":") & (streams.c.stream < wanted + ";")
        owner = streams.c[_LISTED.get(by, by)]
        if by not in _LISTED:
            return owner == wanted
        if listed:
            return owner == any_(wanted)
        return owner.in_(select(func.json_each(wanted).table_valued("value").c.value))

    def _latest(self, found: Select[Any]) -> Select[Any]:
        table = self._table
        known = found.where(table.c.effective <= bindparam("as_of"), table.c.position <= bindparam("known"))
        return known.order_by(table.c.effective.desc(), table.c.position.desc()).limit(1)


def _bounds(point: Point) -> dict[str, int]:
    return {"as_of": point.as_of, "known": point.position}
