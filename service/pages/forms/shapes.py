"""The fields of a form, read off the arguments of a command; so the two can never disagree."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import inspect

from domain.criteria import ScoringTable
from projections.field_words import FIELD_KINDS
from projections.words import TABLES

Kind = Literal[
    "text",  # one line
    "paragraph",  # several lines
    "lines",  # a list of texts, one on each line
    "whole",  # a whole number
    "figure",  # a decimal number
    "day",
    "moment",  # a day, a month or a year
    "flag",  # yes or no
    "answer",  # yes, no or not stated
    "choice",  # one of `codes`
    "choices",  # some of `codes`
    "unit",
    "units",
    "title",
    "titles",
    "person",
    "persons",
    "group",  # `fields`, all of them or none
    "rows",  # lines of `fields`
    "table",  # a scoring table
    "mapping",  # values by names that are not known beforehand
]
_PARAGRAPHS = frozenset({"findings", "reason", "note", "theme", "question", "text"})
_PERSONS = frozenset({"person", "signatory", "stand_in", "tellers", "teller"})
_UNITS = frozenset({"elector", "candidate", "candidates", "roll", "present", "chosen", "elected", "tied"})
# By command, as what a name means depends on it.
_BY = {"grant_delegation": "person", "revoke_delegation": "person"}
_TITLES = frozenset({"title", "titles", "instead"})


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """One field: its `name` within what holds it, what it takes, and whether it must be filled.

    `codes` are those of a choice and `table` holds their words; `fields` those of a group or a row.
    """

    name: str
    kind: Kind
    required: bool = False
    codes: tuple[str, ...] = ()
    table: str = ""
    fields: tuple["Shape", ...] = ()
    default: Any = None


def shapes_of(command: str, struct: type[Any]) -> tuple[Shape, ...]:
    """The fields of a struct, in the order of its definition."""
    told = inspect.type_info(struct)
    if not isinstance(told, inspect.StructType):
        raise TypeError(struct)
    return _fields(command, told)


def _fields(command: str, struct: inspect.StructType) -> tuple[Shape, ...]:
    return tuple(_shape(command, field) for field in struct.fields)


def _shape(command: str, field: inspect.Field) -> Shape:
    plain, optional = _without_none(field.type)
    told = _told(command, field.name, plain, optional=optional)
    default = None if field.default is msgspec.NODEFAULT else field.default
    if told["kind"] == "flag" and default is True:
        told["kind"] = "answer"  # a box that is not ticked says nothing, and this field can say no
    return msgspec.structs.replace(Shape(name=field.name, **told), required=field.required, default=default)


def _without_none(told: inspect.Type) -> tuple[inspect.Type, bool]:
    """A type without the None that it may be, and whether it may; of several, one that holds every code."""
    if not isinstance(told, inspect.UnionType):
        return told, False
    types = [one for one in told.types if not isinstance(one, inspect.NoneType)]
    literals = [value for one in types if isinstance(one, inspect.LiteralType) for value in one.values]
    if literals:
        return inspect.LiteralType(tuple(literals)), len(types) < len(told.types)
    return types[0], len(types) < len(told.types)


def _told(command: str, name: str, told: inspect.Type, *, optional: bool) -> dict[str, Any]:
    match told:
        case inspect.LiteralType(values=values):
            return {"kind": "choice", "codes": tuple(map(str, values)), "table": table_of(name, values)}
        case inspect.BoolType():
            return {"kind": "answer" if optional else "flag"}
        case inspect.IntType():
            return {"kind": "whole"}
        case inspect.DecimalType():
            return {"kind": "figure"}
        case inspect.DateType():
            return {"kind": "day"}
        case inspect.StructType(cls=cls) if cls is ScoringTable:
            return {"kind": "table"}
        case inspect.StructType():
            return {"kind": "group", "fields": _fields(command, told)}
        case inspect.VarTupleType(item_type=item):
            return _several(command, name, item)
        case inspect.StrType():
            return {"kind": _text(command, name)}
    return {"kind": "mapping"}


def _several(command: str, name: str, item: inspect.Type) -> dict[str, Any]:
    match item:
        case inspect.StructType():
            return {"kind": "rows", "fields": _fields(command, item)}
        case inspect.LiteralType(values=values):
            return {"kind": "choices", "codes": tuple(map(str, values)), "table": table_of(name, values)}
    one = _text(command, name)
    several: Mapping[str, Kind] = {"unit": "units", "title": "titles", "person": "persons"}
    return {"kind": several.get(one, "lines")}


def _text(command: str, name: str) -> Kind:
    if name in ("effective", "on"):
        return "moment"
    if name in _PARAGRAPHS:
        return "paragraph"
    if name in _PERSONS or (_BY.get(command) == "person" and name == "by"):
        return "person"
    if name in _TITLES:
        return "title"
    if name in _UNITS or name == "successor" or (FIELD_KINDS.get(name) == "unit" and name != "cluster"):
        return "unit"
    return "text"


def table_of(name: str, values: tuple[Any, ...]) -> str:
    """The table that holds the words of codes: that of the field, else the one that knows them all."""
    known = [name, FIELD_KINDS.get(name, ""), *TABLES]
    return next((table for table in known if {*map(str, values)} <= {*TABLES.get(table, ())}), "")
