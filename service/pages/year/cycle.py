"""The year at a glance: who leads, how far it is, how the units stand, what was recorded last."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from projections.catalogue import marked
from projections.events import EventFilter
from service.leading import DEPUTIES, LEADS, MOVEMENT, called
from service.pages.clusters import cycle_address, year_label
from service.pages.looking import Look, looking
from service.pages.rendering import Wording
from service.pages.year.acts import Situation, primary, secondary, standing_of
from service.pages.year.board import board, own_units
from service.pages.year.drives import is_late
from service.pages.year.entries import entries_told
from service.pages.year.frame import Frame, frame, section_page
from service.pages.year.tracker import Tracker, tracker
from service.web.guard import Caller, permitted
from service.web.reading import CycleId

LAST_ENTRIES = 10
_LISTED_MAX = 6  # lines of a compact list; the section has them all

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}")
def cycle_page(
    request: Request,
    cycle: CycleId,
    caller: Annotated[Caller, permitted("read_cycle")],
    sort: str | None = None,
) -> Response:
    """The year of a cluster."""
    with looking(request, caller) as look:
        told = look.answer("standings", cycle)
        around = frame(look, cycle, "", told)
        steps, drives = look.answer("steps", cycle), look.whole("drives", cycle)["drives"]
        year = tracker(look, steps, ["drives"] if any(is_late(look, one) for one in drives) else [])
        own = own_units(look, cycle, (one["unit"] for one in told["members"] if one["left"] is None))
        context = {
            "around": around,
            "standings": told,
            "leaders": leaders(look, around, told),
            "tracker": year,
            "board": board(look, told, sort),
            "own": own,
            "drives": drives[:_LISTED_MAX],
            "documents": documents(steps),
            "entries": last_entries(look, cycle),
            "other_years": other_years(look, around),
            **_acts(look, around, steps, year, own),
        }
        title = look.text(marked("{name} · Năm {years}"), name=around.name, years=year_label(told))
        return look.page("cycles/cycle.html", title, context, bar=look.bar("cycle", cycle))


@router.get("/cycles/{cycle}/steps")
def steps_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """Every step with its evidence, as one table."""
    with looking(request, caller) as look:
        told = look.answer("steps", cycle)
        context = {"tracker": tracker(look, told)}
        heading = look.text(marked("Các bước trong năm"))
        return section_page(look, frame(look, cycle, "steps"), "cycles/steps.html", heading, context)


def leaders(look: Look, around: Frame, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Lead and deputy of the year with the day since when they are; none of a movement."""
    if told["cluster_kind"] == MOVEMENT:
        return []
    since = _since(look, around, told)
    return [
        {
            "term": look.text(called(words, told["cluster_kind"])),
            "name": unit and unit.name,
            "href": unit and look.url(f"/units/{unit.unit}"),
            "since": None if unit is None or since is None else Wording(look.language).civil_day(since),
        }
        for words, unit in ((LEADS, told["lead"]), (DEPUTIES, told["deputy"]))
    ]


def _since(look: Look, around: Frame, told: Mapping[str, Any]) -> date | None:
    """Since when the lead of the board leads, by the lineage of leads."""
    known = look.known("leads", around.cluster)
    if known is None or told["lead"] is None:
        return None
    found = [
        one.effective_from
        for one in known["lineage"]
        if one.lead is not None and one.lead.unit == told["lead"].unit and one.year <= around.last_year
    ]
    return found[-1] if found else None


def documents(steps: Mapping[str, Any]) -> list[dict[str, str]]:
    """The documents that the steps rest on, each once, with the step that names it first."""
    found: dict[str, str] = {}
    for line in steps["steps"]:
        for document in line["documents"]:
            found.setdefault(document, line["step"])
    return [{"document": document, "step": step} for document, step in found.items()]


def last_entries(look: Look, cycle: str) -> list[dict[str, Any]]:
    """The last that was recorded in a cycle, the newest first, as sentences."""
    page = {"asked": EventFilter(), "limit": LAST_ENTRIES, "newest_first": True}
    return entries_told(look, look.answer("cycle_events", cycle, also=page)["events"])


def other_years(look: Look, around: Frame) -> list[dict[str, Any]]:
    """The other cycles of the cluster, the latest first, as far as the reader may read them."""
    found = look.whole("cycles", also={"cluster": around.cluster})["cycles"]
    others = [(one, cycle_address(look, one["cycle"])) for one in found if one["cycle"] != around.cycle]
    return [{"years": year_label(one), "href": href} for one, href in others if href is not None]


def _acts(
    look: Look, around: Frame, steps: Mapping[str, Any], year: Tracker, own: list[str]
) -> dict[str, Any]:
    """The next step's act, where it is the reader's, and the rest by section."""
    here = Situation(around.cycle, around.cluster, around.last_year, year.steps, own)
    missing = [] if year.now is None else standing_of(steps, year.now.code)["missing"]
    first = primary(look, here, year.now, missing)
    return {"primary": first, "secondary": secondary(look, here, first)}
