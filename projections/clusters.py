"""The clusters, with their members."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.clusters import Cluster, ClusterFormed, every_tenure, leading_on
from domain.identity import stream
from domain.leads import Tenure
from domain.moments import as_datetime
from projections.asof import Cut, Model
from projections.point import Point
from projections.units import Collation, Names, collation

CLUSTERS = Model("clusters", "cluster", Cluster, numbered=True)


class Formation(msgspec.Struct, frozen=True):
    """What a cluster is called and which units are its members: a list of thousands reads no more of each."""

    id: str
    formed: ClusterFormed
    members: dict[str, msgspec.Raw] = {}


FORMATIONS = Model("clusters", "cluster", Formation)  # the same rows, read in part


def all_clusters(connection: Connection, point: Point, cut: Cut = list) -> dict[str, Any]:
    """Every cluster that is known at a point, by name, with its members and who leads it on the day.

    Told are those that `cut` leaves of them.
    """
    ordered = sorted(FORMATIONS.all(connection, point).values(), key=_by_name)
    listed = [stream("cluster", one.id) for one in cut(ordered)]
    known = CLUSTERS.all(connection, point, subjects=listed)
    found = [known[name] for name in listed]
    day = as_datetime(point.as_of).date()
    tenures = {cluster.id: leading_on(cluster, day) for cluster in found}
    units = {unit for cluster in found for unit in (cluster.formed.organiser, *cluster.members)}
    units |= {unit for tenure in tenures.values() if tenure for unit in (tenure.lead, tenure.deputy)}
    names = Names(connection, point, units)
    told = [
        {**_told(cluster, tenures[cluster.id], names), "members": names.sorted(cluster.members)}
        for cluster in found
    ]
    return {**point.told(), "clusters": told}


def clusters_of(connection: Connection, units: Collection[str], point: Point) -> list[Formation]:
    """The clusters in which one of the units is a member at a point, by name."""
    found = FORMATIONS.all(connection, point).values() if units else ()
    own = [cluster for cluster in found if not cluster.members.keys().isdisjoint(units)]
    return sorted(own, key=_by_name)


def _by_name(cluster: Formation) -> tuple[Collation, str]:
    return collation(cluster.formed.name), cluster.id


def cluster(connection: Connection, cluster: str, point: Point) -> dict[str, Any] | None:
    """One cluster: members since when, who leads it on the day, and whose turn it was in which year.

    None for an unknown cluster.
    """
    found = CLUSTERS.of(connection, stream("cluster", cluster), point)
    if found is None:
        return None
    current = leading_on(found, as_datetime(point.as_of).date())
    tenures = sorted(every_tenure(found), key=lambda tenure: (tenure.effective_from, tenure.year))
    units = {unit for tenure in tenures for unit in (tenure.lead, tenure.deputy)}
    names = Names(connection, point, {*units, found.formed.organiser, *found.members})
    members = [
        {"unit": named.unit, "name": named.name, "since": found.members[named.unit].text()}
        for named in names.sorted(found.members)
    ]
    rotation = _rotation(found, tenures, names)
    return {**point.told(), **_told(found, current, names), "members": members, "rotation": rotation}


def _rotation(cluster: Cluster, tenures: Iterable[Tenure], names: Names) -> list[dict[str, Any]]:
    """The years in which each member led and was deputy; those whose last turn is longest ago come first.

    It is a record: whether a cluster goes by turns, and in which order, is its own rule.
    """
    led: dict[str, list[int]] = {unit: [] for unit in cluster.members}
    deputised: dict[str, list[int]] = {unit: [] for unit in cluster.members}
    for tenure in tenures:
        for turns, unit in ((led, tenure.lead), (deputised, tenure.deputy)):
            if unit in turns:
                turns[unit] = list(dict.fromkeys([*turns[unit], tenure.year]))
    ordered = sorted(names.sorted(cluster.members), key=lambda named: max(led[named.unit], default=0))
    return [
        {
            "unit": named.unit,
            "name": named.name,
            "led": led[named.unit],
            "deputised": deputised[named.unit],
        }
        for named in ordered
    ]


def _told(cluster: Cluster, tenure: Tenure | None, names: Names) -> dict[str, Any]:
    formed = cluster.formed
    return {
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
    }
