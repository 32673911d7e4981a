"""The clusters, with their members."""

from typing import Any

from sqlalchemy import Connection

from domain.clusters import Cluster, leading_on
from domain.moments import as_datetime
from projections.asof import Model
from projections.point import Point
from projections.units import Names, collation

CLUSTERS = Model("clusters", "cluster", Cluster, numbered=True)


def all_clusters(connection: Connection, point: Point) -> dict[str, Any]:
    """Every cluster that is known at a point, by name, with its members and who leads it on the day."""
    found = CLUSTERS.all(connection, point).values()
    day = as_datetime(point.as_of).date()
    tenures = {cluster.id: leading_on(cluster, day) for cluster in found}
    units = {unit for cluster in found for unit in (cluster.formed.organiser, *cluster.members)}
    units |= {unit for tenure in tenures.values() if tenure for unit in (tenure.lead, tenure.deputy)}
    names = Names(connection, point, units)
    ordered = sorted(found, key=lambda cluster: (collation(cluster.formed.name), cluster.id))
    clusters = []
    for cluster in ordered:
        formed, tenure = cluster.formed, tenures[cluster.id]
        clusters.append(
            {
                "cluster": cluster.id,
                "name": formed.name,
                "kind": formed.kind,
                "organiser": names.of(formed.organiser),
                "series": formed.series,
                "number": formed.number,
                "formed_on": cluster.formed_on.text(),
                "document": formed.document,
                "lead": tenure and names.of(tenure.lead),
                "deputy": tenure and names.of(tenure.deputy),
                "members": names.sorted(cluster.members),
            }
        )
    return {**point.told(), "clusters": clusters}
