"""The tellers' page: each enters what they counted and sees nobody else's figures, until two agree."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from domain.refusals import Refusal
from projections.catalogue import marked
from projections.formats import listed
from projections.words import word
from service.authority.judging import NotPermitted
from service.live.counting import enter
from service.live.progress import Progress, progress
from service.pages.ballots.chair import every
from service.pages.ballots.counts import OPTIONS, field_of, figures, given, typed
from service.pages.ballots.elector import FRAGMENT
from service.pages.ballots.room import Room
from service.pages.ballots.sent import Sent, sent, told_refusal
from service.pages.forms.problem import Problem
from service.pages.looking import Look, looking
from service.web.guard import Caller, asking, permitted
from service.web.reading import BallotId
from service.web.refusing import noting_refusals

router = APIRouter(include_in_schema=False)
ACTION = "enter_teller_count"
_TITLE = marked("Kiểm phiếu: {on}")
_DIFFERS = "tellers_disagree"  # a count that waits all the same, so that its page tells how they differ
_OF = marked("{figure} của {unit}")


@router.get("/ballots/{ballot}/tellers")
def tellers_page(
    request: Request, ballot: BallotId, caller: Annotated[Caller, permitted("read_teller_counts")]
) -> Response:
    """Blind entry for a teller, and how far the tellers are for who chairs or inspects."""
    with looking(request, caller) as look:
        context = _context(Room(look, ballot), {}, [])
        if FRAGMENT in request.query_params:
            return look.fragment("ballots/tellers_live.html", context)
        return _page(context)


@router.post("/ballots/{ballot}/teller-counts")
def enter_count(
    request: Request,
    ballot: BallotId,
    caller: Annotated[Caller, asking(ACTION)],
    values: Annotated[Sent, Depends(sent)],
) -> Response:
    """Take what a teller counted, as `POST /api/v1/ballots/{ballot}/teller-counts` does."""
    with looking(request, caller) as look:
        room = Room(look, ballot)
        with noting_refusals(request, ACTION, caller):
            look.acts.require(ACTION, room.stream)
        read = typed(room, values)
        if read.count is None:
            return _page(_context(room, values, read.problems), status=422)
    try:
        with request.app.state.metrics.appending(ACTION), noting_refusals(request, ACTION, caller):
            enter(request.app.state.thidua, caller, ballot, read.count)
    except NotPermitted:
        raise
    except Refusal as refusal:
        if refusal.code != _DIFFERS:
            with looking(request, caller) as look:
                problem = Problem("", told_refusal(look, refusal))
                return _page(_context(Room(look, ballot), values, [problem]), status=409)
    return RedirectResponse(f"/ballots/{ballot}/tellers", 303)


def _context(room: Room, values: Sent, problems: list[Problem]) -> dict[str, Any]:
    look = room.look
    found = progress(look.application, look.connection, room.id)
    own = next((one for one in found.entered if one.teller == look.caller.person), None)
    enters = found.state in ("waiting", "disagreeing") and look.may(ACTION, room.stream)
    return {
        "room": room,
        "told": room.told,
        "progress": found,
        "differs": _differs(look, room, found),
        "own": own,
        "enters": enters and (own is None or found.state == "disagreeing" or bool(problems) or _again(look)),
        "can_again": enters,
        "key": f"{found.state}:{own.times if own else 0}:{_again(look):d}",
        "figures": figures(room),
        "options": OPTIONS,
        "field_of": field_of,
        "given": given(room, values),
        "wrong": {one.field: look.text(one.sentence, **one.params) for one in problems if one.field},
        "mistakes": [{"field": one.field or None, "text": _mistake(room, one)} for one in problems],
        "every": every(room),
        "reads": look.url(f"{room.address}/tellers", fragment="1", again="1" if _again(look) else None),
    }


def _again(look: Look) -> bool:
    return "again" in look.request.query_params


def _differs(look: Look, room: Room, found: Progress) -> str | None:
    """Which figure differs; never what anybody has."""
    if found.differs is None:
        return None
    return _figure(room, found.differs.figure, found.differs.candidate)


def _figure(room: Room, figure: str, candidate: str | None) -> str:
    look = room.look
    told = word("figure", figure, look.language)
    if candidate is None:
        return told
    return look.text(_OF, figure=told, unit=_names(room).get(candidate, candidate))


def _mistake(room: Room, problem: Problem) -> str:
    told = room.look.text(problem.sentence, **problem.params)
    if not problem.field:
        return told
    _, _, rest = problem.field.partition(".")
    candidate, _, figure = rest.rpartition(".")
    return f"{_figure(room, figure or problem.field, candidate or None)}: {told}"


def _names(room: Room) -> dict[str, str]:
    return {one["unit"]: one["name"] or one["unit"] for one in room.told["candidates"]}


def _page(context: dict[str, Any], *, status: int = 200) -> Response:
    room: Room = context["room"]
    tied = context["progress"].tie
    names = _names(room)
    told = {
        **context,
        "names": names,
        "tied": listed([names.get(unit, unit) for unit in tied.tied], room.look.language) if tied else None,
    }
    title = room.look.text(_TITLE, on=room.heading)
    return room.look.page("ballots/tellers.html", title, told, status=status)
