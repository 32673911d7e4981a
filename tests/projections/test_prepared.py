"""Statements compiled once run as SQLAlchemy's own would."""

from sqlalchemy import bindparam, delete, insert, select

from projections.prepared import Prepared
from projections.registry import VERSION, adopt, held_version, read_models
from tests.projections.world import World


def test_statements_insert_count_and_fetch(world: World) -> None:
    table = read_models
    with world.app.engine.begin() as connection:
        dialect = connection.dialect
        inserting = Prepared(insert(table), dialect)
        inserting.run_all(connection, [{"name": "b", "version": 2}])
        inserting.run_all(connection, [{"name": "c", "version": 3}, {"name": "d", "version": 4}])
        above = select(table.c.name).where(table.c.version >= bindparam("least"), table.c.name < "z")
        found = Prepared(above.order_by(table.c.name).limit(2), dialect)
        assert [row[0] for row in found.fetch(connection, {"least": 3})] == ["c", "d"]
        ends = table.c.version.between(bindparam("low"), 4) & (table.c.name != "read_models")
        removing = Prepared(delete(table).where(ends), dialect)
        assert removing.run(connection, {"low": 2}) == 3
        assert removing.run(connection, {"low": 2}) == 0


def test_rows_of_values_are_inserted_whatever_the_order_of_their_columns(world: World) -> None:
    with world.app.engine.begin() as connection:
        inserting = Prepared(insert(read_models), connection.dialect)
        inserting.run_rows(connection, ("name", "version"), [("b", 2), ("c", 3)])
        inserting.run_rows(connection, ["name", "version"], [("d", 4)])
        inserting.run_rows(connection, ("version", "name"), [(5, "e"), (6, "f")])
        found = select(read_models).where(read_models.c.name < "g").order_by(read_models.c.name)
        expected = [("b", 2), ("c", 3), ("d", 4), ("e", 5), ("f", 6)]
        assert [tuple(row) for row in connection.execute(found)] == expected


def test_the_database_says_which_version_of_the_read_models_it_holds(world: World) -> None:
    with world.app.engine.begin() as connection:
        assert held_version(connection) == VERSION
        connection.execute(delete(read_models))
        assert held_version(connection) is None
        adopt(connection)
        assert held_version(connection) == VERSION
        connection.execute(read_models.update().values(version=VERSION - 1))
        adopt(connection)
        assert held_version(connection) == VERSION
