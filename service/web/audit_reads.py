"""The audit: the journal and each entry of it, what made a board, what differs, who voted what and when."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from projections.cycles import cycle_at
from projections.events import EventFilter
from service import answers
from service.application import Thidua
from service.audit.files import event_file, event_window
from service.web import audit_shapes as shapes
from service.web.audit_questions import (
    NUMBER_MAX,
    DifferencesQuery,
    EventsQuery,
    JournalQuery,
    LineageQuery,
    VotesQuery,
)
from service.web.exporting import FILES, LONG_FILES, onward, streamed, wants_csv
from service.web.guard import permitted
from service.web.openapi import problems
from service.web.paths import PREFIX
from service.web.reading import BallotId, CycleId, Exported, Reading

Position = Annotated[
    int, Path(ge=1, le=NUMBER_MAX, description="The number of an entry in the log", examples=[512])
]
router = APIRouter(prefix=PREFIX, tags=["audit"], responses=problems(401, 403, 404, 422, 429, 503))


# Asynchronous, though they wait for nothing: each would cost a request a thread of its own.
async def _lineage(request: Request, told: Annotated[LineageQuery, Query()]) -> Callable[[str], Response]:
    read = Reading(request, told.asked(), as_file=wants_csv(request, told.format))
    if told.unit is None:
        return lambda cycle: read("lineage", cycle)
    unit = told.unit
    return lambda cycle: read("unit_lineage", cycle, unit)


async def _differences(request: Request, told: Annotated[DifferencesQuery, Query()]) -> Reading:
    return Reading(request, told.asked(), as_file=wants_csv(request, told.format))


async def _votes(request: Request, told: Annotated[VotesQuery, Query()]) -> Reading:
    return Reading(request, told.asked(), as_file=wants_csv(request, told.format))


@router.get(
    "/events",
    operation_id="list_events",
    summary="The journal",
    response_model=shapes.Events,
    responses=LONG_FILES,
    dependencies=[permitted("read_events")],
)
def list_events(request: Request, told: Annotated[EventsQuery, Query()]) -> Response:
    """Every entry of the log as it was recorded, by whom and through what, narrowed by filters.

    An office that is none of the whole service names a cycle, cluster or unit of its own.
    """
    if wants_csv(request, told.format):
        named = [name for name in (told.cycle, told.cluster, told.unit) if name is not None]
        return _file(request, told, told.wanted(), named)
    return _page(request, told, "events")


@router.get(
    "/cycles/{cycle}/events",
    operation_id="list_cycle_events",
    summary="The journal of a cycle",
    response_model=shapes.Events,
    responses=LONG_FILES,
    dependencies=[permitted("read_audit")],
)
def list_cycle_events(request: Request, cycle: CycleId, told: Annotated[JournalQuery, Query()]) -> Response:
    """The entries of one cycle as they were recorded, by whom and through what."""
    if wants_csv(request, told.format):
        wanted = msgspec.structs.replace(told.wanted(), cycle=cycle)
        return _file(request, told, wanted, [cycle], within=cycle)
    return _page(request, told, "cycle_events", cycle)


@router.get(
    "/events/{position}",
    operation_id="get_event",
    summary="An entry of the log",
    response_model=shapes.Event,
    responses=FILES,
    dependencies=[permitted("read_audit")],
)
def get_event(read: Exported, position: Position) -> Response:
    """One entry with its fact, its proof, what it amends and what amends it.

    The ETag of the present is the version of its stream, for the If-Match of a correction or retraction.
    """
    return read("event", str(position))


@router.get(
    "/cycles/{cycle}/lineage",
    operation_id="get_lineage",
    summary="What made a board",
    response_model=shapes.Lineage,
    responses=FILES,
    dependencies=[permitted("read_audit")],
)
def get_lineage(read: Annotated[Callable[[str], Response], Depends(_lineage)], cycle: CycleId) -> Response:
    """The entries that made each number and word of a board, of all units or of one."""
    return read(cycle)


@router.get(
    "/cycles/{cycle}/differences",
    operation_id="get_differences",
    summary="What differs between two points",
    response_model=shapes.Differences,
    responses=FILES,
    dependencies=[permitted("read_audit")],
)
def get_differences(
    read: Annotated[Callable[..., Response], Depends(_differences)], cycle: CycleId
) -> Response:
    """What a cycle's board and steps tell otherwise at another point, each with the entries behind it."""
    return read("differences", cycle)


@router.get(
    "/cycles/{cycle}/vote-entries",
    operation_id="list_vote_entries",
    summary="Who voted in a cycle",
    response_model=shapes.VoteEntries,
    responses=FILES,
    dependencies=[permitted("read_audit")],
)
def list_vote_entries(read: Annotated[Callable[..., Response], Depends(_votes)], cycle: CycleId) -> Response:
    """Every named vote: whose, on whom, when, how it came, by whom and through what.

    What was chosen is told once the ballot is over, and never before.
    """
    return read("vote_entries", cycle)


@router.get(
    "/ballots/{ballot}/vote-entries",
    operation_id="list_ballot_vote_entries",
    summary="Who voted on a ballot",
    response_model=shapes.VoteEntries,
    responses=FILES,
    dependencies=[permitted("read_audit")],
)
def list_ballot_vote_entries(
    read: Annotated[Callable[..., Response], Depends(_votes)], ballot: BallotId
) -> Response:
    """Every named vote on one ballot; what was chosen is told once the ballot is over."""
    return read("ballot_vote_entries", ballot)


def _page(request: Request, told: JournalQuery, name: str, *keys: str) -> Response:
    return Reading(request, told.asked(), as_file=False)(name, *keys)


def _file(
    request: Request, told: JournalQuery, wanted: EventFilter, keys: list[str], *, within: str | None = None
) -> Response:
    """The entries as a file, sent while they are read; where one file ends before them, with a link on."""
    application: Thidua = request.app.state.thidua
    newest_first = told.newest_first
    with application.log_recorder.reading() as connection:
        point = answers.stand(application, connection, told.asked()).point
        if within is not None and cycle_at(connection, within, point) is None:
            raise answers.unknown(connection, "cycle", (within,), point)
        covered = event_window(connection, point, wanted, after=told.after, newest_first=newest_first)
    content = event_file(application, point, wanted, covered, newest_first=newest_first)
    return streamed("events", keys, point.told(), content, **onward(request, covered.next))
