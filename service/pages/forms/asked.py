"""What a form is about, looked up once: the cycle, its members and rules, the ballot, the unit."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from domain.ballots import Ballot
from domain.clusters import Cluster
from domain.delegations import standing_of
from domain.facts import Entry, Fact
from domain.identity import ballot_cycle, cycle_parts, stream
from domain.refusals import Refusal
from domain.timeline import standing
from projections.ballots import BALLOTS
from projections.clusters import CLUSTERS
from projections.point import Point
from projections.units import UNITS, Named, Names
from projections.year import Year, read_year

if TYPE_CHECKING:
    from service.pages.looking import Look


class Asked:
    """A command that a form is for, with what its path names."""

    def __init__(self, look: "Look", command: str, named: Mapping[str, str]) -> None:
        self.look = look
        self.command = command
        self.named = named

    @property
    def point(self) -> Point:
        """The point of the look: forms are filled in now."""
        return self.look.point

    @cached_property
    def ballot(self) -> Ballot | None:
        """The ballot that the path names."""
        name = self.named.get("ballot") or self.named.get("previous")
        return None if name is None else BALLOTS.of(self.look.connection, stream("ballot", name), self.point)

    @cached_property
    def cycle(self) -> str | None:
        """The cycle that the path names, or whose ballot it names."""
        name = self.named.get("ballot") or self.named.get("previous")
        try:
            return self.named.get("cycle") or (ballot_cycle(name) if name else None)
        except Refusal:
            return None

    @cached_property
    def cluster(self) -> Cluster | None:
        """The cluster that the path names, or whose cycle it names."""
        try:
            name = self.named.get("cluster") or (cycle_parts(self.cycle)[0] if self.cycle else None)
        except Refusal:
            return None
        return (
            None if name is None else CLUSTERS.of(self.look.connection, stream("cluster", name), self.point)
        )

    @cached_property
    def year(self) -> Year | None:
        """What is known of the cycle."""
        return None if self.cycle is None else read_year(self.look.connection, self.cycle, self.point)

    @cached_property
    def entry(self) -> Entry | None:
        """The entry that the path names, as it stands."""
        try:
            found = self.look.past.at(int(self.named["position"]))
        except (KeyError, ValueError, Refusal):
            return None
        stands = standing(self.look.past.entries(found.originator_id))
        return next((one for one in stands if one.position == found.position), None)

    @property
    def fact(self) -> Fact | None:
        """What the entry that the path names says."""
        return None if self.entry is None else self.entry.fact

    @cached_property
    def members(self) -> list[Named]:
        """The members of the cluster, and whoever else takes part in the year, by name."""
        found = set(() if self.cluster is None else self.cluster.members)
        if self.year is not None:
            found |= {*self.year.members, *self.year.entered}
        if self.ballot is not None:
            found |= {*self.ballot.opened.roll, *self.ballot.opened.candidates}
        return Names(self.look.connection, self.point, found).sorted(found)

    @cached_property
    def own_units(self) -> list[str]:
        """The members for which the reader speaks."""
        person = self.look.caller.person
        if person is None:
            return []
        subjects = {stream("unit", one.unit): one.unit for one in self.members}
        known = UNITS.all(self.look.connection, self.point, subjects=subjects) if subjects else {}
        now = self.look.past.now
        return [subjects[name] for name, unit in known.items() if standing_of(unit, person, now) is not None]
