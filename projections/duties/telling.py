"""Duties as answers show them: with the entry that each follows from, and its reason in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from domain.facts import Entry
from domain.timeline import standing
from projections.catalogue import LANGUAGES, Language
from projections.duties.duty import Cause, Duty
from projections.duty_words import DUTIES
from projections.entries import entries
from projections.phrases import Mentioned, Naming, phrase
from projections.point import Point
from projections.units import Names


def told_duties(connection: Connection, duties: Iterable[Duty], point: Point) -> list[dict[str, Any]]:
    """Duties in words: those with a last day first, then by the fact that each follows from."""
    return [told for _, told in told_in_order(connection, duties, point)]


def told_in_order(
    connection: Connection, duties: Iterable[Duty], point: Point
) -> list[tuple[Duty, dict[str, Any]]]:
    """Each duty with its words, in the order in which they are told."""
    found = list(duties)
    causes = _causes(connection, found, point)
    mentioned = Mentioned()
    for duty in found:
        mentioned.of(duty.unit)
        _reason("vi", duty, mentioned)
    names = Names(connection, point, mentioned.units)
    ordered = sorted(zip(found, causes, strict=True), key=lambda pair: _order(*pair))
    return [(duty, _told(duty, cause, names)) for duty, cause in ordered]


def _causes(connection: Connection, duties: Sequence[Duty], point: Point) -> list[Entry]:
    """The entry that each duty follows from, for all of them at once."""
    asked = sorted({duty.cause.stream for duty in duties})
    recorded = entries(connection, point, of=asked) if asked else []
    by_stream: dict[str, list[Entry]] = {name: [] for name in asked}
    for entry in standing(recorded, as_of=point.as_of):
        by_stream[entry.originator_id].append(entry)
    return [_cause(by_stream[duty.cause.stream], duty.cause) for duty in duties]


def _cause(stood: Sequence[Entry], cause: Cause) -> Entry:
    return next(entry for entry in reversed(stood) if _is_of(entry, cause))


def _is_of(entry: Entry, cause: Cause) -> bool:
    if entry.topic not in cause.topics:
        return False
    return all(getattr(entry.fact, field) == value for field, value in cause.about.items())


def _order(duty: Duty, cause: Entry) -> tuple[date, date, int, int]:
    """By the last day for it, then by when it starts, then by the fact; what has no such day goes last."""
    return duty.due or date.max, duty.starts or date.min, cause.effective, cause.position


def _reason(language: Language, duty: Duty, names: Naming) -> str:
    return phrase(language, DUTIES[duty.code], names, {"unit": duty.unit, **duty.params})


def _told(duty: Duty, cause: Entry, names: Names) -> dict[str, Any]:
    return {
        "code": duty.code,
        "action": duty.action,
        "cluster": duty.cluster,
        "cycle": duty.cycle,
        "unit": names.of(duty.unit),
        "subject": duty.subject,
        "since": {"position": cause.position, "topic": cause.topic, "on": cause.moment.text()},
        "starts": duty.starts,
        "due": duty.due,
        "rule": duty.rule,
        "because": {language: _reason(language, duty, names) for language in LANGUAGES},
    }
