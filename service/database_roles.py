"""Who may do what in PostgreSQL: the owner makes the tables, the application works in them, a reader reads.

The owner is whoever made the tables. The application may add to the log and move its head on, no more; a
reader sees the log and the read models, and nothing of accounts. What is not granted here is denied.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from sqlalchemy import Connection, inspect, text

from projections.generations import generations
from projections.logbook import event_log, log_head
from projections.models import MODELS
from projections.registry import others
from projections.seeking import streams
from service.accounts import tables as accounts
from service.audit.attempts import attempts
from service.bulk.batches import batches
from service.live.teller_counts import teller_counts
from service.schema import revisions

Kind = Literal["application", "reader"]

_APPENDED = "SELECT, INSERT"
_KEPT = "SELECT, INSERT, UPDATE"
_PASSING = "SELECT, INSERT, UPDATE, DELETE"
_HEAD = "SELECT, UPDATE (position, recorded_at, frontier)"

_APPLICATION: Mapping[str, str] = {
    event_log.name: _APPENDED,
    streams.name: _APPENDED,
    log_head.name: _HEAD,
    generations.name: "SELECT",
    revisions.name: "SELECT",
    accounts.account_acts.name: _APPENDED,
    **{one.name: _KEPT for one in (accounts.persons, accounts.tokens, accounts.grants, batches)},
    **{one.name: _PASSING for one in (
        accounts.logins, accounts.identities, accounts.sessions, accounts.sign_in_failures,
        accounts.oidc_sign_ins, attempts, teller_counts,
    )},
}  # fmt: skip
_READER: Mapping[str, str] = dict.fromkeys(
    (event_log.name, streams.name, log_head.name, generations.name, revisions.name), "SELECT"
)
GRANTED: Mapping[Kind, Mapping[str, str]] = {"application": _APPLICATION, "reader": _READER}
# Of read models, those of today and those that a rebuild will make.
READ_MODELS: Mapping[Kind, str] = {"application": _APPENDED, "reader": "SELECT"}


class RoleMissing(Exception):
    """The server has no role of that name."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class RoleIsOwner(Exception):
    """The tables belong to the role: what it was given would be less than it has, and it may have it all."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


def grant(connection: Connection, role: str, kind: Kind) -> None:
    """Give a role what its kind needs, and take whatever else it was given in this schema.

    Raises:
        RoleMissing: the server has no such role. RoleIsOwner: the tables are its own.
        DBAPIError: the tables are not of whoever asks.
    """
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if connection.execute(known, {"role": role}).first() is None:
        raise RoleMissing(role)
    schema, owner = _schema(connection), _owner(connection)
    to = _quoted(connection, role)
    if to == owner:
        raise RoleIsOwner(role)
    for statement in (
        f"REVOKE ALL ON SCHEMA {schema} FROM {to}",
        f"GRANT USAGE ON SCHEMA {schema} TO {to}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {to}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {to}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} REVOKE ALL ON TABLES FROM {to}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} "
        f"GRANT {READ_MODELS[kind]} ON TABLES TO {to}",
    ):
        connection.exec_driver_sql(statement)
    _grant_tables(connection, role, kind, inspect(connection).get_table_names())


def regrant(connection: Connection, made: Iterable[str]) -> None:
    """Give the roles that were granted before what they need of tables that a migration has made.

    What comes to be later is granted to them as read models are; these are none, and may hold secrets.
    """
    for role, kind in granted(connection).items():
        for name in made:
            table, to = _quoted(connection, name), _quoted(connection, role)
            connection.exec_driver_sql(f"REVOKE ALL ON TABLE {table} FROM {to}")
        _grant_tables(connection, role, kind, made)


def granted(connection: Connection) -> dict[str, Kind]:
    """The roles that may use what the owner will make in this schema."""
    found = connection.execute(
        text(
            "SELECT rolname, bool_or(acl.privilege_type = 'INSERT') FROM pg_default_acl"
            " CROSS JOIN aclexplode(defaclacl) AS acl JOIN pg_roles ON pg_roles.oid = acl.grantee"
            " WHERE defaclnamespace = current_schema()::regnamespace AND defaclobjtype = 'r'"
            " AND acl.grantee <> defaclrole GROUP BY rolname ORDER BY rolname"
        )
    )
    return {role: "application" if inserts else "reader" for role, inserts in found}


def _grant_tables(connection: Connection, role: str, kind: Kind, held: Iterable[str]) -> None:
    to, models = _quoted(connection, role), _read_models(connection)
    for name in held:
        privileges = READ_MODELS[kind] if name in models else GRANTED[kind].get(name)
        if privileges is not None:
            connection.exec_driver_sql(f"GRANT {privileges} ON TABLE {_quoted(connection, name)} TO {to}")
    if kind == "application":  # the numbers of rows in the tables of accounts
        schema = _schema(connection)
        connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {to}")


def _read_models(connection: Connection) -> set[str]:
    numbers = others(connection, than=0)
    return {model.table(number).name for model in MODELS for number in numbers}


def _schema(connection: Connection) -> str:
    return _quoted(connection, str(connection.execute(text("SELECT current_schema()")).scalar_one()))


def _owner(connection: Connection) -> str:
    found = text("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'event_log'::regclass")
    return _quoted(connection, str(connection.execute(found).scalar_one()))


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
