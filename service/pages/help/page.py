"""The pages of help: for everybody, signed in or not."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from projections.catalogue import marked, translate
from service.authority.judging import NotPermitted, SignInNeeded
from service.authority.roles import Role
from service.pages.help.glossary import glossary
from service.pages.looking import looking
from service.pages.problem_pages import bare_page
from service.web.guard import Permitted, permitted
from service.web.languages import page_language

# A printed page for each role that has work to do; the deputy works with the lead's.
GUIDES: Mapping[Role, str] = {
    Role.REPRESENTATIVE: marked("Hướng dẫn cho người đại diện đơn vị"),
    Role.LEAD: marked("Hướng dẫn cho cụm trưởng, cụm phó"),
    Role.OFFICE: marked("Hướng dẫn cho cơ quan thi đua"),
    Role.INSPECTOR: marked("Hướng dẫn cho người giám sát"),
    Role.TELLER: marked("Hướng dẫn cho người kiểm phiếu"),
}
_READER = Permitted("read_directory")

router = APIRouter(include_in_schema=False)


@router.get("/help", dependencies=[permitted("see_pages")])
def help_page(request: Request) -> Response:
    """What the service is, its roles and its words."""
    context = {"guides": list(GUIDES.items()), "glossary": glossary()}
    return _page(request, "help/help.html", marked("Giúp đỡ"), context)


@router.get("/help/{role}", dependencies=[permitted("see_pages")])
def guide_page(request: Request, role: str) -> Response:
    """The guide for a role, on one printed page."""
    if role not in GUIDES:
        raise HTTPException(404)
    return _page(request, f"help/{role}.html", GUIDES[Role(role)], {})


def _page(request: Request, template: str, title: str, context: Mapping[str, Any]) -> Response:
    """A page in the frame of whoever is signed in, or in that of nobody."""
    words = translate(page_language(request), title)
    try:
        caller = _READER(request)
    except (SignInNeeded, NotPermitted):
        return bare_page(request, template, words, context)
    with looking(request, caller) as look:
        return look.page(template, words, context)
