"""A teller's count as it is typed: whole figures, all of which are asked for, and what is wrong with them."""

from collections.abc import Mapping, Sequence

import msgspec

from domain.counts import Count, OptionCount
from projections.catalogue import marked
from service.pages.ballots.room import Room
from service.pages.forms.problem import Problem
from service.pages.written import written_whole

FIGURES = ("issued", "returned", "valid", "invalid", "present")
IN_WRITING = "consulted"  # asked for only where the rule hears who is absent
OPTIONS = ("votes_for", "votes_against", "votes_abstain")
DIGITS_MAX = 6  # more ballots than any hall holds
_WHOLE = marked("Nhập một số nguyên, ví dụ 12.")


class Typed(msgspec.Struct, frozen=True):
    """A count as far as it could be read: None where something is wrong, and then what."""

    count: Count | None
    problems: list[Problem]


def figures(room: Room) -> list[str]:
    """The figures of the whole count that are asked for."""
    return [*FIGURES, *([IN_WRITING] if _hears(room) else [])]


def field_of(candidate: str, figure: str) -> str:
    """The name of the field for a figure of a candidate."""
    return f"options.{candidate}.{figure}"


def given(room: Room, values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What stands in each field: what was typed, else who was there, which the close says."""
    there = room.there
    known = {} if there is None else {"present": str(len(there))}
    return {name: (values.get(name) or (known.get(name, ""),))[-1] for name in fields(room)}


def fields(room: Room) -> list[str]:
    """The names of all fields, in the order in which they are asked for."""
    options = [field_of(unit, figure) for unit in room.held.opened.candidates for figure in OPTIONS]
    return [*figures(room), *options]


def typed(room: Room, values: Mapping[str, Sequence[str]]) -> Typed:
    """The count that was typed."""
    told = {name: _whole((values.get(name) or ("",))[-1]) for name in fields(room)}
    problems = [Problem(name, _WHOLE) for name, value in told.items() if value is None]
    if problems:
        return Typed(None, problems)
    options = tuple(
        OptionCount(candidate=unit, **{figure: told[field_of(unit, figure)] for figure in OPTIONS})
        for unit in room.held.opened.candidates
    )
    counted = {name: told[name] for name in figures(room)}
    return Typed(Count(**{IN_WRITING: 0, **counted}, options=options), [])


def _hears(room: Room) -> bool:
    return room.held.rule is not None and room.held.rule.hears_in_writing


def _whole(text: str) -> int | None:
    digits = written_whole(text.strip())
    fits = digits.isascii() and digits.isdecimal() and len(digits) <= DIGITS_MAX
    return int(digits) if fits else None
