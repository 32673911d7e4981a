"""Statements compiled once run as SQLAlchemy's own would."""

from sqlalchemy import BigInteger, Column, MetaData, Table, bindparam, delete, insert, select

from projections.logbook import Name
from projections.prepared import Prepared
from tests.projections.world import World

LETTERS = Table(
    "letters_for_tests",
    MetaData(),
    Column("name", Name, primary_key=True),
    Column("version", BigInteger),
)


def test_statements_insert_count_and_fetch(world: World) -> None:
    table = LETTERS
    with world.app.engine.begin() as connection:
        table.create(connection)
        dialect = connection.dialect
        inserting = Prepared(insert(table), dialect)
        inserting.run_all(connection, [{"name": "b", "version": 2}])
        inserting.run_all(connection, [{"name": "c", "version": 3}, {"name": "d", "version": 4}])
        above = select(table.c.name).where(table.c.version >= bindparam("least"), table.c.name < "z")
        found = Prepared(above.order_by(table.c.name).limit(2), dialect)
        assert [row[0] for row in found.fetch(connection, {"least": 3})] == ["c", "d"]
        ends = table.c.version.between(bindparam("low"), 4) & (table.c.name != "z")
        removing = Prepared(delete(table).where(ends), dialect)
        assert removing.run(connection, {"low": 2}) == 3
        assert removing.run(connection, {"low": 2}) == 0


def test_rows_of_values_are_inserted_whatever_the_order_of_their_columns(world: World) -> None:
    with world.app.engine.begin() as connection:
        LETTERS.create(connection)
        inserting = Prepared(insert(LETTERS), connection.dialect)
        inserting.run_rows(connection, ("name", "version"), [("b", 2), ("c", 3)])
        inserting.run_rows(connection, ["name", "version"], [("d", 4)])
        inserting.run_rows(connection, ("version", "name"), [(5, "e"), (6, "f")])
        found = select(LETTERS).order_by(LETTERS.c.name)
        expected = [("b", 2), ("c", 3), ("d", 4), ("e", 5), ("f", 6)]
        assert [tuple(row) for row in connection.execute(found)] == expected
