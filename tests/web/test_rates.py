import asyncio
from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from service.web.rates import CALLERS_AT_ADDRESS, Rates, Work
from service.web.windows import Windows
from tests.web.small import COOKIE, Hands, Small, exchange, problem

SIGN_IN = "/api/v1/sessions"
IMPORTS = "/api/v1/imports"
RATES: Mapping[Work, str] = {
    "sign_ins": "2/minute", "writes": "3/minute", "reads": "5/minute", "imports": "1/minute",
}  # fmt: skip


@pytest.fixture
def small() -> Small:
    return Small()


@pytest.fixture
def clock() -> Hands:
    return Hands()


def limited(small: Small, clock: Hands, rates: Mapping[Work, str] = RATES) -> Rates:
    """The small service with rates."""
    known = {"sign_ins": [SIGN_IN], "imports": [IMPORTS]}
    return Rates(small.app, rates=rates, clock=clock, cookie=COOKIE, **known)


@pytest.fixture
def rates(small: Small, clock: Hands) -> Rates:
    return limited(small, clock)


def caller(rates: Rates, address: str = "192.0.2.1", **headers: str) -> TestClient:
    """A client at an address of its own."""
    return TestClient(rates, client=(address, 5000), headers=headers)


def signed_in(rates: Rates, secret: str, address: str = "192.0.2.1") -> TestClient:
    """A client with a session."""
    return caller(rates, address, Cookie=f"{COOKIE}={secret}")


def passing(client: TestClient, method: str, path: str, attempts: int) -> int:
    """How many of some requests came through."""
    return [client.request(method, path).status_code for _ in range(attempts)].count(200)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", SIGN_IN, 2), ("GET", SIGN_IN, 5), ("DELETE", SIGN_IN, 3), ("POST", "/votes", 3),
        ("PUT", "/votes", 3), ("GET", "/votes", 5), ("POST", IMPORTS, 1), ("POST", f"{IMPORTS}/units", 1),
        ("GET", IMPORTS, 5), ("POST", f"{IMPORTS}-old", 3), ("PURGE", "/votes", 0),
    ],
)  # fmt: skip
def test_each_kind_of_work_has_its_rate(
    method: str, path: str, allowed: int, rates: Rates, small: Small
) -> None:
    assert passing(caller(rates), method, path, 7) == allowed
    assert len(small.reached) == allowed


def test_kinds_of_work_are_counted_apart(rates: Rates) -> None:
    client = caller(rates)
    assert passing(client, "POST", "/votes", 4) == 3
    assert passing(client, "GET", "/votes", 6) == 5


def test_who_is_refused_is_told_when_to_come_again(rates: Rates, clock: Hands, small: Small) -> None:
    client = caller(rates)
    client.post("/votes")
    clock.pass_seconds(20)
    assert passing(client, "POST", "/votes", 2) == 2
    answer = client.post("/votes")
    assert problem(answer).type == "/problems/too-many-requests"
    assert answer.headers["retry-after"] == "40"
    assert answer.headers["ratelimit"] == '"writes";r=0;t=40'
    assert answer.headers["ratelimit-policy"] == '"writes";q=3;w=60'
    clock.pass_seconds(40)
    assert passing(client, "POST", "/votes", 2) == 1
    assert len(small.reached) == 4


def test_what_was_refused_is_not_counted(rates: Rates, clock: Hands) -> None:
    client = caller(rates)
    assert passing(client, "POST", "/votes", 30) == 3
    clock.pass_seconds(60)
    assert passing(client, "POST", "/votes", 30) == 3


def test_callers_at_one_address_are_told_apart_by_what_they_signed_in_with(rates: Rates) -> None:
    assert passing(signed_in(rates, "one"), "POST", "/votes", 4) == 3
    assert passing(signed_in(rates, "two"), "POST", "/votes", 4) == 3
    assert passing(caller(rates, Authorization="Bearer three"), "POST", "/votes", 4) == 3
    assert passing(caller(rates), "POST", "/votes", 4) == 3


def test_over_https_callers_are_told_apart_by_the_cookie_of_there(rates: Rates) -> None:
    secure = f"__Host-{COOKIE}"
    assert passing(caller(rates, Cookie=f"{secure}=one"), "POST", "/votes", 4) == 3
    assert passing(caller(rates, Cookie=f"{secure}=two; {COOKIE}=one"), "POST", "/votes", 4) == 3


def test_one_caller_at_two_addresses_is_one(rates: Rates) -> None:
    assert passing(signed_in(rates, "one", "192.0.2.1"), "POST", "/votes", 2) == 2
    assert passing(signed_in(rates, "one", "192.0.2.2"), "POST", "/votes", 2) == 1


def test_sign_ins_are_counted_by_address_whatever_comes_with_them(rates: Rates) -> None:
    assert [signed_in(rates, str(n)).post(SIGN_IN).status_code for n in range(3)] == [200, 200, 429]
    assert caller(rates, "192.0.2.2").post(SIGN_IN).status_code == 200


def test_making_up_tokens_does_not_lift_the_limit(rates: Rates) -> None:
    most = 3 * CALLERS_AT_ADDRESS
    answers = [signed_in(rates, str(n)).post("/votes").status_code for n in range(most + 5)]
    assert (answers.count(200), answers[-1]) == (most, 429)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_addresses_that_one_caller_can_choose_from_are_one(
    one: str, other: str, same: bool, rates: Rates
) -> None:
    assert passing(caller(rates, one), "POST", "/votes", 3) == 3
    assert passing(caller(rates, other), "POST", "/votes", 1) == (0 if same else 1)


def test_a_rate_left_empty_is_no_limit(small: Small, clock: Hands) -> None:
    rates = limited(small, clock, {**RATES, "writes": ""})
    assert passing(caller(rates), "POST", "/votes", 20) == 20
    assert passing(caller(rates), "GET", "/votes", 20) == 5


def test_a_rate_that_cannot_be_read_is_a_fault_at_once(small: Small, clock: Hands) -> None:
    with pytest.raises(ValueError, match="lots"):
        limited(small, clock, {"writes": "lots"})


def test_who_watches_over_the_service_is_never_refused(rates: Rates) -> None:
    assert passing(caller(rates), "GET", "/livez", 20) == 20
    assert passing(caller(rates), "GET", "/readyz", 20) == 20


@pytest.mark.parametrize(
    "headers",
    [
        [(b"authorization", b"\xff\xfe")],
        [(b"cookie", b"\xff; thidua_session=\xff")],
        [(b"cookie", b"thidua_session=")],
        [(b"cookie", b"=;;=; thidua_session")],
        [(b"authorization", b"Bearer " + b"x" * 60_000)],
    ],
)
def test_headers_that_make_no_sense_are_counted_all_the_same(
    headers: list[tuple[bytes, bytes]], rates: Rates
) -> None:
    statuses = [asyncio.run(exchange(rates, headers))[0] for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_who_has_no_address_is_limited_too(rates: Rates) -> None:
    statuses = [asyncio.run(exchange(rates, [], client=None))[0] for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_no_secret_is_kept(rates: Rates) -> None:
    signed_in(rates, "a-secret").post("/votes")
    kept = " ".join(rates._limiter.storage._windows)  # type: ignore[attr-defined]
    assert "writes" in kept
    assert "a-secret" not in kept


def test_callers_that_went_away_are_forgotten(clock: Hands) -> None:
    windows = Windows(clock)
    for number in range(1_000):
        assert windows.acquire_entry(f"caller {number}", 5, 60)
    clock.pass_seconds(59)
    assert windows.acquire_entry("caller 0", 5, 60)
    assert len(windows) == 1_000
    clock.pass_seconds(1)
    assert windows.acquire_entry("another", 5, 60)
    assert len(windows) == 2
    assert (windows.get("caller 0"), windows.get("caller 1")) == (1, 0)


def test_no_more_callers_are_remembered_than_there_is_room_for(clock: Hands) -> None:
    windows = Windows(clock, keys_max=10)
    for number in range(100):
        assert windows.acquire_entry(f"caller {number}", 1, 60)
    assert len(windows) == 10
    assert not windows.acquire_entry("caller 99", 1, 60)
    assert windows.acquire_entry("caller 0", 1, 60)


def test_the_window_moves_with_the_clock(clock: Hands) -> None:
    windows = Windows(clock)
    began = clock.microseconds // 1_000_000
    assert windows.acquire_entry("a", 2, 60)
    clock.pass_seconds(30)
    assert windows.acquire_entry("a", 2, 60)
    assert windows.get_moving_window("a", 2, 60) == (began, 2)
    assert windows.get_expiry("a") == began + 90
    clock.pass_seconds(30)
    assert windows.get_moving_window("a", 2, 60) == (began + 30, 1)
    clock.pass_seconds(30)
    assert windows.get_moving_window("a", 2, 60) == (began + 90, 0)
    assert len(windows) == 0


def test_several_are_counted_together_or_not_at_all(clock: Hands) -> None:
    windows = Windows(clock)
    assert not windows.acquire_entry("a", 2, 60, amount=3)
    assert windows.acquire_entry("a", 2, 60, amount=2)
    assert not windows.acquire_entry("a", 2, 60)
    windows.clear("a")
    assert windows.acquire_entry("a", 2, 60)
    assert (windows.reset(), len(windows)) == (1, 0)
