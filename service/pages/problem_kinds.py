"""What each kind of problem means, and what to do: where the `type` of problem details leads."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from projections.catalogue import marked, translate
from service.pages.problem_pages import bare_page
from service.web.guard import permitted
from service.web.kinds import KINDS
from service.web.languages import page_language

router = APIRouter(include_in_schema=False)


@router.get("/problems", dependencies=[permitted("read_problems")])
def problems(request: Request) -> Response:
    """Every kind of problem."""
    title = translate(page_language(request), marked("Các loại lỗi"))
    return bare_page(request, "problems/kinds.html", title, {"kinds": list(KINDS.items())})


@router.get("/problems/{slug}", dependencies=[permitted("read_problems")])
def problem(request: Request, slug: str) -> Response:
    """One kind of problem."""
    if slug not in KINDS:
        raise HTTPException(404)
    kind = KINDS[slug]
    title = translate(page_language(request), kind.title)
    return bare_page(request, "problems/kind.html", title, {"kind": kind})
