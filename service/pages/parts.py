"""A long list shown in parts: which of it a page tells, how much there is, and where the rest is found."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
AFTER_MAX = 10_000_000  # lines that an address may ask to pass over: more than any list has


class Part(NamedTuple, Generic[Item]):
    """What is shown of a list of `total` lines, the `after` first of which were passed over.

    `next` is how many the following part passes over, None on the last.
    """

    shown: Sequence[Item]
    total: int
    after: int
    next: int | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return len(self.shown) == self.total


def part(lines: Sequence[Item], limit: int, after: int = 0) -> Part[Item]:
    """At most `limit` of the lines, after those that are passed over."""
    shown = lines[after : after + limit]
    end = after + len(shown)
    return Part(shown, len(lines), after, end if shown and end < len(lines) else None)
