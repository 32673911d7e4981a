"""From an entry of a chronicle to a command: its name, its moment and its arguments."""

import re
from difflib import get_close_matches
from typing import Any
from uuid import UUID, uuid5

import msgspec

from domain.facts import EntryCorrected, Fact
from domain.identity import cycle_parts, stream_cycle
from domain.moments import Moment, Precision
from domain.refusals import Refusal
from domain.topics import TOPICS
from service.chronicle.shape import ENTRY_KEYS, Chronicle
from service.commands.amendments import RecordFact
from service.commands.catalogue import COMMANDS

# Commands from chronicles have ids made of their content, so a second import recognises them.
_COMMANDS = UUID("6f1b0f6e-1f0c-5b0e-9d0a-7468696475a1")
_PATH = re.compile(r" - at `\$?\.?(?P<path>[^`]*)`$")
_MISSING = re.compile(r"missing required field `(?P<field>[^`]+)`")
_UNKNOWN = re.compile(r"contains unknown field `(?P<field>[^`]+)`")
_ENTRY_FIELDS = ("ballot", "previous")


class FieldProblem(Exception):
    """A field of an entry breaks a rule; `field` is its path inside the entry."""

    def __init__(self, field: str, refusal: Refusal) -> None:
        super().__init__(field, refusal)
        self.field = field
        self.refusal = refusal


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was read: the command, its arguments and moment, and the id it will always have."""

    command: str
    arguments: Any
    when: Moment
    command_id: str
    source: str
    label: str | None


def read_entry(raw: dict[str, Any], chronicle: Chronicle, labels: dict[str, int], repeat: int) -> Reading:
    """Understand one entry. `labels` are the positions of entries named before it, `repeat` counts entries
    of the same content that came before it.

    Raises:
        FieldProblem: `field_missing`, `field_unknown`, `field_misfits`, `command_unknown`, `label_unknown`,
            and those of the moment.
    """
    name = raw.get("do")
    if not isinstance(name, str) or name not in COMMANDS:
        near = get_close_matches(str(name), COMMANDS, n=1) or list(COMMANDS)
        raise FieldProblem("do", Refusal("command_unknown", command=name, near=", ".join(near)))
    arguments = _arguments(name, raw, chronicle, labels)
    try:
        when = _moment(str(raw.get("on", Precision.UNKNOWN.value)), name, arguments, chronicle)
    except Refusal as refusal:
        raise FieldProblem("on", refusal) from refusal
    said = {key: value for key, value in raw.items() if key not in {"source", "id"}}
    names = {key: getattr(arguments, key) for key in COMMANDS[name].arguments.__struct_fields__}
    named = {key: value for key, value in names.items() if key in {"cluster", "cycle", "ballot"}}
    content = msgspec.json.encode([said, named, repeat], order="deterministic")
    return Reading(
        command=name,
        arguments=arguments,
        when=when,
        command_id=str(uuid5(_COMMANDS, content.decode())),
        source=str(raw.get("source") or chronicle.source),
        label=raw.get("id"),
    )


def _arguments(name: str, raw: dict[str, Any], chronicle: Chronicle, labels: dict[str, int]) -> Any:
    shape = COMMANDS[name].arguments
    fields = shape.__struct_fields__
    values = {key: value for key, value in raw.items() if key not in ENTRY_KEYS}
    if name == "correct_entry" and "to" in values:
        values["on"] = str(values.pop("to"))
    for key in ("cycle", "cluster"):
        told = getattr(chronicle, key)
        if key in fields and key not in values and told is not None:
            values[key] = told
    for key in _ENTRY_FIELDS:
        short = values.get(key)
        if key in fields and isinstance(short, str) and "." not in short and chronicle.cycle:
            values[key] = f"{chronicle.cycle}.{short}"
    if "position" in fields and "position" not in values:
        label = raw.get("entry")
        if label not in labels:
            raise FieldProblem("entry", Refusal("label_unknown", label=label, known=", ".join(labels)))
        values["position"] = labels[label]
    try:
        return msgspec.convert(values, shape)
    except msgspec.ValidationError as error:
        raise field_problem(error, fields) from error


def field_problem(error: msgspec.ValidationError, fields: tuple[str, ...]) -> FieldProblem:
    """Say which field a validation error is about, and what it should be."""
    text = str(error)
    found = _PATH.search(text)
    path = found["path"] if found else ""
    problem = text[: found.start()] if found else text
    allowed = ", ".join(fields)
    if missing := _MISSING.search(problem):
        field = f"{path}.{missing['field']}" if path else missing["field"]
        return FieldProblem(field, Refusal("field_missing", field=field, allowed=allowed))
    if unknown := _UNKNOWN.search(problem):
        field = f"{path}.{unknown['field']}" if path else unknown["field"]
        near = ", ".join(get_close_matches(unknown["field"], fields, n=1))
        return FieldProblem(field, Refusal("field_unknown", field=field, near=near, allowed=allowed))
    return FieldProblem(path, Refusal("field_misfits", field=path, problem=problem))


def _moment(on: str, name: str, arguments: Any, chronicle: Chronicle) -> Moment:
    anchor = COMMANDS[name].anchor
    cycle = getattr(arguments, "cycle", None) or chronicle.cycle
    if isinstance(arguments, RecordFact):
        fact: type[Fact] = TOPICS.get(arguments.topic, EntryCorrected)
        anchor, cycle = fact.anchor, stream_cycle(arguments.stream) or chronicle.cycle
    if on != Precision.UNKNOWN.value:
        return Moment.parse(on, anchor)
    if name in {"register_unit", "form_cluster"}:
        return Moment.unknown(anchor, None)  # they are older than any one cycle
    years = None if cycle is None else cycle_parts(cycle)[1:]
    return Moment.unknown(anchor, years)
