"""How a read model's rows follow the log: what each entry states, and what it states again."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

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


def stated_rows(model: Model[Any], entries: Sequence[Entry], after: int = 0) -> list[Row]:
    """The rows of one stream, given all its entries in the order of the log; only those past `after`."""
    if model.changes is None and _in_order(entries):
        return _rows_in_order(model, entries, after)
    unfolding = Unfolding(model)
    return [
        (entry.originator_id, effective, entry.position, state)
        for entry in entries
        for effective, state in unfolding.add(entry)
        if entry.position > after
    ]


def _in_order(entries: Sequence[Entry]) -> bool:
    """Whether entries came in the order of the world, with nothing amended: what nearly all streams do."""
    latest = None
    for entry in entries:
        if latest is not None and entry.effective < latest:
            return False
        if isinstance(entry.fact, EntryCorrected | EntryRetracted):
            return False
        latest = entry.effective
    return True


def _rows_in_order(model: Model[Any], entries: Sequence[Entry], after: int) -> list[Row]:
    """What `Unfolding` gives for entries in order, without keeping or telling what nobody asks for."""
    state: Any = None
    earlier = bisect_right(entries, after, key=lambda entry: entry.position)
    for entry in entries[:earlier]:
        state = model.evolve(state, entry)
    last = model.encode(state, entries[earlier - 1].effective) if earlier else None
    rows: list[Row] = []
    for entry in entries[earlier:]:
        state = model.evolve(state, entry)
        told = model.encode(state, entry.effective)
        if told != last:
            rows.append((entry.originator_id, entry.effective, entry.position, told))
        last = told
    return rows
