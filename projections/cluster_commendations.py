"""The commendations of a cluster over the years of its cycles."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from domain.identity import stream
from projections.clusters import CLUSTERS
from projections.commendations import lines
from projections.cycles import cycles_of, last_year
from projections.point import Point

Line = dict[str, Any]
_NARROWED = ("unit", "form", "grade", "grantor", "within")


def cluster_commendations(connection: Connection, cluster: str, point: Point) -> Line | None:
    """The counts of each cycle of a cluster, the earliest years first; None for an unknown cluster.

    `total` names the line of a cycle that counts all its commendations, where its source has one such line;
    it is None where it has none or several. Nothing is added up.
    """
    formed = CLUSTERS.of(connection, stream("cluster", cluster), point)
    if formed is None:
        return None
    own = cycles_of(connection, [cluster], point)
    reported = [(cycle, lines(connection, cycle.id, point)) for cycle in own]
    return {
        **point.told(),
        "cluster": cluster,
        "name": formed.formed.name,
        "kind": formed.formed.kind,
        "cycles": [
            {
                "cycle": cycle.id,
                "first_year": cycle.opened.first_year,
                "last_year": last_year(cycle),
                "total": _total(told),
                "commendations": told,
            }
            for cycle, told in reported
        ],
    }


def _total(told: Iterable[Mapping[str, Any]]) -> str | None:
    totals = [one["line"] for one in told if _counts_all(one)]
    return totals[0] if len(totals) == 1 else None


def _counts_all(line: Mapping[str, Any]) -> bool:
    return line["level"] in (None, "all") and all(line[name] is None for name in _NARROWED)
