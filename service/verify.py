"""Checking the log against its own hashes, and the read models against the log."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Engine, func, select

from domain.topics import TOPICS
from projections.asof import stream_row
from projections.generations import followed, following
from projections.logbook import decode_fact, event_log, log_head
from projections.models import MODELS
from projections.rebuilding import entries_by_stream, fetching, rows_of
from projections.seeking import streams
from projections.unfolding import Row
from service.engine import snapshots
from service.evidence import Sealed, commitment, grow, leaf, root
from service.held import Held

PAGE_ENTRIES = 2_000
PROBLEMS_MAX = 100  # enough to see what happened; a log that was cut in half has as many as it has entries
_ENVELOPE = [name for name in Sealed.__struct_fields__ if name != "commitment"]
Progress = Callable[[int, int], None]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not agree: `code` says what, `where` a position, stream or table."""

    code: str
    where: str
    found: str = ""
    expected: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at and what does not agree. `root` seals all `position` entries.

    `expected_at` is the last position whose root is the one expected; None where none was, or none has it.
    """

    position: int
    root: str
    expected_at: int | None = None
    entries: int
    rows: int
    problems: tuple[Problem, ...]


class _Walked(NamedTuple):
    position: int
    frontier: bytes
    expected_at: int | None


class _Found:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def tell(self, code: str, where: object, found: object = "", expected: object = "") -> None:
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(
                Problem(code=code, where=str(where), found=str(found), expected=str(expected))
            )


def verify(
    engine: Engine, progress: Progress = lambda _done, _of: None, *, expected_root: str | None = None
) -> Report:
    """Walk the whole log and all read models, in one snapshot.

    Checks positions, times, leaves, the tree and its head, streams, topics and states, and every row of
    every read model. `expected_root` is a root that was noted elsewhere, now or when the log was shorter:
    a log that has only grown since had it once.
    """
    found = _Found()
    with snapshots(engine).connect() as connection, following(connection):
        total = connection.execute(select(func.count()).select_from(event_log)).scalar_one()
        walked = _check_log(connection, found, lambda done: progress(done, 2 * total), expected_root)
        rows = _check_read_models(connection, found, lambda done: progress(total + done, 2 * total))
    computed = root(walked.frontier).hex()
    if expected_root is not None and walked.expected_at is None:
        found.tell("root_differs", walked.position, computed, expected_root)
    return Report(
        position=walked.position,
        root=computed,
        expected_at=walked.expected_at,
        entries=total,
        rows=rows,
        problems=tuple(found.problems),
    )


def _pages(connection: Connection) -> Iterator[list[Any]]:
    last = 0
    while True:
        page = select(event_log).where(event_log.c.position > last)
        rows = list(connection.execute(page.order_by(event_log.c.position).limit(PAGE_ENTRIES)))
        if rows:
            yield rows
            last = rows[-1].position
        if len(rows) < PAGE_ENTRIES:
            return


def _check_log(
    connection: Connection, found: _Found, progress: Callable[[int], None], expected_root: str | None
) -> _Walked:
    frontier, size, position, recorded_at = b"", 0, 0, 0
    expected_at = 0 if expected_root == root(frontier).hex() else None
    for rows in _pages(connection):
        for row in rows:
            if row.position != position + 1:
                found.tell("position_missing", position + 1, row.position, position + 1)
            if row.recorded_at <= recorded_at:
                found.tell("time_not_after", row.position, row.recorded_at, f"> {recorded_at}")
            frontier = grow(frontier, size, [_check_entry(row, found)])
            size += 1
            position, recorded_at = row.position, row.recorded_at
            if expected_root is not None and expected_root == root(frontier).hex():
                expected_at = position
        progress(position)
    head = connection.execute(select(log_head)).one()
    if head.position != position:
        found.tell("head_position_differs", "log_head", position, head.position)
    if head.recorded_at != recorded_at:
        found.tell("head_time_differs", "log_head", recorded_at, head.recorded_at)
    if bytes(head.frontier) != frontier:
        found.tell("head_root_differs", "log_head", root(frontier).hex(), root(bytes(head.frontier)).hex())
    return _Walked(position, frontier, expected_at)


def _check_entry(row: Any, found: _Found) -> bytes:
    if row.state is None:
        found.tell("state_erased", row.position, row.topic)
    else:
        if commitment(bytes(row.salt), row.state.encode()) != bytes(row.commitment):
            found.tell("state_differs", row.position)
        _check_state(row, found)
    envelope = {name: getattr(row, name) for name in _ENVELOPE}
    sealed = Sealed(**envelope, commitment=bytes(row.commitment).hex())
    computed = leaf(sealed)
    if computed != bytes(row.leaf):
        found.tell("leaf_differs", row.position, computed.hex(), bytes(row.leaf).hex())
    return computed


def _check_state(row: Any, found: _Found) -> None:
    if row.topic not in TOPICS:
        found.tell("topic_unknown", row.position, row.topic)
        return
    try:
        decode_fact(row.topic, row.state)
    except msgspec.DecodeError as error:
        found.tell("state_unreadable", row.position, error)


def _check_read_models(connection: Connection, found: _Found, progress: Callable[[int], None]) -> int:
    if found.problems:
        return 0  # rows cannot be judged by a log that is not sound
    generation = followed(connection)
    listing = Held(connection, streams)
    held = {model.name: Held(connection, model.table(generation)) for model in MODELS}
    count = done = 0
    for stream, entries in entries_by_stream(fetching(connection), connection.dialect):
        if listing.of(stream) != [stream_row(stream)]:
            found.tell("rows_differ", f"{streams.name} {stream}")
        versions = [entry.originator_version for entry in entries]
        if versions != list(range(1, len(entries) + 1)):
            found.tell("version_missing", stream, versions, f"1..{len(entries)}")
        for model, rows in rows_of(stream, entries):
            count += len(rows)
            if held[model.name].of(stream) != sorted(rows, key=_place):
                found.tell("rows_differ", f"{model.name} {stream}")
        done += len(entries)
        progress(done)
    for rest in (listing, *held.values()):
        for strange in rest.strangers():
            found.tell("rows_differ", strange)
    return count


def _place(row: Row) -> tuple[int, int]:
    return row[1], row[2]
