"""Which table an answer is shown as, with the point that it stands at above it."""

from collections.abc import Callable, Mapping

import msgspec

from projections.catalogue import Language, marked
from service.answers import Answer, encode
from service.cli import audit_tables, cycle_tables, detail_tables, list_tables
from service.cli.grid import Part, Teller
from service.wording import point_words

_SHOWN: Mapping[str, Callable[[Teller, Answer], list[Part]]] = {
    "standings": cycle_tables.standings,
    "steps": cycle_tables.steps,
    "votes": cycle_tables.votes,
    "commendations": cycle_tables.commendations,
    "pledges": cycle_tables.pledges,
    "drives": cycle_tables.drives,
    "history": cycle_tables.history,
    "cluster": detail_tables.cluster,
    "nominations": detail_tables.nominations,
    "inspections": detail_tables.inspections,
    "scores": detail_tables.scores,
    "rules": detail_tables.rules,
    "leads": list_tables.leads,
    "honours": list_tables.honours,
    "cycles": list_tables.cycles,
    "clusters": list_tables.clusters,
    "units": list_tables.units,
    "events": audit_tables.events,
    "event": audit_tables.event,
    "lineage": audit_tables.lineage,
    "unit_lineage": audit_tables.lineage,
    "differences": audit_tables.differences,
    "attempts": audit_tables.attempts,
}


def shown(name: str, told: Answer, language: Language) -> list[Part]:
    """An answer as lines and tables: made of the very JSON that programs get."""
    plain = msgspec.json.decode(encode(told))
    tell = Teller(language)
    parts = _SHOWN[name](tell, plain)
    if "position" in plain:
        parts = [point_words(plain, language), *parts]
    if plain.get("next") is not None:
        parts.append(tell.text(marked("Còn nữa: xem tiếp bằng --after {next}"), next=str(plain["next"])))
    return parts
