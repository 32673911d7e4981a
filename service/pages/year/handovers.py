"""The handover of a cluster to the lead of a year: what passes from whom to whom, and what is unfinished."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from domain.identity import cycle_id
from projections.catalogue import marked
from projections.leads import Lead
from service.answers import Unknown, unknown
from service.authority.subjects import Subject
from service.leading import LEADS, called
from service.pages.clusters import cycle_address
from service.pages.looking import Look, looking
from service.pages.offers import Offer
from service.pages.year.tracker import Step, tracker
from service.web.guard import Caller, permitted
from service.web.reading import ClusterId

Year = Annotated[int, Path(ge=1900, le=2200, description="The year of the new lead", examples=[2023])]

TITLES = marked({"cluster": "Bàn giao cụm trưởng năm {year}", "block": "Bàn giao khối trưởng năm {year}"})

router = APIRouter(include_in_schema=False)


@router.get("/clusters/{cluster}/handovers/{year}")
def handover_page(
    request: Request, cluster: ClusterId, year: Year, caller: Annotated[Caller, permitted("read_cycle")]
) -> Response:
    """What passes to the lead of a year."""
    with looking(request, caller) as look:
        told = look.answer("leads", cluster)
        tenures = {one.year: one for one in told["lineage"]}
        new, old = tenures.get(year), tenures.get(year - 1)
        cycle = _ending(look, cluster, year - 1)
        if new is None and old is None and cycle is None:
            raise unknown(look.connection, "cycle", (cycle_id(cluster, year - 1),), look.point)
        steps = [] if cycle is None else _steps(look, cycle)
        context = {
            "cluster": told,
            "year": year,
            "new": new,
            "old": old,
            "cycle": None if cycle is None else cycle_address(look, cycle),
            "lead_word": look.text(called(LEADS, told["kind"])),
            "act": next((step for step in steps if step.code == "handed_over"), None),
            "unfinished": [step for step in steps if step.code != "handed_over" and _waits(step)],
            "stated": bool(steps),
            "offer": _offer(look, cluster, year, new),
        }
        heading = look.text(called(TITLES, told["kind"]), year=str(year))
        title = look.text(marked("{heading} · {name}"), heading=heading, name=told["name"])
        bar = look.bar("cluster", cluster)
        return look.page("cycles/handover.html", title, {**context, "heading": heading}, bar=bar)


def _ending(look: Look, cluster: str, year: int) -> str | None:
    """The cycle of a cluster that ends with a year."""
    found = look.whole("cycles", also={"cluster": cluster})["cycles"]
    return next((one["cycle"] for one in found if one["last_year"] == year), None)


def _steps(look: Look, cycle: str) -> list[Step]:
    try:
        return tracker(look, look.answer("steps", cycle)).steps
    except Unknown:  # the cycle was opened later in the day that is looked at
        return []


def _waits(step: Step) -> bool:
    """Whether a step is left to the new lead: not what a year may do without and nobody has begun."""
    if step.status in ("reached", "not_stated"):
        return False
    return not (step.optional and step.status == "waiting")


def _offer(look: Look, cluster: str, year: int, new: Lead | None) -> Offer | None:
    """To hand over, and once that is done to accept."""
    if new is None or new.handed_over_on is None:
        named: dict[str, Any] = {"cluster": cluster, "year": year}
        if new is not None and new.lead is not None:
            named["lead"] = new.lead.unit
        return look.offer("hand_over_lead", Subject(cluster=cluster, year=year - 1), **named)
    if new.accepted_on is not None:
        return None
    unit = None if new.lead is None else new.lead.unit
    # Whoever speaks for the new lead accepts: no stream names both a cluster and a unit.
    subject = Subject(cluster=cluster, unit=unit)
    named = {"cluster": cluster, "year": year, **({} if unit is None else {"unit": unit})}
    return look.offer("accept_handover", subject, **named)
