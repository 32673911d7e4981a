"""The lists of units and of clusters, found without diacritics, a page at a time."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from domain.identity import stream
from domain.moments import CIVIL_ZONE, as_datetime
from projections.catalogue import marked
from projections.folding import matches
from service.pages.clusters import cycle_address, year_label
from service.pages.looking import Look, looking
from service.pages.offers import offers
from service.web.guard import Caller, permitted

PAGE_LINES = 50
_Words = Annotated[str, Query(max_length=200)]
_After = Annotated[str | None, Query(max_length=200)]

router = APIRouter(include_in_schema=False)


@router.get("/units")
def units_page(
    request: Request,
    caller: Annotated[Caller, permitted("read_directory")],
    q: _Words = "",
    parent: _After = None,
    after: _After = None,
) -> Response:
    """Every unit that is known on the day, by name."""
    with looking(request, caller) as look:
        only = {"parent": parent} if parent else {}
        told = look.answer("units", q=q or None, only=only, after=after or None, limit=PAGE_LINES)
        context = {
            "units": told["units"],
            "q": q,
            "parent": parent and (look.known("unit", parent) or {"unit": parent, "name": parent}),
            "next": told["next"] and look.url("/units", q=q, parent=parent, after=told["next"]),
            "first": look.url("/units", q=q, parent=parent) if after else None,
            "offers": offers(look, ("register_unit",), ""),
        }
        return look.page("office/units.html", look.text(marked("Đơn vị")), context, bar=look.bar())


@router.get("/clusters")
def clusters_page(
    request: Request, caller: Annotated[Caller, permitted("read_directory")], q: _Words = ""
) -> Response:
    """Every cluster and bloc: who leads it, how many members it has, and where its year is."""
    with looking(request, caller) as look:
        everyone = look.whole("clusters")["clusters"]
        own = own_clusters(look, everyone)
        found = [one for one in everyone if matches(q, [one["name"], one["series"], one["number"]])]
        running = _running(look)
        lines = [_line(look, one, running.get(one["cluster"])) for one in found]
        context = {
            "own": [line for line in lines if line["cluster"] in own],
            "others": [line for line in lines if line["cluster"] not in own],
            "q": q,
            "any": bool(everyone),
            "offers": offers(look, ("form_cluster",), ""),
        }
        return look.page(
            "office/clusters.html", look.text(marked("Cụm, khối thi đua")), context, bar=look.bar()
        )


def own_clusters(look: Look, clusters: Iterable[dict[str, Any]]) -> set[str]:
    """The clusters that have a unit among their members for which the reader speaks."""
    if look.caller.person is None:
        return set()
    units = {one["unit"] for one in look.answer("representation", look.caller.person)["units"]}
    return {one["cluster"] for one in clusters if any(member.unit in units for member in one["members"])}


def _running(look: Look) -> dict[str, dict[str, Any]]:
    """The cycle of each cluster that runs in the year of the point, or else the latest one before it."""
    year = as_datetime(look.point.as_of).astimezone(CIVIL_ZONE).year
    found: dict[str, dict[str, Any]] = {}
    for one in sorted(look.whole("cycles")["cycles"], key=lambda cycle: int(cycle["first_year"])):
        if one["first_year"] <= year:
            found[one["cluster"]] = one
    return found


def _line(look: Look, cluster: dict[str, Any], cycle: dict[str, Any] | None) -> dict[str, Any]:
    """A cluster with its cycle; the step is told to who may read that."""
    address = cycle and cycle_address(look, cycle["cycle"])
    steps = look.known("steps", cycle["cycle"]) if cycle and address else None
    return {
        **cluster,
        "href": look.url(f"/clusters/{cluster['cluster']}"),
        "members": len(cluster["members"]),
        "year": cycle and year_label(cycle),
        "cycle": address,
        "step": None if steps is None else steps["step"],
        "mine": look.acts.any(("join_cluster", "assign_lead"), stream("cluster", cluster["cluster"])),
    }
