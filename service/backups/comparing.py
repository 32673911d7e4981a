"""What would be missing after a restore: a backup against the log it replaces, or a head noted elsewhere."""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Literal, NamedTuple

from service.backups.sqlite_files import NoLog, head, leaves, opened
from service.evidence import grow, root


class Missing(NamedTuple):
    """Entries that are known to have been recorded and would be gone: positions `first` to `last`.

    `of` is where they are known from: the database that is replaced, or a head that was noted elsewhere. Both
    are None where it cannot be told which: the database is unreadable, or the root is of no position.
    """

    of: Literal["replaced", "noted"]
    first: int | None
    last: int | None


class AccountAct(NamedTuple):
    """What was done to the account of a person after the backup: `at` is in microseconds UTC."""

    at: int
    act: str
    person: str


class NotThatLog(Exception):
    """The backup is of another log than the one whose root was noted for `position`: there it has `found`."""

    def __init__(self, position: int, found: str) -> None:
        super().__init__(position, found)
        self.position = position
        self.found = found


def missing_of(backup: Path, database: Path) -> Missing | None:
    """What the database has and the backup has not; None where the backup has it all."""
    try:
        with opened(backup, untouched=True) as old, opened(database) as new:
            first = _first_differing(leaves(old), leaves(new))
            return None if first is None else Missing("replaced", first, head(new).position)
    except NoLog as error:
        if error.file != database:
            raise
        return Missing("replaced", None, None)


def acts_missing(backup: Path, database: Path) -> tuple[AccountAct, ...]:
    """What was done to accounts since the backup, to be done again; nothing where that is unreadable."""
    try:
        with opened(backup, untouched=True) as old, opened(database) as new:
            ((last,),) = old.execute("SELECT coalesce(max(id), 0) FROM account_acts")
            found = new.execute("SELECT at, act, person FROM account_acts WHERE id > ? ORDER BY id", (last,))
            return tuple(AccountAct(*row) for row in found)
    except NoLog as error:
        if error.file != database:
            raise
        return ()


def missing_of_noted(backup: Path, position: int | None, noted: str | None) -> Missing | None:
    """What a log had whose last position, or root, or both were noted elsewhere, and the backup has not.

    Raises:
        NotThatLog: the backup reaches that position, and its root there is another.
    """
    with opened(backup, untouched=True) as held:
        last = head(held).position
        if position is not None and position > last:
            return Missing("noted", last + 1, position)
        if noted is None:
            return None
        for at, found in _roots(leaves(held), position):
            if found == noted:
                return None
            if at == position:
                raise NotThatLog(position, found)
    return Missing("noted", None, None)


def _first_differing(old: Iterator[tuple[int, bytes]], new: Iterator[tuple[int, bytes]]) -> int | None:
    for one, other in zip_longest(old, new):
        if other is None:
            return None
        if one != other:
            return int(other[0])
    return None


def _roots(held: Iterator[tuple[int, bytes]], wanted: int | None) -> Iterator[tuple[int, str]]:
    """The root at each position, or at the one that is wanted."""
    frontier = b""
    if wanted in (0, None):
        yield 0, root(frontier).hex()
    for size, (position, leaf) in enumerate(held):
        frontier = grow(frontier, size, [leaf])
        if wanted in (position, None):
            yield position, root(frontier).hex()
