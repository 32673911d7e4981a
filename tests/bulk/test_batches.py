"""A batch: accepted at once, seen while it is under way, and whole or nothing whatever happens to it."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from service.bulk.batches import ALIVE_MICROSECONDS
from service.bulk.imports import BATCHES_MAX, Imports
from service.bulk.rows import LINES_MAX
from service.bulk.work import HELD_SECONDS_MAX
from service.chronicle.reading import PARTS_MAX
from service.clock import system_clock
from service.web.cookies import SESSION_COOKIE
from service.web.imports import RETRY_SECONDS
from tests.bulk.gate import WAIT_SECONDS, Gate
from tests.bulk.sending import CSV, HEAD, JSON, logged, places, posted, sent
from tests.serving import serving
from tests.web.house import House, open_house

UNITS = 200
NO_WAIT = {"Prefer": ""}


def units(count: int) -> str:
    """A table of so many units."""
    rows = "".join(f"don-vi-{number},Đơn vị {number},Quyết định 12\n" for number in range(count))
    return f"unit,name,source\n{rows}"


@contextmanager
def gated(database_url: str) -> Iterator[tuple[House, Gate]]:
    """A house whose worker can be made to wait."""
    gate = Gate()
    try:
        with open_house(database_url, clock=gate, shutdown_seconds=1) as house:
            yield house, gate
            gate.open()
    finally:
        gate.open()


def ended(house: House, person: str, batch: str) -> Any:
    """A batch, once it has ended."""
    house.app.state.imports.wait_for(batch, WAIT_SECONDS)
    return house.get(person, f"/imports/{batch}").json()


def test_progress_is_seen_by_another_request_and_the_log_is_not(database_url: str) -> None:
    with gated(database_url) as (house, gate):
        office = house.person("office")
        gate.close_after(UNITS * 3)  # it asks once for each row that it reads, and oftener for one it records
        answer = posted(house, office, "units", units(UNITS), CSV, headers=NO_WAIT)
        batch = answer.json()["batch"]
        assert (answer.status_code, answer.headers["location"]) == (202, f"/api/v1/imports/{batch}")
        gate.wait()
        told = house.get(office, f"/imports/{batch}").json()
        assert (told["state"], told["total"], told["recorded"]) == ("running", UNITS, None)
        assert 0 < told["done"] < UNITS
        assert logged(house) == []
        gate.open()
        told = ended(house, office, batch)
        assert (told["state"], told["recorded"]) == ("done", UNITS)
        assert len(logged(house)) == UNITS


def test_a_batch_that_cannot_finish_in_time_is_taken_back(database_url: str) -> None:
    with gated(database_url) as (house, gate):
        office = house.person("office")
        imports: Imports = house.app.state.imports
        gate.close_after(0)
        batches = [
            posted(house, office, "units", units(UNITS), CSV, headers=NO_WAIT).json()["batch"]
            for _ in range(2)
        ]
        gate.wait()
        gate.let_through(UNITS * 3)
        gate.wait()  # in the middle of the first
        with ThreadPoolExecutor(1) as closer:
            closing = closer.submit(imports.close, 1)
            assert imports.stopping.wait(WAIT_SECONDS)
            assert posted(house, office, "units", units(1), CSV, headers=NO_WAIT).status_code == 503
            gate.open()
            closing.result()
        for batch in batches:
            assert ended(house, office, batch)["state"] == "interrupted"
        assert logged(house) == []


def test_an_import_that_holds_the_log_for_too_long_is_refused(sqlite_url: str) -> None:
    time = system_clock()

    def leaping() -> int:
        nonlocal time
        time += HELD_SECONDS_MAX * 1_000_000 // UNITS
        return time

    with open_house(sqlite_url, clock=leaping) as house:
        told = sent(house, house.person("office"), "units", units(UNITS), CSV)
        assert places(told) == [(1, "", "import_too_slow")]
        assert logged(house) == []


def test_what_waits_is_bounded(sqlite_url: str) -> None:
    with gated(sqlite_url) as (house, gate):
        office = house.person("office")
        gate.close_after(0)
        answers = [
            posted(house, office, "units", units(1), CSV, headers=NO_WAIT) for _ in range(BATCHES_MAX + 1)
        ]
        assert [answer.status_code for answer in answers] == [202] * BATCHES_MAX + [503]
        assert answers[-1].json()["type"] == "/problems/imports-waiting"
        assert answers[-1].headers["retry-after"] == str(RETRY_SECONDS)
        assert answers[-2].json()["state"] == "queued"
        gate.open()
        assert ended(house, office, answers[-2].json()["batch"])["known"] == 1
        assert sent(house, office, "units", units(1), CSV)["state"] == "done"


def test_the_same_key_is_the_same_batch(house: House) -> None:
    office, key = house.person("office"), {"Idempotency-Key": "mot"}
    first = posted(house, office, "units", units(2), CSV, headers=key).json()
    assert posted(house, office, "units", units(2), CSV, headers=key).json() == first
    other = posted(house, office, "units", units(3), CSV, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "import_key_reused")
    another = posted(house, house.person("office"), "units", units(2), CSV, headers=key).json()
    assert another["batch"] != first["batch"]
    assert another["known"] == 2


def test_batches_are_ones_own_but_for_who_sees_all(house: House) -> None:
    house.application.do("register_unit", unit="bo-a", name="Đơn vị A")
    office, other = house.person("office"), house.person("office", unit="bo-a")
    mine, others = (sent(house, who, "chronicles", HEAD, dry_run=True)["batch"] for who in (office, other))
    for who in (office, house.person("inspector")):
        assert [one["batch"] for one in house.get(who, "/imports").json()["imports"]] == [others, mine]
        assert house.get(who, f"/imports/{others}").status_code == 200
    for who, seen in ((other, [others]), (house.person("administrator"), [])):
        assert [one["batch"] for one in house.get(who, "/imports").json()["imports"]] == seen
        answer = house.get(who, f"/imports/{mine}")
        assert (answer.status_code, answer.json()["code"]) == (404, "import_unknown")
    assert house.get(None, "/imports").status_code == 401


def test_batches_are_listed_page_by_page(sqlite_house: House) -> None:
    house = sqlite_house
    office = house.person("office")
    batches = [sent(house, office, "units", units(1), CSV, dry_run=True)["batch"] for _ in range(5)]
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        told = house.get(office, "/imports", limit=2, **after).json()
        found += [one["batch"] for one in told["imports"]]
        if told["next"] is None:
            break
        after = {"after": told["next"]}
    assert found == batches[::-1]
    assert house.get(office, "/imports", after="i-0").json()["imports"] == []


@pytest.mark.parametrize("parameter", ["dryrun", "dry-run", "cycle"])
def test_a_misspelt_parameter_records_nothing(sqlite_house: House, parameter: str) -> None:
    answer = sqlite_house.client.post(
        "/api/v1/imports/chronicles",
        content=HEAD,
        params={parameter: "true"},
        headers={**sqlite_house.headers(sqlite_house.person("office")), "Content-Type": "application/yaml"},
    )
    assert (answer.status_code, answer.json()["field"]) == (422, parameter)
    assert logged(sqlite_house) == []


@pytest.mark.parametrize(
    ("path", "raw", "media_type", "code"),
    [
        ("chronicles", "entries: " + "[" * 20_000, "application/yaml", "nested_too_deep"),
        ("chronicles", "-\n" * (PARTS_MAX + 1), "application/yaml", "parts_too_many"),
        ("chronicles", "a: " + "x" * 5_000_000, "application/yaml", "file_too_large"),
        ("chronicles", "", "application/yaml", "field_misfits"),
        ("chronicles", b"\x00\xff", "application/yaml", "file_unreadable"),
        ("chronicles", "[1]", JSON, "field_misfits"),
        ("units", '{"unit": "a"}', JSON, "field_misfits"),
        ("units", '[{"unit": "a", "unit": "b"}]', JSON, "key_repeated"),
        ("units", "unit,name\na," + "x" * 200_000, CSV, "csv_unreadable"),
        ("units", "unit,name\na," + "x" * 30_000, CSV, "text_too_long"),
        ("units", b"unit,name\na,\xff", CSV, "file_unreadable"),
        ("units", "\x00", CSV, "column_missing"),
        ("units", "unit,name\n" + "a,b\n" * (LINES_MAX + 1), CSV, "lines_too_many"),
    ],
    ids=lambda value: None if len(str(value)) > 30 else str(value),
)
def test_a_hostile_file_ends_in_a_problem(
    sqlite_house: House, path: str, raw: str | bytes, media_type: str, code: str
) -> None:
    house = sqlite_house
    office = house.person("office")
    answer = posted(house, office, path, raw, media_type, headers=NO_WAIT)
    told = ended(house, office, answer.json()["batch"])
    assert (told["state"], code in {one["code"] for one in told["problems"]}) == ("failed", True)
    assert logged(house) == []


def test_a_body_beyond_the_limit_is_not_read(sqlite_url: str) -> None:
    with open_house(sqlite_url, import_bytes_max=1024) as house:
        answer = posted(house, house.person("office"), "units", units(UNITS), CSV)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")


def test_a_killed_server_leaves_nothing_half_written(database_url: str) -> None:
    with open_house(database_url) as house:
        office = house.person("office")
        cookie = house.headers(office)["Cookie"]
    assert cookie.startswith(SESSION_COOKIE)
    with (
        serving(database_url) as served,
        httpx2.Client(
            base_url=f"http://127.0.0.1:{served.port}/api/v1", headers={"Cookie": cookie}
        ) as client,
    ):
        answer = client.post(
            "/imports/units", content=units(LINES_MAX).encode(), headers={"Content-Type": CSV}
        )
        batch = answer.json()["batch"]
        while True:
            told = client.get(f"/imports/{batch}").json()
            assert told["state"] in {"queued", "running"}
            if told["done"]:
                break
        os.kill(served.process.pid, signal.SIGKILL)
    with open_house(database_url, clock=lambda: system_clock() + ALIVE_MICROSECONDS) as house:
        office = house.person("office")
        told = house.get(office, f"/imports/{batch}").json()
        assert (told["state"], told["recorded"], told["first_position"]) == ("interrupted", 0, None)
        assert logged(house) == []
        assert sent(house, office, "units", units(UNITS), CSV)["recorded"] == UNITS
