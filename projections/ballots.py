"""The ballots of a cycle."""

import msgspec
from sqlalchemy import Connection

from domain.ballots import Ballot
from projections.asof import Model
from projections.point import Point

BALLOTS = Model("ballots", "ballot", Ballot)


class _Recorded(msgspec.Struct):
    """A fact of which it matters only that it is there."""


class _Ends(msgspec.Struct):
    """What ends a ballot, of its state."""

    closed: _Recorded | None
    counted: _Recorded | None
    acclaimed: _Recorded | None
    annulment: _Recorded | None


def open_count(connection: Connection, point: Point) -> int:
    """How many ballots take votes at a point (`Ballot.is_open`), of all that there are."""
    found = BALLOTS.all_as(connection, point, _Ends)
    return sum(one == _Ends(None, None, None, None) for one in found)
