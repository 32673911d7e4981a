"""The pledge of each unit in a cycle, with what is known of its results."""

from typing import Any

from sqlalchemy import Connection

from domain.identity import stream, stream_parts
from domain.pledges import Pledge, TargetReported
from projections.asof import Model
from projections.cycles import cycle_at
from projections.point import Point
from projections.units import Named, Names

PLEDGES = Model("pledges", "pledge", Pledge)


def pledges(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """The pledges of a cycle by the names of their units, with targets and results; None if unknown."""
    if cycle_at(connection, cycle, point) is None:
        return None
    found = PLEDGES.all(connection, point, cycle=cycle)
    by_unit = {stream_parts(name)[1][1]: pledge for name, pledge in found.items()}
    ordered = Names(connection, point, by_unit).sorted(by_unit)
    told = [_told(named, by_unit[named.unit]) for named in ordered]
    return {**point.told(), "cycle": cycle, "pledges": told}


def pledge(connection: Connection, cycle: str, unit: str, point: Point) -> dict[str, Any] | None:
    """The pledge of one unit; None where nothing of it is known."""
    found = PLEDGES.of(connection, stream("pledge", cycle, unit), point)
    if found is None:
        return None
    named = Names(connection, point, [unit]).named(unit)
    return {**point.told(), "cycle": cycle, **_told(named, found)}


def told_targets(pledge: Pledge | None) -> dict[str, int | bool | None]:
    """How many targets a unit met of how many, as boards show it; None throughout where nothing is known."""
    if pledge is None:
        return {"met": None, "total": None, "all_met": None}
    return {"met": pledge.met_count(), "total": pledge.total, "all_met": pledge.all_met}


def pledged_titles(pledge: Pledge | None) -> list[str]:
    """The titles that a unit aims for; none where it has no pledge in force."""
    return [] if pledge is None or pledge.withdrawn is not None else list(pledge.titles)


def _told(named: Named, pledge: Pledge) -> dict[str, Any]:
    return {
        "unit": named.unit,
        "name": named.name,
        "registered_on": pledge.registered and pledge.registered.text(),
        "signed_on": pledge.signed and pledge.signed.text(),
        "withdrawn_on": pledge.withdrawn and pledge.withdrawn.text(),
        "pledged_titles": pledged_titles(pledge),
        **told_targets(pledge),
        "targets": _targets(pledge),
        "figures": [
            {"name": name, "actual": figure.actual, "measure": figure.measure, "met": figure.met}
            for name, figure in pledge.figures.items()
        ],
    }


def _targets(pledge: Pledge) -> list[dict[str, Any]]:
    known = pledge.known_results()
    unreported = TargetReported()
    return [
        {
            "target": target.id,
            "name": target.name,
            "direction": target.direction,
            "measure": target.measure,
            "goal": target.goal,
            "baseline": target.baseline,
            "assigned": target.assigned,
            "actual": pledge.results.get(target.id, unreported).actual,
            "met": known.get(target.id),
        }
        for target in pledge.targets
    ]
