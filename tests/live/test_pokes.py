"""Who watches is poked when something was recorded, by whatever process, and hears nothing else."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.accounts import sessions
from service.application import Thidua
from service.engine import writing
from service.live.hub import Crowded, Hub, Listener, subjects
from service.opening import open_thidua
from service.web import pokes
from tests.live.hall import open_ballot, open_hall
from tests.live.people import representatives, signed_in
from tests.live.servers import Server, serving
from tests.serving import WAIT_SECONDS
from tests.web.house import House, open_house

UNITS = ["a", "b", "c"]


class Hall:
    """A running service with an open roll call; what the test records, it records from its own process."""

    def __init__(self, server: Server, application: Thidua) -> None:
        self.server = server
        self.application = application
        self.cycle = open_hall(application, UNITS)
        self.ballot = open_ballot(
            application, self.cycle, "goi", mode="roll_call", roll=UNITS, candidates=UNITS
        )
        self.people = representatives(application, UNITS)
        self.headers = {unit: signed_in(application, person) for unit, person in self.people.items()}

    def vote(self, elector: str) -> int:
        """Cast a vote here, beside the service; gives its position."""
        choices = dict.fromkeys(UNITS, "for")
        voted = self.application.do(
            "cast_vote", ballot=self.ballot, elector=elector, choices=choices, channel="hall"
        )
        return voted[0].position

    @contextmanager
    def listening(self, path: str, unit: str = "a") -> Iterator[Iterator[str]]:
        """The lines of a stream, as they come."""
        with httpx.stream(
            "GET", f"{self.server.url}{path}", headers=self.headers[unit], timeout=WAIT_SECONDS
        ) as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            yield answer.iter_lines()


@pytest.fixture
def hall(database_url: str, tmp_path: Path) -> Iterator[Hall]:
    """A hall with a service of its own, on each engine."""
    with serving(database_url, tmp_path) as server:
        application = open_thidua(database_url)
        yield Hall(server, application)
        application.close()


def next_poke(lines: Iterator[str]) -> int:
    """The position of the next poke; the stream holds nothing but pokes, pings and when to come again."""
    event: dict[str, str] = {}
    for line in lines:
        if not line and event:
            assert event.pop("retry") == str(pokes.RETRY_MILLISECONDS)
            assert event.keys() == {"event", "data"}
            told: dict[str, Any] = json.loads(event["data"])
            assert (event["event"], list(told)) == ("poke", ["position"])
            return int(told["position"])
        field, _, value = line.partition(": ")
        if field:
            event[field] = value
    raise AssertionError("the stream ended")


@pytest.mark.parametrize("subject", ["ballots/{ballot}", "cycles/{cycle}"])
def test_a_vote_from_another_process_pokes(hall: Hall, subject: str) -> None:
    path = f"/{subject.format(ballot=hall.ballot, cycle=hall.cycle)}/pokes"
    with hall.listening(path) as lines:
        first = next_poke(lines)
        for elector in ("b", "c"):
            assert hall.vote(elector) == next_poke(lines) > first
    with hall.listening(path) as lines:  # connecting again: a poke at once, so nothing was missed
        assert next_poke(lines) == hall.application.max_position()


def test_a_vote_by_http_pokes_at_once(hall: Hall) -> None:
    with hall.listening(f"/ballots/{hall.ballot}/pokes") as lines:
        next_poke(lines)
        answer = httpx.post(
            f"{hall.server.url}/ballots/{hall.ballot}/votes",
            headers=hall.headers["b"],
            json={"elector": "b", "choices": {"a": "against", "b": "for", "c": "for"}, "channel": "hall"},
        )
        assert next_poke(lines) == answer.json()["position"]


def test_other_ballots_do_not_poke(hall: Hall) -> None:
    with hall.listening(f"/ballots/{hall.ballot}/pokes") as lines:
        next_poke(lines)
        open_ballot(hall.application, hall.cycle, "khac", mode="roll_call", roll=UNITS, candidates=UNITS)
        voted = hall.vote("b")
        assert next_poke(lines) == voted


def test_a_stopping_service_ends_its_streams(hall: Hall) -> None:
    with hall.listening(f"/cycles/{hall.cycle}/pokes") as lines:
        next_poke(lines)
        hall.server.process.terminate()
        assert [line for line in lines if line] == []
    assert hall.server.process.wait(WAIT_SECONDS) == 0
    told = [json.loads(line)["event"] for line in hall.server.log.read_text(encoding="utf-8").splitlines()]
    assert told[-1] == "stopped"
    assert "failed" not in told


def test_only_who_may_read_may_listen(house: House) -> None:
    cycle = open_hall(house.application, UNITS)
    ballot = open_ballot(house.application, cycle, "goi", mode="roll_call", roll=UNITS, candidates=UNITS)
    inspector = house.person("inspector")
    for path in (f"/ballots/{ballot}/pokes", f"/cycles/{cycle}/pokes"):
        assert house.get(None, path).status_code == 401
        assert house.get(house.person(), path).status_code == 403
        answer = house.get(inspector, path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert answer.text.count("event: poke") == 1
        head = house.client.head(f"/api/v1{path}", headers=house.headers(inspector))
        assert (head.status_code, head.content) == (200, b"")
    assert house.get(inspector, "/ballots/thu-2099.goi/pokes").status_code == 404
    assert house.get(inspector, "/cycles/thu-2099/pokes").status_code == 404


def test_who_is_signed_out_hears_no_more(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pokes, "RECHECK_SECONDS", 0)
    with open_house(sqlite_url, listening_seconds=WAIT_SECONDS) as house:
        cycle = open_hall(house.application, UNITS)
        inspector = house.person("inspector")
        checked = []

        def sign_out(position: int) -> None:
            checked.append(position)
            with writing(house.application.engine) as connection:
                sessions.end_all(connection, inspector, now=house.application.log_recorder.clock())

        follow = house.app.state.hub.follow

        def followed() -> int:
            position: int = follow()
            sign_out(position)
            return position

        monkeypatch.setattr(house.app.state.hub, "follow", followed)
        answer = house.get(inspector, f"/cycles/{cycle}/pokes")
    assert answer.status_code == 200
    assert checked
    assert answer.text == ""


def test_too_many_listeners_are_told_to_wait(sqlite_url: str) -> None:
    with open_house(sqlite_url) as house:
        cycle = open_hall(house.application, UNITS)
        inspector, other = house.person("inspector"), house.person("inspector")
        house.app.state.hub = Hub(house.application.log_recorder, listeners_max=2, of_person_max=1)

        async def crowd(*persons: str) -> list[int]:
            with ExitStack() as stack:
                for person in persons:
                    stack.enter_context(house.app.state.hub.listening("cycle:x", person, 1))
                return [(await asyncio.to_thread(house.get, inspector, f"/cycles/{cycle}/pokes")).status_code]

        assert asyncio.run(crowd(inspector)) == [429]
        assert asyncio.run(crowd(other, "p-3")) == [503]
        assert asyncio.run(crowd(other)) == [200]
        house.app.state.hub.close()


def test_a_poke_swallows_the_one_before() -> None:
    async def listen() -> list[int]:
        listener = Listener(1)
        heard = [await listener.position()]
        for position in (2, 4, 3):
            listener.poke(position)
        await asyncio.sleep(0)
        heard.append(await listener.position())
        listener.poke(5)
        return [*heard, await listener.position()]

    assert asyncio.run(listen()) == [1, 4, 5]


def test_a_place_is_given_back(sqlite_house: House) -> None:
    hub = Hub(sqlite_house.application.log_recorder, listeners_max=1)

    async def listen() -> None:
        for _ in range(3):
            with hub.listening("cycle:x", "p-1", 0), pytest.raises(Crowded), hub.listening("x", "p-2", 0):
                raise AssertionError("let in")

    asyncio.run(listen())


def test_listeners_are_counted_by_the_metrics(sqlite_house: House) -> None:
    cycle = open_hall(sqlite_house.application, UNITS)
    sqlite_house.get(sqlite_house.person("inspector"), f"/cycles/{cycle}/pokes")
    told = sqlite_house.app.state.metrics.told(sqlite_house.application).decode()
    assert "thidua_listeners 0.0" in told


def test_what_a_stream_is_of() -> None:
    assert subjects("vote:thu-2026.goi:a") == ["cycle:thu-2026", "ballot:thu-2026.goi"]
    assert subjects("pledge:thu-2026:a") == ["cycle:thu-2026"]
    assert subjects("unit:a") == []
