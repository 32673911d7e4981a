"""The units: by which name each was known on a day, and what became of it."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.identity import stream
from domain.units import Unit
from projections.asof import Cut, Model
from projections.point import Point

UNITS = Model("units", "unit", Unit)

# The Vietnamese alphabet puts ă and â after a, đ after d, ê after e, ô and ơ after o, ư after u; words that
# differ in tone alone go level, falling, asking, tumbling, rising, heavy. Each place in the order is a sign.
_PLAIN = "\0"
_LETTER_MARKS = {
    "\N{COMBINING BREVE}": "\1",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "\2",
    "\N{COMBINING HORN}": "\3",
}
_TONES = {
    "\N{COMBINING GRAVE ACCENT}": "\1",
    "\N{COMBINING HOOK ABOVE}": "\2",
    "\N{COMBINING TILDE}": "\3",
    "\N{COMBINING ACUTE ACCENT}": "\4",
    "\N{COMBINING DOT BELOW}": "\5",
}
_NUMBER = re.compile("[0-9]+")
_LENGTHS = ord("0")  # a length is a sign among the digits, or after them and before letters
Collation = tuple[str, str]
NAMES_KEPT = 100_000  # every unit of a ministry and its past, at some two hundred bytes each


class Named(msgspec.Struct, frozen=True):
    """A unit as every answer names it: its slug, and the name that it bore on the day."""

    unit: str
    name: str | None


@lru_cache(maxsize=NAMES_KEPT)
def collation(text: str) -> Collation:
    """A key that sorts names as Vietnamese readers expect: by letters first, then by tones; 9 before 10."""
    letters: list[str] = []  # and after each its mark
    tones: list[str] = []  # and before each the letter that it is on
    for sign in _NUMBER.sub(_with_length, unicodedata.normalize("NFD", text.casefold())):
        if sign in _TONES:
            tones += chr(len(letters)), _TONES[sign]
        elif sign in _LETTER_MARKS and letters:
            letters[-1] = _LETTER_MARKS[sign]
        elif sign == "đ":
            letters += "d", "\1"
        else:
            letters += sign, _PLAIN
    return "".join(letters), "".join(tones)


def _with_length(number: re.Match[str]) -> str:
    """A number, without leading noughts, after the sign of its length: so a longer one comes later."""
    digits = number[0].lstrip("0")
    return chr(_LENGTHS + len(digits)) + digits


def by_name(named: Named) -> tuple[Collation, str]:
    """The key that sorts units by name; one without a name goes by its slug."""
    return collation(named.name or named.unit), named.unit


class Names:
    """The names that units bore at a point; a unit that was not known then has none."""

    def __init__(self, connection: Connection, point: Point, units: Iterable[str | None]) -> None:
        subjects = {stream("unit", unit): unit for unit in units if unit is not None}
        found = UNITS.all(connection, point, subjects=subjects) if subjects else {}
        self._units = {subjects[subject]: unit for subject, unit in found.items()}

    def known(self, unit: str) -> Unit | None:
        """What is known of a unit; None where nothing is."""
        return self._units.get(unit)

    def named(self, unit: str) -> Named:
        """The unit with its name."""
        known = self._units.get(unit)
        return Named(unit, None if known is None else known.name)

    def of(self, unit: str | None) -> Named | None:
        """The unit with its name; None for no unit."""
        return None if unit is None else self.named(unit)

    def each(self, units: Iterable[str]) -> list[Named]:
        """The units with their names, each once, in the order given."""
        return [self.named(unit) for unit in dict.fromkeys(units)]

    def sorted(self, units: Iterable[str]) -> list[Named]:
        """The units with their names, each once, by name."""
        return sorted(self.each(units), key=by_name)


def unit(connection: Connection, unit: str, point: Point) -> dict[str, Any] | None:
    """What is known of a unit at a point; None for an unknown one."""
    found = UNITS.of(connection, stream("unit", unit), point)
    if found is None:
        return None
    names = Names(connection, point, [found.parent, *found.successors])
    return {**point.told(), **_told(found, names)}


def all_units(connection: Connection, point: Point, cut: Cut = list) -> dict[str, Any]:
    """Every unit that is known at a point, by name; told are those that `cut` leaves of them."""
    found = UNITS.all(connection, point).values()
    shown = cut(sorted(found, key=lambda one: by_name(Named(one.id, one.name))))
    related = {other for one in shown for other in (one.parent, *one.successors)}
    names = Names(connection, point, related)
    return {**point.told(), "units": [_told(one, names) for one in shown]}


def predecessors(connection: Connection, unit: str, point: Point) -> list[Unit]:
    """The units that went into a unit by a point, by merging or by a split, in the order of their ids."""
    found = UNITS.all(connection, point, subjects=UNITS.ever_naming(connection, unit)).values()
    return [one for one in found if unit in one.successors]


def _told(unit: Unit, names: Names) -> dict[str, Any]:
    return {
        "unit": unit.id,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": names.of(unit.parent),
        "fictional": unit.fictional,
        "status": unit.status,
        "ended": unit.ended and unit.ended.text(),
        "successors": names.each(unit.successors),
    }
