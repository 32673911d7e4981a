"""The duties of a cluster outside any year: members, their representatives, its lead, its next cycle."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from domain.clusters import Cluster, leading_on
from domain.cycles import Cycle
from domain.identity import cycle_id, stream
from domain.leads import Tenure
from domain.moments import Precision
from domain.units import Unit
from projections.cycles import last_year
from projections.duties.duty import ROTATION, Cause, Duty

_EXACT = (Precision.INSTANT, Precision.DAY)


class ClusterDay(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster on a civil day, with its cycles by their last year and what is known of its members."""

    cluster: Cluster
    cycles: Sequence[Cycle]
    members: Mapping[str, Unit]
    day: date

    @property
    def running(self) -> Cycle | None:
        """The cycle of the day's year, if it is opened and not closed."""
        found = (cycle for cycle in self.cycles if cycle.opened.first_year <= self.day.year)
        return next((one for one in found if last_year(one) >= self.day.year and not one.closed), None)

    @property
    def is_new(self) -> bool:
        """Whether it was formed on a known day of this year or the last, and has no cycle yet.

        A cluster of which only sources tell may never have had members or cycles that anybody knows of.
        """
        formed = self.cluster.formed_on
        recent = formed.precision in _EXACT and formed.civil.year >= self.day.year - 1
        return recent and not self.cycles

    @property
    def is_movement(self) -> bool:
        """Whether it is a force's own movement, which has neither members nor lead."""
        return self.cluster.formed.kind == "movement"

    def opened_by(self, year: int) -> bool:
        """Whether a cycle of a year, or of a later one, is opened."""
        return any(last_year(cycle) >= year for cycle in self.cycles)

    def duty(self, action: str, cause: Cause, **said: Any) -> Duty:
        """A duty of the cluster."""
        return Duty(**{"code": action, **said}, action=action, cause=cause, cluster=self.cluster.id)

    def own(self, *topics: str, **about: Any) -> Cause:
        """The last fact of the cluster's stream that is of one of these topics and about what is named."""
        return Cause(stream=stream("cluster", self.cluster.id), topics=topics, about=about)


def cluster_duties(seen: ClusterDay) -> Iterator[Duty]:
    """What waits in a cluster, whatever its years wait for."""
    yield from _members(seen)
    yield from _lead(seen)
    for year, tenure in sorted(seen.cluster.tenures.items()):
        yield from _handover(seen, year, tenure)
    yield from _next_cycle(seen)


def _members(seen: ClusterDay) -> Iterator[Duty]:
    if seen.is_movement:
        return
    if seen.is_new and not seen.cluster.members:
        yield seen.duty("join_cluster", seen.own("cluster.formed"))
    if seen.is_new or seen.running is not None:
        for unit in sorted(seen.cluster.members):
            known = seen.members.get(unit)
            if known is not None and known.ended is None and not known.representatives:
                cause = seen.own("member.joined", unit=unit)
                yield seen.duty("appoint_representative", cause, unit=unit)


def _lead(seen: ClusterDay) -> Iterator[Duty]:
    """A running year without a lead, and a next one for which none is chosen yet."""
    running, day = seen.running, seen.day
    if seen.is_movement or not seen.cluster.members:
        return
    if running is not None:
        tenure = leading_on(seen.cluster, day)
        if tenure is None or tenure.lead is None:
            cause = Cause(stream=stream("cycle", running.id), topics=("cycle.opened",))
            yield seen.duty("assign_lead", cause, parts={"year": day.year}, params={"year": day.year})
    latest = max(seen.cycles, key=last_year, default=None)
    if latest is None or "summed_up" not in latest.steps:
        return
    last = last_year(latest)
    if day.year <= last + 1 and last + 1 not in seen.cluster.tenures:
        cause = Cause(stream=stream("cycle", latest.id), topics=("cycle.summed_up",))
        said = {"due": date(last, 12, 31), "rule": ROTATION, "params": {"year": last + 1}}
        yield seen.duty("elect_lead", cause, parts={"year": last + 1}, **said)


def _handover(seen: ClusterDay, year: int, tenure: Tenure) -> Iterator[Duty]:
    if seen.opened_by(year) or seen.day.year > year:
        return  # who has opened the year leads it, and a term that is over passes to nobody
    params = {"year": year, "lead": tenure.lead, "handed_over": tenure.handed_over_on}
    said: dict[str, Any] = {"parts": {"year": year}, "params": params}
    if tenure.handed_over_on is not None:
        if tenure.accepted_on is None:
            cause, due = seen.own("lead.handed_over", year=year), tenure.effective_from
            yield seen.duty("accept_handover", cause, unit=tenure.lead, due=due, **said)
        return
    before = seen.cluster.tenures.get(year - 1)
    if before is not None and tenure.lead not in (None, before.lead) and _summed_up(seen, year - 1):
        cause = seen.own("lead.elected", "lead.assigned", year=year)
        due = tenure.effective_from - timedelta(days=1)
        yield seen.duty("hand_over_lead", cause, unit=before.lead, due=due, rule=ROTATION, **said)


def _summed_up(seen: ClusterDay, year: int) -> bool:
    return any(last_year(cycle) == year and "summed_up" in cycle.steps for cycle in seen.cycles)


def _next_cycle(seen: ClusterDay) -> Iterator[Duty]:
    """The cycle of this year where that of the last is opened; that of the next once it was handed over."""
    day, cluster = seen.day, seen.cluster
    latest = max(seen.cycles, key=last_year, default=None)
    if latest is None:
        if seen.is_new and (cluster.members or seen.is_movement):
            yield _opening(seen, day.year, seen.own("cluster.formed", "member.joined"))
        return
    cause = Cause(stream=stream("cycle", latest.id), topics=("cycle.opened", "cycle.summed_up"))
    if last_year(latest) == day.year - 1:
        yield _opening(seen, day.year, cause)
    elif last_year(latest) == day.year:
        tenure = cluster.tenures.get(day.year + 1)
        if tenure is not None and tenure.handed_over_on is not None:
            yield _opening(seen, day.year + 1, cause, date(day.year + 1, 1, 1))


def _opening(seen: ClusterDay, year: int, cause: Cause, starts: date | None = None) -> Duty:
    opened = cycle_id(seen.cluster.id, year)
    parts = {"cycle": opened, "first_year": year}
    return seen.duty("open_cycle", cause, starts=starts, parts=parts, params={"year": year})


def clusters_units(clusters: Collection[Cluster]) -> set[str]:
    """The members of clusters, whose representatives their duties look at."""
    return {unit for cluster in clusters for unit in cluster.members}
