"""The counts of commendations reported in a cycle."""

from typing import Any

from sqlalchemy import Connection

from domain.commendations import CommendationReported, Commendations
from domain.facts import Entry
from domain.identity import stream
from domain.timeline import standing
from projections.asof import Model
from projections.cycles import cycle_at
from projections.entries import stream_entries
from projections.point import Point
from projections.units import Names

COMMENDATIONS = Model("commendations", "commendation", Commendations)


def commendations(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """The counts of commendations of a cycle, line by line; None for an unknown cycle."""
    if cycle_at(connection, cycle, point) is None:
        return None
    return {**point.told(), "cycle": cycle, "commendations": lines(connection, cycle, point)}


def lines(connection: Connection, cycle: str, point: Point) -> list[dict[str, Any]]:
    """Every line in the order of its date, each with the source of the entry that reported it.

    Nothing is added up: sources count instances, recipients, or do not say.
    """
    recorded = stream_entries(connection, stream("commendation", cycle), point)
    reported = {
        entry.fact.line: (entry, entry.fact)
        for entry in standing(recorded, as_of=point.as_of)
        if isinstance(entry.fact, CommendationReported)
    }
    names = Names(connection, point, {fact.unit for _, fact in reported.values()})
    return [_line(entry, fact, names) for entry, fact in reported.values()]


def _line(entry: Entry, fact: CommendationReported, names: Names) -> dict[str, Any]:
    return {
        "line": fact.line,
        "form": fact.form,
        "grade": fact.grade,
        "level": fact.level,
        "grantor": fact.grantor,
        "unit": names.of(fact.unit),
        "collectives": fact.collectives,
        "individuals": fact.individuals,
        "awards": fact.awards,
        "counting": fact.counting,
        "within": fact.within,
        "period": {"from": fact.period_from, "to": fact.period_to},
        "note": fact.note,
        "reported_on": entry.moment.text(),
        "position": entry.position,
        "source": entry.source,
        "document": fact.document,
    }
