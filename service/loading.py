"""Many entries at once: the log as appends would leave it, at a fraction of their time.

Nothing is projected meanwhile. So no generation of read models is live from the first page on, and whoever
asks, appends or opens the database is told to rebuild, also where the loading was broken off.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from operator import itemgetter

from sqlalchemy import Connection, select, update

from domain.facts import Entry
from projections import registry
from projections.asof import stream_row
from projections.generations import LIVE, OLD, generations
from projections.logbook import event_log, log_head
from projections.seeking import streams
from service.engine import writing
from service.evidence import SALT_BYTES, grow
from service.moving.loading import load as write_rows
from service.sealing import sealed_rows
from service.store import Store

PAGE_ENTRIES = 10_000  # one transaction each: some 10 MB, and under a second's work to lose
_values = itemgetter(*event_log.columns.keys())


class LogInUse(Exception):
    """The log holds what was not loaded into it: only an empty one is, or one whose loading broke off."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class OutOfPlace(Exception):
    """An entry was made for another position than the one it would take, so amendments would miss."""

    def __init__(self, position: int, made_for: int) -> None:
        super().__init__(position, made_for)
        self.position = position
        self.made_for = made_for


def load(
    application: Store,
    entries: Iterable[Entry],
    *,
    page_entries: int = PAGE_ENTRIES,
    salts: Callable[[int], bytes] = os.urandom,
    progress: Callable[[int], None] = lambda _position: None,
) -> int:
    """Append entries page by page, each page whole or not at all; gives the last position of the log.

    Entries, leaves, times and the head are those of an append. `salts` gives so many random bytes; `progress`
    is told the last position of each page. `service.rebuild.rebuild` must come after it.

    Raises:
        LogInUse, OutOfPlace: see there; nothing of the page at hand is recorded.
    """
    position = require_loadable(application)
    unread = iter(entries)
    while batch := list(islice(unread, page_entries)):
        with writing(application.engine) as connection:
            _withdraw(connection)
            position = _append(connection, application, batch, position, salts)
        progress(position)
    return position


def require_loadable(application: Store) -> int:
    """Check that the log is empty, or that its loading was broken off; gives its last position.

    Raises:
        LogInUse: it holds entries, and read models of them are live.
    """
    with application.engine.connect() as connection:
        position: int = connection.execute(select(log_head.c.position)).scalar_one()
        if position and registry.held_version(connection) is not None:
            raise LogInUse(position)
    return position


def _withdraw(connection: Connection) -> None:
    """Let no generation be live: none knows what is loaded."""
    live = update(generations).where(generations.c.state == LIVE)
    connection.execute(live.values(state=OLD))


def _append(
    connection: Connection,
    application: Store,
    entries: Sequence[Entry],
    after: int,
    salts: Callable[[int], bytes],
) -> int:
    """Append a page to a log that ends `after` that position; gives the last one."""
    columns = (log_head.c.position, log_head.c.recorded_at, log_head.c.frontier)
    size, last, frontier = connection.execute(select(*columns).with_for_update()).one()
    if size != after:  # somebody has appended since
        raise LogInUse(size)
    first = max(application.log_recorder.clock(), last + 1)
    drawn = salts(SALT_BYTES * len(entries))
    for position, entry in enumerate(entries, start=size + 1):
        if entry.position not in (0, position):
            raise OutOfPlace(position, entry.position)
    drafts = [application.mapper.to_stored_event(entry) for entry in entries]
    rows = sealed_rows(drafts, size + 1, first, drawn, present=False)
    write_rows(connection, event_log, map(_values, rows))
    begun = (entry.originator_id for entry in entries if entry.originator_version == 1)
    write_rows(connection, streams, map(stream_row, begun))
    edge = grow(bytes(frontier), size, [row["leaf"] for row in rows])
    head = {"position": size + len(rows), "recorded_at": first + len(rows) - 1, "frontier": edge}
    connection.execute(update(log_head).values(head))
    return int(size) + len(rows)
