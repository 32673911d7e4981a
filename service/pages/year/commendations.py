"""The commendations that were reported of a year: figures as sources state them, never added up."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from projections.catalogue import marked
from service.pages.looking import looking
from service.pages.year.frame import frame, section_page
from service.web.guard import Caller, permitted
from service.web.reading import CycleId

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/commendations")
def commendations_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """Every line with its counting unit and its source."""
    with looking(request, caller) as look:
        lines = look.whole("commendations", cycle)["commendations"]
        context = {
            "lines": lines,
            "sources": sorted({one["source"] for one in lines if one["source"]}),
            "report": look.offer("report_commendation", stream("cycle", cycle), cycle=cycle),
        }
        around, heading = frame(look, cycle, "commendations"), look.text(marked("Số liệu khen thưởng"))
        return section_page(look, around, "cycles/commendations.html", heading, context, file="commendations")
