"""Labels beside what they name: how wide a text is, where it breaks, how labels keep apart."""

from collections.abc import Sequence
from typing import NamedTuple

LETTER_WIDTH = 8  # px: a generous mean of the letters of Be Vietnam Pro at 14 px, as a server cannot measure
LINE_HEIGHT = 16  # px: leaves room for stacked diacritics
_ELLIPSIS = "…"


class Wanted(NamedTuple):
    """A label: where its middle should lie, and how much room it takes."""

    middle: int
    size: int


def width(lines: Sequence[str]) -> int:
    """About how wide a label of these lines is, in px."""
    return max((len(line) for line in lines), default=0) * LETTER_WIDTH


def wrapped(text: str, letters: int, lines: int = 2) -> list[str]:
    """A text in so many lines of so many letters at most, broken between words; the rest is cut off."""
    told: list[str] = []
    for word in text.split():
        if told and len(told[-1]) + 1 + len(word) <= letters:
            told[-1] += f" {word}"
        else:
            told.append(word)
    shown = told[:lines]
    if len(told) > lines:
        shown[-1] = f"{shown[-1]} {_ELLIPSIS}"
    return [line if len(line) <= letters else f"{line[: letters - 1].rstrip()}{_ELLIPSIS}" for line in shown]


def spread(wanted: Sequence[Wanted], first: int, last: int) -> list[int]:
    """The middles of labels that lie as wanted where they can, and else beside each other, in their order.

    They are kept between `first` and `last`, unless they need more room than there is: then they go on
    past `last`.
    """
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place].middle, place))
    ends: dict[int, int] = {}
    reached = first
    for place in order:
        middle, size = wanted[place]
        start = max(reached, middle - size // 2)
        ends[place] = reached = start + size
    limit = max(last, first + sum(one.size for one in wanted))
    for place in reversed(order):
        ends[place] = limit = min(limit, ends[place])
        limit -= wanted[place].size
    return [ends[place] - one.size + one.size // 2 for place, one in enumerate(wanted)]
