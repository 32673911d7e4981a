"""Rows of a table that was sent as CSV or as JSON: each with its line, its cells by the names of columns.

CSV is what spreadsheets save: UTF-8 with or without a byte order mark, with commas or semicolons between the
cells. A cell that is left empty says nothing; lines without any are passed over.
"""

import csv
import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import msgspec

from domain.refusals import Refusal
from service.bulk.problem import ImportRefused, LineProblem
from service.chronicle.problem import ChronicleProblem
from service.chronicle.reading import Heed, decoded, read_bytes
from service.plain import plain_text

CSV = "text/csv"
JSON = "application/json"
# A force with every unit down to its teams, in one file; what is more takes so long that others, who cannot
# record anything meanwhile, would give up waiting.
LINES_MAX = 5_000
_DELIMITERS = ",;"
# 2.079 is two thousand in Vietnamese and two in English, and 2,079 the other way round.
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:[.,]\d{3})+", re.ASCII)
_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)


class Columns(msgspec.Struct, frozen=True):
    """The columns that a table must have, and those it may have."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is known."""
        return (*self.needed, *self.optional)


class Row(msgspec.Struct, frozen=True):
    """A row: the line on which it begins, and what its cells say."""

    line: int
    cells: dict[str, Any]


class Content(msgspec.Struct, frozen=True):
    """What was sent: its bytes, the media type that they are of, and how problems call it."""

    raw: bytes
    media_type: str
    name: Path = Path("import")


def read_rows(content: Content, columns: Columns, heed: Heed) -> tuple[list[Row], list[LineProblem]]:
    """The rows that can be read, and what is wrong with the others.

    Raises:
        ImportRefused: no row can be read: `file_unreadable`, `file_without_rows`, `lines_too_many`,
            `column_missing`, `column_unknown`, `column_repeated`, and those of `read_bytes`.
    """
    try:
        found = _of_csv(content, columns) if content.media_type == CSV else _of_json(content, heed)
        rows, problems = _checked(found, columns, heed)
    except ChronicleProblem as problem:
        raise ImportRefused(
            [LineProblem(line=problem.line, field=problem.field, refusal=problem.refusal)]
        ) from problem
    if not rows and not problems:
        raise ImportRefused([LineProblem(line=1, field="", refusal=Refusal("file_without_rows"))])
    return rows, problems


def figure_text(text: str, field: str) -> str:
    """A number as an office writes it, with the decimal comma or point, as a number with a point.

    Raises:
        Refusal: `figure_ambiguous` for one with groups of three figures, which is read two ways.
    """
    if _GROUPED.fullmatch(text):
        raise Refusal("figure_ambiguous", field=field, value=text)
    return text.replace(",", ".") if _COMMA.fullmatch(text) else text


def _checked(
    found: Iterator[Row | LineProblem], columns: Columns, heed: Heed
) -> tuple[list[Row], list[LineProblem]]:
    rows: list[Row] = []
    problems: list[LineProblem] = []
    for one in found:
        heed()
        if isinstance(one, LineProblem):
            problems.append(one)
            continue
        wrong = list(_problems(one, columns))
        problems += wrong
        if not wrong:
            rows.append(one)
        if len(rows) + len(problems) > LINES_MAX:
            refusal = Refusal("lines_too_many", lines_max=LINES_MAX)
            raise ImportRefused([LineProblem(line=one.line, field="", refusal=refusal)])
    return rows, problems


def _problems(row: Row, columns: Columns) -> Iterator[LineProblem]:
    allowed = ", ".join(columns.all)
    for name in columns.needed:
        if row.cells.get(name) is None:
            refusal = Refusal("field_missing", field=name, allowed=allowed)
            yield LineProblem(line=row.line, field=name, refusal=refusal)
    for name in row.cells:
        if name not in columns.all:
            near = ", ".join(get_close_matches(name, columns.all, n=1))
            refusal = Refusal("field_unknown", field=name, near=near, allowed=allowed)
            yield LineProblem(line=row.line, field=name, refusal=refusal)


def _of_json(content: Content, heed: Heed) -> Iterator[Row | LineProblem]:
    data, lines = read_bytes(content.name, content.raw, is_json=True, heed=heed)
    if not isinstance(data, list):
        raise ChronicleProblem(content.name, 1, "", Refusal("field_misfits", problem="Expected `array`"))
    for place, one in enumerate(data):
        line = lines.of(f"[{place}]")
        if isinstance(one, dict):
            yield Row(line, {name: value for name, value in one.items() if value is not None})
        else:
            refusal = Refusal("field_misfits", problem="Expected `object`")
            yield LineProblem(line=line, field="", refusal=refusal)


def _of_csv(content: Content, columns: Columns) -> Iterator[Row | LineProblem]:
    text = decoded(content.name, content.raw)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if names is None:
                    names = _header(cells, columns, line)
                else:
                    yield _row(cells, names, line)
            line = reader.line_num + 1
    except csv.Error as error:
        refusal = Refusal("csv_unreadable", problem=str(error))
        raise ChronicleProblem(content.name, line, "", refusal) from error


def _header(cells: list[str], columns: Columns, line: int) -> list[str]:
    """The names of the columns, every problem of them told at once."""
    names = [normalize("NFC", cell).strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()  # spreadsheets save empty columns beside the table, too
    allowed = ", ".join(columns.all)
    wrong = [Refusal("column_missing", column=name, allowed=allowed) for name in _absent(names, columns)]
    seen: set[str] = set()
    for name in names:
        if name in seen:
            wrong.append(Refusal("column_repeated", column=name))
        elif name not in columns.all:
            near = ", ".join(get_close_matches(name, columns.all, n=1))
            wrong.append(Refusal("column_unknown", column=name, near=near or None, allowed=allowed))
        seen.add(name)
    if wrong:
        raise ImportRefused(
            [LineProblem(line=line, field=one.params["column"], refusal=one) for one in wrong]
        )
    return names


def _absent(names: Collection[str], columns: Columns) -> list[str]:
    return [name for name in columns.needed if name not in names]


def _row(cells: list[str], names: list[str], line: int) -> Row | LineProblem:
    if any(cell.strip() for cell in cells[len(names) :]):
        refusal = Refusal("cells_too_many", cells=len(cells), columns=len(names))
        return LineProblem(line=line, field="", refusal=refusal)
    told: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        try:
            text = plain_text(cell).strip()
        except Refusal as refusal:
            return LineProblem(line=line, field=name, refusal=refusal)
        if text:
            told[name] = text
    return Row(line, told)
