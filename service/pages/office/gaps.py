"""What is unfinished of what an office looks after: the first of it on the front page, all of it by lists."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from domain.clusters import Cluster
from domain.identity import stream
from domain.units import Unit
from projections.catalogue import marked
from projections.clusters import CLUSTERS
from projections.units import UNITS
from projections.vacancies import Vacancies, vacancies
from service.pages.looking import Look, looking
from service.pages.reach import Reach
from service.web.guard import Caller, permitted

PAGE_LINES = 50
_Page = Annotated[int, Query(ge=1, le=1_000_000)]

router = APIRouter(include_in_schema=False)


def unspoken(look: Look, reach: Reach, vacant: Vacancies) -> list[Unit]:
    """The units without a representative for which the reader may appoint one."""
    if reach.is_whole:
        return vacant.units
    about = {stream("unit", one.id): one.id for one in vacant.units}
    seen = reach.seen_to("appoint_representative", about)
    return [one for one in vacant.units if stream("unit", one.id) in seen]


def leaderless(look: Look, reach: Reach, vacant: Vacancies) -> list[Cluster]:
    """The clusters without a lead of the next year to which the reader may assign one."""
    if reach.is_whole:
        return vacant.clusters
    about = {stream("cluster", one.id): one.formed.organiser for one in vacant.clusters}
    seen = reach.seen_to("assign_lead", about)
    return [one for one in vacant.clusters if stream("cluster", one.id) in seen]


def unit_lines(look: Look, units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Units, each leading to where somebody is appointed for it."""
    return [{"name": one.name, "href": look.url(f"/units/{one.id}/representatives")} for one in units]


def cluster_lines(look: Look, clusters: Sequence[Cluster]) -> list[dict[str, Any]]:
    """Clusters, each leading to where its lead is assigned."""
    return [{"name": one.formed.name, "href": look.url(f"/clusters/{one.id}/members")} for one in clusters]


@router.get("/office/unspoken")
def unspoken_page(
    request: Request, caller: Annotated[Caller, permitted("read_directory")], page: _Page = 1
) -> Response:
    """Every unit for which the reader is to appoint somebody."""
    with looking(request, caller) as look:
        found = unspoken(look, Reach(look), vacant(look))
        shown = {"lines": unit_lines(look, _cut(found, page)), "count": len(found)}
        title = look.text(marked("Đơn vị chưa có người đại diện"))
        return _page(look, title, page, shown)


@router.get("/office/leaderless")
def leaderless_page(
    request: Request, caller: Annotated[Caller, permitted("read_directory")], page: _Page = 1
) -> Response:
    """Every cluster to which the reader is to assign a lead."""
    with looking(request, caller) as look:
        told = vacant(look)
        found = leaderless(look, Reach(look), told)
        shown = {"lines": cluster_lines(look, _cut(found, page)), "count": len(found)}
        title = look.text(marked("Cụm chưa có cụm trưởng năm {year}"), year=str(told.year))
        return _page(look, title, page, shown)


def vacant(look: Look) -> Vacancies:
    """What stands empty in the whole service."""
    units = UNITS.all(look.connection, look.point).values()
    clusters = CLUSTERS.all(look.connection, look.point).values()
    return vacancies(units, clusters, look.point)


def _cut(found: Sequence[Any], page: int) -> Sequence[Any]:
    return found[(page - 1) * PAGE_LINES :][:PAGE_LINES]


def _page(look: Look, title: str, page: int, shown: Mapping[str, Any]) -> Response:
    path = look.request.url.path
    context = {
        **shown,
        "next": look.url(path, page=page + 1) if page * PAGE_LINES < shown["count"] else None,
        "first": look.url(path) if page > 1 else None,
    }
    return look.page("office/gaps.html", title, context)
