"""What a run tells: one line for each comparison, with its goal and whether it is reached."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from benchmarks.rounds import Spread, ratios, spread

HEADINGS = ("work", "ours", "against", "theirs", "ratio (quartiles)", "goal", "reached")
_FINE = 100
_SMALL = Decimal("0.1")


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """The least that a ratio should be, or the most that it may be, or what a figure has to be; as text."""

    at_least: str | None = None
    at_most: str | None = None
    exactly: str | None = None

    def text(self) -> str:
        """The goal as a table shows it."""
        if self.exactly is not None:
            return self.exactly
        return f"≥ {self.at_least} ×" if self.at_most is None else f"< {self.at_most} ×"

    def bound(self) -> Decimal:
        """The figure of the goal."""
        return Decimal(self.exactly or self.at_most or self.at_least or 0)

    def is_reached(self, figure: Decimal) -> bool:
        """Whether a figure reaches it."""
        if self.exactly is not None:
            return figure == self.bound()
        return figure >= self.bound() if self.at_most is None else figure < self.bound()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. `ratio` is ours to theirs; without a goal the line is for information."""

    work: str
    ours: Spread
    unit: str
    against: str = ""
    theirs: Spread | None = None
    ratio: Spread | None = None
    goal: Goal | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the median of the ratio, or of our figure, reaches the goal; None where there is none."""
        return None if self.goal is None else self.goal.is_reached((self.ratio or self.ours).median)

    def cells(self) -> tuple[str, ...]:
        """The line as a table shows it."""
        return (
            self.work,
            f"{figure(self.ours.median)} {self.unit}",
            self.against,
            "" if self.theirs is None else f"{figure(self.theirs.median)} {self.unit}",
            "" if self.ratio is None else _ratio(self.ratio),
            "" if self.goal is None else self.goal.text(),
            {True: "yes", False: "no", None: ""}[self.reached],
        )


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """What one benchmark gave on one engine, and in what time; `problem` is what stood in its way."""

    title: str
    lines: Sequence[Line]
    seconds: int
    problem: str = ""


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


def known(work: str, ours: Sequence[Decimal], *, unit: str, goal: Goal | None = None) -> Line:
    """A figure by itself."""
    return Line(work=work, ours=spread(ours), unit=unit, goal=goal)


def figure(value: Decimal) -> str:
    """A figure as it is shown: whole from a hundred on, and of two digits where it is small."""
    if value >= _FINE or value == 0:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value >= _SMALL else f"{value:.2g}"


def _ratio(ratio: Spread) -> str:
    return f"{figure(ratio.median)} ({figure(ratio.low)} to {figure(ratio.high)})"
