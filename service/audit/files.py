"""Long answers as files: read page by page, so that memory stays flat however much there is to tell."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from domain.moments import as_datetime
from projections.events import EventFilter, events
from projections.point import Point, position_at
from service.application import Thidua
from service.audit import attempts
from service.audit.tables import EXPORTED
from service.exports import as_csv

Page = Mapping[str, Any]
EVENT_LINES = 100  # of a page that a person asks for without saying how long
PAGE_LINES = 500  # of a page that a file is made of
# What one file looks through at most where no index leads to what is asked for: some ten seconds of work.
POSITIONS_MAX = 100_000
# Lines are gathered to chunks of this size: each one sent costs as much as making many lines.
CHUNK_BYTES = 65_536


class Window(NamedTuple):
    """The numbers that a file covers, both ends included, and what the next file begins after, if any."""

    first: int
    last: int
    next: int | None = None


def window(first: int, last: int, *, after: int | None, newest_first: bool, most: int | None) -> Window:
    """The part of `first` to `last` that one file covers, of `most` numbers."""
    if newest_first:
        last = last if after is None else min(last, after - 1)
        start = first if most is None else max(first, last - most + 1)
        return Window(start, last, start if start > first else None)
    first = first if after is None else max(first, after + 1)
    end = last if most is None else min(last, first + most - 1)
    return Window(first, end, end if end < last else None)


def event_window(
    connection: Connection, point: Point, asked: EventFilter, *, after: int | None, newest_first: bool
) -> Window:
    """What a file of entries covers: all of a cycle, cluster or stream, else so many positions of the log."""
    first, last = 1, point.position
    if asked.recorded_from is not None:
        first = position_at(connection, asked.recorded_from - 1) + 1
    if asked.recorded_until is not None:
        last = min(last, position_at(connection, asked.recorded_until))
    owned = not (asked.cycle is None and asked.cluster is None and asked.stream is None)
    return window(first, last, after=after, newest_first=newest_first, most=None if owned else POSITIONS_MAX)


def event_file(
    application: Thidua, point: Point, asked: EventFilter, covered: Window, *, newest_first: bool
) -> Iterator[bytes]:
    """The CSV file of entries, each page read on a connection of its own: nobody waits for a slow reader."""

    def read(after: int) -> Page:
        with application.log_recorder.reading() as connection:
            return events(connection, point, asked, after=after, limit=PAGE_LINES, newest_first=newest_first)

    return _file("events", _pages(read, "events", "position", covered, newest_first=newest_first))


def attempt_page(
    connection: Connection,
    *,
    about: str | None = None,
    person: str | None = None,
    after: int | None = None,
    limit: int,
) -> dict[str, Any]:
    """A page of refused attempts, the latest first, with civil times."""
    found = attempts.refused(connection, about=about, person=person, after=after, limit=limit)
    told = [{**line, "at": as_datetime(line["at"]).isoformat()} for line in found["attempts"]]
    return {"attempts": told, "next": found["next"]}


def attempt_window(connection: Connection, *, after: int | None) -> Window:
    """What a file of refused attempts covers: so many numbers, from the latest on."""
    latest = attempts.refused(connection, limit=1)["attempts"]
    last = latest[0]["id"] if latest else 0
    return window(1, last, after=after, newest_first=True, most=POSITIONS_MAX)


def attempt_file(
    application: Thidua, covered: Window, *, about: str | None = None, person: str | None = None
) -> Iterator[bytes]:
    """The CSV file of refused attempts."""

    def read(after: int) -> Page:
        with application.log_recorder.reading() as connection:
            return attempt_page(connection, about=about, person=person, after=after, limit=PAGE_LINES)

    return _file("attempts", _pages(read, "attempts", "id", covered, newest_first=True))


def gathered(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Lines in chunks."""
    waiting = bytearray()
    for line in lines:
        waiting += line
        if len(waiting) >= CHUNK_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _file(name: str, pages: Iterator[Page]) -> Iterator[bytes]:
    columns, rows = EXPORTED[name]
    return gathered(as_csv((row for page in pages for row in rows(page)), columns))


def _pages(
    read: Callable[[int], Page], lines: str, number: str, covered: Window, *, newest_first: bool
) -> Iterator[Page]:
    """The pages of a window, each after the one before; `number` is what lines are told apart by."""
    after: int | None = covered.last + 1 if newest_first else covered.first - 1
    while after is not None and (after > covered.first if newest_first else after < covered.last):
        page = read(after)
        yield {lines: [line for line in page[lines] if covered.first <= line[number] <= covered.last]}
        after = page["next"]
