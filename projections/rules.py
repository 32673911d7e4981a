"""The rules that a cycle has pinned, with their sources; and rule sets by themselves."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.cycles import RulesAdopted
from domain.identity import stream
from domain.rules import RuleSet
from domain.timeline import standing
from projections.cycles import cycle_at, rules_of
from projections.entries import entries
from projections.point import Point


def rules(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """The rules of a cycle at a point, and when it adopted them; None for an unknown cycle.

    A rule set and a table are null where none are adopted yet, or no source states them.
    """
    if cycle_at(connection, cycle, point) is None:
        return None
    pinned = rules_of(connection, cycle, point)
    own = entries(connection, point, of=[stream("cycle", cycle)])
    adoptions = [one for one in standing(own, as_of=point.as_of) if isinstance(one.fact, RulesAdopted)]
    last = adoptions[-1] if adoptions else None
    document = last.fact.document if last and isinstance(last.fact, RulesAdopted) else None
    return {
        **point.told(),
        "cycle": cycle,
        "adopted_on": last and last.moment.text(),
        "document": document,
        "entry": last and last.position,
        "rule_set": None if pinned.rule_set is None else told_rule_set(pinned.rule_set),
        "scoring_table": None if pinned.scoring_table is None else whole(pinned.scoring_table),
    }


def rule_set(known: RuleSet, point: Point) -> dict[str, Any]:
    """One rule set as an answer; it does not depend on the point, which is told all the same."""
    return {**point.told(), **told_rule_set(known)}


def all_rule_sets(known: Iterable[RuleSet], point: Point) -> dict[str, Any]:
    """Rule sets as a list, each with the days between which it is valid."""
    return {**point.told(), "rule_sets": [_listed(one) for one in known]}


def told_rule_set(known: RuleSet) -> dict[str, Any]:
    """A rule set with all its parts, each with its source; `confirmed` says whether that text was read."""
    told = whole(known)
    return {"rule_set": told.pop("id"), **told}


def whole(value: Any) -> Any:
    """A value with every field of its parts: what a file leaves to a default is told, not left out."""
    if isinstance(value, msgspec.Struct):
        return {name: whole(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [whole(part) for part in value]
    return value


def _listed(known: RuleSet) -> dict[str, Any]:
    return {
        "rule_set": known.id,
        "version": known.version,
        "vietnamese": known.vietnamese,
        "english": known.english,
        "valid_from": known.valid_from,
        "valid_to": known.valid_to,
        "titles": [title.code for title in known.titles],
    }
