"""Writing a cycle back as a chronicle: the facts of its streams, in the order of the log."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import yaml
from sqlalchemy import Connection, select

from domain.clusters import ClusterFormed
from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.identity import cycle_parts, stream, stream_parts
from domain.moments import SINCE_EVER, Moment, Precision
from domain.refusals import Refusal
from domain.units import UnitRegistered
from projections.seeking import streams
from service.application import Thidua
from service.chronicle.entries import moment
from service.chronicle.shape import FORMAT
from service.commands.amendments import CorrectEntry, RecordFact, RetractEntry

_WIDTH = 110  # letters a line; longer texts are folded
_AMENDMENTS = (EntryCorrected, EntryRetracted)
_UNSTATED = "không nêu"


def export_cycle(application: Thidua, cycle: str) -> str:
    """The YAML text of a chronicle from which an empty log learns all that this one knows of a cycle.

    It holds the streams of the cycle, of its cluster, and of every unit that they name, with what was
    corrected and retracted. Who recorded an entry and when is this log's own and stays behind.

    Raises:
        Refusal: `not_a_cycle`, `cycle_not_opened`.
    """
    cluster, first, last = cycle_parts(cycle)
    with application.log_recorder.reading() as connection:
        entries = _entries(application, connection, cycle, cluster)
    if not any(entry.originator_id == stream("cycle", cycle) for entry in entries):
        raise Refusal("cycle_not_opened", cycle=cycle, since=None)
    names = [entry.fact.name for entry in entries if isinstance(entry.fact, ClusterFormed)]
    years = f"{first}" if first == last else f"{first}-{last}"
    source = _usual_source(entries)
    amended = _amended(entries)
    declared = [entry for entry in entries if _is_declared(entry, amended)]
    head: dict[str, Any] = {
        "chronicle": FORMAT,
        "title": f"{names[0] if names else cluster}, {years}",
        "source": source,
        "cluster": cluster,
        "cycle": cycle,
        "units": {stream_parts(entry.originator_id)[1][0]: _declared(entry, source) for entry in declared},
        "entries": [_written(entry, source, amended) for entry in entries if entry not in declared],
    }
    return str(yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=_WIDTH))


def _entries(application: Thidua, connection: Connection, cycle: str, cluster: str) -> list[Entry]:
    """The entries of all streams that belong to a cycle, in the order of the log."""
    found = connection.execute(select(streams.c.stream).where(streams.c.cycle == cycle))
    waiting = [stream("cluster", cluster), *found.scalars()]
    units = set(connection.execute(select(streams.c.stream).where(streams.c.kind == "unit")).scalars())
    taken: dict[str, list[Entry]] = {}
    while waiting:
        name = waiting.pop()
        if name in taken:
            continue
        taken[name] = application.timeline(name, connection)
        said = [*stream_parts(name)[1], *(text for entry in taken[name] for text in _texts(entry.fact))]
        waiting += [unit for unit in {stream("unit", text) for text in said} if unit in units]
    return sorted((entry for each in taken.values() for entry in each), key=lambda entry: entry.position)


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a fact: any of them may name a unit."""
    plain = msgspec.to_builtins(value)
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for key, part in plain.items():
            yield key
            yield from _texts(part)
    elif isinstance(plain, list | tuple):
        for part in plain:
            yield from _texts(part)


def _usual_source(entries: Iterable[Entry]) -> str:
    """The source that most entries name, so that the file says it once."""
    told = Counter(entry.source for entry in entries if entry.source)
    return told.most_common(1)[0][0] if told else _UNSTATED


def _amended(entries: Iterable[Entry]) -> set[int]:
    return {entry.fact.position for entry in entries if isinstance(entry.fact, _AMENDMENTS)}


def _is_declared(entry: Entry, amended: set[int]) -> bool:
    """Whether a unit's registration is all that the `units` of a file say of it."""
    return (
        isinstance(entry.fact, UnitRegistered)
        and entry.moment == Moment(SINCE_EVER, Precision.UNKNOWN)
        and entry.position not in amended
    )


def _declared(entry: Entry, source: str) -> dict[str, Any]:
    told: dict[str, Any] = _plain(entry.fact)
    return told if entry.source == source else {**told, "source": entry.source}


def _written(entry: Entry, source: str, amended: set[int]) -> dict[str, Any]:
    name, arguments, told = _command(entry)
    date = entry.moment.text()
    written = {"do": name, "on": date}
    if not _is_told(date, name, arguments, entry.moment):
        written["at"] = entry.moment.civil.isoformat()
    if entry.position in amended:
        written["id"] = _label(entry.position)
    if entry.source != source:
        told["source"] = entry.source
    return {**written, **told}


def _is_told(date: str, name: str, arguments: Any, when: Moment) -> bool:
    """Whether a date tells a moment in every file alike: two exports write what they share in one way."""
    try:
        return moment(date, name, arguments, None) == when
    except Refusal:
        return False


def _command(entry: Entry) -> tuple[str, Any, dict[str, Any]]:
    """The command that records an entry again: its name, its arguments, and how they are written."""
    fact = entry.fact
    match fact:
        case EntryCorrected(position=position, reason=reason, new=new):
            told: dict[str, Any] = {"entry": _label(position), "reason": reason, "new": dict(new)}
            if fact.effective is not None and fact.precision is not None:
                told["to"] = Moment(fact.effective, fact.precision).text()
            return "correct_entry", CorrectEntry(position=position, reason=reason), told
        case EntryRetracted(position=position, reason=reason):
            told = {"entry": _label(position), "reason": reason}
            return "retract_entry", RetractEntry(position=position, reason=reason), told
    told = {"stream": entry.originator_id, "topic": entry.topic, "fact": _plain(fact)}
    return "record_fact", RecordFact(**told), told


def _label(position: int) -> str:
    return f"e{position}"


def _plain(fact: Any) -> Any:
    """A fact as YAML can hold it: tuples as lists, exact numbers and dates as text."""
    return msgspec.json.decode(msgspec.json.encode(fact))
