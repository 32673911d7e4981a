"""What is given by hand counts as it is when a command is decided, not as it was at the door."""

import json
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from sqlalchemy import Connection
from starlette.types import Message, Scope

from service.accounts import grants, logins, persons
from service.engine import writing
from tests.web.house import House

Meanwhile = Callable[[Connection, str, int], None]


def withdraw(connection: Connection, person: str, now: int) -> None:
    (held,) = grants.held(connection, person, now)
    grants.withdraw(connection, held.id, by="p-admin", now=now)


def disable(connection: Connection, person: str, now: int) -> None:
    logins.disable(connection, person, by="p-admin", now=now)


def erase(connection: Connection, person: str, now: int) -> None:
    persons.erase(connection, person, by="p-admin", now=now)


def nothing(connection: Connection, person: str, now: int) -> None:
    """Nobody loses anything."""


def slowly_sent(house: House, person: str, meanwhile: Meanwhile) -> int:
    """Register a unit by a request whose body comes only after something has happened; its status."""
    engine, statuses = house.application.engine, list[int]()

    def body() -> Iterator[Message]:
        with writing(engine) as connection:
            meanwhile(connection, person, house.application.log_recorder.clock())
        sent = json.dumps({"unit": "a", "name": "Đơn vị A"}).encode()
        yield {"type": "http.request", "body": sent, "more_body": False}

    waiting = body()

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = {"Host": "testserver", "Content-Type": "application/json", **house.headers(person)}
    headers["Sec-Fetch-Site"] = "same-origin"
    scope: Scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/api/v1/units",
        "root_path": "", "raw_path": b"/api/v1/units", "query_string": b"",
        "client": ("192.0.2.1", 5000), "server": ("testserver", 80), "state": {},
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    portal = house.client.portal
    assert portal is not None
    portal.call(partial(house.app, scope, receive, send))
    (status,) = statuses
    return status


@pytest.mark.parametrize(
    ("meanwhile", "status", "positions"),
    [(nothing, 201, 1), (withdraw, 403, 0), (disable, 403, 0), (erase, 403, 0)],
)
def test_who_lost_a_role_while_a_command_waited_does_not_act_by_it(
    meanwhile: Meanwhile, status: int, positions: int, house: House
) -> None:
    person = house.person("office")
    assert slowly_sent(house, person, meanwhile) == status
    assert (house.application.max_position() or 0) == positions
