"""A provider that changes its keys, does not answer, or says what no provider should."""

from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from service.accounts.provider import BYTES_MAX, KEPT_MICROSECONDS
from tests.oidc.conftest import START, Door, opened
from tests.oidc.provider import KEYS, Provider


def test_keys_and_description_are_asked_for_once(door: Door) -> None:
    door.linked()
    for _ in range(3):
        assert door.sign_in().status_code == 303
    assert (door.provider.asked["description"], door.provider.asked["keys"]) == (1, 1)
    door.now[0] += KEPT_MICROSECONDS
    door.provider.now += KEPT_MICROSECONDS // 1_000_000
    assert door.sign_in().status_code == 303
    assert (door.provider.asked["description"], door.provider.asked["keys"]) == (2, 2)


def test_a_new_key_is_asked_for_once(door: Door) -> None:
    door.linked()
    door.sign_in()
    door.provider.key, door.provider.published = KEYS[1], [KEYS[1]]
    assert door.sign_in().status_code == 303
    assert door.provider.asked["keys"] == 2
    door.sign_in()
    assert door.provider.asked["keys"] == 2


def test_a_key_that_is_not_published_is_looked_for_once_a_sign_in(door: Door) -> None:
    door.linked()
    door.sign_in()
    door.provider.key = KEYS[1]
    assert door.sign_in().status_code == 401
    assert door.provider.asked["keys"] == 2


def test_a_provider_that_is_down_is_told_as_such(sqlite_url: str, provider: Provider) -> None:
    provider.issuer = "http://127.0.0.1:9"  # the port on which nothing is kept
    for door in opened(sqlite_url, provider):
        answer = door.house.client.get(START, follow_redirects=False)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert 'role="alert"' in answer.text
        assert "ConnectError" in door.log.getvalue()


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "http://127.0.0.1:1"},
        {"issuer": None},
        {"token_endpoint": "http://id.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "http://a@127.0.0.1/keys"},
        {"jwks_uri": "ftp://127.0.0.1/keys"},
        {"padding": "x" * BYTES_MAX},
    ],
)
def test_a_description_that_no_provider_would_give_is_not_believed(
    metadata: dict[str, Any], door: Door
) -> None:
    door.provider.metadata = metadata
    answer = door.house.client.get(START, follow_redirects=False)
    assert (answer.status_code, answer.headers.get("location")) == (503, None)
    door.provider.metadata = {}
    door.leave()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (PlainTextResponse("busy", 500), 503),
        (PlainTextResponse("not json"), 503),
        (PlainTextResponse(b"\xff"), 503),
        (JSONResponse({"access_token": "a"}), 503),
        (JSONResponse([]), 503),
        (RedirectResponse("/token", 307), 503),
        (PlainTextResponse("x" * (BYTES_MAX + 1)), 503),
        (JSONResponse({"error": "<script>"}, 400), 401),
        (PlainTextResponse(b"\xff", 400), 401),
        (JSONResponse({"id_token": ""}), 401),
        (JSONResponse({"id_token": "a.b.c"}), 401),
        (JSONResponse({"id_token": "ữ.ữ.ữ"}), 401),
        (JSONResponse({"id_token": "eyJhbGciOiJSUzI1NiJ9.e30.AA"}), 401),
    ],
)
def test_an_answer_that_is_none_lets_nobody_in(answer: Response, status: int, door: Door) -> None:
    door.linked()
    door.provider.answer = answer
    assert (door.sign_in().status_code, door.who()) == (status, None)
    assert door.provider.asked["token"] == 1
    assert "<script>" not in door.log.getvalue()


@pytest.mark.parametrize("published", [{"keys": "none"}, {}, {"keys": [{"kty": "RSA"}]}, {"keys": []}])
def test_keys_that_cannot_be_read_let_nobody_in(published: dict[str, Any], door: Door) -> None:
    door.linked()
    door.provider.keys_answer = published
    assert (door.sign_in().status_code, door.who()) == (503, None)
