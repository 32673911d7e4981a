"""Who led a cluster: the lead and deputy of a day, and the lineage of leads over the years."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.clusters import Cluster, every_tenure, leading_on
from domain.identity import stream
from domain.leads import Tenure
from domain.moments import as_datetime, day_start
from projections.asof import Model
from projections.clusters import CLUSTERS
from projections.point import Point
from projections.units import Named, Names


class Leadership(msgspec.Struct, frozen=True, kw_only=True):
    """The tenure that runs on a day, and every tenure that is recorded."""

    current: Tenure | None
    lineage: tuple[Tenure, ...]


def _changes(cluster: Cluster) -> Iterable[int]:
    for tenure in every_tenure(cluster):
        yield day_start(tenure.effective_from)
        yield day_start(date(tenure.year, 12, 31) + timedelta(days=1))


def _tell(cluster: Cluster, at: int) -> Leadership:
    lineage = sorted(every_tenure(cluster), key=lambda tenure: (tenure.effective_from, tenure.year))
    current = leading_on(cluster, as_datetime(at).date())
    return Leadership(current=current, lineage=tuple(lineage))


LEADS = Model("leads", "cluster", Leadership, _tell, _changes)


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """One tenure as an answer shows it; `handed_over_on` is the day of the act, not that of effect."""

    year: int
    lead: Named | None
    deputy: Named | None
    mode: str
    handed_over_on: str | None
    accepted_on: str | None
    effective_from: date


def leads(connection: Connection, cluster: str, point: Point) -> dict[str, Any] | None:
    """The lead and deputy of a cluster at a point, and the lineage; None for an unknown cluster."""
    subject = stream("cluster", cluster)
    formed = CLUSTERS.of(connection, subject, point)
    leadership = LEADS.of(connection, subject, point)
    if formed is None or leadership is None:
        return None
    tenures = leadership.lineage
    names = Names(connection, point, [unit for tenure in tenures for unit in (tenure.lead, tenure.deputy)])
    current = None if leadership.current is None else _lead(leadership.current, names)
    return {
        **point.told(),
        "cluster": cluster,
        "name": formed.formed.name,
        "kind": formed.formed.kind,
        "lead": current and current.lead,
        "deputy": current and current.deputy,
        "mode": current and current.mode,
        "handed_over_on": current and current.handed_over_on,
        "effective_from": current and current.effective_from,
        "lineage": [_lead(tenure, names) for tenure in tenures],
    }


def _lead(tenure: Tenure, names: Names) -> Lead:
    return Lead(
        year=tenure.year,
        lead=names.of(tenure.lead),
        deputy=names.of(tenure.deputy),
        mode=tenure.mode,
        handed_over_on=None if tenure.handed_over_on is None else tenure.handed_over_on.text(),
        accepted_on=None if tenure.accepted_on is None else tenure.accepted_on.text(),
        effective_from=tenure.effective_from,
    )
