"""Every year of every cluster: the list by which one is found."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from projections.catalogue import marked
from service.pages.clusters import cycle_address, year_label
from service.pages.looking import looking
from service.web.guard import Caller, permitted
from service.web.reading import WORDS_MAX

LINES = 50

router = APIRouter(include_in_schema=False)


@router.get("/cycles")
def cycles_page(
    request: Request,
    caller: Annotated[Caller, permitted("read_directory")],
    q: Annotated[str, Query(max_length=WORDS_MAX)] = "",
    after: Annotated[str, Query(max_length=WORDS_MAX)] = "",
) -> Response:
    """The cycles that are known, the latest years first; those that the reader may read are links."""
    with looking(request, caller) as look:
        told = look.answer("cycles", q=q or None, after=after or None, limit=LINES)
        context = {
            "q": q,
            "cycles": [
                {**one, "years": year_label(one), "href": cycle_address(look, one["cycle"])}
                for one in told["cycles"]
            ],
            "next": told["next"] and look.url("/cycles", q=q, after=told["next"]),
            "first": look.url("/cycles", q=q) if after else None,
            "open": look.offer("open_cycle", "cycle:", first_year=look.today.year),
        }
        return look.page("cycles/cycles.html", look.text(marked("Các năm thi đua")), context, bar=look.bar())
