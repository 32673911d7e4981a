"""From an entry of a chronicle to a command: its name, its moment and its arguments."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any
from uuid import UUID, uuid5

import msgspec

from domain.clusters import ClusterFormed
from domain.facts import EntryCorrected, Fact
from domain.identity import stream_cycle, stream_parts
from domain.moments import Moment, Precision
from domain.refusals import Refusal
from domain.topics import NOUNS, TOPICS
from domain.units import UnitRegistered
from service.chronicle.shape import ENTRY_KEYS, EXACT_COMMANDS, Chronicle
from service.commands.amendments import RecordFact
from service.commands.catalogue import COMMANDS
from service.commands.streams import stated_moment
from service.fields import FieldProblem, field_problem

# Commands from chronicles have ids made of their content, so a second import recognises them.
_COMMANDS = UUID("6f1b0f6e-1f0c-5b0e-9d0a-7468696475a1")
_ENTRY_FIELDS = ("ballot", "previous")
# What the header or a label may stand for, and what therefore is part of what an entry says.
_NAMING = {"cluster", "cycle", "ballot", "previous", "position"}


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was read: the command, its arguments and moment, and the id it will always have."""

    command: str
    arguments: Any
    when: Moment
    command_id: str
    source: str | None
    label: str | None


def said(raw: dict[str, Any]) -> dict[str, Any]:
    """What an entry says of the world; where it comes from and how the file calls it is no part of that."""
    return {key: value for key, value in raw.items() if key not in {"source", "id"}}


def read_entry(raw: dict[str, Any], chronicle: Chronicle, labels: Mapping[str, int], repeat: int) -> Reading:
    """Understand one entry. `labels` are the positions of entries named before it, `repeat` counts entries
    before it that say the same.

    Raises:
        FieldProblem: `field_missing`, `field_unknown`, `field_misfits`, `command_unknown`, `label_unknown`,
            `label_repeated`, and those of the moment.
    """
    name = _command(raw, labels)
    arguments = _arguments(name, raw, chronicle, labels)
    when = _moment_of(raw, name, arguments, chronicle)
    names = {key: getattr(arguments, key) for key in COMMANDS[name].arguments.__struct_fields__}
    named = {key: value for key, value in names.items() if key in _NAMING}
    content = msgspec.json.encode([said(raw), named, repeat], order="deterministic")
    return Reading(
        command=name,
        arguments=arguments,
        when=when,
        command_id=str(uuid5(_COMMANDS, content.decode())),
        source=raw.get("source", chronicle.source),
        label=raw.get("id"),
    )


def _command(raw: dict[str, Any], labels: Mapping[str, int]) -> str:
    for key in ENTRY_KEYS:
        value = raw.get(key)
        if value is not None and not isinstance(value, str) and not (key == "on" and isinstance(value, int)):
            raise FieldProblem(key, Refusal("field_misfits", field=key, problem="Expected `str`"))
    name = raw.get("do")
    if name is None:
        raise FieldProblem("do", Refusal("field_missing", field="do", allowed=", ".join(COMMANDS)))
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, n=1) or list(COMMANDS)
        raise FieldProblem("do", Refusal("command_unknown", command=name, near=", ".join(near)))
    if raw.get("id") in labels:
        raise FieldProblem("id", Refusal("label_repeated", label=raw["id"]))
    if "at" in raw and name not in EXACT_COMMANDS:
        allowed = ", ".join(COMMANDS[name].arguments.__struct_fields__)
        raise FieldProblem("at", Refusal("field_unknown", field="at", near="on", allowed=allowed))
    return str(name)


def _arguments(name: str, raw: dict[str, Any], chronicle: Chronicle, labels: Mapping[str, int]) -> Any:
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
    if "position" in fields:
        values["position"] = _position(raw, labels)
    elif "entry" in raw:
        raise FieldProblem(
            "entry", Refusal("field_unknown", field="entry", near="", allowed=", ".join(fields))
        )
    try:
        return msgspec.convert(values, shape)
    except msgspec.ValidationError as error:
        raise field_problem(error, fields) from error


def _position(raw: dict[str, Any], labels: Mapping[str, int]) -> int:
    """The position of the entry that is meant; files say it by a label: positions are the log's own."""
    label = raw.get("entry")
    if label is None:
        raise FieldProblem("entry", Refusal("field_missing", field="entry", allowed=", ".join(labels)))
    if label not in labels:
        raise FieldProblem("entry", Refusal("label_unknown", label=label, known=", ".join(labels)))
    return labels[label]


def _moment_of(raw: dict[str, Any], name: str, arguments: Any, chronicle: Chronicle) -> Moment:
    try:
        when = moment(str(raw.get("on") or Precision.UNKNOWN.value), name, arguments, chronicle.cycle)
    except Refusal as refusal:
        raise FieldProblem("on", refusal) from refusal
    if raw.get("at") is None:
        return when
    try:
        return Moment(Moment.parse(raw["at"]).effective, when.precision)
    except Refusal as refusal:
        raise FieldProblem("at", refusal) from refusal


def moment(on: str, name: str, arguments: Any, cycle: str | None) -> Moment:
    """The moment that a date means for a command in a file on `cycle`.

    Raises:
        Refusal: `date_needed`, `not_a_cycle`, and those of `Moment.parse`.
    """
    anchor = COMMANDS[name].anchor
    older = name in {"register_unit", "form_cluster"}  # than any one cycle
    cycle = getattr(arguments, "cycle", None) or cycle
    if isinstance(arguments, RecordFact):
        fact: type[Fact] = TOPICS.get(arguments.topic, EntryCorrected)
        anchor, older = fact.anchor, issubclass(fact, UnitRegistered | ClusterFormed)
        kind, parts = stream_parts(arguments.stream)
        if kind in NOUNS and parts:
            cycle = stream_cycle(arguments.stream) or cycle
    return stated_moment(on, anchor, None if older else cycle)
