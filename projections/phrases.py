"""Sentences from source texts: every parameter told as the kind that the text asks for."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from domain.identity import cycle_parts
from domain.moments import Moment
from domain.refusals import Refusal
from projections import formats
from projections.catalogue import Language, fill, marked, translate, wording
from projections.rule_words import said
from projections.units import Named
from projections.words import TABLES, word

_CODES = re.compile(r"[a-z0-9_-]+(?:, [a-z0-9_-]+)*", re.ASCII)
_CYCLE = marked("năm thi đua {years} ({cluster})")
_FIGURE_OF = marked("{figure} của {candidate}")
_HOLDER = marked("{role} ({unit})")
_HOLDER_UNKNOWN = marked("{role} (chưa rõ đơn vị nào)")


# How a text may ask for a parameter, besides the kinds of words.
KINDS = ("", "id", "reference", "quoted", "figures", "unit", "cycle", "date", "figure", "holder")


class Naming(Protocol):
    """What knows the names that units bore."""

    def of(self, unit: str | None, /) -> Named | None:
        """The unit with its name."""


class Unnamed:
    """Knows no name: every unit is told by its slug."""

    def of(self, unit: str | None, /) -> Named | None:
        """The unit without a name."""
        return None if unit is None else Named(unit, None)


class Mentioned:
    """Knows no name, and keeps what it was asked for: the units that a sentence speaks of."""

    def __init__(self) -> None:
        self.units: set[str] = set()

    def of(self, unit: str | None, /) -> Named | None:
        """The unit without a name, noted."""
        if unit is None:
            return None
        self.units.add(unit)
        return Named(unit, None)


def phrase(language: Language, text: str, names: Naming, params: Mapping[str, Any]) -> str:
    """A source text in a language with its parameters told.

    Kinds: `unit` by its name, `cycle`, `date`, `id` as it is written, `reference` (the source of a rule),
    `quoted`, `figures` (a decimal written as text), `figure` (the name of a count's figure), `holder` (a role
    with the unit that holds it), or any kind of word (`words.word`). Without a kind a value is told as what
    it is.
    """
    teller = _Teller(language, names)
    return fill(language, text, lambda name, kind: teller.tell(kind, params.get(name)))


class _Teller:
    def __init__(self, language: Language, names: Naming) -> None:
        self._language = language
        self._names = names
        self._kinds: Mapping[str, Callable[[Any], str]] = {
            "": self._plain,
            "id": str,
            "reference": lambda text: said(str(text), language),
            "quoted": "“{}”".format,
            "figures": lambda text: formats.number(Decimal(str(text)), language),
            "unit": lambda unit: self._several(str(unit), self._unit),
            "cycle": self._cycle,
            "date": self._date,
            "figure": self._figure,
            "holder": self._holder,
        }

    def tell(self, kind: str, value: Any) -> str | None:
        """A value in words; None where nothing is known."""
        if isinstance(value, list | tuple):
            told = [one for item in value if (one := self.tell(kind, item)) is not None]
            return formats.listed(told, self._language) if told else None
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            text = TABLES.get(kind, {}).get("yes" if value else "no")
            return text and wording(self._language, text, kind)
        known = self._kinds.get(kind)
        if known is not None:
            return known(value)
        return self._several(str(value), lambda code: word(kind, code, self._language))

    def _several(self, text: str, tell: Callable[[str], str]) -> str:
        """Refusals list slugs and codes in one text, with commas; a comma in a name parts nothing."""
        parts = text.split(", ") if _CODES.fullmatch(text) else [text]
        return formats.listed([tell(one) for one in parts], self._language)

    def _plain(self, value: Any) -> str:
        match value:
            case int() | Decimal():
                return formats.number(value, self._language)
            case Fraction():
                return formats.share(value, self._language)
            case date() | Moment():
                return self._date(value)
        return str(value)

    def _unit(self, unit: str) -> str:
        named = self._names.of(unit)
        return unit if named is None or named.name is None else named.name

    def _cycle(self, cycle: str) -> str:
        try:
            cluster, first, last = cycle_parts(cycle)
        except Refusal:
            return cycle
        years = f"{first}" if first == last else f"{first}–{last}"
        return translate(self._language, _CYCLE, years=years, cluster=self._unit(cluster))

    def _date(self, value: date | Moment | str) -> str:
        if isinstance(value, str):
            read = formats.read_moment(value)
            return value if read is None else formats.moment_in_words(read, self._language)
        when = value if isinstance(value, Moment) else Moment.on(value)
        return formats.moment_in_words(when, self._language)

    def _figure(self, figure: str) -> str:
        candidate, dot, name = figure.rpartition(".")
        told = word("figure", name, self._language)
        if not dot:
            return told
        return translate(self._language, _FIGURE_OF, figure=told, candidate=self._unit(candidate))

    def _holder(self, holder: str) -> str:
        """`lead:ca-tinh-a` is a role with its unit, `lead:` one whose unit is not known, `lead` neither."""
        role, colon, unit = holder.partition(":")
        told = word("role", role, self._language)
        if not colon:
            return told
        if not unit:
            return translate(self._language, _HOLDER_UNKNOWN, role=told)
        return translate(self._language, _HOLDER, role=told, unit=self._unit(unit))
