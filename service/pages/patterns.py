"""Every component of the pages with its states, to look at and to build from."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from projections.catalogue import Language, marked, translate
from service.pages.navigation import Place
from service.pages.problem_pages import bare_page
from service.pages.time_bar import Tick, TimeBar
from service.web.guard import permitted
from service.web.languages import page_language

PATH = "/patterns"
_NOW, _THEN = date(2022, 11, 30), date(2022, 11, 22)
# A made-up year: its milestones, in thousandths of the line, and their days.
_MILESTONES = (
    ("launched", "2022-02-15", 123),
    ("midyear", "2022-07-12", 527),
    ("summed_up", "2022-11-22", 892),
)
_PLACES = (
    ("/", marked("Việc của tôi"), "list-checks"),
    ("/clusters", marked("Cụm, khối"), "users"),
    ("/ballots", marked("Bỏ phiếu"), "vote"),
    (PATH, marked("Các mẫu"), "rows-3"),
    ("/help", marked("Giúp đỡ"), "circle-help"),
)

router = APIRouter(include_in_schema=False)


@router.get(PATH, dependencies=[permitted("see_pages")])
def patterns(request: Request, as_of: Annotated[date | None, Query()] = None) -> Response:
    """Every component. With a day its time bar looks into the past."""
    language = page_language(request)
    title = translate(language, marked("Các mẫu trình bày"))
    context = {"bar": _bar(as_of), "navigation": _navigation(language)}
    return bare_page(request, "patterns.html", title, context)


def _bar(asked: date | None) -> TimeBar:
    ticks = [Tick(place, day, step, f"{PATH}?as_of={day}") for step, day, place in _MILESTONES]
    return TimeBar(
        as_of=asked or _NOW,
        known_at="" if asked is None else _NOW.isoformat(),
        position=214,
        travels=asked is not None,
        before=f"{PATH}?as_of={_THEN}",
        after=None,
        ticks=ticks,
        place=914 if asked is None else 892,
        compare=f"{PATH}?as_of={_THEN}",
        now=PATH,
        kept=(),
    )


def _navigation(language: Language) -> list[Place]:
    return [
        Place(address, translate(language, label), icon, address == PATH) for address, label, icon in _PLACES
    ]
