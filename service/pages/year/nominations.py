"""The titles of a year: what was proposed, where it is now, and what was decided."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from projections.catalogue import marked
from projections.events import EventFilter
from projections.units import Names
from projections.words import word
from service.pages.looking import Look, looking
from service.pages.offers import Offer, offers
from service.pages.year.entries import entries_told
from service.pages.year.frame import frame, section_page
from service.web.guard import Caller, permitted
from service.web.reading import CycleId, TitleCode, UnitId

# What can be done with a nomination in a status, what comes next first.
_AT: Mapping[str, tuple[str, ...]] = {
    "proposed": ("recommend_nomination", "submit_nomination", "defer_nomination", "return_nomination"),
    "recommended": ("submit_nomination", "defer_nomination", "return_nomination"),
    "submitted": ("decide_nomination", "defer_nomination", "return_nomination"),
    "deferred": ("resume_nomination",),
    "returned": ("propose_nomination",),
    "granted": ("present_nomination", "annul_nomination"),
    "presented": ("annul_nomination",),
    "annulled": ("restore_nomination",),
}
# The way of a title, from the proposal to the ceremony, with the status that ends each part of it.
_WAY = (
    ("proposed", marked("Đề nghị"), ("nomination.proposed",)),
    ("recommended", marked("Thẩm định"), ("nomination.recommended",)),
    ("submitted", marked("Trình"), ("nomination.submitted",)),
    ("decided", marked("Quyết định"), ("nomination.decided",)),
    ("presented", marked("Trao tặng"), ("nomination.presented",)),
)
_ENTRIES_MAX = 50  # a nomination has some ten

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/nominations")
def nominations_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """Every unit that was proposed for a title, and what became of it."""
    with looking(request, caller) as look:
        found = look.whole("nominations", cycle)["nominations"]
        context = {
            "nominations": [{**one, "offer": next(iter(acts(look, one)), None)} for one in found],
            "propose": look.offer("propose_nomination", stream("cycle", cycle), cycle=cycle),
        }
        around, heading = frame(look, cycle, "nominations"), look.text(marked("Đề nghị, danh hiệu"))
        return section_page(look, around, "cycles/nominations.html", heading, context)


@router.get("/cycles/{cycle}/nominations/{title}/{unit}")
def nomination_page(
    request: Request,
    cycle: CycleId,
    title: TitleCode,
    unit: UnitId,
    caller: Annotated[Caller, permitted("read_cycle")],
) -> Response:
    """The way of one nomination, with its dates and documents."""
    with looking(request, caller) as look:
        told = look.answer("nomination", cycle, title, unit)
        entries = _entries(look, cycle, stream("nomination", cycle, title, unit))
        context = {
            "nomination": {**told, **_named(look, told)},
            "way": way(look, told, entries),
            "offers": acts(look, told),
        }
        named = told["unit"].name or unit
        heading = look.text(marked("{title}: {unit}"), title=word("title", title, look.language), unit=named)
        around = frame(look, cycle, "nominations")
        return section_page(look, around, "cycles/nomination.html", heading, {**context, "entries": entries})


def acts(look: Look, nomination: Mapping[str, Any]) -> list[Offer]:
    """What the reader can do with a nomination where it is."""
    cycle, title, unit = nomination["cycle"], nomination["title"], nomination["unit"].unit
    return offers(
        look,
        _AT.get(nomination["status"], ()),
        stream("nomination", cycle, title, unit),
        cycle=cycle,
        title=title,
        unit=unit,
    )


def way(look: Look, told: Mapping[str, Any], entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts of the way: those that facts tell of with their day, those to come, and those left out."""
    over = told["status"] in ("refused", "downgraded", "annulled", "presented")
    days = {
        part: next((one["when"] for one in entries if one["topic"] in topics and one["stands"]), None)
        for part, _, topics in _WAY
    }
    last = max((place for place, (part, _, _) in enumerate(_WAY) if days[part] is not None), default=-1)
    found = []
    for place, (part, text, _) in enumerate(_WAY):
        stated = days[part] is not None
        state = "done" if stated else "unstated" if over or place < last else "waiting"
        found.append({"part": part, "text": look.text(text), "state": state, "on": days[part]})
    return found


def _named(look: Look, told: Mapping[str, Any]) -> dict[str, str | None]:
    """Who proposed and who presented, by name where it is a unit; sources name offices and people as well."""
    found = {part: told[part] for part in ("proposed_by", "presented_by")}
    names = Names(look.connection, look.point, found.values())
    return {part: one and (names.named(one).name or one) for part, one in found.items()}


def _entries(look: Look, cycle: str, name: str) -> list[dict[str, Any]]:
    """Everything recorded of a nomination, the newest first."""
    page = {"asked": EventFilter(stream=name), "limit": _ENTRIES_MAX, "newest_first": True}
    return entries_told(look, look.answer("cycle_events", cycle, also=page)["events"])
