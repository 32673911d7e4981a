"""Bodies that cannot be read, or are of another kind or size: refused, and the log stays as it was."""

import json
from typing import Any

import pytest

from tests.api.sender import POSTS, WITH_BODY, Sender, post
from tests.api.world import World

BODY_BYTES_MAX = 10 * 1024 * 1024
NESTED = 100_000
HUGE = "1" + "0" * 5_000


def broken(example: dict[str, Any]) -> dict[str, bytes]:
    """Bodies that are no JSON, or not JSON as it may be sent."""
    whole = json.dumps(example).encode()
    field = next(iter(example), "reason")
    named = json.dumps(field).encode()
    return {
        "empty": b"",
        "array": b"[]",
        "null": b"null",
        "text": b'"x"',
        "cut off": whole[:-1],
        "followed by more": whole + b"}",
        "with a BOM": b"\xef\xbb\xbf" + whole,
        "in UTF-16": whole.decode().encode("utf-16"),
        "no UTF-8": b"{" + named + b': "\xff\xfe"}',
        "half a letter": b"{" + named + b': "\\ud800"}',
        "half a letter in a name": b'{"\\ud800": 1}',
        "twice": b"{" + named + b": null, " + whole[1:],
        "NaN": b"{" + named + b": NaN}",
        "Infinity": b"{" + named + b": -Infinity}",
        "1e400": b"{" + named + b": 1e400}",
        "a huge number": b"{" + named + b": " + HUGE.encode() + b"}",
        "deep arrays": b"{" + named + b": " + b"[" * NESTED + b"]" * NESTED + b"}",
        "deep objects": b'{"a":' * NESTED + b"1" + b"}" * NESTED,
        "a huge array": b"{" + named + b": [" + b"1," * 100_000 + b"1]}",
    }


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_body_that_cannot_be_read_is_refused(world: World, name: str) -> None:
    operation = post(name)
    sender = Sender(world, operation)
    for about, content in broken(operation.example).items():
        sender.send(about, content)
    sender.check()


@pytest.mark.parametrize("name", sorted(POSTS))
def test_a_body_of_another_kind_or_size_is_refused(world: World, name: str) -> None:
    operation = post(name)
    sender = Sender(world, operation)
    whole = json.dumps(operation.example).encode() or b"{}"
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/xml", "nonsense"):
        answer = sender.send(kind, whole, **{"Content-Type": kind})
        assert answer.status_code == 415, (kind, answer.text)
    for more in ({"Content-Encoding": "gzip"}, {"Content-Type": "application/json; charset=latin-1"}):
        answer = sender.send(str(more), whole, **more)
        assert answer.status_code == 415, (more, answer.text)
    answer = sender.send("10 MB", b'{"a": "' + b"a" * BODY_BYTES_MAX + b'"}')
    assert answer.status_code == 413
    sender.check()
