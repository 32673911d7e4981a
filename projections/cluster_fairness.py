"""How evenly a cluster shares the lead, and how its years were kept, side by side."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from domain.clusters import Cluster, every_tenure
from domain.identity import stream
from domain.leads import Tenure
from domain.moments import as_datetime
from projections.clusters import CLUSTERS
from projections.cycles import cycles_of, last_year
from projections.fairness import LATE_DAYS, figures, read_kept
from projections.point import Point
from projections.units import Names

Line = dict[str, Any]


def cluster_fairness(
    connection: Connection, cluster: str, point: Point, *, late_days: int = LATE_DAYS
) -> dict[str, Any] | None:
    """The turns of each member at the lead, and the figures of each year (`fairness`); None if unknown.

    `unstated` are the years between the first known lead and the day asked for whose lead nobody states:
    a turn may lie in one of them.
    """
    found = CLUSTERS.of(connection, stream("cluster", cluster), point)
    if found is None:
        return None
    year = as_datetime(point.as_of).year
    led = [tenure for tenure in every_tenure(found) if tenure.lead is not None]
    known = {tenure.year for tenure in led}
    return {
        **point.told(),
        "cluster": cluster,
        "name": found.formed.name,
        "kind": found.formed.kind,
        "late_days": late_days,
        "year": year,
        "unstated": [one for one in range(min(known, default=year + 1), year + 1) if one not in known],
        "turns": _turns(found, led, year, Names(connection, point, found.members)),
        "cycles": _cycles(connection, found, point, late_days),
    }


def _turns(cluster: Cluster, led: Iterable[Tenure], year: int, names: Names) -> list[Line]:
    """Each member with the years that it led; those that have waited longest come first.

    `waited` counts the years up to `year` in which a member did not lead: since its last turn, else since it
    joined or since the first year whose lead is known. A `round` has passed where it has waited for as many
    years as the cluster has members: with one turn each, every other one could have led meanwhile.
    """
    turns: dict[str, list[int]] = {unit: [] for unit in cluster.members}
    begin = min((tenure.year for tenure in led), default=None)
    for tenure in led:
        if tenure.lead in turns:
            turns[tenure.lead].append(tenure.year)
    told = []
    for named in names.sorted(cluster.members):
        years = sorted(set(turns[named.unit]))
        joined = cluster.members[named.unit]
        waited = None if begin is None else _waited(years, max(begin, joined.civil.year), year)
        told.append(
            {
                "unit": named,
                "since": joined.text(),
                "led": years,
                "waited": waited,
                "round": waited is not None and waited >= len(cluster.members),
            }
        )
    return sorted(told, key=lambda line: -(line["waited"] or 0))


def _waited(led: Iterable[int], begin: int, year: int) -> int:
    last = max((one for one in led if one <= year), default=begin - 1)
    return max(year - last, 0)


def _cycles(connection: Connection, cluster: Cluster, point: Point, late_days: int) -> list[Line]:
    """The figures of each cycle of the cluster, the latest years first."""
    own = cycles_of(connection, [cluster.id], point)
    return [
        {
            "cycle": one.id,
            "first_year": one.opened.first_year,
            "last_year": last_year(one),
            **figures(read_kept(connection, one.id, point, late_days)),
        }
        for one in sorted(own, key=lambda one: (-last_year(one), -one.opened.first_year, one.id))
    ]
