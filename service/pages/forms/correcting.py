"""A correction: the fields of the fact that is corrected, of which only what differs is sent."""

from typing import Any

import msgspec

from domain.facts import Fact
from service.pages.forms.problem import Problem
from service.pages.forms.reading import Typed, read
from service.pages.forms.shapes import Shape, shapes_of

NEW = "new"
CORRECTION = "correct_entry"
_NOT_TYPED = ("mapping", "table")
_NOTHING: tuple[Any, ...] = (None, [], False)


def fact_shapes(fact: Fact | None) -> tuple[Shape, ...]:
    """The fields of the fact that a correction is about, none of which must be filled.

    A scoring table and values by names of their own are not among them: a table is adopted anew.
    """
    if fact is None:
        return ()
    told = shapes_of(CORRECTION, type(fact))
    return tuple(
        msgspec.structs.replace(shape, required=False) for shape in told if shape.kind not in _NOT_TYPED
    )


def held_by(fact: Fact) -> dict[str, Any]:
    """What a fact holds, as JSON tells it."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(fact))
    return found


def corrected(
    fact: Fact | None, typed: Typed, values: dict[str, Any], problems: list[Problem]
) -> dict[str, Any]:
    """The values of a correction, whose `new` holds only what differs from the entry as it stands."""
    prefix = f"{NEW}."
    own = {name.removeprefix(prefix): held for name, held in typed.items() if name.startswith(prefix)}
    body = read(fact_shapes(fact), own)
    problems += [msgspec.structs.replace(one, field=prefix + one.field) for one in body.problems]
    held = {} if fact is None else held_by(fact)
    told = {shape.name: body.values.get(shape.name) for shape in fact_shapes(fact)}
    new = {name: value for name, value in told.items() if not _same(value, held.get(name))}
    others = {name: value for name, value in values.items() if name != NEW}
    return {**others, NEW: new} if new else others


def _same(told: Any, held: Any) -> bool:
    """Whether a field says what the fact holds: nothing and an empty list say the same, as do 1 and "1".

    Names that are ticked have no order of their own.
    """
    if told in _NOTHING and held in _NOTHING:
        return True
    if isinstance(told, list) and isinstance(held, list):
        if all(isinstance(one, str) for one in (*told, *held)):
            return sorted(told) == sorted(held)
        return len(told) == len(held) and all(map(_same, told, held))
    if isinstance(told, dict) and isinstance(held, dict):
        return all(_same(told.get(name), held.get(name)) for name in {*told, *held})
    return bool(told == held or str(told) == str(held))
