"""The lines of an answer that is a list: found by words, narrowed, and told page by page.

A page begins after the line that the page before ended with, by that line's own id, so lines that appear
meanwhile shift nothing and none is told twice.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from domain.refusals import Refusal
from projections.folding import finder

Line = Any
PAGE_LINES_MAX = 1_000


class Lines(msgspec.Struct, frozen=True):
    """Which member of an answer is a list, and what its lines are told apart, found and narrowed by.

    `searched` gives the texts that words are looked for in; `narrowed` gives, by the name of a filter, what
    a line has to be equal in. `early`: the question takes a `cut`, and tells no more than a page of what it
    found; the three are then of what it found, and not of what is told.
    """

    of: str
    id_of: Callable[[Line], str]
    searched: Callable[[Line], Sequence[str | None]] | None = None
    narrowed: Mapping[str, Callable[[Line], str | None]] = {}
    early: bool = False


def field(*names: str) -> Callable[[Line], str]:
    """The id of a line that these fields make up; a unit in one of them stands for its own id."""

    def id_of(line: Line) -> str:
        return "/".join(_plain(line[name]) for name in names)

    return id_of


def _plain(value: Any) -> str:
    return str(getattr(value, "unit", value))


class Cutting:
    """Cuts a page out of a list: `after` the line of that id, and no longer than `limit`.

    `q` is words to find and `only` what to narrow to; `limit` is at most `PAGE_LINES_MAX`, its default. Once
    it has cut, `next` is what to ask for the following page, None on the last, and `total` how many lines
    there are on all pages.
    """

    def __init__(
        self,
        lines: Lines,
        *,
        q: str | None = None,
        only: Mapping[str, str] | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> None:
        self._lines = lines
        self._finds = None if q is None or lines.searched is None else finder(q)
        self._only = only or {}
        self._after = after
        self._limit = min(limit or PAGE_LINES_MAX, PAGE_LINES_MAX)
        self.next: str | None = None
        self.total = 0

    def __call__(self, listed: Sequence[Line]) -> list[Line]:
        """The lines of the page.

        Raises:
            Refusal: `page_unknown` where no line has the id `after`.
        """
        found = [line for line in listed if self._wanted(line)]
        start = 0
        if self._after is not None:
            ids = [self._lines.id_of(line) for line in found]
            if self._after not in ids:
                raise Refusal("page_unknown", text=self._after)
            start = ids.index(self._after) + 1
        shown = found[start : start + self._limit]
        more = start + len(shown) < len(found)
        self.next = self._lines.id_of(shown[-1]) if more else None
        self.total = len(found)
        return shown

    def _wanted(self, line: Line) -> bool:
        lines = self._lines
        if any(lines.narrowed[name](line) != value for name, value in self._only.items()):
            return False
        return self._finds is None or lines.searched is None or self._finds(lines.searched(line))
