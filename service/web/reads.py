"""The reads: each a question at a point, answered with the bytes that the read models give."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from projections.catalogue import Language
from projections.registry import VERSION
from service import answers
from service.application import Thidua
from service.web import records, schemas
from service.web.openapi import problems

FINAL_SECONDS = (
    86_400  # an answer that can never change is kept a day: a new release may tell it in more words
)
PAGE_ENTRIES_MAX = 1_000

router = APIRouter(prefix="/api/v1", tags=["reads"], responses=problems(404, 422, 503))


class PointQuery(BaseModel):
    """The point of a question; any other parameter is an error, as a misspelt one would answer for today."""

    model_config = ConfigDict(extra="forbid")

    as_of: str | None = Field(
        None,
        description="The civil day in Viet Nam whose state is asked for; today by default",
        examples=["2022-11-21"],
    )
    known_at: str | None = Field(
        None,
        description="What was recorded by then counts: an instant with an offset, or a day, "
        "which means its end; now by default",
        examples=["2022-11-21T09:00:00+07:00"],
    )


class WordedQuery(PointQuery):
    """The point of a question that is answered in sentences."""

    lang: Language = Field("vi", description="The language of the sentences")
    after: int | None = Field(None, ge=0, description="The `next` of the page before", examples=[120])
    limit: int | None = Field(
        None, ge=1, le=PAGE_ENTRIES_MAX, description="The most entries of a page; all by default"
    )


CycleId = Annotated[str, Path(description="A cluster and its year", examples=["bca-local-5-2022"])]
ClusterId = Annotated[str, Path(description="A cluster or bloc", examples=["bca-local-5"])]
UnitId = Annotated[str, Path(description="A unit", examples=["ca-tinh-ha-tinh"])]
BallotId = Annotated[str, Path(description="A ballot of a cycle", examples=["bca-local-5-2022.titles"])]


class Reading:
    """Answers a question of one request."""

    def __init__(self, request: Request, asked: answers.Asked) -> None:
        self._request = request
        self._asked = asked

    def __call__(self, name: str, key: str | None = None) -> Response:
        """The answer, or 304 where the reader holds it already."""
        application: Thidua = self._request.app.state.thidua
        language = self._asked.language
        with application.log_recorder.reading() as connection:
            found = answers.stand(application, connection, self._asked)
            headers = _caching(found, language)
            if self._request.headers.get("if-none-match") == headers["ETag"]:
                return Response(status_code=304, headers=headers)
            told = answers.answer_at(connection, name, key, found.point, self._asked)
        return Response(answers.encode(told), headers=headers, media_type="application/json")


def _caching(found: answers.Stand, language: Language) -> dict[str, str]:
    point = found.point
    kept = f"private, max-age={FINAL_SECONDS}, immutable" if found.final else "private, no-cache"
    return {"ETag": f'W/"{VERSION}-{point.as_of}-{point.position}-{language}"', "Cache-Control": kept}


def _reading(request: Request, told: Annotated[PointQuery, Query()]) -> Reading:
    return Reading(request, answers.read_point(told.as_of, told.known_at))


def _wording(request: Request, told: Annotated[WordedQuery, Query()]) -> Reading:
    asked = answers.read_point(told.as_of, told.known_at, told.lang)
    return Reading(request, msgspec.structs.replace(asked, after=told.after, limit=told.limit))


Read = Annotated[Callable[..., Response], Depends(_reading)]
Worded = Annotated[Callable[..., Response], Depends(_wording)]


@router.get("/cycles", operation_id="list_cycles", response_model=schemas.Cycles)
def list_cycles(read: Read) -> Response:
    """Every cycle that is known, the latest years first."""
    return read("cycles")


@router.get("/cycles/{cycle}", operation_id="get_cycle", response_model=schemas.Cycle)
def get_cycle(read: Read, cycle: CycleId) -> Response:
    """One cycle."""
    return read("cycle", cycle)


@router.get("/cycles/{cycle}/standings", operation_id="get_standings", response_model=schemas.Standings)
def get_standings(read: Read, cycle: CycleId) -> Response:
    """The board of a cycle: members by rank, with scores, targets, titles and votes."""
    return read("standings", cycle)


@router.get("/cycles/{cycle}/steps", operation_id="get_steps", response_model=schemas.Steps)
def get_steps(read: Read, cycle: CycleId) -> Response:
    """How far a cycle has come: which steps, when, on what evidence, and what is missing."""
    return read("steps", cycle)


@router.get("/cycles/{cycle}/votes", operation_id="get_votes", response_model=schemas.Votes)
def get_votes(read: Read, cycle: CycleId) -> Response:
    """The ballots of a cycle with their votes."""
    return read("votes", cycle)


@router.get(
    "/cycles/{cycle}/commendations", operation_id="get_commendations", response_model=schemas.Commendations
)
def get_commendations(read: Read, cycle: CycleId) -> Response:
    """The commendations that were reported, each with its counting unit and source."""
    return read("commendations", cycle)


@router.get("/cycles/{cycle}/pledges", operation_id="get_pledges", response_model=records.Pledges)
def get_pledges(read: Read, cycle: CycleId) -> Response:
    """The pledges of a cycle: targets, titles aimed for, and results."""
    return read("pledges", cycle)


@router.get("/cycles/{cycle}/drives", operation_id="get_drives", response_model=records.Drives)
def get_drives(read: Read, cycle: CycleId) -> Response:
    """The special drives inside a cycle."""
    return read("drives", cycle)


@router.get("/cycles/{cycle}/history", operation_id="get_history", response_model=records.History)
def get_history(read: Worded, cycle: CycleId) -> Response:
    """Every entry of a cycle as a sentence."""
    return read("history", cycle)


@router.get("/ballots/{ballot}/votes", operation_id="get_ballot_votes", response_model=schemas.Ballot)
def get_ballot_votes(read: Read, ballot: BallotId) -> Response:
    """One ballot with its votes."""
    return read("ballot", ballot)


@router.get("/units", operation_id="list_units", response_model=schemas.Units)
def list_units(read: Read) -> Response:
    """Every unit that is known."""
    return read("units")


@router.get("/units/{unit}", operation_id="get_unit", response_model=schemas.Unit)
def get_unit(read: Read, unit: UnitId) -> Response:
    """One unit, by the name that it bore on the day."""
    return read("unit", unit)


@router.get("/units/{unit}/honours", operation_id="get_honours", response_model=records.Honours)
def get_honours(read: Read, unit: UnitId) -> Response:
    """The titles of a unit over the years, each with its status."""
    return read("honours", unit)


@router.get("/clusters", operation_id="list_clusters", response_model=schemas.Clusters)
def list_clusters(read: Read) -> Response:
    """Every cluster and bloc that is known."""
    return read("clusters")


@router.get("/clusters/{cluster}/leads", operation_id="get_leads", response_model=schemas.Leads)
def get_leads(read: Read, cluster: ClusterId) -> Response:
    """The lead and deputy of a cluster on the day, and the lineage of leads."""
    return read("leads", cluster)
