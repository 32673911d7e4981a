"""What stands empty: member units for whom nobody speaks, and clusters whose next lead is not known."""

from typing import Any

from sqlalchemy import Connection

from domain.clusters import Cluster
from domain.moments import CIVIL_ZONE, as_datetime
from projections.clusters import CLUSTERS
from projections.point import Point
from projections.units import UNITS, Named, Names, by_name, collation

MOVEMENT = "movement"  # has no lead by its nature


def vacancies(connection: Connection, point: Point) -> dict[str, Any]:
    """Units without a representative among the members of clusters, and clusters without a lead.

    `year` is the one after that of the point's day: its lead is chosen when this one is summed up.
    """
    year = as_datetime(point.as_of).astimezone(CIVIL_ZONE).year + 1
    clusters = sorted(
        CLUSTERS.all(connection, point).values(), key=lambda one: (collation(one.formed.name), one.id)
    )
    return {
        **point.told(),
        "year": year,
        "units": _unspoken(connection, clusters, point),
        "clusters": [
            {"cluster": one.id, "name": one.formed.name}
            for one in clusters
            if one.formed.kind != MOVEMENT and _is_alive(one, year - 1) and not _has_lead(one, year)
        ],
    }


def _unspoken(connection: Connection, clusters: list[Cluster], point: Point) -> list[Named]:
    members = {unit for cluster in clusters for unit in cluster.members}
    known = {unit.id: unit for unit in UNITS.all(connection, point).values() if unit.id in members}
    silent = [one.id for one in known.values() if one.ended is None and not one.representatives]
    names = Names(connection, point, silent)
    return sorted(names.each(silent), key=by_name)


def _is_alive(cluster: Cluster, year: int) -> bool:
    """Whether a cluster goes on: of one known by old records alone neither members nor a lead are known."""
    return bool(cluster.members) or year in cluster.tenures


def _has_lead(cluster: Cluster, year: int) -> bool:
    tenure = cluster.tenures.get(year)
    return tenure is not None and tenure.lead is not None
