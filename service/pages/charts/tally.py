"""A ballot's count as one bar: for, against, no opinion, not returned, and the mark to be reached."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

LENGTH = 1_000  # the bar's own units, from its beginning to its end
KINDS = ("for", "against", "abstain", "missing")


class Part(NamedTuple):
    """Votes of one kind: how many, and which stretch of the bar they take; None where it is not stated."""

    kind: str
    votes: int | None
    x: int
    width: int


class Tally(NamedTuple):
    """The bar; `threshold` is where the mark stands and `enough` how many votes reach it."""

    parts: Sequence[Part]
    whole: int
    threshold: int | None
    enough: int | None


def tally(
    votes: Sequence[int | None],
    *,
    base: int | None = None,
    threshold: Fraction | None = None,
    exceeding: bool = False,
) -> Tally:
    """The bar of the votes of `KINDS`, in that order; None where a source does not state them.

    `base` is how many the threshold is a share of, the sum of all by default; `exceeding`: it has to be
    exceeded and not only reached.
    """
    known = sum(count for count in votes if count is not None)
    of = known if base is None else base
    whole = max(known, of)
    parts, before = [], 0
    for kind, count in zip(KINDS, votes, strict=True):
        start = _place(before, whole)
        before += count or 0
        parts.append(Part(kind, count, start, _place(before, whole) - start))
    if threshold is None or whole == 0:
        return Tally(parts, whole, None, None)
    needed = threshold * of
    enough = needed.numerator // needed.denominator + 1 if exceeding else -(-needed // 1)
    return Tally(parts, whole, int(needed * LENGTH // whole), int(enough))


def _place(votes: int, whole: int) -> int:
    return votes * LENGTH // whole if whole else 0
