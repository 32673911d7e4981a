"""Problem details (RFC 9457): every error has a kind with a page, a sentence, and a remedy."""

from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.refusals import Refusal
from projections.catalogue import Language, marked, translate
from projections.language import refusal_sentence
from service.answers import PointUnreadable, Unknown
from service.web.kinds import KINDS
from service.wording import point_sentences, unknown_sentences

PROBLEM_JSON = "application/problem+json"
READ_METHODS = "GET, HEAD, OPTIONS"
# Where the ids of each kind are listed.
LISTS = {
    "cycle": "/api/v1/cycles",
    "cluster": "/api/v1/clusters",
    "unit": "/api/v1/units",
    "ballot": "/api/v1/cycles/{cycle}/votes",
}


def problem_response(
    request: Request,
    slug: str,
    *,
    detail: str | None = None,
    remedy: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem of a kind, told in the reader's language; `more` are members that are None where unused."""
    language = preferred_language(request)
    kind = KINDS[slug]
    told = {
        "type": f"/problems/{slug}",
        "title": translate(language, kind.title),
        "status": kind.status,
        "detail": detail or translate(language, kind.meaning),
        "remedy": remedy or translate(language, kind.remedy),
        "instance": request.url.path,
        **{name: value for name, value in more.items() if value is not None},
    }
    dressed = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"}
    return Response(
        msgspec.json.encode(told), kind.status, {**dressed, **(headers or {})}, media_type=PROBLEM_JSON
    )


def preferred_language(request: Request) -> Language:
    """English where the reader asks for it before Vietnamese; else Vietnamese."""
    weights: dict[str, int] = {}
    for part in request.headers.get("accept-language", "").lower().split(",")[:20]:
        name, _, parameters = part.partition(";")
        weights.setdefault(name.strip().partition("-")[0], _thousandths(parameters))
    return "en" if weights.get("en", 0) > weights.get("vi", 0) else "vi"


def _thousandths(parameters: str) -> int:
    """A weight (`q=0.8`) in thousandths; 1000 where none is told or it cannot be read."""
    _, told, weight = parameters.replace(" ", "").partition("q=")
    whole, _, fraction = weight.partition(".")
    digits = (whole + fraction.ljust(3, "0")[:3]) if told else ""
    return min(int(digits), 1000) if digits.isdecimal() and digits.isascii() else 1000


def tell_problems(app: FastAPI) -> None:
    """Have the service answer every error with problem details."""
    app.exception_handler(Unknown)(_unknown)
    app.exception_handler(PointUnreadable)(_point_unreadable)
    app.exception_handler(RequestValidationError)(_parameter)
    app.exception_handler(Refusal)(_refused)
    app.exception_handler(OperationalError)(_unreachable)
    app.exception_handler(HTTPException)(_http)


def _unknown(request: Request, error: Unknown) -> Response:
    detail, remedy = unknown_sentences(error, preferred_language(request), LISTS)
    return problem_response(
        request, "unknown-id", detail=detail, remedy=remedy, code=f"{error.kind}_unknown", near=error.near
    )


def _point_unreadable(request: Request, error: PointUnreadable) -> Response:
    detail, remedy = point_sentences(error, preferred_language(request))
    return problem_response(
        request,
        "parameter-refused",
        detail=detail,
        remedy=remedy,
        code=error.refusal.code,
        field=error.field,
    )


def _parameter(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    field = str(first["loc"][-1])
    language = preferred_language(request)
    if first["type"] == "extra_forbidden":
        detail = translate(language, marked("Không có tham số “{field}”."), field=field)
    else:
        detail = translate(language, marked("Không dùng được giá trị của tham số “{field}”."), field=field)
    return problem_response(request, "parameter-refused", detail=detail, code=first["type"], field=field)


def _refused(request: Request, error: Refusal) -> Response:
    detail = refusal_sentence(error, preferred_language(request))
    return problem_response(request, "refused", detail=detail, code=error.code, rule=error.rule)


def _unreachable(request: Request, _error: OperationalError) -> Response:
    return problem_response(request, "database-unreachable", headers={"Retry-After": "5"})


def _http(request: Request, error: HTTPException) -> Response:
    if error.status_code == 405:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": READ_METHODS})
        return problem_response(request, "method-not-allowed", headers={"Allow": READ_METHODS})
    return problem_response(request, "unknown-path")
