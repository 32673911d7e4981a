"""A sparkline: how a figure went over the years, small enough to stand beside it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

STEP = 28  # px between two years
HEIGHT = 32
MARGIN = 6  # px around, so that points are whole


class Spot(NamedTuple):
    """A figure and where it lies."""

    x: int
    y: int
    value: int | Decimal


class Sparkline(NamedTuple):
    """The drawing: its points, and the lines between those that follow each other."""

    width: int
    height: int
    spots: Sequence[Spot]
    path: str


def sparkline(values: Sequence[int | Decimal | None], *, least_on_top: bool = False) -> Sparkline:
    """The drawing of figures, None where one is not known; of ranks the least is the best, and on top."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0, 0)
    spots = []
    path = ""
    for place, value in enumerate(values):
        if value is not None:
            x, y = MARGIN + place * STEP, _height(value, low, high, least_on_top=least_on_top)
            path += f"{'L' if place and values[place - 1] is not None else 'M'}{x} {y}"
            spots.append(Spot(x, y, value))
    return Sparkline(2 * MARGIN + max(len(values) - 1, 0) * STEP, HEIGHT, spots, path)


def _height(value: int | Decimal, low: int | Decimal, high: int | Decimal, *, least_on_top: bool) -> int:
    room = HEIGHT - 2 * MARGIN
    if low == high:
        return MARGIN + room // 2
    share = int((Decimal(value) - low) * room // (Decimal(high) - low))
    return MARGIN + (share if least_on_top else room - share)
