"""Who did something, and by whose authority, as far as the reader may be told."""

from collections.abc import Iterable
from contextlib import suppress

from domain.refusals import Refusal
from projections.catalogue import marked
from projections.units import Names
from projections.words import word
from service.accounts import persons
from service.authority.subjects import Subject
from service.pages.looking import Look


class People:
    """Tells persons and authorities; the names of units are read once for all `authorities`."""

    def __init__(self, look: Look, authorities: Iterable[str | None] = ()) -> None:
        self._look = look
        self._may = look.acts.may("read_person", Subject()) is not None
        self._names = Names(look.connection, look.point, {_unit(one) for one in authorities})
        self._found: dict[str, str | None] = {}

    def name(self, person: str | None) -> str | None:
        """The name of a person, for who may read persons, and one's own; else the opaque id."""
        if person is None:
            return None
        if person not in self._found:
            self._found[person] = self._name(person)
        return self._found[person] or person

    def address(self, person: str | None) -> str | None:
        """The page of a person; None where the reader may not read it."""
        known = self._may and self.name(person) is not None and self._found[str(person)] is not None
        return f"/persons/{person}" if known else None

    def authority(self, told: str | None) -> str | None:
        """An authority in words: `lead:a` is the lead with the unit that leads; None where none is stated."""
        if told is None:
            return None
        role, *rest = told.split(":")
        unit = _unit(told)
        named = None if unit is None else self._names.named(unit).name or unit
        stood_in_for = self.name(rest[rest.index("for") + 1]) if "for" in rest[:-1] else None
        return self._look.text(
            marked("{role}[ ({unit})][, thay {person}]"),
            role=word("role", role, self._look.language),
            unit=named,
            person=stood_in_for,
        )

    def _name(self, person: str) -> str | None:
        if self._may or person == self._look.caller.person:
            with suppress(Refusal):
                return persons.find(self._look.connection, person).name or person
        return None


def _unit(authority: str | None) -> str | None:
    """The unit of an authority: `representative:a:for:p` is of a, `inspector` of none."""
    parts = (authority or "").split(":")
    return parts[1] if len(parts) > 1 and parts[1] and parts[1] != "for" else None
