"""Read models come in generations, whose tables are numbered and never migrated; those without go.

They hold nothing that the log does not hold: `thidua migrate` makes them anew.
"""

from alembic import op
from sqlalchemy import BigInteger, Column, MetaData, String, Table, inspect
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

tables = MetaData()
Name = String().with_variant(postgresql.TEXT(collation="C"), "postgresql")

Table(
    "read_model_generations",
    tables,
    Column("generation", BigInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("state", Name, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("stream", Name, nullable=False),
    Column("position", BigInteger, nullable=False),
)

UNNUMBERED = (
    "ballots", "clusters", "commendations", "cycles", "drives", "inspections", "leads", "nominations",
    "pledges", "read_models", "rules", "scores", "units", "votes",
)  # fmt: skip


def upgrade() -> None:
    """Make the table that names the generations, and drop the read models of before.

    Where ours were, `read_models` stands beside them; other tables of such names are somebody else's.
    """
    connection = op.get_bind()
    tables.create_all(connection)
    if not inspect(connection).has_table("read_models"):
        return
    for name in UNNUMBERED:
        op.execute(f"DROP TABLE IF EXISTS {name}")
