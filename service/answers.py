"""Every question that can be asked, by its name: the command line and HTTP give the same answers."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from domain.identity import stream
from domain.moments import as_datetime
from domain.refusals import Refusal
from projections.asof import Model
from projections.ballots import BALLOTS
from projections.catalogue import Language
from projections.cycles import CYCLES
from projections.logbook import event_log
from projections.point import Point, as_of_day, head, known_at_time, resolve
from projections.seeking import streams
from service.application import Thidua
from service.paging import PAGE_LINES_MAX, Cutting, Lines
from service.questions import ENTRY, QUERIES, RULE_SET, Answer, Query
from service.rulebook import rule_sets

__all__ = ["QUERIES", "Answer", "Query"]
Key = str | tuple[str, ...] | None
NEAR_MAX = 3
YEARS = (1900, 2200)  # those of the log's moments: see `domain.moments`
# What a thing is inside of: where that is unknown, it is told rather than the thing.
_OWNERS: Mapping[str, Model[Any]] = {
    "pledge": CYCLES,
    "score": CYCLES,
    "drive": CYCLES,
    "nomination": CYCLES,
    "member": CYCLES,
    "vote": BALLOTS,
}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The point that a question names, the language of an answer in sentences, and the page of a list.

    `after` is the `next` of the page before, `limit` the most lines of a page; `whole` asks for all of them
    at once, for a file, and `counted` for their `total` beside a page. `q` is words to find, and `only` what
    a list is narrowed to, by the name of the filter. `also` are arguments that a question takes besides, by
    name. `other` is the other point of a question that compares two, as it is asked, and `compared_with` as
    it was found.
    """

    as_of: date | None = None
    known_at: datetime | None = None
    language: Language = "vi"
    after: str | int | None = None
    limit: int | None = None
    whole: bool = False
    counted: bool = False
    q: str | None = None
    only: Mapping[str, str] = {}
    also: Mapping[str, Any] = {}
    other: "Asked | None" = None
    compared_with: Point | None = None

    @property
    def is_now(self) -> bool:
        """Whether the question is about today, by all that is known."""
        return self.as_of is None and self.known_at is None


class Stand(msgspec.Struct, frozen=True):
    """The point that was found for a question; the last position of the log at all, as its `head`, and when
    that was recorded, in microseconds UTC.
    """

    point: Point
    head: int
    head_at: int


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


def read_point(
    as_of: str | None, known_at: str | None, language: Language = "vi", *, prefix: str = ""
) -> Asked:
    """The point in two texts, as a person or a program writes them; `prefix` begins their names.

    Raises:
        PointUnreadable: `moment_unreadable`, `moment_without_offset`, `moment_out_of_range`.
    """
    return Asked(
        as_of=None if as_of is None else _read(f"{prefix}as_of", as_of, as_of_day),
        known_at=None if known_at is None else _read(f"{prefix}known_at", known_at, known_at_time),
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
    """The point of a question, and how far the log is."""
    now = as_datetime(application.log_recorder.clock()).astimezone(UTC)
    return Stand(resolve(connection, asked.as_of, asked.known_at, now), *head(connection))


def compared(application: Thidua, connection: Connection, asked: Asked) -> Asked:
    """The question with its other point found, where it compares two."""
    if asked.other is None:
        return asked
    other = stand(application, connection, asked.other).point
    return msgspec.structs.replace(asked, compared_with=other, also={**asked.also, "other": other})


def answer_at(connection: Connection, name: str, key: Key, found: Point, asked: Asked) -> Answer:
    """The answer to a question at the point that was found for it.

    `key` is the id of what it is about, or the ids where it takes several to name it.

    Raises:
        Unknown: nothing of that id is known there.
        PointUnreadable: `page_unknown`, where no line of the list has the id `after`.
    """
    query = QUERIES[name]
    keys = _keys(key)
    told = None
    if all(one.isprintable() for one in keys):  # nothing else is an id, and not every engine takes it
        told = _told(connection, query, keys, found, asked)
    if told is None:
        raise unknown(connection, str(query.kind), keys, found)
    return told


def _told(
    connection: Connection, query: Query, keys: tuple[str, ...], found: Point, asked: Asked
) -> Answer | None:
    if query.lines is not None and not asked.whole:
        return _page(connection, query, query.lines, keys, found, asked)
    if not query.in_words:
        return query.ask(connection, *keys, found, **asked.also)
    limit = None if asked.whole else min(asked.limit or PAGE_LINES_MAX, PAGE_LINES_MAX)
    return query.ask(connection, *keys, found, asked.language, after=asked.after, limit=limit)


def _page(
    connection: Connection, query: Query, lines: Lines, keys: tuple[str, ...], found: Point, asked: Asked
) -> Answer | None:
    """The answer with one page of its lines, cut as early as the question lets it be."""
    after = None if asked.after is None else str(asked.after)
    cutting = Cutting(lines, q=asked.q, only=asked.only, after=after, limit=asked.limit)
    early = {"cut": cutting} if lines.early else {}
    try:
        told = query.ask(connection, *keys, found, **early, **asked.also)
        if told is None:
            return None
        shown = told[lines.of] if lines.early else cutting(told[lines.of])
    except Refusal as refusal:
        if refusal.code != "page_unknown":
            raise
        raise PointUnreadable("after", refusal) from refusal
    total = {"total": cutting.total} if asked.counted else {}
    return {**told, lines.of: shown, **total, "next": cutting.next}


def answer(application: Thidua, name: str, key: Key, asked: Asked) -> Answer:
    """The answer to a question.

    Raises:
        Unknown: nothing of that id is known at its point.
        PointUnreadable: `page_unknown`.
    """
    with application.log_recorder.reading() as connection:
        found = stand(application, connection, asked).point
        return answer_at(connection, name, key, found, compared(application, connection, asked))


def stream_version(connection: Connection, name: str, key: Key, found: Point) -> int | None:
    """The version that a command on what the question is about has to name; None where it is no stream.

    It is that of the last entry of the stream which was recorded by the point; what is about an entry is
    about the stream that holds it, as it is by that that an entry is amended.
    """
    query = QUERIES[name]
    if not query.is_stream:
        return None
    keys = _keys(key)
    own: ColumnElement[bool] = event_log.c.originator_id == stream(str(query.kind), *keys)
    if query.kind == ENTRY:
        log = event_log.alias("entry")
        of_entry = select(log.c.originator_id).where(log.c.position == int(keys[0]))
        own = event_log.c.originator_id == of_entry.scalar_subquery()
    last = select(func.max(event_log.c.originator_version)).where(own)
    version: int | None = connection.execute(last.where(event_log.c.position <= found.position)).scalar()
    return version


def encode(told: Answer) -> bytes:
    """An answer as JSON: the same bytes from the command line and over HTTP."""
    return msgspec.json.encode(told)


def _keys(key: Key) -> tuple[str, ...]:
    if key is None:
        return ()
    return (key,) if isinstance(key, str) else key


def unknown(connection: Connection, kind: str, keys: tuple[str, ...], point: Point) -> Unknown:
    """What is not known: the thing itself, or what it is inside of."""
    if not all(one.isprintable() for one in keys):
        return Unknown(kind, keys[-1], [], False)
    owner = _OWNERS.get(kind)
    if owner is not None and owner.of(connection, stream(owner.kind, keys[0]), point) is None:
        return unknown(connection, owner.kind, keys[:1], point)
    known = list(rule_sets()) if kind == RULE_SET else _siblings(connection, kind, keys)
    elsewhen = keys[-1] in known
    near = [] if elsewhen else get_close_matches(keys[-1], known, n=NEAR_MAX)
    return Unknown(kind, keys[-1], near, elsewhen)


def _siblings(connection: Connection, kind: str, keys: tuple[str, ...]) -> list[str]:
    """The last parts of the streams that differ from the one asked for in that part alone, at any point."""
    within = stream(kind, *keys[:-1], "")
    # A range of the key: ";" is the sign that follows ":".
    found = select(streams.c.stream).where(streams.c.stream > within, streams.c.stream < within[:-1] + ";")
    return [name.removeprefix(within) for name in connection.execute(found).scalars()]
