"""Addresses and headers that name nothing or cannot be read: refused, and the log stays as it was."""

from collections.abc import Iterator

import pytest

from service.web.examples import BALLOT, OFFICER, PARAMETERS
from service.web.resources import RESOURCES
from tests.api.sender import DOCUMENT, JSON, Sender, misfit, post
from tests.api.world import World

IDS = (
    "khong-co", "a%00b", "..%2F..%2Fetc", "%ED%A0%80", "%FF", "%25", "a:b", "-1", "0", "9" * 30, "a" * 3_000,
    "%27%20OR%201=1--", "%7B%7B7*7%7D%7D", "%E1%BB%87", "%20", "%0A", "%3Cscript%3E",
)  # fmt: skip


def addresses(path: str) -> Iterator[str]:
    """Addresses of which one part is no id, or none that is known."""
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    plain = {**dict.fromkeys(names, "khong-co"), **PARAMETERS, "position": 1, "year": 2027}
    for name in names:
        for value in IDS:
            yield path.format(**{**plain, name: value})


@pytest.mark.parametrize("path", sorted(path for path in DOCUMENT["paths"] if "{" in path))
def test_an_address_that_names_nothing_is_refused(world: World, path: str) -> None:
    before = world.standing()
    for method in DOCUMENT["paths"][path]:
        headers = {**world.headers(world.caller_of(path, method)), "Accept-Language": "en"}
        if method == "post":
            headers |= JSON
        for address in addresses(path):
            answer = world.house.client.request(method, address, headers=headers, content=b"{}")
            assert misfit(answer) is None, (address, answer.status_code, answer.text[:300])
    assert world.standing() == before


KEYS = ("a b", "a/b", "x" * 101, '"', "{}")
TAGS = ("3", 'W/"3"', '"-1"', '"0"', '"' + "9" * 40 + '"', "x" * 101, '"3", "4"')


@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_headers_that_cannot_be_read_are_refused(world: World, name: str) -> None:
    operation = post(name)
    sender = Sender(world, operation)
    for key in KEYS:
        sender.told(f"key {key}", operation.example, field="Idempotency-Key", **{"Idempotency-Key": key})
    for tag in TAGS:
        sender.told(f"tag {tag}", operation.example, field="If-Match", **{"If-Match": tag})
    sender.check()


@pytest.mark.parametrize(
    "language", ["", "*", "en;q=x", "vi;q=9e9, en", "," * 5_000, "x" * 5_000, "en-GB;q=0.1;q=2"]
)
def test_odd_languages_are_answered_in_one_that_is_spoken(world: World, language: str) -> None:
    headers = {**world.headers(OFFICER), "Accept-Language": language}
    answer = world.house.client.get("/api/v1/cycles/khong-co-2026", headers=headers)
    assert answer.status_code == 404
    assert answer.headers["content-language"] in {"vi", "en"}


@pytest.mark.parametrize("path", sorted(DOCUMENT["paths"]))
def test_every_address_answers_head_and_options(world: World, path: str) -> None:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    plain = {**dict.fromkeys(names, "x"), "previous": BALLOT, "year": 2027, "position": 1}
    address = path.format(**{**plain, **PARAMETERS})
    methods = {method.upper() for method in DOCUMENT["paths"][path]}
    told = world.house.client.options(address)
    assert told.status_code == 204
    assert methods <= set(told.headers["allow"].split(", "))
    head = world.house.client.head(address, headers=world.headers(OFFICER))
    # An address of POST alone may look like one that names a thing: imports/units like imports/{batch}.
    assert head.status_code in {404, 405} or "GET" in methods
    assert head.status_code < 500
    assert head.content == b""
