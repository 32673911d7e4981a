"""What a request may bring: how many bytes and of which media type, refused before it is read."""

from collections.abc import Mapping

import msgspec
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY, RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from projections.catalogue import marked, translate
from projections.formats import number
from service.web.languages import preferred_language
from service.web.paths import longest, under
from service.web.problems import problem_response

JSON = "application/json"
LENGTH_DIGITS_MAX = 18  # more bytes than any disk holds, and few enough for every reader of numbers
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CLOSE = {"Connection": "close"}  # what was not read would be taken for the next request


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What an address takes: a body of at most so many bytes, of one of these media types."""

    bytes_max: int
    media_types: frozenset[str] = frozenset({JSON})


class Bodies:
    """ASGI middleware that refuses a body which its address does not take.

    A stated length is judged before anything is read; what comes in chunks is counted as it is read, by
    Starlette, whose 413 `body_too_large` tells (`add_exception_handler(413, body_too_large)`).
    `others` takes the paths that differ from `usual`, each with all that lies under it.
    """

    def __init__(self, app: ASGIApp, *, usual: Taken, others: Mapping[str, Taken]) -> None:
        self.app = app
        self._usual = usual
        self._others = longest(others)
        self._counting = {
            taken.bytes_max: RequestBodyLimitMiddleware(app, max_body_size=taken.bytes_max)
            for taken in (usual, *others.values())
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        taken = next((one for path, one in self._others if under(scope["path"], path)), self._usual)
        refused = _refused(Request(scope), taken)
        if refused is not None:
            await refused(scope, receive, send)
            return
        await self._counting[taken.bytes_max](scope, receive, send)


def body_too_large(request: Request, _error: Exception) -> Response:
    """The problem of a body that turned out too large while it was read."""
    return _too_large(request, request.scope[MAX_BODY_SIZE_SCOPE_KEY])


def _refused(request: Request, taken: Taken) -> Response | None:
    """The problem of what the head of a request says of its body; None where there is none."""
    lengths = request.headers.getlist("content-length")
    chunked = "transfer-encoding" in request.headers
    # Two lengths, or a length beside chunks: two servers in a row could disagree where the body ends.
    if len(lengths) + chunked > 1 or not all(one.isascii() and one.isdigit() for one in lengths):
        return problem_response(request, "request-malformed", headers=CLOSE)
    digits = (lengths or ["0"])[0].lstrip("0")
    if len(digits) > LENGTH_DIGITS_MAX or int(digits or "0") > taken.bytes_max:
        return _too_large(request, taken.bytes_max)
    comes = bool(digits) or chunked
    if request.method in SAFE_METHODS or not comes or _is_of(request, taken.media_types):
        return None
    language = preferred_language(request)
    sentence = marked("Địa chỉ này nhận: {types}.")
    detail = translate(language, sentence, types=", ".join(sorted(taken.media_types)))
    return problem_response(request, "media-type-unknown", detail=detail, field="Content-Type", headers=CLOSE)


def _too_large(request: Request, bytes_max: int) -> Response:
    language = preferred_language(request)
    sentence = marked("Nội dung gửi lên dài hơn {limit} byte.")
    detail = translate(language, sentence, limit=number(bytes_max, language))
    return problem_response(request, "body-too-large", detail=detail, headers=CLOSE)


def _is_of(request: Request, media_types: frozenset[str]) -> bool:
    """Whether a body is, by its head, one that can be read: its type once, plain, and its text UTF-8."""
    told = request.headers.getlist("content-type")
    if len(told) != 1 or request.headers.get("content-encoding", "identity").lower() != "identity":
        return False
    media_type, *parameters = (part.strip().lower() for part in told[0].split(";"))
    charsets = [part for part in parameters if part.startswith("charset")]
    utf8 = {"charset=utf-8", 'charset="utf-8"'}
    return media_type in media_types and all(charset in utf8 for charset in charsets)
