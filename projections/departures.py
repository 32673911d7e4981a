"""When units that took part in a year left it: they left the cluster, or came to their end."""

from collections.abc import Collection

from sqlalchemy import Connection

from domain.clusters import MemberLeft
from domain.identity import stream
from domain.moments import Moment
from domain.timeline import standing
from projections.entries import stream_entries
from projections.point import Point
from projections.units import Names
from projections.year import Year


def departures(
    connection: Connection, year: Year, units: Collection[str], names: Names, point: Point
) -> dict[str, str]:
    """When each of `units` that is no member any more left, or else came to its end; by unit, as text."""
    gone = {unit for unit in units if unit not in year.members}
    if not gone or year.cluster is None:
        return {}
    ends: dict[str, Moment] = {}
    for unit in gone:
        known = names.known(unit)
        if known is not None and known.ended is not None and known.ended.effective <= year.until:
            ends[unit] = known.ended
    cluster = stream_entries(connection, stream("cluster", year.cluster.id), point)
    for entry in standing(cluster, as_of=year.until):
        if isinstance(entry.fact, MemberLeft) and entry.fact.unit in gone:
            ends[entry.fact.unit] = entry.moment
    return {unit: moment.text() for unit, moment in ends.items()}
