"""The reads of one cluster's year; those of its ballots are in `ballot_reads`."""

from fastapi import APIRouter
from starlette.responses import Response

from service.web import details, duties, records, rulings, schemas
from service.web.exporting import FILES
from service.web.guard import permitted
from service.web.guarded import GuardedRoute
from service.web.reading import (
    CycleId,
    DriveId,
    Exported,
    ExportedPages,
    ExportedWords,
    Paged,
    Read,
    TitleCode,
    UnitId,
)

router = APIRouter(prefix="/cycles/{cycle}", dependencies=[permitted("read_cycle")], route_class=GuardedRoute)


@router.get("/standings", operation_id="get_standings", response_model=schemas.Standings, responses=FILES)
def get_standings(read: Exported, cycle: CycleId) -> Response:
    """The board of a cycle: members by rank, with scores, targets, titles and votes."""
    return read("standings", cycle)


@router.get("/steps", operation_id="get_steps", response_model=schemas.Steps)
def get_steps(read: Read, cycle: CycleId) -> Response:
    """How far a cycle has come: which steps, when, on what evidence, and what is missing."""
    return read("steps", cycle)


@router.get("/inbox", operation_id="get_inbox", response_model=duties.Inbox)
def get_inbox(read: Read, cycle: CycleId) -> Response:
    """What waits to be done in a cycle: by whom, since which entry, by when, and why."""
    return read("inbox", cycle)


@router.get("/rules", operation_id="get_rules", response_model=rulings.Rules)
def get_rules(read: Read, cycle: CycleId) -> Response:
    """The rule set and the scoring table that a cycle has pinned, with their sources."""
    return read("rules", cycle)


@router.get("/scores", operation_id="list_scores", response_model=details.Scores)
def list_scores(read: Paged, cycle: CycleId) -> Response:
    """The score of each unit, criterion by criterion: marks at each stage, evidence and explanations."""
    return read("scores", cycle)


@router.get("/scores/{unit}", operation_id="get_score", response_model=details.UnitScore)
def get_score(read: Read, cycle: CycleId, unit: UnitId) -> Response:
    """The score of one unit, criterion by criterion."""
    return read("score", cycle, unit)


@router.get("/pledges", operation_id="get_pledges", response_model=records.Pledges, responses=FILES)
def get_pledges(read: ExportedPages, cycle: CycleId) -> Response:
    """The pledges of a cycle: targets, titles aimed for, and results."""
    return read("pledges", cycle)


@router.get("/pledges/{unit}", operation_id="get_pledge", response_model=records.UnitPledge)
def get_pledge(read: Read, cycle: CycleId, unit: UnitId) -> Response:
    """The pledge of one unit: targets, titles aimed for, and results."""
    return read("pledge", cycle, unit)


@router.get("/drives", operation_id="get_drives", response_model=records.Drives)
def get_drives(read: Paged, cycle: CycleId) -> Response:
    """The special drives inside a cycle."""
    return read("drives", cycle)


@router.get("/drives/{drive}", operation_id="get_drive", response_model=records.CycleDrive)
def get_drive(read: Read, cycle: CycleId, drive: DriveId) -> Response:
    """One special drive."""
    return read("drive", cycle, drive)


@router.get("/inspections", operation_id="list_inspections", response_model=details.Inspections)
def list_inspections(read: Paged, cycle: CycleId) -> Response:
    """The inspections of a cycle: who inspected whom, when, and what was found."""
    return read("inspections", cycle)


@router.get("/nominations", operation_id="list_nominations", response_model=details.Nominations)
def list_nominations(read: Paged, cycle: CycleId) -> Response:
    """Every unit that was proposed for a title in a cycle, with what became of it."""
    return read("nominations", cycle)


@router.get("/nominations/{title}/{unit}", operation_id="get_nomination", response_model=details.Nomination)
def get_nomination(read: Read, cycle: CycleId, title: TitleCode, unit: UnitId) -> Response:
    """The nomination of one unit for one title."""
    return read("nomination", cycle, title, unit)


@router.get(
    "/commendations", operation_id="get_commendations", response_model=schemas.Commendations, responses=FILES
)
def get_commendations(read: ExportedPages, cycle: CycleId) -> Response:
    """The commendations that were reported, each with its counting unit and source."""
    return read("commendations", cycle)


@router.get("/history", operation_id="get_history", response_model=records.History, responses=FILES)
def get_history(read: ExportedWords, cycle: CycleId) -> Response:
    """Every entry of a cycle as a sentence."""
    return read("history", cycle)
