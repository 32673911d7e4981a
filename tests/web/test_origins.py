import asyncio

import pytest
from starlette.testclient import TestClient

from service.web.origins import Origins
from service.webaddress import plain_origin
from tests.web.small import COOKIE, METHODS, Small, exchange, problem

SIGN_IN = "/api/v1/sessions"
SIGNED_IN = {"Cookie": f"{COOKIE}=secret"}


@pytest.fixture
def small() -> Small:
    return Small()


@pytest.fixture
def origins(small: Small) -> Origins:
    return Origins(
        small.app, cookie=COOKIE, origins=["https://thidua.example"], guarded=[SIGN_IN], programs="/"
    )


@pytest.fixture
def client(origins: Origins) -> TestClient:
    return TestClient(origins)


def came_through(client: TestClient, headers: dict[str, str], path: str = "/votes") -> bool:
    """Whether a change came through; else it must be the problem."""
    answer = client.post(path, headers=headers)
    assert answer.status_code == 200 or problem(answer).type == "/problems/cross-site"
    return answer.status_code == 200


@pytest.mark.parametrize("method", METHODS)
def test_another_sites_page_changes_nothing(method: str, client: TestClient, small: Small) -> None:
    answer = client.request(method, "/votes", headers={**SIGNED_IN, "Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == (200 if method == "GET" else 403)
    assert len(small.reached) == (1 if method == "GET" else 0)


@pytest.mark.parametrize(
    ("site", "passes"),
    [
        ("same-origin", True), ("none", True), ("same-site", False), ("cross-site", False), ("", False),
        ("Same-Origin", False), ("same-origin, cross-site", False), ("other", False),
    ],
)  # fmt: skip
def test_the_browser_says_where_a_change_comes_from(site: str, passes: bool, client: TestClient) -> None:
    assert came_through(client, {**SIGNED_IN, "Sec-Fetch-Site": site}) is passes


def test_what_the_browser_says_of_the_site_comes_before_the_origin(client: TestClient) -> None:
    ours = {**SIGNED_IN, "Origin": "http://testserver"}
    assert came_through(client, {**ours, "Sec-Fetch-Site": "cross-site"}) is False


@pytest.mark.parametrize(
    ("origin", "passes"),
    [
        ("http://testserver", True), ("http://testserver:80", True), ("HTTP://TestServer", True),
        ("https://thidua.example", True), ("https://thidua.example:443", True),
        ("http://thidua.example", False), ("https://testserver", False), ("http://testserver:8000", False),
        ("http://testserver.evil.example", False), ("http://evil.example", False), ("null", False),
        ("", False), ("http://testserver/", False), ("http://a@testserver", False),
        ("http://testserver, http://evil", False),
        ("http://[", False), ("http://testserver:99999", False), ("http://testserver:x", False),
        ("file://", False), ("ftp://testserver", False), ("//testserver", False),
    ],
)  # fmt: skip
def test_without_that_the_origin_must_be_ours(origin: str, passes: bool, client: TestClient) -> None:
    assert came_through(client, {**SIGNED_IN, "Origin": origin}) is passes


def test_a_program_that_tells_neither_passes(client: TestClient) -> None:
    assert came_through(client, SIGNED_IN)


def test_without_our_cookie_another_site_has_nothing_to_misuse(client: TestClient) -> None:
    assert came_through(client, {"Cookie": "theme=dark", "Sec-Fetch-Site": "cross-site"})
    assert came_through(client, {"Authorization": "Bearer x", "Origin": "http://evil.example"})


def test_nobody_is_signed_in_by_another_site(client: TestClient) -> None:
    assert came_through(client, {"Sec-Fetch-Site": "cross-site"}, SIGN_IN) is False
    assert came_through(client, {"Origin": "http://evil.example"}, SIGN_IN) is False
    assert came_through(client, {"Sec-Fetch-Site": "same-origin"}, SIGN_IN)


@pytest.mark.parametrize(
    "headers",
    [
        [(b"sec-fetch-site", b"same-origin"), (b"sec-fetch-site", b"cross-site")],
        [(b"sec-fetch-site", b"\xff")],
        [(b"origin", b"http://testserver"), (b"origin", b"http://evil.example")],
        [(b"origin", b"\xff\xfe")],
        [(b"origin", "http://thiđua".encode())],
    ],
)
def test_headers_that_no_browser_sends_are_refused(
    headers: list[tuple[bytes, bytes]], origins: Origins, small: Small
) -> None:
    known = [(b"host", b"testserver"), (b"cookie", f"{COOKIE}=secret".encode())]
    assert asyncio.run(exchange(origins, [*known, *headers]))[0] == 403
    assert small.reached == []


@pytest.mark.parametrize(
    "cookies",
    [
        [b"theme=dark", b"thidua_session=secret"],
        [b"theme=dark; __Host-thidua_session=secret"],
        [b"theme=dark;thidua_session=secret"],
        [b'a="; thidua_session=secret'],
        [b"\xff; thidua_session=\xff"],
    ],
)
def test_a_cookie_is_seen_wherever_it_stands(cookies: list[bytes], origins: Origins) -> None:
    headers = [(b"sec-fetch-site", b"cross-site"), *((b"cookie", cookie) for cookie in cookies)]
    assert asyncio.run(exchange(origins, headers))[0] == 403


def test_without_a_host_no_origin_is_our_own(origins: Origins) -> None:
    known = [(b"cookie", f"{COOKIE}=secret".encode())]
    for origin in (b"null", b"http://", b"http://testserver"):
        assert asyncio.run(exchange(origins, [*known, (b"origin", origin)]))[0] == 403


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("https://a.example", "https://a.example:443"),
        ("http://[2001:db8::1]:8000", "http://[2001:db8::1]:8000"),
        ("http://a.example:0", "http://a.example:0"),
        ("a.example", None),
    ],
)
def test_origins_are_compared_with_their_ports(text: str, plain: str | None) -> None:
    assert plain_origin(text) == plain
