"""A file is sent by a form: on trial, or for good when it is the one that was tried."""

from pathlib import PurePath
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from domain.moments import Moment
from domain.refusals import Refusal
from projections.catalogue import marked
from service.application import Thidua
from service.asking import asked_moment
from service.bulk import batches
from service.bulk.imports import TooManyWaiting
from service.bulk.work import Kind
from service.commands.catalogue import COMMANDS
from service.pages.looking import looking
from service.pages.office.forms import Mistake, form_page, refused_form
from service.pages.office.import_forms import MEDIA_TYPES, trial_form
from service.pages.written import written_moment
from service.plain import plain_text
from service.web.guard import Caller, permitted, permitted_somewhere, require_known
from service.web.import_sending import Sending, send
from service.web.import_shapes import WORDS_MAX, ImportQuery, TargetsQuery
from service.web.imports import RETRY_SECONDS
from service.web.problems import problem_response
from service.web.reading import CycleId

_Typed = Annotated[str, Form(max_length=WORDS_MAX)]
_Sent = Annotated[UploadFile | None, File()]

router = APIRouter(include_in_schema=False)


class _Typing(NamedTuple):
    """What came with a file; `tried` is the batch that it was tried as, "" for a trial."""

    kind: Kind
    reason: str
    tried: str
    cycle: str | None = None
    effective: str = ""
    source: str = ""


@router.get("/imports/chronicles/new")
def new_chronicle(
    request: Request, caller: Annotated[Caller, permitted_somewhere("import_chronicle")]
) -> Response:
    """The form of a chronicle."""
    with looking(request, caller) as look:
        return form_page(look, trial_form("chronicle"), {})


@router.get("/imports/units/new")
def new_units(request: Request, caller: Annotated[Caller, permitted_somewhere("import_units")]) -> Response:
    """The form of a table of units."""
    with looking(request, caller) as look:
        return form_page(look, trial_form("units"), {})


@router.get("/imports/targets/{cycle}/new")
def new_targets(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("import_targets")]
) -> Response:
    """The form of a table of targets."""
    with looking(request, caller) as look:
        look.answer("cycle", cycle)
        return form_page(look, trial_form("targets", cycle), {})


@router.post("/imports/chronicles")
def import_chronicle(
    request: Request,
    caller: Annotated[Caller, permitted_somewhere("import_chronicle")],
    file: _Sent = None,
    reason: _Typed = "",
    tried: _Typed = "",
) -> Response:
    """A chronicle, whose every entry is judged as the sender's own command."""
    return _take(request, caller, file, _Typing("chronicle", reason, tried))


@router.post("/imports/units")
def import_units(
    request: Request,
    caller: Annotated[Caller, permitted_somewhere("import_units")],
    file: _Sent = None,
    reason: _Typed = "",
    tried: _Typed = "",
) -> Response:
    """A table of units."""
    return _take(request, caller, file, _Typing("units", reason, tried))


@router.post("/imports/targets/{cycle}")
def import_targets(
    request: Request,
    cycle: CycleId,
    caller: Annotated[Caller, permitted("import_targets")],
    file: _Sent = None,
    reason: _Typed = "",
    effective: _Typed = "",
    source: _Typed = "",
    tried: _Typed = "",
) -> Response:
    """A table of the targets of a cycle."""
    application: Thidua = request.app.state.thidua
    with application.log_recorder.reading() as connection:
        require_known(connection, {"cycle": cycle})
    day = written_moment(effective.strip())
    return _take(request, caller, file, _Typing("targets", reason, tried, cycle, day, source))


def _take(request: Request, caller: Caller, file: UploadFile | None, typing: _Typing) -> Response:
    """Put the file in the queue and go on to its page; what is wrong with the form is told on it."""
    suffix = PurePath(file.filename or "").suffix.lower() if file is not None else ""
    media_type = MEDIA_TYPES[typing.kind].get(suffix)
    if file is None or media_type is None:
        return _wrong(request, caller, typing, marked("Chọn một tệp có đuôi nêu ở trên."))
    try:
        sending = _sending(request, typing, file.file.read(), media_type)
    except Refusal as refusal:
        return refused_form(
            request, caller, lambda _look: trial_form(typing.kind, typing.cycle), typing._asdict(), refusal
        )
    if typing.tried and not _was_tried(request, caller, sending, typing.tried):
        return _wrong(
            request, caller, typing, marked("Tệp này khác với tệp đã chạy thử. Chạy thử lại tệp này.")
        )
    try:
        batch = send(request, caller, sending, None)
    except TooManyWaiting:
        return problem_response(request, "imports-waiting", headers={"Retry-After": str(RETRY_SECONDS)})
    kept = {name: getattr(typing, name) for name in ("effective", "source") if getattr(typing, name)}
    return RedirectResponse(f"/imports/{batch}" + (f"?{urlencode(kept)}" if kept else ""), 303)


def _sending(request: Request, typing: _Typing, raw: bytes, media_type: str) -> Sending:
    """The file as it is meant.

    Raises:
        Refusal: those of `asking.asked_moment`.
    """
    reason, effective, source = (_plain(one) for one in (typing.reason, typing.effective, typing.source))
    dry_run = not typing.tried
    if typing.kind != "targets":
        told = ImportQuery(dry_run=dry_run, reason=reason)
        return Sending(kind=typing.kind, raw=raw, media_type=media_type, told=told)
    return Sending(
        kind=typing.kind,
        raw=raw,
        media_type=media_type,
        told=TargetsQuery(dry_run=dry_run, reason=reason, effective=effective, source=source),
        cycle=typing.cycle,
        when=_when(request, effective, reason or source),
        source=source,
    )


def _when(request: Request, effective: str | None, reason: str | None) -> Moment | None:
    application: Thidua = request.app.state.thidua
    anchor = COMMANDS["register_pledge"].anchor
    return asked_moment(effective, anchor, application.log_recorder.clock(), reason)


def _was_tried(request: Request, caller: Caller, sending: Sending, tried: str) -> bool:
    """Whether this file, meant so, is the one that its sender tried without a problem."""
    application: Thidua = request.app.state.thidua
    with application.log_recorder.reading() as connection:
        row = batches.one(connection, tried, now=application.log_recorder.clock())
    if row is None or row["person"] != caller.person or row["state"] != "done" or not row["dry_run"]:
        return False
    return bool(row["digest"] == sending.as_trial().digest)


def _wrong(request: Request, caller: Caller, typing: _Typing, sentence: str) -> Response:
    with looking(request, caller) as look:
        form = trial_form(typing.kind, typing.cycle)
        return form_page(look, form, typing._asdict(), [Mistake("file", look.text(sentence))], status=422)


def _plain(text: str) -> str | None:
    return plain_text(text).strip() or None
