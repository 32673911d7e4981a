"""The reads of ballots and votes. What electors chose is told once a ballot is over, and never before."""

from fastapi import APIRouter
from starlette.responses import Response

from service.web import ballot_records
from service.web.exporting import FILES
from service.web.guard import permitted
from service.web.guarded import GuardedRoute
from service.web.reading import BallotId, CycleId, ElectorId, Exported, ExportedPages, Paged, Read

router = APIRouter(dependencies=[permitted("read_ballots")], route_class=GuardedRoute)


@router.get("/cycles/{cycle}/ballots", operation_id="list_ballots", response_model=ballot_records.Ballots)
def list_ballots(read: Paged, cycle: CycleId) -> Response:
    """The ballots of a cycle: how far each has come, who is awaited, and what it came to."""
    return read("ballots", cycle)


@router.get(
    "/cycles/{cycle}/votes", operation_id="get_votes", response_model=ballot_records.Votes, responses=FILES
)
def get_votes(read: ExportedPages, cycle: CycleId) -> Response:
    """The ballots of a cycle with their votes."""
    return read("votes", cycle)


@router.get("/ballots/{ballot}", operation_id="get_ballot", response_model=ballot_records.Ballot)
def get_ballot(read: Read, ballot: BallotId) -> Response:
    """One ballot: how far it has come, who is awaited, and what it came to."""
    return read("ballot", ballot)


@router.get(
    "/ballots/{ballot}/votes",
    operation_id="get_ballot_votes",
    response_model=ballot_records.BallotVotes,
    responses=FILES,
)
def get_ballot_votes(read: Exported, ballot: BallotId) -> Response:
    """One ballot with its votes."""
    return read("ballot_votes", ballot)


@router.get(
    "/ballots/{ballot}/votes/{elector}", operation_id="get_vote", response_model=ballot_records.ElectorVote
)
def get_vote(read: Read, ballot: BallotId, elector: ElectorId) -> Response:
    """The vote of one elector: when and how it came, and its choices once the ballot is over."""
    return read("vote", ballot, elector)
