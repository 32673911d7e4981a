"""The inspections of a year: who inspected whom, when, and what was found."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from projections.catalogue import marked
from service.pages.looking import Look, looking
from service.pages.offers import Offer
from service.pages.year.board import own_units
from service.pages.year.frame import Frame, frame, section_page
from service.web.guard import Caller, permitted
from service.web.reading import CycleId

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/inspections")
def inspections_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """The inspections in the order of their days."""
    with looking(request, caller) as look:
        around = frame(look, cycle, "inspections")
        context = {
            "inspections": look.whole("inspections", cycle)["inspections"],
            "record": _recording(look, around),
        }
        heading = look.text(marked("Kiểm tra, giám sát"))
        return section_page(look, around, "cycles/inspections.html", heading, context)


def _recording(look: Look, around: Frame) -> Offer | None:
    """To record an inspection: for the cluster, or by the unit that the reader speaks for."""
    cycle = around.cycle
    offer = look.offer("record_inspection", stream("cycle", cycle), cycle=cycle)
    if offer is not None or look.travels:
        return offer
    members = look.whole("cluster", around.cluster)["members"]
    for unit in own_units(look, cycle, (one["unit"] for one in members)):
        return look.offer("record_inspection", stream("pledge", cycle, unit), cycle=cycle, by=unit)
    return None
