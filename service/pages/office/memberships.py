"""The members of a cluster over time, drawn as bars and told as a table, with the acts of regrouping."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from domain.moments import CIVIL_ZONE, as_datetime
from projections import formats
from projections.catalogue import marked
from service.pages.looking import looking
from service.pages.offers import offers
from service.web.guard import Caller, permitted
from service.web.reading import ClusterId

WIDTH = 1_000  # of a bar's drawing: a thousandth is finer than any screen shows
WIDTH_MIN = 12  # of a membership so short that it would not be seen
ACTS = ("join_cluster", "assign_lead", "elect_lead")

router = APIRouter(include_in_schema=False)


@router.get("/clusters/{cluster}/members")
def members_page(
    request: Request, cluster: ClusterId, caller: Annotated[Caller, permitted("read_directory")]
) -> Response:
    """Who was a member when, and whose turn it was to lead."""
    with looking(request, caller) as look:
        told = look.answer("memberships", cluster)
        about = stream("cluster", cluster)
        today = as_datetime(look.point.as_of).astimezone(CIVIL_ZONE).date()
        begin = _begin([one["since"] for one in told["memberships"]], today)
        lines = [
            {
                **one,
                "bar": bar(begin, today, one["since"], one["left"] and one["left"]["when"]),
                "href": look.url(f"/units/{one['unit']}"),
                "leave": None
                if one["left"]
                else look.offer("leave_cluster", about, cluster=cluster, unit=one["unit"]),
            }
            for one in told["memberships"]
        ]
        context = {
            "cluster": told,
            "present": [line for line in lines if line["left"] is None],
            "former": [line for line in lines if line["left"] is not None],
            "years": _years(begin, today),
            "offers": offers(look, ACTS, about, cluster=cluster),
        }
        title = look.text(marked("Thành viên của {name} qua các năm"), name=told["name"])
        return look.page("office/members.html", title, context, bar=look.bar("cluster", cluster))


def bar(begin: date, end: date, since: str, until: str | None) -> dict[str, int]:
    """Where a membership begins on the line from `begin` to `end`, and how long it is, in thousandths."""
    start = _place(begin, end, _day(since, begin))
    stop = WIDTH if until is None else _place(begin, end, _day(until, end))
    width = max(WIDTH_MIN, stop - start)
    return {"x": min(start, WIDTH - width), "width": width}


def _place(begin: date, end: date, day: date) -> int:
    days = max(1, (end - begin).days)
    return min(max((day - begin).days, 0), days) * WIDTH // days


def _day(text: str, unknown: date) -> date:
    """The day from which a membership counts; one that counts since ever begins with the line."""
    moment = formats.read_moment(text)
    if moment is None:
        return unknown
    return as_datetime(moment.effective).astimezone(CIVIL_ZONE).date()


def _begin(moments: list[str], today: date) -> date:
    """The first of January of the year in which the first dated membership began."""
    floor = date(1950, 1, 1)  # before the first emulation campaigns: a membership "since ever" has no day
    days = [day for one in moments if (day := _day(one, today)) >= floor]
    return date(min([*days, today]).year, 1, 1)


def _years(begin: date, end: date) -> list[dict[str, Any]]:
    """Marks on the line: at most six years, as far apart as they must be."""
    years = range(begin.year, end.year + 1)
    step = max(1, -(-len(years) // 6))
    return [{"year": year, "x": _place(begin, end, date(year, 1, 1))} for year in years[::step]]
