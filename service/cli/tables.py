"""Which table an answer is shown as, with the point that it stands at above it."""

from collections.abc import Callable, Mapping

import msgspec

from projections.catalogue import Language
from service.answers import Answer, encode
from service.cli import cycle_tables, list_tables
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
    "leads": list_tables.leads,
    "honours": list_tables.honours,
    "cycles": list_tables.cycles,
    "clusters": list_tables.clusters,
    "units": list_tables.units,
}


def shown(name: str, told: Answer, language: Language) -> list[Part]:
    """An answer as lines and tables: made of the very JSON that programs get."""
    plain = msgspec.json.decode(encode(told))
    return [point_words(plain, language), *_SHOWN[name](Teller(language), plain)]
