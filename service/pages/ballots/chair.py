"""The chair's page: who is there and whether they are enough, who has voted, and what is next."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.tellers import TELLER_MODES
from projections.catalogue import marked
from service.accounts.names import new_id
from service.live.progress import Progress, progress
from service.pages.ballots.elector import FRAGMENT
from service.pages.ballots.room import Room
from service.pages.looking import looking
from service.pages.offers import Offer
from service.web.guard import Caller, permitted
from service.web.reading import BallotId

router = APIRouter(include_in_schema=False)
_TITLE = marked("Điều hành: {on}")
PAPER = "secret_paper"
LOOKING_SECONDS = 5  # soon enough for two who sit beside each other
# By which command a ballot comes to its outcome; on paper it is the tellers who bring it there.
ENDS_BY: Mapping[str, str] = {
    "acclamation": "acclaim",
    "show_of_hands": "count_hands",
    "roll_call": "count_roll_call",
    "written_opinion": "count_roll_call",
    "unstated": "record_outcome",
}
_UNCLOSED = ("acclamation", "unstated")  # what needs no close
_ENOUGH = marked("{attending}/{roll} đơn vị tham gia, cần {needed}: đủ.")
_TOO_FEW = marked("{attending}/{roll} đơn vị tham gia, cần {needed}: còn thiếu {short}.")
_UNKNOWN = marked("Cần {needed}/{roll} đơn vị tham gia; chưa điểm danh.")


@router.get("/ballots/{ballot}/chair")
def chair_page(
    request: Request, ballot: BallotId, caller: Annotated[Caller, permitted("take_attendance")]
) -> Response:
    """For the lead, the deputy and the office; with `fragment` only what changes by itself."""
    with looking(request, caller) as look:
        room = Room(look, ballot)
        context = chair_context(room)
        if FRAGMENT in request.query_params:
            return look.fragment("ballots/chair_live.html", context)
        return chair_of(room, context)


def chair_of(room: Room, context: Mapping[str, Any], *, status: int = 200) -> Response:
    """The whole page."""
    look = room.look
    return look.page("ballots/chair.html", look.text(_TITLE, on=room.heading), context, status=status)


def chair_context(room: Room) -> dict[str, Any]:
    """What the chair has to know."""
    look = room.look
    tie = counting(room)
    offered = acts(room)
    return {
        "room": room,
        "told": room.told,
        "quorum": quorum(room),
        "ready": _is_enough(room),
        "warnings": room.told["warnings"][look.language],
        "acts": offered,
        "primary": offered[0].command if offered and _is_due(room, offered[0].command) else None,
        "counting": tie,
        "can_decide": tie is not None and tie.tie is not None and look.may("decide_tie", room.stream),
        "takes": room.status == "open" and look.may("take_attendance", room.stream),
        "command_id": new_id("w"),
        "reads": look.url(f"{room.address}/chair", fragment="1"),
        "every": every(room),
        "mistakes": [],
    }


def quorum(room: Room) -> str | None:
    """Whether enough take part, with the figures; None where rule or roll is not stated."""
    told, look = room.told["quorum"], room.look
    if told is None:
        return None
    params = {"roll": str(len(room.names)), "needed": str(told["needed"])}
    attending = told["attending"]
    if attending is None:
        return look.text(_UNKNOWN, **params)
    params["attending"] = str(attending)
    if told["met"]:
        return look.text(_ENOUGH, **params)
    return look.text(_TOO_FEW, **params, short=str(told["needed"] - attending))


def counting(room: Room) -> Progress | None:
    """How far the tellers are; None where none count, and while looking back."""
    if room.told["mode"] != PAPER or room.look.travels:
        return None
    return progress(room.look.application, room.look.connection, room.id)


def every(room: Room) -> int | None:
    """After how many seconds to look for tellers' counts, which poke nobody; None where none can come."""
    waits = room.told["mode"] == PAPER and room.status == "closed"
    return LOOKING_SECONDS if waits else None


def acts(room: Room) -> list[Offer]:
    """What the chair can do next, the most likely first."""
    found = (_offer(room, command) for command in _commands(room))
    return [one for one in found if one is not None]


def _commands(room: Room) -> list[str]:
    mode, status = room.told["mode"], room.status
    ends = ENDS_BY.get(mode)
    tellers = ["appoint_tellers"] if mode in TELLER_MODES and status in ("open", "closed") else []
    if mode == PAPER and not room.told["tellers"]:
        found = [*tellers, "close_ballot"] if status == "open" else tellers
    elif status == "open":
        found = [ends] if ends and mode in _UNCLOSED else ["close_ballot", *tellers]
    elif status == "closed":
        found = [*([ends] if ends else []), *tellers]
    else:
        found = ["open_second_round"] if _needs_round(room) else []
    return found if status == "annulled" else [*found, "annul_ballot"]


def _is_enough(room: Room) -> bool:
    """Whether enough take part, or nobody says how many are enough."""
    told = room.told["quorum"]
    return told is None or told["met"] is True


def _is_due(room: Room, command: str) -> bool:
    """Whether an act is the next step: tellers that are there already need not be appointed anew."""
    named_again = command == "appoint_tellers" and bool(room.told["tellers"])
    return _is_enough(room) and not named_again


def _needs_round(room: Room) -> bool:
    """Whether the tied stand for seats that a further round, not yet held, gives away."""
    rule = room.held.rule
    if not room.held.tied or rule is None or rule.tie != "second_round":
        return False
    others = room.look.whole("ballots", room.told["cycle"])["ballots"]
    return all(one["previous"] != room.id or one["status"] == "annulled" for one in others)


def _offer(room: Room, command: str) -> Offer | None:
    named = {"previous" if command == "open_second_round" else "ballot": room.id}
    return room.look.offer(command, room.stream, **named, _back=f"{room.address}/chair")
