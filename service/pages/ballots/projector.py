"""The page for the wall of the hall: the question, how many are still awaited, and then what came out."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.pages.ballots.chair import counting, every
from service.pages.ballots.elector import FRAGMENT
from service.pages.ballots.room import Room
from service.pages.looking import looking
from service.web.guard import Caller, permitted
from service.web.reading import BallotId

router = APIRouter(include_in_schema=False)


@router.get("/ballots/{ballot}/projector")
def projector_page(
    request: Request, ballot: BallotId, caller: Annotated[Caller, permitted("read_ballots")]
) -> Response:
    """In a frame of its own, without anything to press; with `fragment` only what changes by itself."""
    with looking(request, caller) as look:
        room = Room(look, ballot)
        context = projected(room)
        if FRAGMENT in request.query_params:
            return look.fragment("ballots/projected.html", context)
        return look.page("ballots/projector.html", room.question or room.heading, context)


def projected(room: Room) -> dict[str, Any]:
    """What is shown: names only of a ballot that is by name."""
    roll = len(room.names)
    there = room.there
    tellers = counting(room) if room.status == "closed" else None
    return {
        "room": room,
        "told": room.told,
        "roll": roll,
        "cast": len(room.cast) if room.is_named else None,
        "candidates": " · ".join(one["name"] or one["unit"] for one in room.told["candidates"]),
        "there": None if there is None else len(there),
        "counted": None if tellers is None else (len(tellers.entered), len(tellers.tellers)),
        "every": every(room),
        "reads": room.look.url(f"{room.address}/projector", fragment="1"),
    }
