"""The elector's page: one screen for each state of a ballot, made for a phone in a hall."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import ballot_cycle, stream
from domain.refusals import Refusal
from projections.catalogue import marked
from service.answers import Unknown
from service.pages.ballots.room import Room
from service.pages.ballots.slip import Values, slip_of
from service.pages.clusters import year_label
from service.pages.looking import Look, looking
from service.web.guard import Caller, permitted
from service.web.reading import BallotId

router = APIRouter(include_in_schema=False)
CHANGE = "change"  # the parameter that asks for the form of a vote that can still be changed
FRAGMENT = "fragment"  # the parameter by which an open page asks for its live part alone
TITLE = marked("Bỏ phiếu: {on}")
_UNOPENED = marked("Chưa mở cuộc bỏ phiếu này")
# What is looked at from another point; before it, the screen of a phone is for what goes on now.
LASTING = frozenset({"decided", "annulled"})


@router.get("/ballots/{ballot}")
def elector_page(
    request: Request, ballot: BallotId, caller: Annotated[Caller, permitted("read_ballots")]
) -> Response:
    """The room, as far as it is for the reader; with `fragment` only what changes by itself."""
    with looking(request, caller) as look:
        try:
            room = Room(look, ballot)
        except Unknown:
            return _unopened(look, ballot)
        context = room_context(room, room.elector, changing=CHANGE in request.query_params)
        if FRAGMENT in request.query_params:
            return look.fragment("ballots/live.html", context)
        lasts = room.status in LASTING or look.travels
        bar = look.bar("cycle", room.told["cycle"]) if lasts else None
        return look.page("ballots/room.html", look.text(TITLE, on=room.heading), context, bar=bar)


def room_context(
    room: Room, elector: str | None, values: Values | None = None, *, changing: bool
) -> dict[str, Any]:
    """What the screens of a room need for an elector of the reader's, or for none of them.

    `values` are what was filled in before; `changing` asks for the form although there is a vote already.
    """
    look = room.look
    state = room.state(elector)
    can_cast = elector is not None and room.may_cast(elector)
    changing = changing and state == "voted" and can_cast
    shown = "vote" if changing else state
    slip = slip_of(room, elector, values) if elector is not None and can_cast and shown == "vote" else None
    return {
        "room": room,
        "told": room.told,
        "elector": elector,
        "state": shown,
        "slip": slip,
        "key": f"{shown}:{elector or ''}",
        "own": [{"unit": unit, "name": room.names[unit], "state": room.state(unit)} for unit in room.own],
        "vote": room.cast.get(elector or ""),
        "can_change": state == "voted" and can_cast,
        "reads": look.url(room.address, elector=elector, change="1" if changing else None, fragment="1"),
        "links": _links(room),
    }


def _links(room: Room) -> dict[str, bool]:
    look = room.look
    return {
        "chair": look.may("take_attendance", room.stream),
        "tellers": room.held.opened.mode == "secret_paper" and look.may("enter_teller_count", room.stream),
        "contest": room.status != "open" and not look.travels,
    }


def _unopened(look: Look, ballot: str) -> Response:
    """The screen of who comes before the ballot is opened, where there is such a year.

    Raises:
        Unknown: there is no such year either, or it is closed; it tells of the ballot.
    """
    try:
        cycle = look.known("cycle", ballot_cycle(ballot))
    except Refusal:
        cycle = None
    if cycle is None or cycle["closed"]:
        raise Unknown("ballot", ballot, [], elsewhen=False)
    standings = look.answer("standings", cycle["cycle"])
    context = {
        "cycle": cycle,
        "years": year_label(cycle),
        "lead": standings["lead"],
        "opens": look.offer("open_ballot", stream("cycle", cycle["cycle"]), cycle=cycle["cycle"]),
    }
    return look.page(
        "ballots/unopened.html",
        look.text(_UNOPENED),
        context,
        bar=look.bar("cycle", cycle["cycle"]),
        status=404,
    )
