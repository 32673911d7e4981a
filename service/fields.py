"""What is wrong with a field of what was sent or written: which field, and what it should be."""

import re
from difflib import get_close_matches

import msgspec

from domain.refusals import Refusal
from service.plain import place_of

_MISSING = re.compile(r"missing required field `(?P<field>[^`]+)`")
_UNKNOWN = re.compile(r"contains unknown field `(?P<field>[^`]+)`")


class FieldProblem(Exception):
    """A field of an entry breaks a rule; `field` is its path inside the entry."""

    def __init__(self, field: str, refusal: Refusal) -> None:
        super().__init__(field, refusal)
        self.field = field
        self.refusal = refusal


def field_problem(error: msgspec.ValidationError, fields: tuple[str, ...]) -> FieldProblem:
    """Say which field a validation error is about, and what it should be."""
    path, problem = place_of(error)
    allowed = ", ".join(fields)
    if missing := _MISSING.search(problem):
        field = f"{path}.{missing['field']}" if path else missing["field"]
        return FieldProblem(field, Refusal("field_missing", field=field, allowed=allowed))
    if unknown := _UNKNOWN.search(problem):
        field = f"{path}.{unknown['field']}" if path else unknown["field"]
        near = ", ".join(get_close_matches(unknown["field"], fields, n=1))
        return FieldProblem(field, Refusal("field_unknown", field=field, near=near, allowed=allowed))
    return FieldProblem(path, Refusal("field_misfits", field=path, problem=problem))
