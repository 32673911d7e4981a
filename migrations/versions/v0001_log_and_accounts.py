"""The log, the index of its streams, and everything beside it: accounts, attempts, counts, batches.

It makes what is not there yet: databases made before revisions were noted have these tables already.
Frozen: what changes comes in a later revision.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    column,
)
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

tables = MetaData()
Name = String().with_variant(postgresql.TEXT(collation="C"), "postgresql")
Text = String().with_variant(postgresql.TEXT(), "postgresql")
Number = BigInteger().with_variant(Integer, "sqlite")


def _of(owner: str) -> Index:
    owned = column(owner).is_not(None)
    return Index(f"streams_of_{owner}", owner, "kind", sqlite_where=owned, postgresql_where=owned)


def _person() -> Column[str]:
    return Column("person", Name, ForeignKey("persons.person"), nullable=False)


Table(
    "event_log",
    tables,
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("originator_id", Name, nullable=False),
    Column("originator_version", BigInteger, nullable=False),
    Column("topic", Name, nullable=False),
    Column("state", Text),
    Column("salt", LargeBinary),
    Column("commitment", LargeBinary, nullable=False),
    Column("effective", BigInteger, nullable=False),
    Column("precision", Name, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("actor", Name),
    Column("authority", Name),
    Column("session", Name),
    Column("command_id", Name, nullable=False),
    Column("ordinal", BigInteger, nullable=False),
    Column("source", Text),
    Column("reason", Text),
    Column("leaf", LargeBinary, nullable=False),
    UniqueConstraint("originator_id", "originator_version", name="event_log_stream"),
    UniqueConstraint("command_id", "ordinal", name="event_log_command"),
)

Table(
    "log_head",
    tables,
    Column("id", Number, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
)

Table(
    "streams",
    tables,
    Column("stream", Name, primary_key=True),
    Column("kind", Name, nullable=False),
    Column("cycle", Name),
    Column("unit", Name),
    _of("cycle"),
    _of("unit"),
    sqlite_with_rowid=False,
)

Table(
    "persons",
    tables,
    Column("person", Name, primary_key=True),
    Column("name", Text),
    Column("rank", Text),
    Column("phone", Text),
    Column("email", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
    Column("erased_at", BigInteger),
)

Table(
    "logins",
    tables,
    Column("person", Name, ForeignKey("persons.person"), primary_key=True),
    Column("login", Name, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

Table(
    "identities",
    tables,
    Column("issuer", Name, primary_key=True),
    Column("subject", Name, primary_key=True),
    Column("identity", Name, nullable=False, unique=True),
    _person(),
    Column("linked_at", BigInteger, nullable=False),
    Index("identities_person", "person"),
)

Table(
    "sessions",
    tables,
    Column("session", Name, primary_key=True),
    Column("secret_hash", Name, nullable=False, unique=True),
    _person(),
    Column("opened_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("how", Name, nullable=False),
    Index("sessions_person", "person"),
    Index("sessions_expires_at", "expires_at"),
)

Table(
    "tokens",
    tables,
    Column("token", Name, primary_key=True),
    Column("secret_hash", Name, nullable=False, unique=True),
    _person(),
    Column("label", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("last_used_at", BigInteger),
    Column("revoked_at", BigInteger),
    Index("tokens_person", "person"),
)

Table(
    "grants",
    tables,
    Column("id", Name, primary_key=True),
    _person(),
    Column("role", Name, nullable=False),
    Column("unit", Name),
    Column("granted_at", BigInteger, nullable=False),
    Column("granted_by", Name),
    Column("withdrawn_at", BigInteger),
    Column("withdrawn_by", Name),
    Index("grants_person", "person"),
)

Table(
    "sign_in_failures",
    tables,
    Column("id", Number, primary_key=True),
    Column("login_key", Name, nullable=False),
    Column("network_key", Name, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("sign_in_failures_login", "login_key", "at"),
    Index("sign_in_failures_at", "at"),
)

Table(
    "oidc_sign_ins",
    tables,
    Column("secret_hash", Name, primary_key=True),
    Column("expires_at", BigInteger, nullable=False),
    Index("oidc_sign_ins_expires_at", "expires_at"),
)

Table(
    "account_acts",
    tables,
    Column("id", Number, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("by", Name),
    Column("act", Name, nullable=False),
    Column("person", Name, nullable=False),
    Column("detail", Name),
    Index("account_acts_person", "person", "id"),
    # The number of an act that was rolled back is not used again.
    sqlite_autoincrement=True,
)

Table(
    "attempts",
    tables,
    Column("id", Number, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("person", Name),
    Column("session", Name),
    Column("action", Name, nullable=False),
    Column("about", Name, nullable=False),
    Column("code", Name, nullable=False),
    Index("attempts_about", "about", "id"),
    Index("attempts_person", "person", "id"),
)

Table(
    "teller_counts",
    tables,
    Column("entry", Name, primary_key=True),
    Column("ballot", Name, nullable=False),
    Column("teller", Name, nullable=False),
    Column("count", Text, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
    Column("times", Number, nullable=False),
    Column("disagreements", Number, nullable=False),
    Index("teller_counts_ballot", "ballot", "teller", unique=True),
)

Table(
    "import_batches",
    tables,
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


_INSERT_ONLY = ("event_log", "account_acts")
_SQLITE = (
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{what} BEFORE {what.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        for table in _INSERT_ONLY
        for what in ("update", "delete")
    ),
    "CREATE TRIGGER IF NOT EXISTS log_head_no_delete BEFORE DELETE ON log_head "
    "BEGIN SELECT RAISE(ABORT, 'log_head is never deleted'); END",
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$",
    "CREATE OR REPLACE FUNCTION refuse_account_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'account_acts is insert-only'; END $$",
    "CREATE OR REPLACE TRIGGER event_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE OR REPLACE TRIGGER log_head_no_delete BEFORE DELETE OR TRUNCATE ON log_head "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE OR REPLACE TRIGGER account_acts_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON account_acts "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_account_change()",
    "REVOKE UPDATE, DELETE, TRUNCATE ON event_log FROM PUBLIC",
)
_HEAD = (
    "INSERT INTO log_head (id, position, recorded_at, frontier) VALUES (1, 0, 0, '') ON CONFLICT DO NOTHING"
)


def upgrade() -> None:
    """Make the tables, what makes the log insert-only, and the head of an empty log."""
    connection = op.get_bind()
    tables.create_all(connection)
    sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        connection.exec_driver_sql(statement if sqlite else statement.replace("%", "%%"))
    connection.exec_driver_sql(_HEAD.replace("''", "X''") if sqlite else _HEAD)
