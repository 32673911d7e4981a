"""Everything that is known of a cycle at a point, read once: what the answers on a cycle are made of."""

from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from domain.ballots import Ballot
from domain.clusters import Cluster, leading_on
from domain.cycles import Cycle
from domain.drives import Drive
from domain.identity import stream, stream_parts
from domain.inspections import Inspection
from domain.leads import Tenure
from domain.moments import as_datetime, year_bounds
from domain.nominations import Nomination
from domain.pledges import Pledge
from domain.scores import Score
from projections.ballots import BALLOTS
from projections.clusters import CLUSTERS
from projections.cycles import Rules, cycle_at, last_year, rules_of
from projections.drives import DRIVES
from projections.inspections import INSPECTIONS
from projections.nominations import NOMINATIONS
from projections.pledges import PLEDGES
from projections.point import Point
from projections.scores import SCORES

State = TypeVar("State")


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """A cycle with its rules, cluster and members, and what its streams hold, by unit or by name.

    `until` is the moment of the point, or the cycle's last one once that is past, in microseconds UTC, and
    `members` are those of then: who joins later takes no part in it. A force's own movement has no members;
    whoever is recorded in it takes part.
    """

    cycle: Cycle
    rules: Rules
    cluster: Cluster | None
    until: int
    members: tuple[str, ...]
    tenure: Tenure | None
    pledges: dict[str, Pledge]
    scores: dict[str, Score]
    inspections: dict[str, list[Inspection]]
    drives: dict[str, Drive]
    ballots: list[Ballot]
    nominations: list[Nomination]

    @property
    def entered(self) -> set[str]:
        """The units that anything is recorded of in the cycle, members or not."""
        units = {*self.pledges, *self.scores, *self.inspections}
        units |= {nomination.unit for nomination in self.nominations}
        for ballot in self.ballots:
            units |= {*ballot.opened.candidates, *(ballot.elected or ())}
        return units


def read_year(connection: Connection, cycle: str, point: Point) -> Year | None:
    """What is known of a cycle at a point; None for an unknown cycle."""
    found = cycle_at(connection, cycle, point)
    if found is None:
        return None
    own = stream("cluster", found.opened.cluster)
    until = min(point.as_of, year_bounds(last_year(found))[1])
    cluster = CLUSTERS.of(connection, own, point)
    at_end = cluster
    if until < point.as_of:
        at_end = CLUSTERS.of(connection, own, msgspec.structs.replace(point, as_of=until))
    ballots = BALLOTS.all(connection, point, cycle=cycle).values()
    inspections: dict[str, list[Inspection]] = {}
    for name, inspection in INSPECTIONS.all(connection, point, cycle=cycle).items():
        inspections.setdefault(stream_parts(name)[1][1], []).append(inspection)
    return Year(
        cycle=found,
        rules=rules_of(connection, cycle, point),
        cluster=cluster,
        until=until,
        members=_members(at_end),
        tenure=None if cluster is None else _leading(cluster, at_end or cluster, until),
        pledges=_by_part(PLEDGES.all(connection, point, cycle=cycle)),
        scores=_by_part(SCORES.all(connection, point, cycle=cycle)),
        inspections=inspections,
        drives=_by_part(DRIVES.all(connection, point, cycle=cycle)),
        ballots=sorted(ballots, key=lambda ballot: (ballot.opened_at.effective, ballot.id)),
        nominations=list(NOMINATIONS.all(connection, point, cycle=cycle).values()),
    )


def _leading(cluster: Cluster, at_end: Cluster, until: int) -> Tenure | None:
    """Who led at the end: of its members then, since a lead that left years later led all the same."""
    as_then = msgspec.structs.replace(cluster, members=at_end.members)
    return leading_on(as_then, as_datetime(until).date())


def _members(cluster: Cluster | None) -> tuple[str, ...]:
    if cluster is None or cluster.formed.kind == "movement":
        return ()
    return tuple(sorted(cluster.members))


def _by_part(found: dict[str, State]) -> dict[str, State]:
    """States by what a stream's name adds to its cycle: the unit, or the drive."""
    return {stream_parts(name)[1][1]: state for name, state in found.items()}
