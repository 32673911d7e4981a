"""The board of a year by itself: in full width, for print, and as a file."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from projections.catalogue import marked
from service.pages.looking import looking
from service.pages.year.board import board, own_units
from service.pages.year.frame import frame, section_page
from service.web.guard import Caller, permitted
from service.web.reading import CycleId

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/standings")
def standings_page(
    request: Request,
    cycle: CycleId,
    caller: Annotated[Caller, permitted("read_cycle")],
    sort: str | None = None,
) -> Response:
    """Who stands where, made of what."""
    with looking(request, caller) as look:
        told = look.answer("standings", cycle)
        context = {
            "standings": told,
            "board": board(look, told, sort),
            "own": own_units(look, cycle, (one["unit"] for one in told["members"])),
        }
        around = frame(look, cycle, "standings", told)
        heading = look.text(marked("Bảng xếp hạng"))
        return section_page(look, around, "cycles/standings.html", heading, context, file="standings")
