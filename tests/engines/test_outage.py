"""The database goes away and comes back: what the service answers meanwhile, and that it needs no restart."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from service.engine import writing
from tests.conftest import NewDatabase
from tests.postgres import Server
from tests.web.house import House, open_house

UNIT = {"unit": "a", "name": "Đơn vị"}
KEY = {"Idempotency-Key": "lan-gui-1"}
PAGE = {"Accept": "text/html"}


@pytest.fixture
def url(own_server: Server, request: pytest.FixtureRequest) -> str:
    """The address of an empty database on a server that may be stopped."""
    name = f"outage_{abs(hash(request.node.name))}"
    own_server.create_database(name)
    return own_server.url(name)


@contextmanager
def halted(server: Server) -> Iterator[None]:
    """The server is down for as long as this lasts."""
    server.halt()
    try:
        yield
    finally:
        server.start()


def test_while_the_server_is_down_everything_answers_503_and_after_it_all_goes_on(
    own_server: Server, url: str
) -> None:
    with open_house(url) as house:
        office = house.person("office")
        assert house.get(office, "/units").status_code == 200
        with halted(own_server):
            answers = [
                house.post(office, "/units", UNIT, headers=KEY),
                house.get(office, "/units"),
                house.post(office, "/tokens", {"label": "x", "scopes": ["read"]}),
                house.post(None, "/sessions", {"login": "ai-do", "password": "mot mat khau dai 7"}),
                house.client.get("/readyz"),
                house.client.get("/", headers={**house.headers(office), **PAGE}),
                house.client.post("/units", data=UNIT, headers={**house.headers(office), **PAGE}),
                house.client.post(
                    "/sign-ins", data={"login": "ai-do", "password": "mot mat khau dai 7"}, headers=PAGE
                ),
            ]
            assert [answer.status_code for answer in answers] == [503] * len(answers)
            assert {answer.headers["retry-after"] for answer in answers} == {"5"}
            assert answers[0].json()["type"] == "/problems/database-unreachable"
            assert house.client.get("/livez").status_code == 200
        assert house.client.get("/readyz").status_code == 200
        told = [house.post(office, "/units", UNIT, headers=KEY) for _ in range(2)]
        assert [one.status_code for one in told] == [201, 201]
        assert told[0].json() == told[1].json()
        assert house.application.max_position() == 1


def test_a_leader_that_takes_no_writes_is_none(own_server: Server, url: str) -> None:
    with open_house(url) as house:
        office = house.person("office")
        name = house.application.engine.url.database
        with own_server.connect() as superuser:
            superuser.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        house.application.engine.dispose()
        refused = house.post(office, "/units", UNIT, headers=KEY)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        with own_server.connect() as superuser:
            superuser.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        assert house.post(office, "/units", UNIT, headers=KEY).status_code == 201
        assert house.application.max_position() == 1


def test_a_write_waits_for_another_for_as_long_as_is_set(engine_name: str, new_database: NewDatabase) -> None:
    with open_house(new_database(engine_name), database_wait_seconds=1) as house:
        office = house.person("office")
        with blocked(house):
            refused = house.post(office, "/units", UNIT, headers=KEY)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
            assert house.get(office, "/units").status_code == 200
        assert house.post(office, "/units", UNIT, headers=KEY).status_code == 201


@contextmanager
def blocked(house: House) -> Iterator[None]:
    """Somebody else holds the head of the log."""
    url = house.application.engine.url
    if url.get_backend_name() == "sqlite":
        other = sqlite3.connect(str(url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
        return
    with writing(house.application.engine) as connection:
        connection.execute(text("SELECT position FROM log_head FOR UPDATE"))
        yield


def test_a_service_whose_connections_are_all_taken_says_so(sqlite_url: str) -> None:
    with open_house(sqlite_url, database_connections=2, database_wait_seconds=1) as house:
        inspector = house.person("inspector")
        engine = house.application.engine
        with engine.connect(), engine.connect():
            refused = house.get(inspector, "/units")
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert house.get(inspector, "/units").status_code == 200
