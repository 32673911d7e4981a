"""The scores of a cycle, criterion by criterion: marks at each stage, points, evidence and explanations."""

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.criteria import Criterion, ScoringTable
from domain.identity import stream, stream_parts
from domain.marks import Mark
from domain.moments import Moment
from domain.scores import STAGES, Score, Stage
from projections.cycles import cycle_at, rules_of
from projections.point import Point
from projections.rules import whole
from projections.scores import SCORES, SHOWN, Board, board
from projections.units import Named, Names

_REACHED = STAGES[1:]  # a draft is what comes before any stage


class Scored(msgspec.Struct, frozen=True):
    """The scores of a cycle by unit, the board that they make together, and the table of the cycle."""

    scores: dict[str, Score]
    board: Board
    table: ScoringTable | None


def scores(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """The score of every unit that has one, by name; None for an unknown cycle."""
    if cycle_at(connection, cycle, point) is None:
        return None
    found = _scored(connection, cycle, point)
    ordered = Names(connection, point, found.scores).sorted(found.scores)
    return {
        **point.told(),
        **_heading(cycle, found),
        "scores": [_told(named, found) for named in ordered],
    }


def score(connection: Connection, cycle: str, unit: str, point: Point) -> dict[str, Any] | None:
    """The score of one unit; None where it has none. Its points depend on the marks of all units."""
    if SCORES.of(connection, stream("score", cycle, unit), point) is None:
        return None
    found = _scored(connection, cycle, point)
    named = Names(connection, point, [unit]).named(unit)
    return {**point.told(), **_heading(cycle, found), **_told(named, found)}


def _scored(connection: Connection, cycle: str, point: Point) -> Scored:
    by_unit = {
        stream_parts(name)[1][1]: one for name, one in SCORES.all(connection, point, cycle=cycle).items()
    }
    rules = rules_of(connection, cycle, point)
    return Scored(by_unit, board(by_unit, rules), rules.scoring_table)


def _heading(cycle: str, found: Scored) -> dict[str, Any]:
    table = found.table
    return {
        "cycle": cycle,
        "scoring_table": table and table.id,
        "table_name": table and table.name,
        "max": found.board.maximum,
    }


def _told(named: Named, found: Scored) -> dict[str, Any]:
    held = found.scores[named.unit]
    computed = found.board.points[Stage.FINAL].get(named.unit)
    return {
        "unit": named.unit,
        "name": named.name,
        "stage": held.stage,
        "reached": {stage.value: _text(held.reached.get(stage)) for stage in _REACHED},
        "returned_on": _text(held.returned),
        "score": found.board.told(named.unit),
        "knocked_out": [] if computed is None else list(computed.knocked_out),
        "unmarked": [] if computed is None else list(computed.missing),
        "criteria": list(_criteria(named.unit, held, found)),
    }


def _text(moment: Moment | None) -> str | None:
    return None if moment is None else moment.text()


def _criteria(unit: str, held: Score, found: Scored) -> Iterator[dict[str, Any]]:
    """A line for each criterion of the table, then those that are marked by a table it took the place of."""
    known: set[str] = set()
    if found.table is not None:
        for criterion, group in _with_groups(found.table, None):
            known.add(criterion.id)
            yield {**_described(criterion, group), **_marked(criterion.id, unit, held, found.board)}
    stated = dict.fromkeys([*(name for marks in held.marks.values() for name in marks), *held.explanations])
    for name in stated:
        if name not in known:
            nameless = dict.fromkeys(("name", "kind", "maximum", "knockout", "group"))
            yield {"criterion": name, **nameless, **_marked(name, unit, held, found.board)}


def _with_groups(
    table: ScoringTable | Criterion, group: str | None
) -> Iterator[tuple[Criterion, str | None]]:
    for criterion in table.criteria:
        yield criterion, group
        yield from _with_groups(criterion, criterion.id)


def _described(criterion: Criterion, group: str | None) -> dict[str, Any]:
    return {
        "criterion": criterion.id,
        "name": criterion.name,
        "kind": criterion.kind,
        "maximum": criterion.maximum,
        "knockout": criterion.knockout,
        "group": group,
    }


def _marked(criterion: str, unit: str, held: Score, scored: Board) -> dict[str, Any]:
    """What is stated of a criterion at each stage, and the points that it comes to where it is reached."""
    stated = [(stage, held.marks.get(stage, {}).get(criterion)) for stage in _REACHED]
    points = {}
    for stage in SHOWN:
        computed = scored.points[stage].get(unit) if stage in held.reached else None
        points[stage.value] = None if computed is None else computed.by_criterion.get(criterion)
    explained = held.explanations.get(criterion)
    return {
        "marks": [_mark(stage, mark) for stage, mark in stated if mark is not None],
        "points": points,
        "explanation": explained and {"text": explained.text, "evidence": list(explained.evidence)},
    }


def _mark(stage: Stage, mark: Mark) -> dict[str, Any]:
    told = whole(mark)
    told.pop("criterion")
    return {"stage": stage.value, **told}
