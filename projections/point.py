"""The point a question is asked at: state on civil day D, as known at time K."""

from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, bindparam, select

from domain.moments import CIVIL_ZONE, as_datetime, day_end, microseconds
from domain.refusals import Refusal
from domain.timeline import END_OF_TIME
from projections.logbook import event_log, log_head
from projections.statement import Statement

_HEAD = Statement(select(log_head.c.position, log_head.c.recorded_at))
_RECORDED = Statement(select(event_log.c.recorded_at).where(event_log.c.position == bindparam("position")))


class Point(msgspec.Struct, frozen=True):
    """`as_of` and `known_at` in microseconds UTC, and the last log position that was recorded by then."""

    as_of: int
    known_at: int
    position: int

    def told(self) -> dict[str, str | int]:
        """The point as every answer carries it."""
        return {
            "as_of": as_datetime(self.as_of).date().isoformat(),
            "known_at": as_datetime(self.known_at).isoformat(),
            "position": self.position,
        }


LATEST = Point(END_OF_TIME, END_OF_TIME, END_OF_TIME)


def resolve(connection: Connection, as_of: date | None, known_at: datetime | None, now: datetime) -> Point:
    """The point that a question names; by default today's civil day, with all that is known.

    Raises:
        Refusal: `moment_without_offset` for a `known_at` without an offset.
    """
    if known_at is not None and known_at.tzinfo is None:
        raise Refusal("moment_without_offset", text=known_at.isoformat())
    day = as_of or now.astimezone(CIVIL_ZONE).date()
    known = microseconds(known_at or now)
    return Point(day_end(day), known, position_at(connection, None if known_at is None else known))


def head(connection: Connection) -> tuple[int, int]:
    """The last position of the log, and when it was recorded, in microseconds UTC."""
    ((position, recorded_at),) = _HEAD.rows(connection)
    return position, recorded_at


def position_at(connection: Connection, known_at: int | None) -> int:
    """The last position recorded by `known_at` (microseconds UTC), or the last one at all.

    Positions and recording times rise together, so it is found by halving, without an index of its own.
    """
    last = head(connection)[0]
    if known_at is None:
        return last
    first = 0
    while first < last:
        middle = (first + last + 1) // 2
        found = _RECORDED.rows(connection, {"position": middle})
        if found and found[0][0] <= known_at:
            first = middle
        else:
            last = middle - 1
    return first


def as_of_day(text: str) -> date:
    """The civil day in `text` (`2022-11-21`).

    Raises:
        Refusal: `moment_unreadable`.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("moment_unreadable", text=text) from None


def known_at_time(text: str) -> datetime:
    """The instant in `text`; a plain day means its end, since all that was recorded on it was known then.

    Raises:
        Refusal: `moment_unreadable`, `moment_without_offset`.
    """
    try:
        if len(text) == len("2022-11-21"):
            return as_datetime(day_end(date.fromisoformat(text)))
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("moment_unreadable", text=text) from None
    if instant.tzinfo is None:
        raise Refusal("moment_without_offset", text=text)
    return instant
