"""Ballots without their votes, and the vote of one elector."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from domain.ballots import Ballot
from domain.identity import stream
from domain.votes import NAMED_MODES
from projections import votes
from projections.ballots import BALLOTS
from projections.point import Point
from projections.secrecy import open_ballots
from projections.units import Names


def ballots(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """Every ballot of a cycle with its status and count, but no single vote; None for an unknown cycle."""
    told = votes.votes(connection, cycle, point)
    return told and {**told, "ballots": [_without_votes(one) for one in told["ballots"]]}


def several(connection: Connection, found: Sequence[Ballot], point: Point) -> list[dict[str, Any]]:
    """Some ballots of whatever cycles, told as `ballots` tells them, in the order given."""
    return [_without_votes(one) for one in votes.several(connection, found, point)]


def ballot(connection: Connection, ballot: str, point: Point) -> dict[str, Any] | None:
    """One ballot with its status and count, but no single vote; None for an unknown one."""
    told = votes.ballot(connection, ballot, point)
    return told and _without_votes(told)


def vote(connection: Connection, ballot: str, elector: str, point: Point) -> dict[str, Any] | None:
    """The vote of one elector, with its choices only once the ballot is over.

    None where it has not voted, and where votes have no names.
    """
    held = BALLOTS.of(connection, stream("ballot", ballot), point)
    if held is None or held.opened.mode not in NAMED_MODES:
        return None
    found = votes.VOTES.of(connection, stream("vote", ballot, elector), point)
    if found is None:
        return None
    names = Names(connection, point, [elector])
    return {
        **point.told(),
        "cycle": held.opened.cycle,
        "ballot": ballot,
        "status": votes.status(held),
        **votes.told_vote(found, held, names, bool(open_ballots(connection, [ballot]))),
    }


def _without_votes(told: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in told.items() if name != "votes"}
