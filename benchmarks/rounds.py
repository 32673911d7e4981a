"""Measuring side by side: contenders take turns in one run, so that what slows the machine slows them all."""

import gc
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from statistics import median, quantiles
from time import perf_counter_ns
from typing import Any, Protocol

import msgspec

NANOSECONDS = Decimal(1_000_000_000)
_MILLISECOND = 1_000_000


class Contender(Protocol):
    """Whoever does a share of the work each round. What `prepare` makes is not part of the time."""

    def prepare(self, count: int) -> Any:
        """Make what the next round needs, for about `count` pieces of work."""

    def run(self, prepared: Any) -> int:
        """Do the round's work, and tell how many pieces it was."""


class Spread(msgspec.Struct, frozen=True):
    """The median of some figures, between their first and third quartile."""

    low: Decimal
    median: Decimal
    high: Decimal


def spread(figures: Sequence[Decimal]) -> Spread:
    """The spread of one figure or more."""
    if len(figures) == 1:
        return Spread(figures[0], figures[0], figures[0])
    low, _, high = quantiles(figures, n=4, method="inclusive")
    return Spread(low, median(figures), high)


def ratios(ours: Sequence[Decimal], theirs: Sequence[Decimal]) -> list[Decimal]:
    """How many times as much we got done as they did, round by round."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]


def milliseconds_within(nanoseconds: Sequence[int], hundredths: int) -> Decimal:
    """The milliseconds within which so many hundredths of the waits were over."""
    ordered = sorted(nanoseconds)
    return Decimal(ordered[(len(ordered) - 1) * hundredths // 100]) / _MILLISECOND


def timed(work: Callable[[], int]) -> tuple[int, int]:
    """How many pieces of work were done, and the nanoseconds that they took."""
    gc.collect()
    begun = perf_counter_ns()
    count = work()
    return count, perf_counter_ns() - begun


def interleaved(
    contenders: Mapping[str, Contender], *, rounds: int, count: int, warm_up: int = 0
) -> dict[str, list[Decimal]]:
    """The pieces of work that each contender does in a second, round by round.

    The order turns by one place each round, so nobody always follows the same one. `warm_up` pieces are
    done before the first round and not counted.
    """
    if warm_up:
        for contender in contenders.values():
            contender.run(contender.prepare(warm_up))
    speeds: dict[str, list[Decimal]] = {name: [] for name in contenders}
    names = list(contenders)
    for turn in range(rounds):
        first = turn % len(names)
        for name in (*names[first:], *names[:first]):
            contender = contenders[name]
            prepared = contender.prepare(count)
            done, nanoseconds = timed(lambda held=prepared, one=contender: one.run(held))  # type: ignore[misc]
            speeds[name].append(done * NANOSECONDS / nanoseconds)
    return speeds
