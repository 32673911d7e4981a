"""Reaching PostgreSQL: what each connection is told, and how a lost one is noticed before it is used."""

import select
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, DisconnectionError

from service.limits import Limits

APPLICATION_NAME = "thidua"
SILENT_PROBES = 3
# Classes of SQLSTATE after which the same may be asked again of another connection: the connection is gone,
# the server stops or starts. (25006, a server that takes no writes, is turned into one of ours.)
_LOST_CLASSES = ("08", "57P")
_LOOK_SECONDS = 0.05
# Each transaction holds its own name locked, which every role may see.
_OPEN = text(
    "SELECT virtualtransaction FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'virtualxid' AND mode = 'ExclusiveLock' AND pid <> pg_backend_pid()"
    " AND datname = current_database()"
)


class NoWriter(psycopg.OperationalError):
    """The server takes no writes, as one that has ceased to be the leader."""


class Cursor(psycopg.Cursor[Any]):
    """A cursor that gives a connection up whose server takes no writes: the next may reach the leader."""

    def execute(self, *arguments: Any, **options: Any) -> Any:
        """Run a statement."""
        try:
            return super().execute(*arguments, **options)
        except errors.ReadOnlySqlTransaction as error:
            self.connection.close()
            raise NoWriter(str(error)) from error


def open_postgresql(url: URL, limits: Limits) -> Engine:
    """An engine on a server, or on whichever of several takes writes."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg").difference_update_query(["options"]),
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        pool_size=limits.connections_kept,
        max_overflow=limits.connections - limits.connections_kept,
        pool_timeout=limits.wait_seconds,
        connect_args=_told(url, limits),
    )
    event.listen(engine, "checkout", _check)
    return engine


def outlasts(engine: Engine, seconds: float) -> bool:
    """Whether within some seconds every transaction has ended that is open now.

    One that has looked at anything yet sees all as it was then, also where what it sees is no more.
    """
    until = time.monotonic() + seconds
    older = _open(engine)
    while older := older & _open(engine):
        if time.monotonic() >= until:
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def _open(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(_OPEN).scalars())


def is_lost(error: BaseException) -> bool:
    """Whether an error says that the connection was lost, and with it what was under way on it.

    Whether that was recorded is then not known.
    """
    return any(_tells_loss(one) for one in _causes(error))


def lacks_rights(error: BaseException) -> bool:
    """Whether an error says that the role may not do what was asked."""
    return any(isinstance(one, errors.InsufficientPrivilege) for one in _causes(error))


def _tells_loss(error: BaseException) -> bool:
    if not isinstance(error, psycopg.OperationalError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(_LOST_CLASSES)


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        if isinstance(found, DBAPIError) and found.orig is not None:
            yield found.orig
        found = found.__cause__


def _told(url: URL, limits: Limits) -> dict[str, Any]:
    """What libpq and the server are told; what the address itself says of it comes first."""
    probing = max(1, limits.silence_seconds // SILENT_PROBES)
    told = {
        "application_name": APPLICATION_NAME,
        "connect_timeout": limits.connect_seconds,
        "keepalives_idle": probing,
        "keepalives_interval": probing,
        "keepalives_count": SILENT_PROBES,
        "tcp_user_timeout": limits.silence_seconds * 1000,
    }
    usual = {
        "statement_timeout": limits.statement_seconds,
        "lock_timeout": limits.wait_seconds,
        "idle_in_transaction_session_timeout": limits.idle_seconds,
    }
    options = [f"-c{name}={seconds * 1000}" for name, seconds in usual.items()]
    own = url.query.get("options", "")
    options += [own] if isinstance(own, str) else own
    return {
        **{name: value for name, value in told.items() if name not in url.query},
        "options": " ".join(options).strip(),
        "cursor_factory": Cursor,
    }


def has_hung_up(driver: Any) -> bool:
    """Whether the server said anything while nobody asked: that was its farewell.

    Looking costs less than 1 µs; the pool's own ping is a question to the server and back.
    """
    looking = select.poll()
    try:
        looking.register(driver.pgconn.socket, select.POLLIN)
    except psycopg.Error:
        return True
    return bool(looking.poll(0))


def _check(driver: Any, _record: Any, _proxy: Any) -> None:
    """Give up a connection that the server has closed."""
    if has_hung_up(driver):
        raise DisconnectionError("the server closed the connection")
