"""What the units promised for a year, and how far they are."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from projections.catalogue import marked
from projections.units import Named
from service.pages.looking import Look, looking
from service.pages.offers import Offer, offers
from service.pages.year.frame import frame, section_page
from service.pages.year.tracker import names
from service.web.guard import Caller, permitted
from service.web.reading import CycleId, UnitId

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/pledges")
def pledges_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """The pledges of a year, and the members that have none."""
    with looking(request, caller) as look:
        pledges = look.whole("pledges", cycle)["pledges"]
        missing = _missing(look, cycle, pledges)
        registering = [
            (
                unit,
                look.offer(
                    "register_pledge", stream("pledge", cycle, unit.unit), cycle=cycle, unit=unit.unit
                ),
            )
            for unit in missing
        ]
        context = {
            "pledges": [{**one, "offer": _next(look, cycle, one), "state": state(one)} for one in pledges],
            "missing": names(look, missing),
            "registering": [(unit, one) for unit, one in registering if one is not None],
        }
        around = frame(look, cycle, "pledges")
        heading = look.text(marked("Giao ước thi đua"))
        return section_page(look, around, "cycles/pledges.html", heading, context, file="pledges")


@router.get("/cycles/{cycle}/pledges/{unit}")
def pledge_page(
    request: Request, cycle: CycleId, unit: UnitId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """The pledge of one unit: every target with its result."""
    with looking(request, caller) as look:
        told = look.answer("pledge", cycle, unit)
        context = {"pledge": told, "state": state(told), "offers": acts(look, cycle, told)}
        name = told["name"] or unit
        heading = look.text(marked("Giao ước thi đua của {unit}"), unit=name)
        return section_page(look, frame(look, cycle, "pledges"), "cycles/pledge.html", heading, context)


def state(pledge: Mapping[str, Any]) -> dict[str, str]:
    """Where a pledge is: the kind of state, its word, and since when."""
    for kind, text, day in (
        ("annulled", marked("đã rút"), pledge["withdrawn_on"]),
        ("done", marked("đã ký"), pledge["signed_on"]),
        ("now", marked("đã đăng ký, chưa ký"), pledge["registered_on"]),
    ):
        if day is not None:
            return {"kind": kind, "text": text, "on": day}
    return {"kind": "unstated", "text": marked("không nêu"), "on": ""}


def acts(look: Look, cycle: str, pledge: Mapping[str, Any]) -> list[Offer]:
    """What can be done with a pledge where it is now: signed once, reported on until it is withdrawn."""
    if pledge["withdrawn_on"] is not None:
        return []
    commands = ["report_target", "amend_pledge", "withdraw_pledge"]
    if pledge["signed_on"] is None:
        commands.insert(0, "sign_pledge")
    unit = pledge["unit"]
    return offers(look, commands, stream("pledge", cycle, unit), cycle=cycle, unit=unit)


def _next(look: Look, cycle: str, pledge: Mapping[str, Any]) -> Offer | None:
    return next(iter(acts(look, cycle, pledge)), None)


def _missing(look: Look, cycle: str, pledges: list[dict[str, Any]]) -> list[Named]:
    """The members that nothing is pledged by, while a year waits for them."""
    line = next(one for one in look.answer("steps", cycle)["steps"] if one["step"] == "pledged")
    if line["status"] == "not_stated":
        return []
    pledged = {one["unit"] for one in pledges}
    return [unit for unit in line["missing"] if unit.unit not in pledged]
