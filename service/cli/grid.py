"""Tables that people like to read: what no row states takes no column, and is said once below."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from rich import box
from rich.table import Table

from domain.moments import Moment, Precision
from projections import formats
from projections.catalogue import Language, marked, translate
from projections.words import word

Cell = str | None
Part = Table | str


_NOTHING = marked("Chưa có gì được ghi.")


class Column(msgspec.Struct, frozen=True):
    """A heading (a source text) and how its cells stand."""

    heading: str
    right: bool = False
    whole: bool = False  # never broken over lines
    spare: bool = False  # left out without a word where every cell is empty: empty does not mean not stated


class Teller:
    """Tells the values of an answer, as JSON has them, in one language; None where nothing is stated."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def text(self, source_text: str, **params: Cell) -> str:
        """A source text, filled."""
        return translate(self.language, source_text, **params)

    def word(self, kind: str, code: Cell) -> Cell:
        """A code in words."""
        return None if code is None else word(kind, code, self.language)

    def words(self, kind: str, codes: Iterable[str]) -> Cell:
        """Codes in words, one after another."""
        return "; ".join(word(kind, code, self.language) for code in codes) or None

    def number(self, value: int | str | None) -> Cell:
        """A figure; exact decimals are text in an answer."""
        if value is None:
            return None
        return formats.number(Decimal(value) if isinstance(value, str) else value, self.language)

    def day(self, value: Cell) -> Cell:
        """A civil day."""
        return None if value is None else formats.day(date.fromisoformat(value), self.language)

    def moment(self, value: Cell) -> Cell:
        """A moment as exactly as it is known."""
        return None if value is None else formats.moment(formats.read_moment(value), self.language)

    def on(self, value: Cell) -> Cell:
        """The day of a moment, or its month or year where no more is known."""
        read = None if value is None else formats.read_moment(value)
        if read is not None and read.precision is Precision.INSTANT:
            read = Moment.on(read.civil.date())
        return None if value is None else formats.moment(read, self.language)

    def unit(self, named: dict[str, Cell] | None) -> Cell:
        """A unit by its name."""
        return None if named is None else named["name"] or named["unit"]

    def units(self, named: Iterable[dict[str, Cell]] | None) -> Cell:
        """Units by their names."""
        return "; ".join(str(self.unit(one)) for one in named or ()) or None

    def answer(self, value: bool | None) -> Cell:
        """Yes or no."""
        if value is None:
            return None
        return self.word("answer", "yes" if value else "no")

    def years(self, told: dict[str, Any]) -> str:
        """The year of a cycle, or its first and last."""
        first, last = told["first_year"], told["last_year"]
        return f"{first}" if first == last else f"{first}–{last}"

    def stated(self, cell: Cell) -> str:
        """A cell, or that it is not stated."""
        return self.text(marked("không nêu")) if cell is None else cell


def grid(
    tell: Teller, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], empty: str = _NOTHING
) -> list[Part]:
    """A table of rows, and what none of them states; `empty` is the source text for no row at all."""
    if not rows:
        return [tell.text(empty)]
    wanted = [place for place, one in enumerate(columns) if not one.spare or any(row[place] for row in rows)]
    kept = [place for place in wanted if any(row[place] is not None for row in rows)]
    table = Table(box=box.SIMPLE, show_lines=any("\n" in (cell or "") for row in rows for cell in row))
    for place in kept:
        column = columns[place]
        justify = "right" if column.right else "left"
        heading = tell.text(column.heading)
        table.add_column(heading, justify=justify, no_wrap=column.whole or column.right, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*(tell.stated(row[place]) for place in kept))
    silent = [tell.text(columns[place].heading) for place in wanted if place not in kept]
    if not silent:
        return [table]
    sentence = marked("Không nguồn nào nêu: {columns}.")
    return [table, tell.text(sentence, columns=", ".join(silent).lower())]


def facts(tell: Teller, *told: tuple[str, Cell]) -> list[str]:
    """Labels with what is stated of them, one a line; the label alone says when nothing is."""
    return [f"{tell.text(label)}: {tell.stated(cell)}" for label, cell in told]
