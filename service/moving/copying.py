"""Copying a whole log and what stands beside it into a database that is empty or holds a beginning of it.

First page after page, each committed with the target's head: so the target is a sound log at every moment,
and a copy that was killed goes on where it was. Then, in one transaction and of one moment of the source,
what was recorded meanwhile and the tables beside the log. Nothing is updated but the head, nothing deleted.
"""

from collections.abc import Callable

import msgspec

from projections import registry
from projections.generations import VERSION
from service.engine import snapshots, writing
from service.moving import beside
from service.moving.pages import copy_page, head_position, require_beginning, require_same_head
from service.moving.refusing import TableDiffers
from service.store import Store
from service.verify import Problem, Report, verify

Progress = Callable[[int, int], None]


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries were copied now, how many rows beside them, and the last position of the target.

    `is_whole` where the target was at its end already, ready to be used: nothing was to do.
    """

    entries: int
    rows: int
    position: int
    is_whole: bool


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What verifying the target told, and those of its problems that the source does not have as well."""

    report: Report
    own_problems: tuple[Problem, ...]


def copy(source: Store, target: Store, progress: Progress, *, log_only: bool = False) -> Copied:
    """Copy what the target does not hold yet. Its read models must be rebuilt afterwards.

    With `log_only` the tables beside the log wait for a later copy: most of a log can be copied while the
    service still runs. `progress` is told the position that is reached, and the last one of the source.

    Raises:
        CopyRefused: see there.
    """
    are_beside = _require_room(source, target)
    entries = 0
    while page := _next_page(source, target, progress):
        entries += page
    rows = 0
    if not (log_only or are_beside):
        last, rows = _finish(source, target)
        entries += last
    with target.engine.connect() as connection:
        is_ready = registry.held_version(connection) == VERSION
        position = head_position(connection)
    return Copied(entries=entries, rows=rows, position=position, is_whole=is_ready and entries == rows == 0)


def check(source: Store, target: Store, progress: Progress) -> Checked:
    """Verify the target; where it has problems, the source is asked whether they are its own."""
    report = verify(target.engine, progress)
    known = set(verify(source.engine).problems) if report.problems else set()
    return Checked(report=report, own_problems=tuple(one for one in report.problems if one not in known))


def _require_room(source: Store, target: Store) -> bool:
    """Whether the tables beside the log are copied already; refuses what could not be finished anyway."""
    with snapshots(source.engine).begin() as ours, snapshots(target.engine).begin() as theirs:
        require_beginning(ours, theirs)
        held = beside.filled(theirs)
        if not held:
            return False
        has_more = head_position(ours) > head_position(theirs)
        differing = held[0] if has_more else beside.first_differing(ours, theirs)
    if differing is not None:
        raise TableDiffers(differing)
    return True


def _next_page(source: Store, target: Store, progress: Progress) -> int:
    with snapshots(source.engine).begin() as ours, writing(target.engine) as theirs:
        count = copy_page(ours, theirs)
        reached, last = head_position(theirs), head_position(ours)
    progress(reached, last)
    return count


def _finish(source: Store, target: Store) -> tuple[int, int]:
    """What was recorded since the last page, and the tables beside the log, all of one moment."""
    entries = 0
    with snapshots(source.engine).begin() as ours, writing(target.engine) as theirs:
        while page := copy_page(ours, theirs):
            entries += page
        require_same_head(ours, theirs)
        rows = beside.take_over(ours, theirs)
        differing = beside.first_differing(ours, theirs)
        if differing is not None:
            raise TableDiffers(differing)
    return entries, rows
