"""Everything that is known of a cycle at a point, read once: what the answers on a cycle are made of."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from domain.ballots import Ballot
from domain.clusters import Cluster, leading_on
from domain.cycles import Cycle
from domain.drives import Drive
from domain.identity import stream, stream_cycle, stream_parts
from domain.inspections import Inspection
from domain.leads import Tenure
from domain.moments import as_datetime, year_bounds
from domain.nominations import Nomination
from domain.pledges import Pledge
from domain.scores import Score
from projections.asof import Model
from projections.ballots import BALLOTS
from projections.clusters import CLUSTERS
from projections.cycles import RULES, Rules, cycle_at, last_year
from projections.drives import DRIVES
from projections.inspections import INSPECTIONS
from projections.nominations import NOMINATIONS
from projections.pledges import PLEDGES
from projections.point import Point
from projections.scores import SCORES

State = TypeVar("State")
# What a year is made of besides its cycle and its cluster.
_PARTS: tuple[Model[Any], ...] = (RULES, PLEDGES, SCORES, INSPECTIONS, DRIVES, BALLOTS, NOMINATIONS)
_Held = dict[str, dict[str, dict[str, Any]]]  # states by the name of their model, their cycle and stream


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
    return None if found is None else read_years(connection, [found], point)[0]


def read_years(
    connection: Connection, cycles: Sequence[Cycle], point: Point, unread: Collection[Model[Any]] = ()
) -> list[Year]:
    """What is known of several cycles at a point, every read model asked once for all of them.

    Those of `unread` are not asked, and what they hold is empty: it is for who looks at nothing of it.
    """
    names = [cycle.id for cycle in cycles]
    asked: dict[str, Any] = {"cycle": names[0]} if len(names) == 1 else {"cycles": names}
    held: _Held = {model.name: {} for model in _PARTS}
    for model in _PARTS:
        for name, state in () if model in unread else model.all(connection, point, **asked).items():
            held[model.name].setdefault(str(stream_cycle(name)), {})[name] = state
    until = {cycle.id: min(point.as_of, year_bounds(last_year(cycle))[1]) for cycle in cycles}
    clusters = {
        moment: _clusters(connection, cycles, point, moment) for moment in {point.as_of, *until.values()}
    }
    return [
        _year(
            cycle,
            {model: found.get(cycle.id, {}) for model, found in held.items()},
            until[cycle.id],
            clusters[point.as_of].get(cycle.opened.cluster),
            clusters[until[cycle.id]].get(cycle.opened.cluster),
        )
        for cycle in cycles
    ]


def _clusters(
    connection: Connection, cycles: Iterable[Cycle], point: Point, as_of: int
) -> dict[str, Cluster]:
    subjects = {stream("cluster", cycle.opened.cluster) for cycle in cycles}
    then = msgspec.structs.replace(point, as_of=as_of)
    return {one.id: one for one in CLUSTERS.all(connection, then, subjects=subjects).values()}


def _year(
    cycle: Cycle, held: dict[str, dict[str, Any]], until: int, cluster: Cluster | None, at_end: Cluster | None
) -> Year:
    inspections: dict[str, list[Inspection]] = {}
    for name, inspection in held[INSPECTIONS.name].items():
        inspections.setdefault(stream_parts(name)[1][1], []).append(inspection)
    return Year(
        cycle=cycle,
        rules=held[RULES.name].get(stream("cycle", cycle.id), Rules()),
        cluster=cluster,
        until=until,
        members=_members(at_end),
        tenure=None if cluster is None else _leading(cluster, at_end or cluster, until),
        pledges=_by_part(held[PLEDGES.name]),
        scores=_by_part(held[SCORES.name]),
        inspections=inspections,
        drives=_by_part(held[DRIVES.name]),
        ballots=sorted(held[BALLOTS.name].values(), key=lambda one: (one.opened_at.effective, one.id)),
        nominations=list(held[NOMINATIONS.name].values()),
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
