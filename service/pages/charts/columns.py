"""Columns: one figure a year, each with its number on top."""

from collections.abc import Sequence
from typing import NamedTuple

SLOT = 88  # px for each year, wide enough for "không nêu"
BAR = 48
HEIGHT = 160  # px of the tallest column
TOP = 28  # px above it, for its number
BOTTOM = 28  # px under the ground line, for the year


class Column(NamedTuple):
    """The column of one year; `value` is None where none is stated: then there is no column at all."""

    label: str
    value: int | None
    x: int
    y: int
    middle: int
    height: int


class Columns(NamedTuple):
    """The drawing; `ground` is the line that all columns stand on."""

    width: int
    height: int
    ground: int
    bar: int
    columns: Sequence[Column]


def columns(figures: Sequence[tuple[str, int | None]]) -> Columns:
    """The drawing of a figure for each year, from nought up, so that heights compare as the figures do."""
    tallest = max((value for _, value in figures if value is not None), default=0)
    ground = TOP + HEIGHT
    told = []
    for place, (label, value) in enumerate(figures):
        height = (value or 0) * HEIGHT // tallest if tallest else 0
        start = place * SLOT
        told.append(
            Column(label, value, start + (SLOT - BAR) // 2, ground - height, start + SLOT // 2, height)
        )
    return Columns(max(len(figures), 1) * SLOT, ground + BOTTOM, ground, BAR, told)
