"""The front page: what waits for the reader, by when, why them, and the way to the first of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from projections.catalogue import marked
from service.authority.roles import Role
from service.pages.looking import Look, looking
from service.pages.parts import AFTER_MAX, Part, part
from service.pages.work.cards import cards, places
from service.pages.work.mine import Share, found_by, mine, share_of
from service.pages.work.piles import GROUPS, Pile, piles, stalls
from service.web.guard import Caller, permitted

FRONT_CARDS = 20  # of each group on the front page
GROUP_CARDS = 50  # on a page of one group
OTHERS = "others"
_Group = Annotated[str | None, Query(pattern=f"^({'|'.join(GROUPS)}|{OTHERS})$")]
_After = Annotated[int, Query(ge=0, le=AFTER_MAX)]
_Words = Annotated[str, Query(max_length=200)]

router = APIRouter(include_in_schema=False)


@router.get("/")
def work_page(
    request: Request,
    caller: Annotated[Caller, permitted("read_directory")],
    group: _Group = None,
    after: _After = 0,
    q: _Words = "",
) -> Response:
    """What waits for the reader: of each group the first cards, or one group from a card on."""
    with looking(request, caller) as look:
        if look.travels:
            return RedirectResponse(look.untravelled, 303)
        share = share_of(look)
        found = mine(look, found_by(share, q) if q else share)
        own = piles([one for one in found if one.own], look.today)
        others = stalls([one for one in found if not one.own], look.today)
        context = {
            **_told(look, share, _shown({**own, OTHERS: others}, group, after)),
            "at_hand": sum(_duties(own[name]) for name in own if name != "coming"),
            "late": _duties(own["late"]),
            "waits": any(own.values()),
            "place": place_of(look, share),
            "person": caller.person,
            "group": group,
            "q": q,
        }
        return look.page("work/work.html", look.text(marked("Việc của tôi")), context)


def _shown(lists: Mapping[str, Sequence[Any]], group: str | None, after: int) -> dict[str, Part[Any]]:
    """What the page tells of each group: the beginnings of all, or a part of the one that is asked for."""
    if group is None:
        return {name: part(lines, FRONT_CARDS) for name, lines in lists.items()}
    return {group: part(lists[group], GROUP_CARDS, after)}


def _told(look: Look, share: Share, shown: Mapping[str, Part[Any]]) -> dict[str, Any]:
    told = cards(
        look, [pile for name in GROUPS if name in shown for pile in shown[name].shown], share.clusters
    )
    groups = [(name, [card for card in told if card.group == name]) for name in GROUPS]
    return {
        "groups": groups,
        "first": next((card for _, some in groups for card in some), None),
        "others": places(look, shown[OTHERS].shown, share.clusters) if OTHERS in shown else [],
        "parts": shown,
        "cut": not all(one.is_whole for one in shown.values()),
    }


def _duties(found: list[Pile]) -> int:
    return sum(len(pile.duties) for pile in found)


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
