"""What a run prints: one line for each comparison, with its goal and whether it is reached."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.rounds import Spread, ratios, spread

_HEADINGS = ("work", "ours", "against", "theirs", "ratio (quartiles)", "goal", "reached")
_RIGHT = {"ours", "theirs", "ratio (quartiles)", "goal"}
_FINE = 100


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """The least that a ratio should be, or the most that it may be, as text."""

    at_least: str | None = None
    at_most: str | None = None

    def text(self) -> str:
        """The goal as a table shows it."""
        return f"≥ {self.at_least} ×" if self.at_most is None else f"< {self.at_most} ×"

    def is_reached(self, ratio: Decimal) -> bool:
        """Whether a ratio reaches it."""
        if self.at_most is None:
            return ratio >= Decimal(self.at_least or 0)
        return ratio < Decimal(self.at_most)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. `ratio` is ours to theirs; without one the line is for information."""

    work: str
    ours: Spread
    unit: str
    against: str = ""
    theirs: Spread | None = None
    ratio: Spread | None = None
    goal: Goal | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the median of the ratio reaches the goal; None where there is none."""
        if self.goal is None or self.ratio is None:
            return None
        return self.goal.is_reached(self.ratio.median)

    def cells(self) -> tuple[str, ...]:
        """The line as a table shows it."""
        return (
            self.work,
            f"{_figure(self.ours.median)} {self.unit}",
            self.against,
            "" if self.theirs is None else f"{_figure(self.theirs.median)} {self.unit}",
            "" if self.ratio is None else _ratio(self.ratio),
            "" if self.goal is None else self.goal.text(),
            {True: "yes", False: "no", None: ""}[self.reached],
        )


def compared(
    work: str,
    ours: Sequence[Decimal],
    against: str,
    theirs: Sequence[Decimal],
    goal: Goal | None,
    *,
    unit: str,
) -> Line:
    """Our figures against theirs, round by round, where more is better."""
    return Line(
        work=work,
        ours=spread(ours),
        unit=unit,
        against=against,
        theirs=spread(theirs),
        ratio=spread(ratios(ours, theirs)),
        goal=goal,
    )


def known(work: str, ours: Sequence[Decimal], *, unit: str) -> Line:
    """A figure for information."""
    return Line(work=work, ours=spread(ours), unit=unit)


def _figure(value: Decimal) -> str:
    return f"{value:,.0f}" if value >= _FINE else f"{value:.2f}"


def _ratio(ratio: Spread) -> str:
    return f"{_figure(ratio.median)} ({_figure(ratio.low)} to {_figure(ratio.high)})"


def show(console: Console, lines: Sequence[Line]) -> None:
    """Print the table for a person."""
    table = Table()
    for heading in _HEADINGS:
        table.add_column(heading, justify="right" if heading in _RIGHT else "left")
    for line in lines:
        colour = {True: "green", False: "red", None: "dim"}[line.reached]
        *cells, reached = line.cells()
        table.add_row(*cells, f"[{colour}]{reached}[/]")
    console.print(table)


def markdown(lines: Sequence[Line], notes: Sequence[str]) -> str:
    """The same table as a file, with what it was measured on."""
    told = [
        "# Results",
        "",
        "Medians, and for each ratio its quartiles; contenders took turns in one run of `make bench`.",
        "A ratio says how many times as much we got done, and where the goal is `<`, how much larger a "
        "figure is than its neighbour.",
        "",
        *(f"- {note}" for note in notes),
        "",
        f"| {' | '.join(_HEADINGS)} |",
        f"|{'|'.join('---:' if heading in _RIGHT else '---' for heading in _HEADINGS)}|",
        *(f"| {' | '.join(line.cells())} |" for line in lines),
    ]
    return "\n".join(told) + "\n"
