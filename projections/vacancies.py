"""What stands empty: member units for whom nobody speaks, and clusters whose next lead is not known."""

from collections.abc import Collection

import msgspec

from domain.clusters import Cluster
from domain.moments import CIVIL_ZONE, as_datetime
from domain.units import Unit
from projections.point import Point
from projections.units import Named, by_name, collation

MOVEMENT = "movement"  # has no lead by its nature


class Vacancies(msgspec.Struct, frozen=True):
    """Units without a representative among the members of clusters, and clusters without a lead, by name.

    `year` is the one after that of the point's day: its lead is chosen when this one is summed up.
    """

    year: int
    units: list[Unit]
    clusters: list[Cluster]


def vacancies(units: Collection[Unit], clusters: Collection[Cluster], point: Point) -> Vacancies:
    """What stands empty among all units and clusters that are known at a point."""
    year = as_datetime(point.as_of).astimezone(CIVIL_ZONE).year + 1
    members = {unit for cluster in clusters for unit in cluster.members}
    silent = [one for one in units if one.ended is None and not one.representatives and one.id in members]
    leaderless = [
        one
        for one in clusters
        if one.formed.kind != MOVEMENT and _is_alive(one, year - 1) and not _has_lead(one, year)
    ]
    return Vacancies(
        year=year,
        units=sorted(silent, key=lambda one: by_name(Named(one.id, one.name))),
        clusters=sorted(leaderless, key=lambda one: (collation(one.formed.name), one.id)),
    )


def _is_alive(cluster: Cluster, year: int) -> bool:
    """Whether a cluster goes on: of one known by old records alone neither members nor a lead are known."""
    return bool(cluster.members) or year in cluster.tenures


def _has_lead(cluster: Cluster, year: int) -> bool:
    tenure = cluster.tenures.get(year)
    return tenure is not None and tenure.lead is not None
