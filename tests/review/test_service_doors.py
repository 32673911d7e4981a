"""At the door: reading waits for no writer, and a page left open keeps no session alive."""

import sqlite3

from starlette.requests import Request

from service.engine import writing
from service.web.guard import Permitted
from tests.web.house import open_house
from tests.web.small import Hands

MINUTE = 60
TOKEN = {"label": "thử", "scopes": ["read"], "expires_at": "2199-01-01T00:00:00+07:00"}


def test_who_reads_does_not_wait_for_who_writes(sqlite_url: str) -> None:
    hands = Hands()
    with open_house(sqlite_url, clock=hands) as house:
        reader = house.person("inspector")
        hands.pass_seconds(2 * MINUTE)
        with writing(house.application.engine):
            assert house.get(reader, "/units").status_code == 200
        assert house.get(reader, "/units").status_code == 200, "and whoever waited first can write again"


def test_a_page_left_open_keeps_no_session_from_ending(sqlite_url: str) -> None:
    hands = Hands()
    with open_house(sqlite_url, clock=hands, session_idle_minutes=5) as house:
        reader = house.person("inspector")
        headers = [(b"cookie", house.headers(reader)["Cookie"].encode())]
        for _ in range(4):
            hands.pass_seconds(MINUTE)
            scope = {"type": "http", "method": "GET", "path": "/", "path_params": {}, "query_string": b""}
            Permitted("read_directory").check(Request({**scope, "headers": headers, "app": house.app}))
        hands.pass_seconds(2 * MINUTE)
        assert house.get(reader, "/units").status_code == 401


def test_asking_for_something_keeps_a_session_from_ending(sqlite_url: str) -> None:
    hands = Hands()
    with open_house(sqlite_url, clock=hands, session_idle_minutes=5) as house:
        reader = house.person("inspector")
        for _ in range(4):
            hands.pass_seconds(2 * MINUTE)
            assert house.get(reader, "/units").status_code == 200


def test_a_log_that_another_writes_to_for_too_long_is_told_as_such(sqlite_url: str) -> None:
    with open_house(sqlite_url, database_wait_seconds=1) as house:
        office = house.person("office")
        blocker = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        for path, told in (("/units", {"unit": "a", "name": "A"}), ("/tokens", TOKEN), ("/units", {})):
            answer = house.post(office, path, told)
            expected = 503 if told else 422
            assert answer.status_code == expected, "what is refused is told though it cannot be noted"
        blocker.close()
        assert house.post(office, "/units", {"unit": "a", "name": "A"}).status_code == 201


def test_what_was_read_in_a_browser_is_not_left_behind_in_it(sqlite_url: str) -> None:
    with open_house(sqlite_url) as house:
        answer = house.client.get("/", headers=house.headers(house.person()))
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
