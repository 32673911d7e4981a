"""Every question that can be asked, by its name: the command line and HTTP give the same answers."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from domain.identity import stream
from domain.moments import as_datetime, microseconds
from domain.refusals import Refusal
from projections import (
    clusters,
    commendations,
    cycles,
    drives,
    history,
    honours,
    leads,
    pledges,
    standings,
    steps,
    units,
    votes,
)
from projections.catalogue import Language
from projections.logbook import log_head
from projections.point import Point, as_of_day, known_at_time, resolve
from projections.seeking import streams
from service.application import Thidua

Answer = dict[str, Any]
NEAR_MAX = 3
YEARS = (1900, 2200)  # those of the log's moments: see `domain.moments`


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The point that a question names, and for an answer in sentences their language and the page.

    `after` is the position of the last entry of the page before, `limit` the most entries of a page.
    """

    as_of: date | None = None
    known_at: datetime | None = None
    language: Language = "vi"
    after: int | None = None
    limit: int | None = None


class Stand(msgspec.Struct, frozen=True):
    """The point that was found for a question, and whether its answer can never change any more."""

    point: Point
    final: bool


class Unknown(Exception):
    """Nothing of that id is known at the point.

    `near` are ids like it; `elsewhen` says that it is known at another point.
    """

    def __init__(self, kind: str, key: str, near: list[str], elsewhen: bool) -> None:
        super().__init__(kind, key, near, elsewhen)
        self.kind = kind
        self.key = key
        self.near = near
        self.elsewhen = elsewhen


class PointUnreadable(Exception):
    """A part of the point cannot be read: `field` is which."""

    def __init__(self, field: str, refusal: Refusal) -> None:
        super().__init__(field, refusal)
        self.field = field
        self.refusal = refusal


class Query(msgspec.Struct, frozen=True):
    """A question: what kind of thing it is about (None: about all), and what answers it."""

    kind: str | None
    ask: Callable[..., Answer | None]
    in_words: bool = False


def _cycle(connection: Connection, cycle: str, point: Point) -> Answer | None:
    """One of the cycles, told as in their list."""
    found = cycles.cycle_at(connection, cycle, point)
    if found is None:
        return None
    listed = cycles.all_cycles(connection, point, found.opened.cluster)["cycles"]
    return {**point.told(), **next(one for one in listed if one["cycle"] == cycle)}


QUERIES: Mapping[str, Query] = {
    "cycles": Query(None, cycles.all_cycles),
    "cycle": Query("cycle", _cycle),
    "standings": Query("cycle", standings.standings),
    "steps": Query("cycle", steps.steps),
    "votes": Query("cycle", votes.votes),
    "commendations": Query("cycle", commendations.commendations),
    "pledges": Query("cycle", pledges.pledges),
    "drives": Query("cycle", drives.drives),
    "history": Query("cycle", history.history, in_words=True),
    "ballot": Query("ballot", votes.ballot),
    "units": Query(None, units.all_units),
    "unit": Query("unit", units.unit),
    "honours": Query("unit", honours.honours),
    "clusters": Query(None, clusters.all_clusters),
    "leads": Query("cluster", leads.leads),
}


def read_point(as_of: str | None, known_at: str | None, language: Language = "vi") -> Asked:
    """The point in two texts, as a person or a program writes them.

    Raises:
        PointUnreadable: `moment_unreadable`, `moment_without_offset`, `moment_out_of_range`.
    """
    return Asked(
        as_of=None if as_of is None else _read("as_of", as_of, as_of_day),
        known_at=None if known_at is None else _read("known_at", known_at, known_at_time),
        language=language,
    )


def _read(field: str, text: str, parse: Callable[[str], Any]) -> Any:
    try:
        found = parse(text)
        if not YEARS[0] <= found.year <= YEARS[1]:
            raise Refusal("moment_out_of_range", year=found.year, earliest=YEARS[0], latest=YEARS[1])
    except OverflowError as error:
        raise PointUnreadable(field, Refusal("moment_unreadable", text=text)) from error
    except Refusal as refusal:
        raise PointUnreadable(field, refusal) from refusal
    return found


def stand(application: Thidua, connection: Connection, asked: Asked) -> Stand:
    """The point of a question.

    Entries are recorded in the order of their times, so once one later than `known_at` is in the log
    nothing can join what was known by then: such a point never changes its answers.
    """
    now = as_datetime(application.log_recorder.clock()).astimezone(UTC)
    final = False
    if asked.as_of is not None and asked.known_at is not None:
        last = connection.execute(select(log_head.c.recorded_at)).scalar() or 0
        final = last > microseconds(asked.known_at)
    return Stand(resolve(connection, asked.as_of, asked.known_at, now), final)


def answer_at(connection: Connection, name: str, key: str | None, found: Point, asked: Asked) -> Answer:
    """The answer to a question at the point that was found for it.

    Raises:
        Unknown: nothing of that id is known there.
    """
    query = QUERIES[name]
    arguments: list[Any] = [connection, found] if query.kind is None else [connection, key, found]
    if query.in_words:
        told = query.ask(*arguments, asked.language, after=asked.after, limit=asked.limit)
    else:
        told = query.ask(*arguments)
    if told is None:
        raise _unknown(connection, str(query.kind), str(key))
    return told


def answer(application: Thidua, name: str, key: str | None, asked: Asked) -> Answer:
    """The answer to a question.

    Raises:
        Unknown: nothing of that id is known at its point.
    """
    with application.log_recorder.reading() as connection:
        found = stand(application, connection, asked).point
        return answer_at(connection, name, key, found, asked)


def encode(told: Answer) -> bytes:
    """An answer as JSON: the same bytes from the command line and over HTTP."""
    return msgspec.json.encode(told)


def _unknown(connection: Connection, kind: str, key: str) -> Unknown:
    found = select(streams.c.stream).where(streams.c.kind == kind)
    known = [name.partition(":")[2] for name in connection.execute(found).scalars()]
    elsewhen = stream(kind, key) in {stream(kind, name) for name in known}
    near = [] if elsewhen else get_close_matches(key, known, n=NEAR_MAX)
    return Unknown(kind, key, near, elsewhen)
