"""The naive oracle: what stands at a point, by replaying every entry and nothing else.

It shares no code with `domain/timeline.py` and none with the read models; only the nouns' own `evolve`.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.topics import NOUNS


def stands(entry: Entry, known: Sequence[Entry]) -> bool:
    """Whether no standing retraction names an entry."""
    return not any(
        isinstance(other.fact, EntryRetracted)
        and other.fact.position == entry.position
        and stands(other, known)
        for other in known
    )


def as_corrected(entry: Entry, known: Sequence[Entry]) -> Entry:
    """The entry with every standing correction of it, one after another."""
    for other in known:
        if not isinstance(other.fact, EntryCorrected) or other.fact.position != entry.position:
            continue
        if not stands(other, known):
            continue
        told = msgspec.to_builtins(entry.fact)
        for field, value in other.fact.new.items():
            told[field] = value
        moved = {} if other.fact.effective is None else {"effective": other.fact.effective}
        exact = {} if other.fact.precision is None else {"precision": other.fact.precision}
        fact = msgspec.convert(told, type(entry.fact))
        entry = msgspec.structs.replace(entry, fact=fact, **moved, **exact)
    return entry


def replay(entries: Sequence[Entry], as_of: int, known_at: int) -> dict[str, Any]:
    """The state of every stream at `as_of`, as known at position `known_at`."""
    streams: dict[str, list[Entry]] = defaultdict(list)
    known_by_stream: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.position <= known_at:
            known_by_stream[entry.originator_id].append(entry)
    for stream, known in known_by_stream.items():
        for entry in known:
            if isinstance(entry.fact, EntryCorrected | EntryRetracted) or not stands(entry, known):
                continue
            streams[stream].append(as_corrected(entry, known))
    states: dict[str, Any] = {}
    for stream, stood in streams.items():
        state = None
        for entry in sorted(stood, key=lambda entry: (entry.effective, entry.position)):
            if entry.effective <= as_of:
                state = NOUNS[stream.split(":")[0]].evolve(state, entry)
        states[stream] = state
    return states
