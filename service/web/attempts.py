"""Refused attempts over HTTP: who tried what, when and where, and by which rule not."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from domain.moments import as_datetime
from service.application import Thidua
from service.audit.files import attempt_file, attempt_page, attempt_window
from service.web import audit_shapes as shapes
from service.web.audit_questions import AttemptsQuery
from service.web.exporting import LONG_FILES, onward, streamed, wants_csv
from service.web.guard import permitted
from service.web.openapi import problems
from service.web.paths import PREFIX

router = APIRouter(prefix=PREFIX, tags=["audit"], responses=problems(401, 403, 422, 429, 503))


@router.get(
    "/attempts",
    operation_id="list_attempts",
    summary="Refused attempts",
    response_model=shapes.Attempts,
    responses=LONG_FILES,
    dependencies=[permitted("read_attempts")],
)
def list_attempts(request: Request, told: Annotated[AttemptsQuery, Query()]) -> Response:
    """What was refused, the latest first: who, when, where and by which rule, never with what content."""
    application: Thidua = request.app.state.thidua
    wanted = {"about": told.about, "person": told.person}
    stands = {"known_at": as_datetime(application.log_recorder.clock()).isoformat()}
    with application.log_recorder.reading() as connection:
        if not wants_csv(request, told.format):
            found = attempt_page(connection, after=told.after, limit=told.limit, **wanted)
            headers = {"Cache-Control": "private, no-store", "Vary": "Accept"}
            encoded = msgspec.json.encode({**stands, **found})
            return Response(encoded, headers=headers, media_type="application/json")
        covered = attempt_window(connection, after=told.after)
    content = attempt_file(application, covered, **wanted)
    return streamed("attempts", (), stands, content, **onward(request, covered.next))
