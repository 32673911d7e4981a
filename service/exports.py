"""Answers as tables for spreadsheets: which rows and columns each has, and the bytes of its CSV file."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, NamedTuple

import msgspec

Row = Mapping[str, Any]
Rows = Callable[[Mapping[str, Any]], Iterable[Row]]
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for the machine's own code page
SEPARATOR = "; "
# A cell that begins so is taken for a formula, and one may fetch or run what its writer likes (OWASP, "CSV
# injection"). An apostrophe makes it text.
_FORMULA = tuple("=+-@\t\r\n")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


class Table(NamedTuple):
    """How an answer becomes a table: its columns, by dotted names, and its rows."""

    columns: Sequence[str]
    rows: Rows


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """The bytes of a CSV file (RFC 4180, UTF-8 with a byte order mark), row by row.

    Nested values stand under dotted names (`score.self`), lists are joined by "; ", what is not known is an
    empty field. What a spreadsheet would take for a formula begins with an apostrophe, numbers excepted.
    """
    yield BYTE_ORDER_MARK + _written(columns)
    for row in rows:
        told = flat(row)
        yield _written([_cell(told.get(column)) for column in columns])


def table(name: str, answer: Mapping[str, Any]) -> Iterator[bytes]:
    """The CSV file of an answer, by the name of its table."""
    columns, rows = TABLES[name]
    return as_csv(rows(msgspec.to_builtins(answer, str_keys=True)), columns)


def flat(row: Row) -> dict[str, Any]:
    """A row with what is nested in it under dotted names."""
    found: dict[str, Any] = {}
    for name, value in msgspec.to_builtins(row, str_keys=True).items():
        if isinstance(value, dict):
            found |= {f"{name}.{inner}": told for inner, told in flat(value).items()}
        else:
            found[name] = value
    return found


def _written(cells: Sequence[str]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    text = _text(value)
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return SEPARATOR.join(_text(one) for one in value)
        case dict():
            return _json(value)
    return str(value)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _listed(name: str) -> Rows:
    """The rows of an answer that is a list under one name."""
    return lambda answer: answer[name]


def _events(answer: Mapping[str, Any]) -> Iterator[Row]:
    for line in answer["events"]:
        yield {**line, "fact": _json(line["fact"])}


def _standings(answer: Mapping[str, Any]) -> Iterator[Row]:
    for member in answer["members"]:
        titles = [f"{one['title']}: {one['status']}" for one in member["titles"]]
        votes = [f"{one['ballot']}: {_figures(one)}" for one in member["votes"]]
        yield {"cycle": answer["cycle"], **member, "titles": titles, "votes": votes}


def _figures(vote: Mapping[str, Any]) -> str:
    """Votes for, against and without an opinion; a question mark where none is stated."""
    names = ("votes_for", "votes_against", "votes_abstain")
    return "/".join("?" if vote[name] is None else str(vote[name]) for name in names)


def _lineage(answer: Mapping[str, Any]) -> Iterator[Row]:
    """A row for each number and entry, one for each group that it shares, and one for each entry of those."""
    told = {entry["position"]: entry for entry in answer["entries"]}
    for made in answer["lineage"]:
        of = {"what": made["what"], "unit": made["unit"]}
        for position in made["entries"]:
            yield {**of, **told[position]}
        for group in made["shared"]:
            yield {**of, "shared": group}
    for group, positions in answer["shared"].items():
        for position in positions:
            yield {"shared": group, **told[position]}


def _differences(answer: Mapping[str, Any]) -> Iterator[Row]:
    for one in answer["differences"]:
        yield {**one, "before": _value(one["before"]), "after": _value(one["after"])}


def _value(value: Any) -> Any:
    """A value of a difference as one cell: a unit by its name, figures as JSON."""
    if not isinstance(value, dict):
        return value
    return value["name"] or value["unit"] if value.keys() == {"unit", "name"} else _json(value)


def _honours(answer: Mapping[str, Any]) -> Iterator[Row]:
    for honour in answer["honours"]:
        yield {"unit": answer["unit"], "name": answer["name"], **honour}


def _leads(answer: Mapping[str, Any]) -> Iterator[Row]:
    for tenure in answer["lineage"]:
        yield {"cluster": answer["cluster"], **tenure}


def _pledges(answer: Mapping[str, Any]) -> Iterator[Row]:
    """A row for each target, for each figure by its own name, and for a pledge of which neither is known."""
    for pledge in answer["pledges"]:
        targets = [{**one, "target_met": one["met"]} for one in pledge["targets"]]
        figures = [{**one, "target_met": one["met"]} for one in pledge["figures"]]
        for one in [*targets, *figures] or [{}]:
            told = {"target_name" if name == "name" else name: value for name, value in one.items()}
            yield {**told, **pledge}


_NAMED = ("unit.unit", "unit.name")
_SENTENCES = ("sentences.vi", "sentences.en")
_AMENDED = tuple("stands corrected_by retracted_by corrects retracts".split())
_ENVELOPE = tuple("actor authority session command_id source reason".split())

TABLES: Mapping[str, Table] = {
    "events": Table(
        (
            *"position recorded_at on precision topic stream version cycle".split(),
            *_NAMED,
            *_SENTENCES,
            *_ENVELOPE,
            *_AMENDED,
            "withheld",
            "fact",
        ),
        _events,
    ),
    "votes": Table(
        (
            *"position ballot round title elector.unit elector.name candidate.unit candidate.name".split(),
            *"choice changed_from counts withheld at recorded_at channel capacity".split(),
            *"actor authority session corrected_by".split(),
        ),
        _listed("votes"),
    ),
    "standings": Table(
        (
            *"cycle rank unit name status left score.self score.verified score.final score.max".split(),
            *"targets.met targets.total targets.all_met pledged_titles titles votes".split(),
        ),
        _standings,
    ),
    "lineage": Table(
        ("what", *_NAMED, "shared", *"position topic on precision recorded_at".split(), *_SENTENCES),
        _lineage,
    ),
    "differences": Table(("what", *_NAMED, "before", "after", "entries"), _differences),
    "history": Table(
        (
            *"position on precision recorded_at topic stream".split(),
            *_NAMED,
            *"actor source sentence".split(),
            *_AMENDED,
        ),
        _listed("entries"),
    ),
    "honours": Table(
        (
            *"unit name year cycle title status since times consecutive proposed_on proposed_by".split(),
            *"ballot decided_on outcome instead authority number signed_on presented_on".split(),
            *"presented_by place by_delegation annulled_because".split(),
        ),
        _honours,
    ),
    "leads": Table(
        (
            *"cluster year lead.unit lead.name deputy.unit deputy.name mode".split(),
            *"handed_over_on accepted_on effective_from".split(),
        ),
        _leads,
    ),
    "commendations": Table(
        (
            *"position line form grade level grantor".split(),
            *_NAMED,
            *"collectives individuals awards counting within period.from period.to".split(),
            *"note reported_on source document".split(),
        ),
        _listed("commendations"),
    ),
    "pledges": Table(
        (
            *"unit name registered_on signed_on withdrawn_on pledged_titles met total all_met".split(),
            *"target target_name direction measure goal baseline assigned actual target_met".split(),
        ),
        _pledges,
    ),
}
