"""Imports by pages: a file is first taken in on trial, and recorded once no problem is left in it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from projections.catalogue import marked
from service.authority.table import TABLE
from service.bulk import batches
from service.bulk.imports import Imports
from service.pages.audit.people import People
from service.pages.looking import Look, looking
from service.pages.office.import_forms import KINDS, recording_form
from service.pages.office.sendable import sendable
from service.web.guard import Caller, permitted
from service.web.import_sending import ENDED, sees_all, told_batch_of

PAGE_LINES = 30
WAIT_SECONDS = 2  # most files have been taken in by then, and the reader need not ask again

router = APIRouter(include_in_schema=False)


@router.get("/imports")
def imports_page(
    request: Request,
    caller: Annotated[Caller, permitted("read_imports")],
    after: Annotated[str | None, Query(max_length=80)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    cycle: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """What can be sent, and the files that were: one's own, or for those who see them, those of all.

    The cycles whose targets can be sent are found by `q`, and go on after `cycle`.
    """
    with looking(request, caller) as look:
        rows, following = batches.page(
            look.connection,
            person=None if sees_all(caller) else caller.person,
            after=after,
            limit=PAGE_LINES,
            now=look.application.log_recorder.clock(),
        )
        people = People(look)
        context = {
            "batches": [_line(look, row, people) for row in rows],
            "all": sees_all(caller),
            "next": following and look.url("/imports", after=following),
            "first": look.url("/imports") if after else None,
            "kinds": [kind for kind in ("chronicles", "units") if _sends_somewhere(look, f"import_{kind}")],
            "sendable": sendable(look, q, cycle),
            "q": q,
            "searches": bool(q or cycle),
        }
        return look.page("office/imports.html", look.text(marked("Nhập dữ liệu")), context)


@router.get("/imports/{batch}")
def import_page(
    request: Request, batch: str, caller: Annotated[Caller, permitted("read_imports")]
) -> Response:
    """How far a file is, what is wrong with its lines, and after a good trial the way to record it."""
    imports: Imports = request.app.state.imports
    told = told_batch_of(request, caller, batch)
    if told.state not in ENDED:
        imports.wait_for(batch, WAIT_SECONDS)
        told = told_batch_of(request, caller, batch)
    with looking(request, caller) as look:
        mine = told.sent_by == caller.person
        context = {
            "batch": told,
            "ended": told.state in ENDED,
            "record": recording_form(told) if told.state == "done" and told.dry_run and mine else None,
            "again": f"/imports/{KINDS[told.kind]}{f'/{told.cycle}' if told.cycle else ''}/new"
            if mine
            else None,
        }
        return look.page("office/import.html", look.text(_TITLES[told.kind]), context)


_TITLES = marked(
    {
        "chronicle": "Nhập biên niên",
        "units": "Nhập đơn vị",
        "targets": "Nhập chỉ tiêu",
    }
)


def _line(look: Look, row: dict[str, Any], people: People) -> dict[str, Any]:
    """A batch in a list; who sent it is told by name to who may read persons."""
    return {**row, "title": look.text(_TITLES[row["kind"]]), "by": people.name(row["person"])}


def _sends_somewhere(look: Look, action: str) -> bool:
    """Whether the reader has a role of the action over any unit at all; each line is judged by itself."""
    action = action.replace("chronicles", "chronicle")
    row = TABLE[action]
    return row.scope in look.caller.scopes and any(one.role in row.roles for one in look.caller.grants)
