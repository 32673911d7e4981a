import pytest
from starlette.datastructures import MutableHeaders

from service.web.headers import SAFE_HEADERS, dress
from tests.web.small import COOKIE

SIGNED_IN = (b"cookie", b"thidua_session=secret")


def dressed(
    *asked: tuple[bytes, bytes], scheme: str = "http", given: dict[str, str] | None = None
) -> MutableHeaders:
    """The headers of an answer."""
    headers = MutableHeaders(given or {})
    dress(headers, {"type": "http", "scheme": scheme, "headers": list(asked)}, COOKIE)
    return headers


def test_every_answer_is_safe() -> None:
    assert dict(dressed()) == {name.lower(): value for name, value in SAFE_HEADERS.items()}


def test_no_script_of_others_and_none_within_a_page_runs() -> None:
    policy = dict(part.split(" ", 1) for part in SAFE_HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert {name for name, told in policy.items() if told == "'none'"} == {
        "base-uri", "object-src", "frame-ancestors",
    }  # fmt: skip
    assert "unsafe" not in SAFE_HEADERS["Content-Security-Policy"]


def test_https_stays_https() -> None:
    assert "strict-transport-security" not in dressed()
    assert dressed(scheme="https")["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    "asked",
    [
        SIGNED_IN,
        (b"authorization", b"Bearer x"),
        (b"cookie", b"a=b; thidua_session="),
        (b"cookie", b"__Host-thidua_session=x"),
    ],
)
def test_what_one_is_told_who_is_signed_in_is_kept_by_no_cache(asked: tuple[bytes, bytes]) -> None:
    assert dressed(asked)["cache-control"] == "no-store"
    assert (
        dressed(asked, given={"Cache-Control": "private, no-cache"})["cache-control"] == "private, no-cache"
    )


def test_what_anyone_may_read_is_left_to_the_answer() -> None:
    assert "cache-control" not in dressed((b"cookie", b"theme=dark"))
