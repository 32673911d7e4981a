"""What became of each proposal of a title for a unit."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from domain.identity import cycle_parts, stream
from domain.nomination_facts import NominationAnnulled
from domain.nominations import Nomination
from domain.timeline import standing
from projections.asof import Model
from projections.cycles import cycle_at
from projections.entries import entries
from projections.point import Point
from projections.units import Names, by_name

NOMINATIONS = Model("nominations", "nomination", Nomination)


def nominations(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """Every nomination of a cycle at a point, by title and unit; None for an unknown cycle."""
    if cycle_at(connection, cycle, point) is None:
        return None
    found = NOMINATIONS.all(connection, point, cycle=cycle)
    names = Names(connection, point, {nomination.unit for nomination in found.values()})
    reasons = annulments(connection, point, found)
    ordered = sorted(
        found.values(), key=lambda nomination: (nomination.title, by_name(names.named(nomination.unit)))
    )
    told = [{**told_nomination(one, reasons), "unit": names.named(one.unit)} for one in ordered]
    return {**point.told(), "cycle": cycle, "nominations": told}


def nomination(
    connection: Connection, cycle: str, title: str, unit: str, point: Point
) -> dict[str, Any] | None:
    """The nomination of one unit for one title; None for an unknown one."""
    name = stream("nomination", cycle, title, unit)
    found = NOMINATIONS.of(connection, name, point)
    if found is None:
        return None
    reasons = annulments(connection, point, {name: found})
    named = Names(connection, point, [unit]).named(unit)
    return {**point.told(), **told_nomination(found, reasons), "unit": named}


def award_year(nomination: Nomination) -> int | None:
    """The year that a title is for: as stated, else that of its cycle; None for a cycle of several years."""
    _, first, last = cycle_parts(nomination.cycle)
    return nomination.year or (first if first == last else None)


def annulments(connection: Connection, point: Point, found: Mapping[str, Nomination]) -> dict[str, str]:
    """Why titles were annulled, by stream, for those that are; read from the log, where the reasons stand."""
    annulled = [name for name, nomination in found.items() if nomination.status == "annulled"]
    stood = standing(entries(connection, point, of=annulled) if annulled else [], as_of=point.as_of)
    return {
        entry.originator_id: entry.fact.reason
        for entry in stood
        if isinstance(entry.fact, NominationAnnulled)
    }


def told_nomination(nomination: Nomination, reasons: Mapping[str, str]) -> dict[str, Any]:
    """A nomination as answers show it, without its unit."""
    proposal, decision, presentation = nomination.proposal, nomination.decision, nomination.presentation
    name = stream("nomination", nomination.cycle, nomination.title, nomination.unit)
    return {
        "cycle": nomination.cycle,
        "year": award_year(nomination),
        "title": nomination.title,
        "status": nomination.status,
        "since": nomination.since.text(),
        "times": nomination.times,
        "consecutive": nomination.consecutive,
        "proposed_on": nomination.proposed_on and nomination.proposed_on.text(),
        "proposed_by": proposal and proposal.by,
        "ballot": proposal and proposal.ballot,
        "decided_on": nomination.decided_on and nomination.decided_on.text(),
        "outcome": decision and decision.outcome,
        "instead": decision and decision.instead,
        "authority": decision and decision.authority,
        "number": decision and decision.number,
        "signed_on": decision and decision.signed_on,
        "presented_on": nomination.presented_on and nomination.presented_on.text(),
        "presented_by": presentation and presentation.by,
        "place": presentation and presentation.place,
        "by_delegation": presentation and presentation.by_delegation,
        "annulled_because": reasons.get(name),
    }
