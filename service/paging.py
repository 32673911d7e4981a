"""The lines of an answer that is a list: found by words, narrowed, and told page by page.

A page begins after the line that the page before ended with, by that line's own id, so lines that appear
meanwhile shift nothing and none is told twice.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from domain.refusals import Refusal
from projections.folding import matches

Line = dict[str, Any]
PAGE_LINES_MAX = 1_000


class Lines(msgspec.Struct, frozen=True):
    """Which member of an answer is a list, and what its lines are told apart, found and narrowed by.

    `searched` are the fields that words are looked for in; `narrowed` gives, by the name of a filter, what
    a line has to be equal in.
    """

    of: str
    id_of: Callable[[Line], str]
    searched: tuple[str, ...] = ()
    narrowed: Mapping[str, Callable[[Line], str | None]] = {}


def field(*names: str) -> Callable[[Line], str]:
    """The id of a line that these fields make up; a unit in one of them stands for its own id."""

    def id_of(line: Line) -> str:
        return "/".join(_plain(line[name]) for name in names)

    return id_of


def _plain(value: Any) -> str:
    return str(getattr(value, "unit", value))


def page(
    told: dict[str, Any],
    lines: Lines,
    *,
    q: str | None = None,
    only: Mapping[str, str] | None = None,
    after: str | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """The answer with one page of its lines; `next` is what to ask for the following one, None on the last.

    `q` is words to find and `only` what to narrow to; `limit` is at most `PAGE_LINES_MAX`, its default.

    Raises:
        Refusal: `page_unknown` where no line has the id `after`.
    """
    found = [line for line in told[lines.of] if _wanted(line, lines, q, only or {})]
    start = 0
    if after is not None:
        ids = [lines.id_of(line) for line in found]
        if after not in ids:
            raise Refusal("page_unknown", text=after)
        start = ids.index(after) + 1
    shown = found[start : start + min(limit or PAGE_LINES_MAX, PAGE_LINES_MAX)]
    more = start + len(shown) < len(found)
    return {**told, lines.of: shown, "next": lines.id_of(shown[-1]) if more else None}


def _wanted(line: Line, lines: Lines, q: str | None, only: Mapping[str, str]) -> bool:
    if any(lines.narrowed[name](line) != value for name, value in only.items()):
        return False
    return q is None or matches(q, [line[name] for name in lines.searched])
