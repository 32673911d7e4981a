"""The front page: what waits for the reader, by when, why them, and the way to the first of it."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from projections.catalogue import marked
from service.authority.roles import Role
from service.pages.looking import Look, looking
from service.pages.work.cards import GROUPS, cards, stalls
from service.pages.work.mine import Share, mine, share_of
from service.web.guard import Caller, permitted

router = APIRouter(include_in_schema=False)


@router.get("/")
def work_page(request: Request, caller: Annotated[Caller, permitted("read_directory")]) -> Response:
    """What waits for the reader."""
    with looking(request, caller) as look:
        if look.travels:
            return RedirectResponse(look.untravelled, 303)
        share = share_of(look)
        found = mine(look, share)
        own = cards(look, [one for one in found if one.own], share.clusters)
        context = {
            "groups": [(group, [card for card in own if card.group == group]) for group in GROUPS],
            "at_hand": sum(len(card.lines) for card in own if card.group != "coming"),
            "late": sum(len(card.lines) for card in own if card.group == "late"),
            "first": own[0] if own else None,
            "others": stalls(look, [one for one in found if not one.own], share.clusters),
            "place": place_of(look, share),
            "person": caller.person,
        }
        return look.page("work/work.html", look.text(marked("Việc của tôi")), context)


def place_of(look: Look, share: Share) -> str:
    """What the reader is here, as the page tells what will come: a role, or `nobody`."""
    given = {one.role for one in look.caller.grants}
    for role in (Role.ADMINISTRATOR, Role.OFFICE):
        if role in given:
            return str(role)
    if share.units:
        return str(Role.REPRESENTATIVE)
    if share.counts:
        return str(Role.TELLER)
    return str(Role.INSPECTOR) if Role.INSPECTOR in given else "nobody"
