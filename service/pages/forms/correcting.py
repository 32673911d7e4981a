"""A correction: the fields of the fact that is corrected, of which only what differs is sent."""

from typing import Any

import msgspec

from service.pages.forms.asked import Asked
from service.pages.forms.problem import Problem
from service.pages.forms.reading import Typed, read
from service.pages.forms.shapes import Shape, shapes_of

NEW = "new"


def fact_shapes(asked: Asked) -> tuple[Shape, ...]:
    """The fields of the fact that a correction is about, none of which must be filled."""
    if asked.entry is None:
        return ()
    told = shapes_of(asked.command, type(asked.entry.fact))
    return tuple(msgspec.structs.replace(shape, required=False) for shape in told)


def corrected(asked: Asked, typed: Typed, values: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The values of a correction, whose `new` holds only what differs from the entry as it stands."""
    prefix = f"{NEW}."
    own = {name.removeprefix(prefix): held for name, held in typed.items() if name.startswith(prefix)}
    body = read(fact_shapes(asked), own)
    problems += [msgspec.structs.replace(one, field=prefix + one.field) for one in body.problems]
    held = {} if asked.entry is None else msgspec.json.decode(msgspec.json.encode(asked.entry.fact))
    shown = {shape.name for shape in fact_shapes(asked) if shape.kind != "mapping"}
    told = {name: body.values.get(name) for name in shown}
    new = {name: value for name, value in told.items() if not _same(value, held.get(name))}
    others = {name: value for name, value in values.items() if name != NEW}
    return {**others, NEW: new} if new else others


def _same(told: Any, held: Any) -> bool:
    """Whether a field says what the fact holds: nothing and an empty list say the same, as do 1 and "1"."""
    if told in (None, [], False) and held in (None, [], False):
        return True
    if isinstance(told, list) and isinstance(held, list):
        return len(told) == len(held) and all(map(_same, told, held))
    if isinstance(told, dict) and isinstance(held, dict):
        return all(_same(told.get(name), held.get(name)) for name in {*told, *held})
    return bool(told == held or str(told) == str(held))
