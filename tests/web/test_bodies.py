import asyncio
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.web.bodies import Bodies, Taken
from tests.web.small import Small, exchange, problem

YAML = "application/yaml"
JSON = {"Content-Type": "application/json"}
JSON_HEADER = (b"content-type", b"application/json")


@pytest.fixture
def small() -> Small:
    return Small()


@pytest.fixture
def bodies(small: Small) -> Bodies:
    """A limit of 100 bytes; imports take 1,000, as JSON or YAML, and those of units 500."""
    imports = Taken(bytes_max=1_000, media_types=frozenset({"application/json", YAML}))
    others = {
        "/imports": imports,
        "/imports/units": Taken(bytes_max=500, media_types=frozenset({"text/csv"})),
    }
    return Bodies(small.app, usual=Taken(bytes_max=100), others=others)


@pytest.fixture
def client(bodies: Bodies) -> TestClient:
    return TestClient(bodies)


def chunks(size: int) -> Iterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(size // 10):
        yield b" " * 10


def test_a_body_within_the_limit_passes(client: TestClient, small: Small) -> None:
    assert client.post("/votes", content=b" " * 100, headers=JSON).text == "came through"
    assert client.post("/votes", content=chunks(100), headers=JSON).text == "came through"
    assert small.reached == ["POST /votes 100", "POST /votes 100"]


@pytest.mark.parametrize("size", [101, 10_000_000])
def test_a_body_that_says_it_is_too_large_is_refused_unread(size: int, bodies: Bodies, small: Small) -> None:
    headers = [JSON_HEADER, (b"content-length", str(size).encode())]
    status, told, taken = asyncio.run(exchange(bodies, headers, [b" " * 100] * 2))
    assert (status, taken, told[b"connection"]) == (413, 0, b"close")
    assert small.reached == []


def test_a_body_in_chunks_is_counted_and_not_read_on(bodies: Bodies, small: Small) -> None:
    headers = [JSON_HEADER, (b"transfer-encoding", b"chunked")]
    status, told, taken = asyncio.run(exchange(bodies, headers, [b" " * 60] * 50))
    assert (status, taken, told[b"connection"]) == (413, 2, b"close")
    assert small.reached == []


def test_a_length_that_lies_does_not_help(bodies: Bodies, small: Small) -> None:
    headers = [JSON_HEADER, (b"content-length", b"10")]
    status, _, taken = asyncio.run(exchange(bodies, headers, [b" " * 60] * 50))
    assert (status, taken) == (413, 2)
    assert small.reached == []


def test_the_limit_is_named_in_the_readers_language(client: TestClient) -> None:
    long = b" " * 1_001
    told = problem(client.post("/imports", content=long, headers=JSON))
    assert (told.type, told.detail) == ("/problems/body-too-large", "Nội dung gửi lên dài hơn 1.000 byte.")
    answer = client.post("/imports", content=chunks(2_000), headers={**JSON, "Accept-Language": "en"})
    assert problem(answer).detail == "The body is longer than 1,000 bytes."


@pytest.mark.parametrize(
    ("path", "media_type", "size", "status"),
    [
        ("/imports", YAML, 1_000, 200),
        ("/imports/chronicles", YAML, 1_000, 200),
        ("/imports/units", "text/csv", 500, 200),
        ("/imports/units", "text/csv", 501, 413),
        ("/imports/units", YAML, 1, 415),
        ("/imports-old", "application/json", 101, 413),
        ("/imports-old", YAML, 1, 415),
        ("/votes/imports", YAML, 1, 415),
    ],
)
def test_each_address_takes_what_its_nearest_path_takes(
    path: str, media_type: str, size: int, status: int, client: TestClient
) -> None:
    headers = {"Content-Type": media_type}
    assert client.post(path, content=b" " * size, headers=headers).status_code == status


@pytest.mark.parametrize(
    "lengths",
    [
        [b"-1"], [b"+5"], [b"1e2"], [b"0x10"], [b"5 5"], [b"5, 5"], [b""], [b"5", b"5"], [b"5", b"500"],
        ["５".encode()], [b"\xb2"], [b"\xff"],
    ],
)  # fmt: skip
def test_a_length_that_cannot_be_read_is_malformed(
    lengths: list[bytes], bodies: Bodies, small: Small
) -> None:
    headers = [JSON_HEADER, *((b"content-length", length) for length in lengths)]
    status, told, taken = asyncio.run(exchange(bodies, headers, [b"{}"]))
    assert (status, taken, told[b"connection"]) == (400, 0, b"close")
    assert small.reached == []


def test_a_length_beside_chunks_is_malformed(bodies: Bodies) -> None:
    headers = [JSON_HEADER, (b"content-length", b"5"), (b"transfer-encoding", b"chunked")]
    assert asyncio.run(exchange(bodies, headers))[0] == 400


@pytest.mark.parametrize("length", [b"9" * 18, b"9" * 19, b"9" * 5_000, b"0" * 5_000 + b"101"])
def test_a_huge_length_is_too_large_and_no_fault_of_ours(length: bytes, bodies: Bodies) -> None:
    assert asyncio.run(exchange(bodies, [JSON_HEADER, (b"content-length", length)]))[0] == 413


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_the_limit_holds_for_every_method(method: str, client: TestClient) -> None:
    assert client.request(method, "/votes", content=b" " * 101, headers=JSON).status_code == 413


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=UTF-8",
        'application/json;charset="utf-8"',
    ],
)
def test_json_is_taken_however_it_is_written(media_type: str, client: TestClient) -> None:
    assert client.post("/votes", content=b"{}", headers={"Content-Type": media_type}).status_code == 200


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", ";", "json",
        "application/json, text/plain", "application/jsonp", "application/json; charset=utf-16",
        "application/json; charset=utf-8; charset=utf-7", "application/json; charset = utf-16",
    ],
)  # fmt: skip
def test_another_media_type_is_refused(media_type: str, client: TestClient, small: Small) -> None:
    answer = client.post("/votes", content=b"{}", headers={"Content-Type": media_type})
    told = problem(answer)
    assert (told.type, told.field) == ("/problems/media-type-unknown", "Content-Type")
    assert told.detail == "Địa chỉ này nhận: application/json."
    assert small.reached == []


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [JSON_HEADER, JSON_HEADER],
        [(b"content-type", b"text/plain"), JSON_HEADER],
        [(b"content-type", "application/jsọn".encode())],
        [(b"content-type", b"\xff\xfe")],
        [JSON_HEADER, (b"content-encoding", b"gzip")],
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_body_must_say_plainly_what_it_is(
    method: str, headers: list[tuple[bytes, bytes]], bodies: Bodies, small: Small
) -> None:
    length = (b"content-length", b"2")
    assert asyncio.run(exchange(bodies, [*headers, length], [b"{}"], method=method))[0] == 415
    chunked = (b"transfer-encoding", b"chunked")
    assert asyncio.run(exchange(bodies, [*headers, chunked], [b"{}"], method=method))[0] == 415
    assert small.reached == []


def test_what_has_no_body_needs_no_media_type(client: TestClient) -> None:
    assert client.post("/closures").status_code == 200
    assert client.get("/votes").status_code == 200
