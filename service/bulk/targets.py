"""Targets in bulk: the rows of a unit, taken together, are its pledge for a cycle.

A pledge is registered once. One that stands already is amended, with its reason, by its own command.
"""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

import msgspec

from domain.moments import Moment
from domain.pledges import Target
from domain.refusals import Refusal
from service.bulk.problem import LineProblem
from service.bulk.rows import CSV, Columns, Content, Row, figure_text, read_rows
from service.bulk.taking import Line, Taking, Where
from service.chronicle.reading import Heed
from service.commands.catalogue import COMMANDS
from service.fields import FieldProblem, field_problem
from service.plain import place_of

COLUMNS = Columns(
    ("unit",), ("target", "name", "direction", "measure", "goal", "baseline", "assigned", "titles")
)
# Commands of a table have ids made of their content, so that it is recognised when it is sent again.
_COMMANDS = UUID("b5ad47d5-4f0e-5d5b-8a0f-7468696475a2")
_FIGURES = ("goal", "baseline")
_BETWEEN_TITLES = re.compile(r"[\s,;|]+")
_TRUTH = {
    **dict.fromkeys(("true", "1", "x", "yes", "có"), True),
    **dict.fromkeys(("false", "0", "no", "không"), False),
}


class _Pledge(msgspec.Struct):
    """The rows of one unit, with what they come to."""

    rows: list[Row]
    targets: dict[str, tuple[Row, Target]]
    titles: dict[str, Row]


class TargetRows:
    """A table of targets, as far as it can be read; what cannot is told with the rest.

    Raises:
        ImportRefused: those of `read_rows`.
    """

    def __init__(
        self, content: Content, heed: Heed, *, cycle: str, when: Moment | None, source: str | None
    ) -> None:
        self._cycle = cycle
        self._when = when
        self._source = source
        rows, self._problems = read_rows(content, COLUMNS, heed)
        self._pledges: dict[str, _Pledge] = {}
        for row in rows:
            try:
                self._add(row, is_csv=content.media_type == CSV)
            except FieldProblem as problem:
                self._problems.append(
                    LineProblem(line=row.line, field=problem.field, refusal=problem.refusal)
                )

    def __len__(self) -> int:
        return len(self._pledges)

    def take(self, taking: Taking) -> None:
        """Register the pledge of each unit."""
        taking.problems += self._problems
        for unit, pledge in self._pledges.items():
            taking.command(self._line(unit, pledge))

    def _line(self, unit: str, pledge: _Pledge) -> Line:
        targets = tuple(target for _, target in pledge.targets.values())
        titles = tuple(pledge.titles)
        date = None if self._when is None else self._when.text()
        told = [self._cycle, unit, targets, titles, date]
        content = msgspec.json.encode(told, order="deterministic").decode()
        return Line(
            command="register_pledge",
            arguments=COMMANDS["register_pledge"].arguments(
                cycle=self._cycle, unit=unit, targets=targets, titles=titles
            ),
            when=self._when,
            source=self._source,
            command_id=str(uuid5(_COMMANDS, content)),
            where=_where(pledge),
        )

    def _add(self, row: Row, *, is_csv: bool) -> None:
        cells = dict(row.cells)
        unit = cells.pop("unit")
        if not isinstance(unit, str):
            raise FieldProblem("unit", Refusal("field_misfits", field="unit", problem="Expected `str`"))
        # Made before its rows are looked at: a unit with a bad row still has its others tried.
        pledge = self._pledges.setdefault(unit, _Pledge([], {}, {}))
        pledge.rows.append(row)
        for title in _titles(cells.pop("titles", ())):
            pledge.titles.setdefault(title, row)
        if not cells and pledge.titles:
            return
        target = _target(_read_cells(cells) if is_csv else cells)
        if target.id in pledge.targets:
            first = pledge.targets[target.id][0].line
            raise FieldProblem("target", Refusal("row_repeated", id=target.id, line=first))
        pledge.targets[target.id] = (row, target)


def _titles(told: Any) -> list[str]:
    """The codes of titles: as a list, or in one text with spaces, commas, semicolons or bars between."""
    if isinstance(told, str):
        return [title for title in _BETWEEN_TITLES.split(told) if title]
    try:
        return msgspec.convert(told, list[str])
    except msgspec.ValidationError as error:
        problem = place_of(error)[1]
        raise FieldProblem("titles", Refusal("field_misfits", field="titles", problem=problem)) from error


def _read_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    """What texts of a table mean: figures with their decimal comma, and what is true or not."""
    told = dict(cells)
    for name in _FIGURES:
        if name in told:
            try:
                told[name] = figure_text(told[name], name)
            except Refusal as ambiguous:
                raise FieldProblem(name, ambiguous) from ambiguous
    if "assigned" in told:
        value = told["assigned"]
        if value.lower() not in _TRUTH:
            raise FieldProblem("assigned", Refusal("truth_unreadable", field="assigned", value=value))
        told["assigned"] = _TRUTH[value.lower()]
    return told


def _target(told: Mapping[str, Any]) -> Target:
    named = {"id" if name == "target" else name: value for name, value in told.items()}
    for name, needed in (("target", "id"), ("name", "name"), ("direction", "direction")):
        if needed not in named:
            allowed = ", ".join(COLUMNS.all)
            raise FieldProblem(name, Refusal("field_missing", field=name, allowed=allowed))
    try:
        return msgspec.convert(named, Target)
    except msgspec.ValidationError as error:
        problem = field_problem(error, COLUMNS.all)
        if problem.field != "id":
            raise problem from error
        refusal = Refusal("field_misfits", field="target", problem=problem.refusal.params["problem"])
        raise FieldProblem("target", refusal) from error


def _where(pledge: _Pledge) -> Where:
    """The row of the target or title that a refusal is about, or the first of the unit."""

    def where(field: str, refusal: Refusal) -> tuple[int, str]:
        target = refusal.params.get("target", refusal.params.get("value"))
        if isinstance(target, str) and target in pledge.targets:
            return pledge.targets[target][0].line, field
        return pledge.rows[0].line, field

    return where
