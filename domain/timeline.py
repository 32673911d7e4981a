"""The order of facts: which entries stand at a point, and the state they fold to."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.moments import Moment, Precision
from domain.refusals import Refusal

State = TypeVar("State")
Evolve = Callable[[State | None, Entry], State | None]
Admit = Callable[[State | None, Fact, Moment], None]
END_OF_TIME = 2**53 - 1  # the largest integer that canonical JSON (RFC 8785) carries exactly


def standing(entries: Iterable[Entry], as_of: int = END_OF_TIME, known_at: int = END_OF_TIME) -> list[Entry]:
    """The entries that stand at a point, in the order in which they were true.

    Takes what was recorded up to position `known_at`, puts corrected values in place, drops what was
    retracted, keeps what was true by `as_of` (microseconds UTC) and sorts by `(effective, position)`.
    A corrected entry keeps its own position. A retraction may name a correction or another retraction,
    which then does not stand. Every decision, read model and check folds this list and no other.
    """
    known = [entry for entry in entries if entry.position <= known_at]
    plain = {entry.position: entry for entry in known}
    if any(isinstance(entry.fact, EntryCorrected | EntryRetracted) for entry in known):
        plain = _amended(known)
    stood = [entry for entry in plain.values() if entry.effective <= as_of]
    return sorted(stood, key=order)


def order(entry: Entry) -> tuple[int, int]:
    """The place of an entry in the world's time; of two at one moment, the one recorded first."""
    return entry.effective, entry.position


def _amended(known: Sequence[Entry]) -> dict[int, Entry]:
    dropped: set[int] = set()
    corrections: list[EntryCorrected] = []
    # From the latest back: an amendment that a later one retracts has no effect at all.
    for entry in sorted(known, key=lambda entry: entry.position, reverse=True):
        if entry.position in dropped:
            continue
        match entry.fact:
            case EntryRetracted(position=position):
                dropped.add(position)
            case EntryCorrected() as correction:
                corrections.append(correction)
    plain = {
        entry.position: entry
        for entry in known
        if entry.position not in dropped and not isinstance(entry.fact, EntryCorrected | EntryRetracted)
    }
    for correction in reversed(corrections):
        if correction.position in plain:
            plain[correction.position] = corrected(plain[correction.position], correction)
    return plain


def corrected(entry: Entry, correction: EntryCorrected) -> Entry:
    """The entry as a correction says it should have read, at its own position."""
    fact: Fact = entry.fact
    if correction.new:
        fact = msgspec.convert({**msgspec.to_builtins(fact), **correction.new}, type(fact))
    effective = entry.effective if correction.effective is None else correction.effective
    precision = entry.precision if correction.precision is None else correction.precision
    return msgspec.structs.replace(entry, fact=fact, effective=effective, precision=Precision(precision))


def fold(entries: Iterable[Entry], evolve: Evolve[State], state: State | None = None) -> State | None:
    """The state that standing entries lead to, one after another."""
    for entry in entries:
        state = evolve(state, entry)
    return state


def admitted(entries: Sequence[Entry], evolve: Evolve[State], admit: Admit[State]) -> State | None:
    """Fold standing entries and check that each was possible when it came.

    It is how an entry written down late, a correction and a retraction are judged: by the state of their
    day, and then by whether everything recorded for later still could have happened.

    Raises:
        Refusal: `contradicts_entry`, with the position and topic of the first entry that no longer
            holds and the `cause` for which it does not.
    """
    state: State | None = None
    for entry in entries:
        try:
            admit(state, entry.fact, entry.moment)
        except Refusal as refusal:
            raise Refusal(
                "contradicts_entry", position=entry.position, topic=entry.topic, cause=refusal
            ) from refusal
        state = evolve(state, entry)
    return state
