"""Problem details (RFC 9457): every error has a kind with a page, a sentence, and a remedy."""

import re
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import msgspec
import psycopg
from eventsourcing.persistence import OperationalError as LogUnwritable
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import compile_path

from domain.moments import Moment
from domain.refusals import Refusal
from projections.catalogue import marked, translate
from projections.generations import ReadModelsDiffer
from projections.language import Mentioned, refusal_sentence
from projections.point import LATEST
from projections.units import Names
from service.accounts.gate import Busy
from service.answers import PointUnreadable, Unknown
from service.application import Contended, VersionDiffers
from service.authority.judging import NotPermitted, SignInNeeded
from service.pages.problem_pages import PASSWORD_PATH, problem_page, sign_in_instead
from service.web.kinds import KINDS
from service.web.languages import preferred_language, wants_page
from service.web.paths import PREFIX
from service.web.preconditions import VersionNeeded
from service.wording import point_sentences, unknown_sentences

PROBLEM_JSON = "application/problem+json"
# Where the ids of each kind are listed.
LISTS = {
    "cycle": "/api/v1/cycles",
    "cluster": "/api/v1/clusters",
    "unit": "/api/v1/units",
    "ballot": "/api/v1/cycles/{cycle}/ballots",
    "pledge": "/api/v1/cycles/{cycle}/pledges",
    "score": "/api/v1/cycles/{cycle}/scores",
    "drive": "/api/v1/cycles/{cycle}/drives",
    "nomination": "/api/v1/cycles/{cycle}/nominations",
    "vote": "/api/v1/ballots/{ballot}/votes",
    "rule_set": "/api/v1/rule-sets",
    "member": "/api/v1/cycles/{cycle}/standings",
    "entry": "/api/v1/events",
    "import": "/api/v1/imports",
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
    dressed = {"Content-Language": language, "Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
    if wants_page(request):
        return problem_page(request, told, {**dressed, **(headers or {})})
    return Response(
        msgspec.json.encode(told), kind.status, {**dressed, **(headers or {})}, media_type=PROBLEM_JSON
    )


# The database does not answer: as the engine tells it, its pool, the log, and each driver where it is asked
# directly.
_TROUBLES = (
    OperationalError, NoConnectionFree, LogUnwritable, sqlite3.OperationalError, psycopg.OperationalError,
)  # fmt: skip


def tell_problems(app: FastAPI) -> None:
    """Have the service answer every error with problem details."""
    app.exception_handler(Unknown)(_unknown)
    app.exception_handler(PointUnreadable)(_point_unreadable)
    app.exception_handler(RequestValidationError)(_parameter)
    app.exception_handler(NotPermitted)(_not_permitted)
    app.exception_handler(SignInNeeded)(_sign_in_needed)
    app.exception_handler(VersionDiffers)(_version_differs)
    app.exception_handler(VersionNeeded)(_version_needed)
    app.exception_handler(Contended)(_contended)
    app.exception_handler(Busy)(_busy)
    app.exception_handler(Refusal)(_refused)
    app.exception_handler(ReadModelsDiffer)(_read_models_differ)
    for trouble in _TROUBLES:
        app.exception_handler(trouble)(_unreachable)
    app.exception_handler(HTTPException)(_http)


def _unknown(request: Request, error: Unknown) -> Response:
    lists = _pages_of(request) if wants_page(request) else LISTS
    detail, remedy = unknown_sentences(error, preferred_language(request), lists)
    return problem_response(
        request, "unknown-id", detail=detail, remedy=remedy, code=f"{error.kind}_unknown", near=error.near
    )


def _pages_of(request: Request) -> dict[str, str]:
    """The pages that list the ids of each kind, those of the year that the path names."""
    named = request.path_params
    found = {}
    for kind, address in LISTS.items():
        path = address.removeprefix(PREFIX)
        is_named = all(name in named for name in re.findall(r"\{(\w+)\}", path))
        found[kind] = path.format_map(named) if is_named else f"/{path.rpartition('/')[2]}"
    return found


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
    place, *path = first["loc"]
    field = ".".join(str(part) for part in path) or str(place)
    language = preferred_language(request)
    unknown, unfit = _MISFITS[place == "body"]
    sentence = unknown if first["type"] == "extra_forbidden" else unfit
    detail = translate(language, sentence, field=field)
    kind = "payload-refused" if place == "body" else "parameter-refused"
    return problem_response(request, kind, detail=detail, code=first["type"], field=field)


# What is not known and what does not fit: of the parameters of a question, and of a body.
_MISFITS = {
    False: (
        marked("Không có tham số “{field}”."),
        marked("Không dùng được giá trị của tham số “{field}”."),
    ),
    True: (
        marked("Không có trường “{field}” trong nội dung này."),
        marked("Trường “{field}” thiếu hoặc có giá trị không dùng được."),
    ),
}


# What is wrong with what was sent, whatever the log holds: not a rule of the year, but a slip of the writer.
PAYLOAD_CODES = frozenset({
    "body_unreadable", "control_character", "date_needed", "effective_in_future", "field_misfits",
    "field_missing", "field_repeated", "field_unknown",
    "late_reason_needed", "moment_out_of_range", "moment_unreadable", "moment_without_offset",
    "not_a_ballot", "not_a_cycle", "not_a_slug", "number_too_long", "reason_too_short", "text_blank",
    "text_too_long", "version_unreadable", "cluster_ends_in_year",
    "login_misfits", "password_holds_login", "password_obvious", "password_too_long", "password_too_short",
    "identity_misfits", "password_same",
    "role_of_whole_service", "role_unknown", "token_expired_already", "token_scope_unknown",
    "token_scopes_missing", "token_too_long_lived",
})  # fmt: skip
KIND_OF_CODE: Mapping[str, str] = {
    **dict.fromkeys(PAYLOAD_CODES, "payload-refused"),
    **dict.fromkeys(
        ("person_unknown", "session_unknown", "token_unknown", "grant_unknown", "identity_unknown"),
        "unknown-id",
    ),
    "sign_in_failed": "sign-in-refused",
    "sign_in_locked": "too-many-requests",
}


def told_refusal(request: Request, refusal: Refusal) -> str:
    """A refusal in the reader's language, with units by the names that they bear, where any are known."""
    language = preferred_language(request)
    asked = Mentioned()
    sentence = refusal_sentence(refusal, language, asked)
    if not asked.units:
        return sentence
    with suppress(DBAPIError), request.app.state.thidua.log_recorder.reading() as connection:
        return refusal_sentence(refusal, language, Names(connection, LATEST, asked.units))
    return sentence


def _refused(request: Request, error: Refusal) -> Response:
    detail = told_refusal(request, error)
    kind = KIND_OF_CODE.get(error.code, "refused")
    field = error.params.get("field")
    told = {"code": error.code, "rule": error.rule, "field": str(field) if field else None}
    return problem_response(request, kind, detail=detail, headers=_headers(request, error), **told)


def _headers(request: Request, error: Refusal) -> dict[str, str]:
    """How to sign in, and from when one may try again."""
    match error.code:
        case "sign_in_failed":
            return {"WWW-Authenticate": "Bearer"}
        case "sign_in_locked":
            until: Moment = error.params["until"]
            now = request.app.state.thidua.log_recorder.clock()
            return {"Retry-After": str(max(1, -(-(until.effective - now) // 1_000_000)))}
    return {}


def _not_permitted(request: Request, error: NotPermitted) -> Response:
    if error.code == "password_change_needed" and wants_page(request):
        return RedirectResponse(PASSWORD_PATH, 303)
    request.app.state.metrics.authority_refusals.inc()
    told: dict[str, Any] = {"code": error.code, "rule": error.rule, "field": error.params.get("field")}
    return problem_response(request, "not-permitted", detail=told_refusal(request, error), **told)


async def _sign_in_needed(request: Request, _error: SignInNeeded) -> Response:
    if wants_page(request):
        return await sign_in_instead(request)
    return problem_response(request, "sign-in-needed", headers={"WWW-Authenticate": "Bearer"})


def _contended(request: Request, _error: Contended) -> Response:
    return problem_response(request, "contended", headers={"Retry-After": "1"})


def _busy(request: Request, _error: Busy) -> Response:
    return problem_response(request, "busy", headers={"Retry-After": "5"})


def _version_differs(request: Request, error: VersionDiffers) -> Response:
    return problem_response(request, "version-differs", headers={"ETag": f'"{error.found}"'})


def _version_needed(request: Request, _error: VersionNeeded) -> Response:
    return problem_response(request, "version-needed", field="If-Match")


def _unreachable(request: Request, _error: Exception) -> Response:
    return problem_response(request, "database-unreachable", headers={"Retry-After": "5"})


def _read_models_differ(request: Request, _error: ReadModelsDiffer) -> Response:
    return problem_response(request, "read-models-differ", headers={"Retry-After": "30"})


def _http(request: Request, error: HTTPException) -> Response:
    if isinstance(error.__cause__, Refusal):
        # FastAPI turns what is raised while a body is read into a 400.
        return _refused(request, error.__cause__)
    if error.status_code == 405:
        allowed = {"Allow": _allowed(request)}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=allowed)
        return problem_response(request, "method-not-allowed", headers=allowed)
    return problem_response(request, "payload-refused" if error.status_code == 400 else "unknown-path")


def _allowed(request: Request) -> str:
    """The methods of an address, of all its routes: the router names one's. A GET answers a HEAD as well."""
    routes: Mapping[tuple[str, str], str] = request.app.state.actions
    asked = request.url.path
    exact = [method for method, path in routes if path == asked]
    told = exact or [method for method, path in routes if _pattern(path).match(asked)]
    heads = ["HEAD"] if "GET" in told else []
    return ", ".join(dict.fromkeys([*sorted(told), *heads, "OPTIONS"]))


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return compile_path(path)[0]
