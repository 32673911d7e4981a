"""The reference of chronicles, made from the commands by `python -m service.chronicle.reference`."""

import json
from pathlib import Path
from typing import Any

import msgspec

from service.chronicle.schema import in_short, schema
from service.commands.catalogue import COMMANDS

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
_HEADINGS = {
    "unit": "Units",
    "cluster": "Clusters",
    "cycle": "The steps of a year",
    "pledge": "Pledges",
    "drive": "Drives",
    "inspection": "Inspections",
    "score": "Scores",
    "commendation": "Commendations",
    "ballot": "Ballots",
    "vote": "Votes",
    "nomination": "Titles",
    "entry": "Entries themselves",
}
_WORDS = {"entry_meant": "the `id` of an entry", "entry_date": "date"}
_INTRODUCTION = """\
# Commands of a chronicle

Made by `python -m service.chronicle.reference`; a test checks that it is up to date.
[The guide](../guide/chronicle.md) says how a chronicle is written.

**Bold** arguments are needed; `cluster` and `cycle` may be left to the head of the file. Where only a month
or a year is known, a command counts at its *start* or its *end*.
"""


def reference() -> str:
    """The page on the commands, in Markdown."""
    parts = schema()["$defs"]
    page = [_INTRODUCTION]
    for kind, heading in _HEADINGS.items():
        page.append(
            f"## {heading}\n\n| `do` | what it records | arguments | counts at |\n| --- | --- | --- | --- |"
        )
        rows = [
            f"| `{name}` | {in_short(command.purpose)} | {_arguments(parts[name])} | {command.anchor.value} |"
            for name, command in COMMANDS.items()
            if getattr(command, "kind", "entry") == kind
        ]
        page.append("\n".join(rows) + "\n")
    page.append("## Parts of arguments\n\n| part | fields |\n| --- | --- |")
    named = [name for name in sorted(parts) if name[0].isupper() and name != "DeclaredUnit"]
    page.append("\n".join(f"| {name} | {_arguments(parts[name])} |" for name in named) + "\n")
    return "\n".join(page).replace("|\n\n|", "|\n|")


def _arguments(part: dict[str, Any]) -> str:
    told = []
    command = "do" in part["properties"]
    for name, shape in part["properties"].items():
        if command and name in {"do", "on", "at", "source", "id"}:
            continue
        shown = f"**`{name}`**" if name in part.get("required", ()) else f"`{name}`"
        told.append(f"{shown} {_type(shape)}")
    return ", ".join(told)


def _type(shape: dict[str, Any]) -> str:
    """A type in few words; what may be left out is not said again as `null`."""
    if "$ref" in shape:
        part = str(shape["$ref"].rpartition("/")[2])
        return _WORDS.get(part, part)
    if "anyOf" in shape:
        return " or ".join(_type(one) for one in shape["anyOf"] if one != {"type": "null"})
    if "enum" in shape:
        return " / ".join(f"`{one}`" for one in shape["enum"] if one is not None)
    if "const" in shape:
        return f"`{shape['const']}`"
    match shape.get("type"):
        case "array":
            return f"list of {_type(shape.get('items', {}))}"
        case "object":
            return "mapping"
        case "integer":
            return "whole number"
        case "boolean":
            return "true / false"
        case _ if shape.get("format") == "decimal":
            return "number"
        case _:
            return "day" if shape.get("format") == "date" else "text"


def documents() -> dict[str, str]:
    """The files that are made, by their names."""
    made = json.dumps(msgspec.to_builtins(schema()), ensure_ascii=False, indent=1) + "\n"
    return {"chronicle.schema.json": made, "commands.md": reference()}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
