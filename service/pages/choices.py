"""What there is to choose from in a list: all of it, or the first of too many for a page to hold."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from projections.clusters import FORMATIONS
from projections.seeking import streams
from projections.statement import Statement
from projections.units import UNITS, collation
from service.pages.clusters import year_label
from service.pages.looking import Look

CHOICES_MAX = 200  # in a list that somebody opens and looks through; beyond it what is sought is typed
_FIRST = Statement(
    select(streams.c.stream)
    .where(streams.c.stream > bindparam("begin"), streams.c.stream < bindparam("end"))
    .order_by(streams.c.stream)
    .limit(bindparam("most"))
)


class Choices(NamedTuple):
    """Pairs of an id and its words; `whole`: there are no others."""

    options: list[tuple[str, str]]
    whole: bool


def unit_choices(look: Look, most: int = CHOICES_MAX, *, ended: bool = True) -> Choices:
    """The units by name; of more than can be chosen from, those whose ids come first.

    Those that `ended` are among them, or are not.
    """
    names, whole = _first(look, UNITS.kind, most)
    known = UNITS.all(look.connection, look.point, subjects=names).values()
    options = [(one.id, one.name) for one in known if ended or one.status == "active"]
    return Choices(_by_words(options), whole)


def cluster_choices(look: Look, most: int = CHOICES_MAX) -> Choices:
    """The clusters by name; of more than can be chosen from, those whose ids come first."""
    names, whole = _first(look, FORMATIONS.kind, most)
    known = FORMATIONS.all(look.connection, look.point, subjects=names).values()
    return Choices(_by_words([(one.id, one.formed.name) for one in known]), whole)


def cycle_choices(look: Look, most: int = CHOICES_MAX) -> Choices:
    """The cycles, those of the latest years first."""
    told = look.answer("cycles", limit=most)
    options = [
        (one["cycle"], f"{one['name'] or one['cluster']} · {year_label(one)}") for one in told["cycles"]
    ]
    return Choices(options, told["next"] is None)


def _first(look: Look, kind: str, most: int) -> tuple[list[str], bool]:
    """The first streams of a kind, and whether they are all that there are."""
    asked = {"begin": f"{kind}:", "end": f"{kind};", "most": most + 1}  # ";" is the sign that follows ":"
    found = [name for (name,) in _FIRST.rows(look.connection, asked)]
    return found[:most], len(found) <= most


def _by_words(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(options, key=lambda one: (collation(one[1]), one[0]))
