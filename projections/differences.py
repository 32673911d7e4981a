"""What differs between a cycle at two points: on its board, in its steps, and which entries made it so."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.facts import Entry
from domain.identity import cycle_parts, stream_cycle
from domain.moments import year_bounds
from projections.asof import stream_row
from projections.entries import amendments
from projections.event_lines import EventLines
from projections.origins import Positions
from projections.point import Point
from projections.standings import standings
from projections.steps import steps
from projections.tracing import NOTHING, Key, Trace, trace
from projections.units import Named, Names

Line = dict[str, Any]
_BOARD = "name movement theme slogans step rule_set lead deputy max ranked_by".split()
_OF_UNIT = "name status left rank pledged_titles".split()
_GROUPS = ("score", "targets")
_VOTES = ("votes_for", "votes_against", "votes_abstain", "elected")
# What a line of commendations counts; where it is written, and when that was put down, is no part of it.
_COUNTED = "form grade level grantor collectives individuals awards counting within period note".split()


class _Side(msgspec.Struct, frozen=True):
    """A cycle at one of the two points: what it tells, by key, and what made that."""

    told: Mapping[Key, Any]
    traced: Trace | None
    steps: Mapping[str, Positions]

    def made(self, key: Key) -> Positions:
        """The entries that made what is told under a key."""
        if self.traced is None:
            return NOTHING
        kind, _, step = key[0].partition(":")
        if kind != "step":
            return self.traced.whole((key[0].removesuffix(".since"), key[1]))
        # How many there are to take a step is how many members there are.
        own = self.steps[step.partition(".")[0]] if step else NOTHING.union(*self.steps.values())
        return own | self.traced.shared["members"]

    def shows(self, unit: str) -> bool:
        """Whether the board has a line for a unit."""
        return self.traced is not None and unit in self.traced.units

    def recorded(self) -> Mapping[int, Entry]:
        """All that was known of the streams that bear on it."""
        return {} if self.traced is None else self.traced.origins.recorded

    def in_force(self) -> Positions:
        """What stands of it, and what amends."""
        return NOTHING if self.traced is None else self.traced.origins.in_force()


def differences(connection: Connection, cycle: str, one: Point, other: Point) -> dict[str, Any] | None:
    """What differs from point `one` to point `other`; None for a cycle that is known at neither.

    Each difference names the entries that are behind it at one point only, and what took any of them back.
    What changes by the mere passing of time has none. `entries` are all those of the cycle, and of its
    cluster and units within its years, that stand, or amend, at one point and not at the other.
    """
    boards = [standings(connection, cycle, point) for point in (one, other)]
    if boards == [None, None]:
        return None
    units = {member["unit"] for board in boards if board is not None for member in board["members"]}
    before, after = (
        _side(connection, cycle, point, board, units)
        for point, board in zip((one, other), boards, strict=True)
    )
    changed = [key for key in {**after.told, **before.told} if _at(before, key) != _at(after, key)]
    causes = {key: _causes(key, before, after) for key in changed}
    names = Names(connection, other, {unit for _, unit in changed})
    return {
        **other.told(),
        "cycle": cycle,
        "one": one.told(),
        "other": other.told(),
        "differences": [
            {
                "what": key[0],
                "unit": names.of(key[1]),
                "before": before.told.get(key),
                "after": after.told.get(key),
                "entries": sorted(causes[key]),
            }
            for key in changed
        ],
        "entries": _lines(connection, cycle, (before, one), (after, other), causes.values()),
    }


def _side(
    connection: Connection, cycle: str, point: Point, board: Line | None, units: Collection[str]
) -> _Side:
    tracker, traced = steps(connection, cycle, point), trace(connection, cycle, point, units)
    if board is None or tracker is None or traced is None:
        return _Side({}, None, {})
    told = {**dict(_told(board)), **dict(_told_steps(tracker["steps"]))}
    made = {step["step"]: traced.origins.corrected(step["entries"]) for step in tracker["steps"]}
    return _Side(told, traced, made)


def _told(board: Line) -> Iterator[tuple[Key, Any]]:
    """A board as single numbers and words, each under the key that the lineage has for it."""
    for what in _BOARD:
        yield (what, None), board[what]
    for member in board["members"]:
        for what, value in _of_member(member):
            yield (what, member["unit"]), value
    for line in board["commendations"]:
        told = {name: line[name] for name in _COUNTED}
        yield (f"commendation:{line['line']}", None), {**told, "unit": line["unit"] and line["unit"].unit}


def _of_member(member: Line) -> Iterator[tuple[str, Any]]:
    for what in _OF_UNIT:
        yield what, member[what]
    for group in _GROUPS:
        for what, value in member[group].items():
            yield f"{group}.{what}", value
    for title in member["titles"]:
        yield f"title:{title['title']}", title["status"]
        yield f"title:{title['title']}.since", title["since"]
    for vote in member["votes"]:
        yield f"votes:{vote['ballot']}", {name: vote[name] for name in _VOTES}


def _told_steps(found: Iterable[Line]) -> Iterator[tuple[Key, Any]]:
    for step in found:
        yield (f"step:{step['step']}", None), step["status"]
        for what in ("on", "done", "of"):
            yield (f"step:{step['step']}.{what}", None), step[what]


def _at(side: _Side, key: Key) -> Any:
    """What is told, for comparing: a lead that bears another name is the same lead."""
    told = side.told.get(key)
    return told.unit if isinstance(told, Named) else told


def _causes(key: Key, before: _Side, after: _Side) -> Positions:
    """The entries behind a difference: those that made it at one point only, and what took them back."""
    moved = _moved(key, before, after)
    sides = (side.traced for side in (before, after) if side.traced is not None)
    return moved.union(*(traced.origins.retracting(moved) for traced in sides))


def _moved(key: Key, before: _Side, after: _Side) -> Positions:
    what, unit = key
    if unit is not None and before.shows(unit) is not after.shows(unit):
        # The whole line is what came or went: with its membership, or the first that is recorded of it.
        came = before.made(("member", unit)) ^ after.made(("member", unit))
        recorded = {**before.recorded(), **after.recorded()}
        own = before.in_force() ^ after.in_force()
        return came.union(at for at in own if stream_row(recorded[at].originator_id).unit == unit)
    moved = before.made(key) ^ after.made(key)
    if not moved and what.startswith("step:"):
        # What is to be done now, or was not stated, depends on the other steps.
        return before.made(("step", None)) ^ after.made(("step", None))
    return moved


def _lines(
    connection: Connection,
    cycle: str,
    before: tuple[_Side, Point],
    after: tuple[_Side, Point],
    causes: Iterable[Positions],
) -> list[Line]:
    """What stands at one point only, and what is behind the differences, with all that is known of it."""
    recorded = {
        position: entry for side in (before[0], after[0]) for position, entry in side.recorded().items()
    }
    moved = before[0].in_force() ^ after[0].in_force()
    shown = {position for position in moved if _is_of(recorded[position], cycle)}.union(*causes)
    told = [recorded[position] for position in sorted(shown)]
    lines = EventLines(connection, after[1], told, amendments(recorded.values()))
    return [lines.whole(entry) for entry in told]


def _is_of(entry: Entry, cycle: str) -> bool:
    """Whether an entry is of a cycle: one of its cluster and units is if it lies in its years."""
    if stream_cycle(entry.originator_id) is not None:
        return True
    _, first, last = cycle_parts(cycle)
    return year_bounds(first)[0] <= entry.effective <= year_bounds(last)[1]
