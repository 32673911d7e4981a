"""The tables of accounts, beside the log: what names a person stands here only, and can be erased.

Times are integer microseconds UTC. Of a secret only the SHA-256 is stored, of a password only its Argon2id.
"""

from sqlalchemy import DDL, BigInteger, Boolean, Column, ForeignKey, Index, MetaData, Table, event

from projections.logbook import Name, Number, Text

metadata = MetaData()

persons = Table(
    "persons",
    metadata,
    Column("person", Name, primary_key=True),
    Column("name", Text),
    Column("rank", Text),
    Column("phone", Text),
    Column("email", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
    Column("erased_at", BigInteger),
)


def _person() -> Column[str]:
    return Column("person", Name, ForeignKey("persons.person"), nullable=False)


logins = Table(
    "logins",
    metadata,
    Column("person", Name, ForeignKey("persons.person"), primary_key=True),
    Column("login", Name, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", Name, primary_key=True),
    Column("subject", Name, primary_key=True),
    Column("identity", Name, nullable=False, unique=True),
    _person(),
    Column("linked_at", BigInteger, nullable=False),
    Index("identities_person", "person"),
)

sessions = Table(
    "sessions",
    metadata,
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

tokens = Table(
    "tokens",
    metadata,
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

grants = Table(
    "grants",
    metadata,
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

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", Number, primary_key=True),
    Column("login_key", Name, nullable=False),
    Column("network_key", Name, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("sign_in_failures_login", "login_key", "at"),
    Index("sign_in_failures_at", "at"),
)

oidc_sign_ins = Table(
    "oidc_sign_ins",
    metadata,
    Column("secret_hash", Name, primary_key=True),
    Column("expires_at", BigInteger, nullable=False),
    Index("oidc_sign_ins_expires_at", "expires_at"),
)

account_acts = Table(
    "account_acts",
    metadata,
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

_INSERT_ONLY = {
    "sqlite": (
        "CREATE TRIGGER account_acts_no_update BEFORE UPDATE ON account_acts "
        "BEGIN SELECT RAISE(ABORT, 'account_acts is insert-only'); END",
        "CREATE TRIGGER account_acts_no_delete BEFORE DELETE ON account_acts "
        "BEGIN SELECT RAISE(ABORT, 'account_acts is insert-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_account_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'account_acts is insert-only'; END $$",
        "CREATE TRIGGER account_acts_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON account_acts "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_account_change()",
    ),
}
for _dialect, _statements in _INSERT_ONLY.items():
    for _statement in _statements:
        _trigger = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(account_acts, "after_create", _trigger.execute_if(dialect=_dialect))
