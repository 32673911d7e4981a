"""The special drives of a year."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from domain.moments import as_datetime
from projections.catalogue import marked
from service.pages.looking import Look, looking
from service.pages.offers import Offer, offers
from service.pages.year.frame import frame, section_page
from service.web.guard import Caller, permitted
from service.web.reading import CycleId, DriveId

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/drives")
def drives_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """The drives of a year in the order of their launch."""
    with looking(request, caller) as look:
        found = look.whole("drives", cycle)["drives"]
        context = {
            "drives": [{**one, "state": state(look, one)} for one in found],
            "launch": look.offer("launch_drive", stream("cycle", cycle), cycle=cycle),
        }
        around, heading = frame(look, cycle, "drives"), look.text(marked("Các đợt thi đua"))
        return section_page(look, around, "cycles/drives.html", heading, context)


@router.get("/cycles/{cycle}/drives/{drive}")
def drive_page(
    request: Request, cycle: CycleId, drive: DriveId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """One drive."""
    with looking(request, caller) as look:
        told = look.answer("drive", cycle, drive)
        context = {"drive": told, "state": state(look, told), "offers": acts(look, cycle, told)}
        return section_page(look, frame(look, cycle, "drives"), "cycles/drive.html", told["name"], context)


def is_late(look: Look, drive: Mapping[str, Any]) -> bool:
    """Whether a drive is past its last day at the point, and nobody has reviewed or closed it."""
    ends, day = drive["ends"], as_datetime(look.point.as_of).date()
    return ends is not None and ends < day and drive["reviewed_on"] is None and drive["closed_on"] is None


def state(look: Look, drive: Mapping[str, Any]) -> dict[str, str]:
    """Where a drive is: the kind of state and its word."""
    if drive["closed_on"] is not None:
        return {"kind": "done", "text": look.text(marked("đã kết thúc"))}
    if drive["reviewed_on"] is not None:
        return {"kind": "done", "text": look.text(marked("đã sơ kết"))}
    if is_late(look, drive):
        return {"kind": "late", "text": look.text(marked("quá ngày kết thúc, chưa sơ kết"))}
    return {"kind": "now", "text": look.text(marked("đang diễn ra"))}


def acts(look: Look, cycle: str, drive: Mapping[str, Any]) -> list[Offer]:
    """What the reader can do with a drive: review it, then close it."""
    name = drive["drive"]
    commands = [] if drive["closed_on"] is not None else ["close_drive"]
    if drive["reviewed_on"] is None and commands:
        commands.insert(0, "review_drive")
    return offers(look, commands, stream("drive", cycle, name), cycle=cycle, drive=name)
