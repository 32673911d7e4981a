"""The JSON Schema of a chronicle, made from the commands, so that an editor can check as one writes."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from service.chronicle.shape import EXACT_COMMANDS, FORMAT, DeclaredUnit
from service.commands.catalogue import COMMANDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
_DATE = (
    "A day (2022-11-22), a month (2022-11), a year (2022), an instant with its offset, or `unknown`. "
    "A thing done counts at the end of its month or year, a state of affairs from its start."
)
_SHARED: Mapping[str, Any] = {
    "entry_date": {"type": ["string", "integer"], "description": _DATE},
    "entry_source": {
        "type": ["string", "null"],
        "description": "Where it comes from, if not as the file says.",
    },
    "entry_id": {"type": "string", "description": "A name by which a later entry can correct this one."},
    "entry_meant": {"type": "string", "description": "The `id` of the entry that is meant."},
    "entry_instant": {"type": "string", "description": "The exact instant, where an export needs it."},
}
_ENVELOPE: Mapping[str, Any] = {
    "on": {"$ref": "#/$defs/entry_date"},
    "source": {"$ref": "#/$defs/entry_source"},
    "id": {"$ref": "#/$defs/entry_id"},
}
# What the header says once for all entries.
_FROM_HEADER = {"cycle", "cluster"}


def schema() -> dict[str, Any]:
    """The whole schema, in the draft of 2020-12."""
    shapes = [command.arguments for command in COMMANDS.values()]
    _, components = msgspec.json.schema_components([*shapes, DeclaredUnit], ref_template="#/$defs/{name}")
    parts = {name: _as_written(part) for name, part in components.items()}
    for name, command in COMMANDS.items():
        parts[name] = _entry(name, parts.pop(command.arguments.__name__), in_short(command.purpose))
    return {
        "$schema": DIALECT,
        "title": "A chronicle of thidua",
        "type": "object",
        "properties": {
            "chronicle": {"const": FORMAT, "description": "The version of the format."},
            "title": {"type": "string"},
            "source": {
                "type": "string",
                "description": "Where it all comes from: an article, minutes, a decision.",
            },
            "cluster": {"type": ["string", "null"], "pattern": _SLUG},
            "cycle": {"type": ["string", "null"], "pattern": _SLUG},
            "units": {
                "type": "object",
                "propertyNames": {"pattern": _SLUG},
                "additionalProperties": {"$ref": "#/$defs/DeclaredUnit"},
            },
            "entries": {"type": "array", "items": {"$ref": "#/$defs/entry"}},
        },
        "required": ["chronicle", "title", "source", "entries"],
        "additionalProperties": False,
        "$defs": {"entry": _any_entry(), **_SHARED, **parts},
    }


def in_short(purpose: str) -> str:
    """What a command is for, up to where its docstring goes on to speak to programmers."""
    return re.split(r"[.;] | \(", purpose)[0].rstrip(".") + "."


def _any_entry() -> dict[str, Any]:
    """An entry is judged by the command that it names, so an editor points at the field that is wrong."""
    return {
        "type": "object",
        "properties": {"do": {"enum": list(COMMANDS), "description": "The command."}},
        "required": ["do"],
        "allOf": [
            {
                "if": {"properties": {"do": {"const": name}}, "required": ["do"]},
                "then": {"$ref": f"#/$defs/{name}"},
            }
            for name in COMMANDS
        ],
    }


def _entry(name: str, arguments: dict[str, Any], purpose: str) -> dict[str, Any]:
    properties = dict(arguments["properties"])
    required = set(arguments.get("required", ())) - _FROM_HEADER
    envelope = dict(_ENVELOPE)
    if "position" in properties:
        del properties["position"]
        required = required - {"position"} | {"entry"}
        envelope["entry"] = {"$ref": "#/$defs/entry_meant"}
    if name == "correct_entry":
        properties["to"] = _ENVELOPE["on"]
        del properties["on"]
    if name in EXACT_COMMANDS:
        envelope["at"] = {"$ref": "#/$defs/entry_instant"}
    return {
        "type": "object",
        "description": purpose,
        "properties": {"do": {"const": name}, **envelope, **properties},
        "required": ["do", *sorted(required)],
        "additionalProperties": False,
    }


def _as_written(part: Any) -> Any:
    """A part of the schema as YAML writes it: a decimal may stand as a number; titles say nothing."""
    if isinstance(part, list):
        return [_as_written(one) for one in part]
    if not isinstance(part, dict):
        return part
    if part.get("format") == "decimal":
        return {**part, "type": ["string", "number"]}
    return {key: _as_written(one) for key, one in part.items() if key != "title" or not isinstance(one, str)}
