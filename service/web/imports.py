"""Imports over HTTP: a file is accepted at once as a batch, whose progress and problems are then read.

Who may send one is judged at the door; what each of its lines says is judged as that line's own command.
"""

from collections.abc import Collection
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from domain.moments import Moment
from projections.catalogue import marked, translate
from service.application import Thidua
from service.asking import asked_moment
from service.bulk import batches
from service.bulk.imports import Imports, TooManyWaiting
from service.bulk.rows import CSV, JSON
from service.bulk.work import Kind
from service.commands.catalogue import COMMANDS
from service.web.commands import IdempotencyKey
from service.web.guard import Caller, permitted, permitted_somewhere, require_known
from service.web.import_sending import ENDED, Sending, sees_all, send, told_batch_of
from service.web.import_shapes import (
    BatchesQuery,
    ImportBatches,
    ImportQuery,
    Prefer,
    TargetsQuery,
    ToldImport,
    seconds_to_wait,
    told_batch,
)
from service.web.languages import preferred_language
from service.web.openapi import problems
from service.web.paths import PREFIX
from service.web.payload import raw_body
from service.web.problems import problem_response
from service.web.reading import CycleId

YAML = "application/yaml"
RETRY_SECONDS = 10
_IMPORTS = f"{PREFIX}/imports"
_TABLE = {
    CSV: {"schema": {"type": "string"}},
    JSON: {"schema": {"type": "array", "items": {"type": "object"}}},
}
_CHRONICLE = {YAML: {"schema": {"type": "string"}}, JSON: {"schema": {"type": "object"}}}
_SENT: dict[int | str, dict[str, Any]] = {
    200: {"model": ToldImport, "description": "It has ended, as was waited for"},
    **problems(401, 403, 404, 409, 413, 415, 422, 429, 503),
}

router = APIRouter(prefix=_IMPORTS, tags=["imports"])
Raw = Annotated[bytes, Depends(raw_body)]


def _body(content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": content}}


@router.post(
    "/chronicles", status_code=202, operation_id="import_chronicle", response_model=ToldImport,
    summary="Take a chronicle in", responses=_SENT, openapi_extra=_body(_CHRONICLE),
)  # fmt: skip
def import_chronicle(
    request: Request,
    caller: Annotated[Caller, permitted_somewhere("import_chronicle")],
    raw: Raw,
    told: Annotated[ImportQuery, Query()],
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Each of its entries is a command like any other, judged as the sender's own."""
    sending = _Sending(request, caller, idempotency_key, prefer)
    return sending.answer("chronicle", raw, told, {YAML, JSON})


@router.post(
    "/units", status_code=202, operation_id="import_units", response_model=ToldImport,
    summary="Register many units", responses=_SENT, openapi_extra=_body(_TABLE),
)  # fmt: skip
def import_units(
    request: Request,
    caller: Annotated[Caller, permitted_somewhere("import_units")],
    raw: Raw,
    told: Annotated[ImportQuery, Query()],
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Columns: unit, name; short_name, kind, parent, effective, source where they are known."""
    return _Sending(request, caller, idempotency_key, prefer).answer("units", raw, told, {CSV, JSON})


@router.post(
    "/targets/{cycle}", status_code=202, operation_id="import_targets", response_model=ToldImport,
    summary="Register the pledges of many units", responses=_SENT, openapi_extra=_body(_TABLE),
)  # fmt: skip
def import_targets(
    request: Request,
    caller: Annotated[Caller, permitted("import_targets")],
    raw: Raw,
    cycle: CycleId,
    told: Annotated[TargetsQuery, Query()],
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Columns: unit; target, name, direction, measure, goal, baseline, assigned, titles."""
    application: Thidua = request.app.state.thidua
    with application.log_recorder.reading() as connection:
        require_known(connection, {"cycle": cycle})
    anchor = COMMANDS["register_pledge"].anchor
    reason = told.reason or told.source
    when = asked_moment(told.effective, anchor, application.log_recorder.clock(), reason)
    sending = _Sending(request, caller, idempotency_key, prefer)
    return sending.answer("targets", raw, told, {CSV, JSON}, cycle=cycle, when=when, source=told.source)


@router.get(
    "", operation_id="list_imports", summary="The batches that were sent", response_model=ImportBatches,
    responses=problems(401, 403, 422, 429, 503),
)  # fmt: skip
def list_imports(
    request: Request,
    caller: Annotated[Caller, permitted("read_imports")],
    told: Annotated[BatchesQuery, Query()],
) -> Response:
    """One's own; an inspector and the office of the whole service see those of all. The latest first."""
    application: Thidua = request.app.state.thidua
    person = None if sees_all(caller) else caller.person
    with application.log_recorder.reading() as connection:
        rows, following = batches.page(
            connection,
            person=person,
            after=told.after,
            limit=told.limit,
            now=application.log_recorder.clock(),
        )
    imports: Imports = request.app.state.imports
    shown = [told_batch(row, imports.progress_of(row["batch"])) for row in rows]
    return _json(ImportBatches(imports=shown, next=following))


@router.get(
    "/{batch}", operation_id="get_import", summary="One batch", response_model=ToldImport,
    responses=problems(401, 403, 404, 429, 503),
)  # fmt: skip
def get_import(
    request: Request,
    caller: Annotated[Caller, permitted("read_imports")],
    batch: Annotated[str, Path(description="A batch", examples=["i-5b0c0f0e7c514558"])],
) -> Response:
    """How far it is, what became of it, and what is wrong with its lines."""
    return _json(told_batch_of(request, caller, batch), language=preferred_language(request))


class _Sending:
    """A file that is being sent."""

    def __init__(self, request: Request, caller: Caller, key: str | None, prefer: str | None) -> None:
        self._request = request
        self._caller = caller
        self._key = key
        self._wait = seconds_to_wait(prefer)

    def answer(
        self,
        kind: Kind,
        raw: bytes,
        told: ImportQuery,
        media_types: Collection[str],
        *,
        cycle: str | None = None,
        when: Moment | None = None,
        source: str | None = None,
    ) -> Response:
        """The batch that a file becomes, or why it does not become one."""
        media_type = self._request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in media_types:
            return self._unknown_type(media_types)
        sending = Sending(
            kind=kind, raw=raw, media_type=media_type, told=told, cycle=cycle, when=when, source=source
        )
        try:
            batch = send(self._request, self._caller, sending, self._key)
        except TooManyWaiting:
            headers = {"Retry-After": str(RETRY_SECONDS)}
            return problem_response(self._request, "imports-waiting", headers=headers)
        imports: Imports = self._request.app.state.imports
        imports.wait_for(batch, self._wait)
        shown = told_batch_of(self._request, self._caller, batch)
        status = 200 if self._wait and shown.state in ENDED else 202
        headers = {"Location": f"{_IMPORTS}/{batch}"}
        return _json(shown, status=status, headers=headers, language=preferred_language(self._request))

    def _unknown_type(self, media_types: Collection[str]) -> Response:
        language = preferred_language(self._request)
        sentence = marked("Địa chỉ này nhận: {types}.")
        detail = translate(language, sentence, types=", ".join(sorted(media_types)))
        return problem_response(self._request, "media-type-unknown", detail=detail, field="Content-Type")


def _json(
    told: ToldImport | ImportBatches,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    language: str | None = None,
) -> Response:
    dressed = {"Cache-Control": "no-store", **(headers or {})}
    if language is not None:
        dressed |= {"Content-Language": language, "Vary": "Accept-Language"}
    return Response(told.model_dump_json(), status, dressed, media_type="application/json")
