"""Tellers' counts over HTTP: what each enters alone, and how far they are, never with a figure."""

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from domain.counts import Count
from domain.moments import as_datetime
from service.application import Thidua
from service.live.counting import decide_tie, enter
from service.live.progress import Progress, TieDecision, progress
from service.plain import plain
from service.web.guard import Caller, asking, permitted, require_known
from service.web.openapi import problems
from service.web.paths import PREFIX
from service.web.payload import decoded, raw_body
from service.web.reading import BallotId
from service.web.refusing import noting_refusals

PATH = "/ballots/{ballot}/teller-counts"
router = APIRouter(prefix=PREFIX, tags=["ballots"])


class EnteredCount(BaseModel):
    """That a teller has entered a count."""

    teller: str = Field(examples=["p-5b0c0f0e7c514558"])
    entered_at: str = Field(examples=["2026-01-15T09:00:00+07:00"])
    times: int = Field(description="How often this teller entered one", examples=[1])


class CountDifference(BaseModel):
    """The first figure in which two counts differ; what either says is not told."""

    figure: str = Field(examples=["votes_for"])
    candidate: str | None = Field(examples=["ca-tinh-ha-tinh"])


class CountTie(BaseModel):
    """Who stands equal for how many seats, and by what the rule has them told apart."""

    tied: list[str]
    seats: int = Field(examples=[1])
    by: Literal["chair", "score"]


class TellerCounts(BaseModel):
    """How far the tellers of a ballot are."""

    ballot: str = Field(examples=["bca-local-5-2022.titles"])
    state: Literal["open", "waiting", "disagreeing", "tie_undecided", "counted", "annulled"]
    tellers: list[str] = Field(description="Who is appointed to count")
    entered: list[EnteredCount] = Field(description="Who has entered a count that waits")
    differs: CountDifference | None
    tie: CountTie | None
    position: int | None = Field(description="The entry of the log that counts the ballot", examples=[512])


@router.get(
    PATH,
    operation_id="get_teller_counts",
    response_model=TellerCounts,
    dependencies=[permitted("read_teller_counts")],
    responses=problems(401, 403, 404, 409, 429, 503),
)
def get_teller_counts(request: Request, ballot: BallotId) -> Response:
    """Which tellers of a secret ballot on paper have counted, and whether they agree; never what."""
    application: Thidua = request.app.state.thidua
    with application.log_recorder.reading() as connection:
        require_known(connection, request.path_params)
        return _told(progress(application, connection, ballot), 200)


@router.post(
    PATH,
    operation_id="enter_teller_count",
    status_code=201,
    response_model=TellerCounts,
    responses=problems(401, 403, 404, 409, 413, 415, 422, 429, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CountSent"}}},
        }
    },
)
def enter_teller_count(
    request: Request,
    ballot: BallotId,
    caller: Annotated[Caller, asking("enter_teller_count")],
    raw: Annotated[bytes, Depends(raw_body)],
) -> Response:
    """Enter what one counted as a teller; the second count that agrees is recorded with the first.

    Entered again, it takes the place of what one entered before, until two agree.
    """
    return _done(
        request,
        "enter_teller_count",
        caller,
        lambda application: enter(application, caller, ballot, decoded(Count, raw)),
    )


@router.post(
    "/ballots/{ballot}/tie-decisions",
    operation_id="decide_tie",
    status_code=201,
    response_model=TellerCounts,
    responses=problems(401, 403, 404, 409, 413, 415, 422, 429, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TieDecision"}}},
        }
    },
)
def post_tie_decision(
    request: Request,
    ballot: BallotId,
    caller: Annotated[Caller, asking("decide_tie")],
    raw: Annotated[bytes, Depends(raw_body)],
) -> Response:
    """Choose among the tied, where two tellers agree on a count that leaves a tie; it is recorded then."""

    def decide(application: Thidua) -> Progress:
        told: TieDecision = plain(decoded(TieDecision, raw))
        return decide_tie(application, caller, ballot, told.chosen, told.document)

    return _done(request, "decide_tie", caller, decide)


def _done(request: Request, action: str, caller: Caller, act: Any) -> Response:
    with request.app.state.metrics.appending(action), noting_refusals(request, action, caller):
        told: Progress = act(request.app.state.thidua)
    return _told(told, 201)


def _told(told: Progress, status: int) -> Response:
    answer = msgspec.to_builtins(told)
    answer["entered"] = [
        {**one, "entered_at": as_datetime(one["entered_at"]).isoformat()} for one in answer["entered"]
    ]
    headers = {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(answer), status, headers, media_type="application/json")
