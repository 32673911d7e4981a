"""A tie that the chair, or the scores, decide, once two tellers agree on a count that leaves one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from domain.refusals import Refusal
from service.authority.judging import NotPermitted
from service.live.counting import decide_tie
from service.live.progress import TieDecision
from service.pages.ballots.chair import chair_context, chair_of
from service.pages.ballots.room import Room
from service.pages.ballots.sent import Sent, sent, told_refusal
from service.pages.looking import looking
from service.plain import plain
from service.web.guard import Caller, asking
from service.web.reading import BallotId
from service.web.refusing import noting_refusals

router = APIRouter(include_in_schema=False)
ACTION = "decide_tie"


@router.post("/ballots/{ballot}/tie-decisions")
def decide(
    request: Request,
    ballot: BallotId,
    caller: Annotated[Caller, asking(ACTION)],
    values: Annotated[Sent, Depends(sent)],
) -> Response:
    """Record the count with whom the chair chose, as `POST /api/v1/ballots/{ballot}/tie-decisions` does."""
    document = (values.get("document") or ("",))[-1].strip() or None
    try:
        with request.app.state.metrics.appending(ACTION), noting_refusals(request, ACTION, caller):
            told = plain(TieDecision(chosen=tuple(values.get("chosen", ())), document=document))
            decide_tie(request.app.state.thidua, caller, ballot, told.chosen, told.document)
    except NotPermitted:
        raise
    except Refusal as refusal:
        with looking(request, caller) as look:
            room = Room(look, ballot)
            context = {
                **chair_context(room),
                "mistakes": [{"field": "chosen", "text": told_refusal(look, refusal)}],
            }
            return chair_of(room, context, status=409)
    return RedirectResponse(f"/ballots/{ballot}/chair", 303)
