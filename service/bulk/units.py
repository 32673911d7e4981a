"""Units in bulk: each row registers one, or agrees with what the log knows of it already."""

from typing import Any

import msgspec

from domain.moments import Anchor, Moment
from domain.refusals import Refusal
from service.bulk.problem import LineProblem
from service.bulk.rows import Columns, Content, Row, read_rows
from service.bulk.taking import Taking, Where
from service.chronicle.reading import Heed
from service.chronicle.shape import DeclaredUnit
from service.commands.catalogue import COMMANDS
from service.fields import FieldProblem, field_problem

COLUMNS = Columns(("unit", "name"), ("short_name", "kind", "parent", "effective", "source"))
_DETAILS = ("name", "short_name", "kind", "parent")


class _Unit(msgspec.Struct, frozen=True):
    row: Row
    declared: DeclaredUnit
    when: Moment


class UnitRows:
    """A table of units, as far as it can be read; what cannot is told with the rest.

    Raises:
        ImportRefused: those of `read_rows`.
    """

    def __init__(self, content: Content, heed: Heed) -> None:
        rows, self._problems = read_rows(content, COLUMNS, heed)
        self._units: dict[str, _Unit] = {}
        for row in rows:
            try:
                self._add(row)
            except FieldProblem as problem:
                self._problems.append(
                    LineProblem(line=row.line, field=problem.field, refusal=problem.refusal)
                )
        self._total = len(rows) + len(self._problems)

    def __len__(self) -> int:
        return self._total

    def take(self, taking: Taking) -> None:
        """Register the units, those above before those below: by them it is known whose office may do it."""
        taking.problems += self._problems
        for unit, told in _from_above(self._units).items():
            source = told.row.cells.get("source")
            taking.unit(unit, told.declared, told.when, source, _where(told.row))

    def _add(self, row: Row) -> None:
        cells = row.cells
        for name in ("unit", "effective", "source"):
            if not isinstance(cells.get(name, ""), str):
                raise FieldProblem(name, Refusal("field_misfits", field=name, problem="Expected `str`"))
        unit = cells["unit"]
        if unit in self._units:
            raise FieldProblem("unit", Refusal("row_repeated", id=unit, line=self._units[unit].row.line))
        details = {name: cells[name] for name in _DETAILS if name in cells}
        try:
            declared = msgspec.convert(details, DeclaredUnit)
        except msgspec.ValidationError as error:
            raise field_problem(error, COLUMNS.all) from error
        self._units[unit] = _Unit(row, declared, moment_of(cells, COMMANDS["register_unit"].anchor))


def moment_of(cells: dict[str, Any], anchor: Anchor) -> Moment:
    """The moment that a row tells; since ever, where it tells none.

    Raises:
        FieldProblem: those of `Moment.parse`.
    """
    try:
        if "effective" not in cells:
            return Moment.unknown(anchor, None)
        return Moment.parse(cells["effective"], anchor)
    except Refusal as refusal:
        raise FieldProblem("effective", refusal) from refusal


def _where(row: Row) -> Where:
    return lambda field, _refusal: (row.line, field)


def _from_above(units: dict[str, _Unit]) -> dict[str, _Unit]:
    """The units in an order in which a parent of the same file comes first; else in that of the file."""
    ordered: dict[str, _Unit] = {}
    for unit in units:
        chain: list[str] = []
        above: str | None = unit
        while above in units and above not in ordered and above not in chain:
            chain.append(above)
            above = units[above].declared.parent
        ordered.update((one, units[one]) for one in reversed(chain))
    return ordered
