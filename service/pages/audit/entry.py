"""One entry of the journal: what it says, its envelope, what was recorded, what amends it, and its proof."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from projections.catalogue import marked
from projections.events import EventFilter
from service.authority.subjects import Subject
from service.pages.audit.lines import entry_lines
from service.pages.clusters import year_label
from service.pages.looking import Look, looking
from service.pages.offers import offers
from service.web.audit_reads import Position
from service.web.guard import Caller, permitted

ACTS = ("correct_entry", "retract_entry")

router = APIRouter(include_in_schema=False)


@router.get("/events/{position}")
def entry_page(
    request: Request, position: Position, caller: Annotated[Caller, permitted("read_audit")]
) -> Response:
    """An entry with all that is known of it."""
    with looking(request, caller) as look:
        found = look.answer("event", str(position))["event"]
        entry, *chain = entry_lines(look, [found, *found["chain"]])
        context = {
            "entry": entry,
            "cycle": _cycle(look, found["cycle"]),
            "fact": json.dumps(found["fact"], ensure_ascii=False, indent=2),
            "proof": found["proof"],
            "chain": _chain(entry, chain),
            "neighbours": _neighbours(look, found),
            "journal": _journal(look, found),
            "offers": offers(look, ACTS, found["stream"], position=position) if found["stands"] else [],
        }
        title = look.text(marked("Mục {position} của nhật ký"), position=str(position))
        bar = look.bar() if found["cycle"] is None else look.bar("cycle", found["cycle"])
        return look.page("audit/entry.html", title, context, bar=bar)


def _cycle(look: Look, cycle: str | None) -> str | None:
    """The year that an entry belongs to, as people name it."""
    told = None if cycle is None else look.known("cycle", cycle)
    if told is None:
        return cycle
    named = {"cluster": told["name"] or told["cluster"], "years": year_label(told)}
    return look.text(marked("{cluster} · năm {years}"), **named)


def _chain(entry: dict[str, Any], chain: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entry among what it amends and what amends it, as they were recorded; nothing where it is alone."""
    if not chain:
        return []
    ordered = sorted([entry, *chain], key=lambda one: int(one["position"]))
    return [{**one, "here": one is entry} for one in ordered]


def _neighbours(look: Look, found: dict[str, Any]) -> dict[str, str | None]:
    """The entries before and after this one in its stream."""
    return {
        side: _neighbour(look, found, newest_first=newest_first)
        for side, newest_first in (("before", True), ("after", False))
    }


def _neighbour(look: Look, found: dict[str, Any], *, newest_first: bool) -> str | None:
    asked = EventFilter(stream=found["stream"])
    page = {"asked": asked, "after": found["position"], "limit": 1, "newest_first": newest_first}
    events = look.answer("events", also=page)["events"]
    return look.url(f"/events/{events[0]['position']}") if events else None


def _journal(look: Look, found: dict[str, Any]) -> str | None:
    """The journal of the stream, as far as the reader may see one."""
    if found["cycle"] is not None:
        return look.url(f"/cycles/{found['cycle']}/events", stream=found["stream"])
    if look.acts.may("read_events", Subject()) is not None:
        return look.url("/events", stream=found["stream"])
    return None
