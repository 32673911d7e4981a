"""The lists of units and of clusters, found without diacritics, a page at a time."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from domain.cycles import Cycle
from domain.moments import CIVIL_ZONE, as_datetime
from projections.catalogue import marked
from projections.clusters import Formation, all_clusters
from projections.cycles import cycles_of, last_year
from projections.folding import finder
from projections.steps import steps_reached
from service.pages.clusters import cycle_address, years_label
from service.pages.looking import Look, looking
from service.pages.offers import offers
from service.questions import words_of_cluster
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
    request: Request,
    caller: Annotated[Caller, permitted("read_directory")],
    q: _Words = "",
    after: _After = None,
) -> Response:
    """Every cluster and bloc: who leads it, how many members it has, and where its year is.

    The reader's own come first; after the first page the list goes on as it would without them.
    """
    with looking(request, caller) as look:
        told = look.answer("clusters", q=q or None, after=after or None, limit=PAGE_LINES, counted=True)
        own = [] if after else _own(look, q)
        others = [one for one in told["clusters"] if one not in own]
        lines = _lines(look, [*own, *others])
        more = told["next"] is not None or bool(after)
        context = {
            "own": lines[: len(own)],
            "others": lines[len(own) :],
            "q": q,
            "any": bool(lines) or (bool(q) and bool(look.answer("clusters", limit=1)["clusters"])),
            "total": told["total"] if more else None,
            "next": told["next"] and look.url("/clusters", q=q, after=told["next"]),
            "first": look.url("/clusters", q=q) if after else None,
            "offers": offers(look, ("form_cluster",), ""),
        }
        return look.page(
            "office/clusters.html", look.text(marked("Cụm, khối thi đua")), context, bar=look.bar()
        )


def _own(look: Look, q: str) -> list[dict[str, Any]]:
    """The clusters, of those that are looked for, in which a unit that the reader speaks for is a member."""
    if look.caller.person is None:
        return []
    units = {one["unit"] for one in look.answer("representation", look.caller.person)["units"]}
    finds = finder(q)

    def of_reader(listed: Sequence[Formation]) -> list[Formation]:
        own = (one for one in listed if not units.isdisjoint(one.members))
        return [one for one in own if finds(words_of_cluster(one))]

    told: list[dict[str, Any]] = all_clusters(look.connection, look.point, of_reader)["clusters"]
    return told


def _lines(look: Look, clusters: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Clusters with their cycles; the step is told to who may read that."""
    running = _running(look, [one["cluster"] for one in clusters])
    address = {cluster: cycle_address(look, cycle.id) for cluster, cycle in running.items()}
    read = [cycle for cluster, cycle in running.items() if address[cluster] is not None]
    steps = steps_reached(look.connection, read, look.point)
    return [
        {
            **one,
            "href": look.url(f"/clusters/{one['cluster']}"),
            "members": len(one["members"]),
            "year": cycle and years_label(cycle.opened.first_year, last_year(cycle)),
            "cycle": address.get(one["cluster"]),
            "step": cycle and steps.get(cycle.id),
        }
        for one, cycle in ((one, running.get(one["cluster"])) for one in clusters)
    ]


def _running(look: Look, clusters: Sequence[str]) -> dict[str, Cycle]:
    """The cycle of each cluster that runs in the year of the point, or else the latest one before it."""
    year = as_datetime(look.point.as_of).astimezone(CIVIL_ZONE).year
    known = cycles_of(look.connection, clusters, look.point)
    begun = [one for one in known if one.opened.first_year <= year]
    return {one.opened.cluster: one for one in sorted(begun, key=lambda one: one.opened.first_year)}
