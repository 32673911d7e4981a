"""What a connection is told, and what becomes of it when its server goes away or takes no writes any more."""

import socket
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from service.engine import open_engine, writing
from service.limits import Limits
from service.postgresql import NoWriter, is_lost
from service.schema import make_schema
from service.settings import Settings
from tests.engines.relay import Relay
from tests.postgres import Server
from tests.waiting import until

WAIT_SECONDS = 30
LIMITS = Limits(wait_seconds=7, statement_seconds=8, idle_seconds=9, connect_seconds=3, silence_seconds=12)


@pytest.fixture
def engine(postgresql_url: str) -> Iterator[Engine]:
    """An engine on an empty database of the session's server."""
    opened = open_engine(postgresql_url)
    yield opened
    opened.dispose()


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        yield port


def test_the_settings_of_the_service_reach_the_server(postgresql_url: str, relay: Relay) -> None:
    engine = open_engine(relay.url(postgresql_url), LIMITS)
    with engine.connect() as connection:
        shown = {
            name: connection.execute(text(f"SHOW {name}")).scalar()
            for name in (
                "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout",
                "application_name", "search_path",
            )
        }  # fmt: skip
        told = connection.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
    engine.dispose()
    assert shown == {
        "statement_timeout": "8s",
        "lock_timeout": "7s",
        "idle_in_transaction_session_timeout": "9s",
        "application_name": "thidua",
        "search_path": str(make_url(postgresql_url).query["options"]).rpartition("=")[2],
    }
    assert (told["connect_timeout"], told["tcp_user_timeout"]) == ("3", "12000")
    probes = [told[f"keepalives_{name}"] for name in ("idle", "interval", "count")]
    assert probes == ["4", "4", "3"]


def test_what_the_address_says_comes_before_the_settings(postgresql_url: str) -> None:
    own = postgresql_url.replace("options=", "options=-cstatement_timeout%3D5s%20")
    engine = open_engine(f"{own}&application_name=other", LIMITS)
    with engine.connect() as connection:
        shown = [
            connection.execute(text(f"SHOW {name}")).scalar()
            for name in ("statement_timeout", "application_name")
        ]
    engine.dispose()
    assert shown == ["5s", "other"]


def test_the_settings_are_those_that_the_limits_have() -> None:
    assert Settings().limits == Limits()
    assert Settings(database_wait_seconds=3).limits.wait_seconds == 3
    upkeep = Limits().for_upkeep()
    assert (upkeep.statement_seconds, upkeep.idle_seconds, upkeep.wait_seconds) == (0, 0, 60)


def test_the_live_one_of_two_hosts_is_found(postgresql_url: str, relay: Relay, dead_port: int) -> None:
    one = relay.url(postgresql_url)
    engine = open_engine(one.replace("127.0.0.1:", f"127.0.0.1:{dead_port},127.0.0.1:"))
    make_schema(engine)
    engine.dispose()


def test_where_no_host_takes_writes_nobody_is_connected(
    postgresql: Server, postgresql_url: str, relay: Relay, dead_port: int
) -> None:
    read_only = postgresql_url.replace("options=", "options=-cdefault_transaction_read_only%3Don%20")
    one = relay.url(read_only)
    engine = open_engine(one.replace("127.0.0.1:", f"127.0.0.1:{dead_port},127.0.0.1:"))
    with pytest.raises(OperationalError, match="read-only"), engine.connect():
        pass
    engine.dispose()


def test_connections_that_the_server_ended_are_not_used_again(postgresql: Server, engine: Engine) -> None:
    held = [engine.connect() for _ in range(3)]
    pids = [one.execute(text("SELECT pg_backend_pid()")).scalar_one() for one in held]
    for one in held:
        one.close()
    with postgresql.connect() as superuser:
        for pid in pids:
            superuser.execute("SELECT pg_terminate_backend(%s)", [pid])
        still = "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)"
        until(lambda: superuser.execute(still, [pids]).fetchone() == (0,), WAIT_SECONDS)
    again = [engine.connect() for _ in range(3)]
    assert not set(pids) & {one.execute(text("SELECT pg_backend_pid()")).scalar_one() for one in again}
    for one in again:
        one.close()


def test_a_connection_that_is_as_it_should_be_is_used_again(engine: Engine) -> None:
    pids = set()
    for _ in range(3):
        with engine.connect() as connection:
            pids.add(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    assert len(pids) == 1


def test_a_connection_to_a_server_that_takes_no_writes_is_given_up(engine: Engine) -> None:
    make_schema(engine)
    with engine.connect() as connection:
        before = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        connection.execute(text("SET default_transaction_read_only = on"))
        connection.commit()
    with pytest.raises(OperationalError) as told, writing(engine) as connection:
        connection.execute(text("UPDATE log_head SET position = position"))
    assert isinstance(told.value.orig, NoWriter)
    assert is_lost(told.value)
    with writing(engine) as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != before
        connection.execute(text("UPDATE log_head SET position = position"))


def test_what_waits_too_long_is_no_lost_connection(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SET statement_timeout = 1"))
        with pytest.raises(OperationalError, match="timeout") as told:
            connection.execute(text("SELECT pg_sleep(5)"))
    assert not is_lost(told.value)


def test_there_are_no_more_connections_than_are_set(database_url: str) -> None:
    engine = open_engine(database_url, Limits(connections=2, wait_seconds=0))
    with engine.connect(), engine.connect(), pytest.raises(NoConnectionFree):
        engine.connect()
    engine.dispose()
