"""How a read model's rows follow the log: what each entry states, and what it states again."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.timeline import standing
from projections.asof import Model, known

# Subject, effective, position, state: the columns of a read model's table.
Row = tuple[str, int, int, str | None]


class Unfolding:
    """One subject as the log grows: takes its entries in the order of the log and gives the rows of each.

    What it has stated always answers as a fold of all the entries so far would, at every moment.
    """

    def __init__(self, model: Model[Any]) -> None:
        self._model = model
        self._entries: list[Entry] = []
        self._state: Any = None
        self._last: str | None = None
        self._latest: int | None = None
        self._stated: dict[int, str | None] = {}

    def add(self, entry: Entry) -> list[tuple[int, str | None]]:
        """The starts and states that the subject's next entry states."""
        self._entries.append(entry)
        in_order = self._latest is None or entry.effective >= self._latest
        plain = not isinstance(entry.fact, EntryCorrected | EntryRetracted)
        if in_order and plain:
            following = self._model.evolve(self._state, entry)
            turning = None if following is None else self._model.changes
            changes = () if turning is None else turning(following)
            # Nothing is stated past it, and it changes nothing by the mere passing of time.
            if all(start <= entry.effective for start in changes):
                return self._follow(entry, following)
        return self._restate()

    def _follow(self, entry: Entry, following: Any) -> list[tuple[int, str | None]]:
        self._state = following
        self._latest = entry.effective
        state = self._model.encode(self._state, entry.effective)
        if state == self._last:
            return []
        self._last = self._stated[entry.effective] = state
        return [(entry.effective, state)]

    def _restate(self) -> list[tuple[int, str | None]]:
        whole = standing(self._entries)
        spans = known(self._model, whole)
        starts = sorted(spans)
        stated = []
        before: str | None = None
        for start in sorted({*self._stated, *starts}):
            place = bisect_right(starts, start) - 1
            state = spans[starts[place]] if place >= 0 else None
            if state != self._stated.get(start, before):
                self._stated[start] = state
                stated.append((start, state))
            before = state
        self._last = before
        self._latest = max([*self._stated, *(entry.effective for entry in whole)], default=None)
        self._state = None
        for entry in whole:
            self._state = self._model.evolve(self._state, entry)
        return stated


class Fold(NamedTuple):
    """Where the fold of a stream has come to, if its entries came in order: what follows can go on there."""

    state: Any
    told: str | None
    latest: int | None


NOTHING = Fold(None, None, None)


def stated_rows(model: Model[Any], entries: Sequence[Entry], after: int = 0) -> list[Row]:
    """The rows of one stream, given all its entries in the order of the log; only those past `after`."""
    return stated(model, entries, after)[0]


def stated(model: Model[Any], entries: Sequence[Entry], after: int = 0) -> tuple[list[Row], Fold | None]:
    """`stated_rows`, with the fold that all the entries lead to where it can be followed."""
    earlier = bisect_right(entries, after, key=lambda entry: entry.position)
    fold = folded(model, entries[:earlier])
    followed = None if fold is None else follow(model, fold, entries[earlier:])
    if followed is not None:
        return followed
    unfolding = Unfolding(model)
    rows = [
        (entry.originator_id, effective, entry.position, state)
        for entry in entries
        for effective, state in unfolding.add(entry)
        if entry.position > after
    ]
    return rows, None


def folded(model: Model[Any], entries: Sequence[Entry]) -> Fold | None:
    """The fold of a stream, given all its entries; None where it cannot be followed."""
    if model.changes is not None or not _in_order(entries, None):
        return None
    state: Any = None
    for entry in entries:
        state = model.evolve(state, entry)
    latest = entries[-1].effective if entries else None
    return Fold(state, None if latest is None else model.encode(state, latest), latest)


def follow(model: Model[Any], fold: Fold, entries: Sequence[Entry]) -> tuple[list[Row], Fold] | None:
    """What `Unfolding` gives for the next entries of a stream, without keeping what nobody asks for.

    None where they come late, amend others, or lead to changes by the mere passing of time.
    """
    if not _in_order(entries, fold.latest):
        return None
    state, last, latest = fold
    rows: list[Row] = []
    for entry in entries:
        state = model.evolve(state, entry)
        latest = entry.effective
        told = model.encode(state, latest)
        if told != last:
            rows.append((entry.originator_id, latest, entry.position, told))
        last = told
    return rows, Fold(state, last, latest)


def _in_order(entries: Sequence[Entry], latest: int | None) -> bool:
    """Whether entries come in the order of the world, with nothing amended: what nearly all streams do."""
    for entry in entries:
        if latest is not None and entry.effective < latest:
            return False
        if isinstance(entry.fact, EntryCorrected | EntryRetracted):
            return False
        latest = entry.effective
    return True
