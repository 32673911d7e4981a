"""Making the read models anew from the log, beside those that are in use."""

from collections.abc import Callable, Mapping
from functools import cached_property
from time import monotonic, sleep
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, func, select
from sqlalchemy.exc import IntegrityError

from projections import generations, registry
from projections.logbook import ENTRY_COLUMNS, event_log, log_head
from projections.models import MODELS
from projections.prepared import Prepared
from projections.projector import Projector
from projections.rebuilding import (
    Filling,
    drop_strangers,
    entries_by_stream,
    known_entries,
    strangers,
)
from projections.registry import Building, RebuildRunning
from service.engine import writing
from service.postgresql import outlasts
from service.store import Store

BATCH_ENTRIES = 1_000  # some 15 ms of writing, which another writer of SQLite may have to wait for
CATCH_UP_ENTRIES = 500
DROPPED_ROWS = 1_000
PAUSE_SECONDS_MAX = 0.1
OLDER_SECONDS = 60
Progress = Callable[[int, int], None]


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries the read models were made from."""

    entries: int


def rebuild(application: Store, progress: Progress = lambda _done, _of: None) -> Rebuilt:
    """Fill new tables from the log, catch up with it, let them be the live ones, and drop the old.

    Readers go on with the old tables meanwhile, and writers wait for one batch at most. One that was broken
    off is gone on with. `progress` is told how many entries of how many are done. Old tables that somebody on
    PostgreSQL may still look at after a minute, as a dump does, are left for the next rebuild to drop.

    Raises:
        RebuildRunning: another rebuild goes on at the same time.
    """
    return _Rebuilding(application, progress).run()


class _Rebuilding:
    def __init__(self, application: Store, progress: Progress) -> None:
        self._engine = application.engine
        self._dialect = application.engine.dialect
        self._log = application.log_recorder
        self._progress = progress

    def run(self) -> Rebuilt:
        at = self._filled(self._begun())
        self._mended(at)
        at = self._switched(self._caught_up(at))
        self._drop_others(at.generation)
        self._progress(at.position, at.position)
        return Rebuilt(entries=at.position)

    def _begun(self) -> Building:
        """The generation that was broken off, or a new one; what nobody goes on with is dropped."""
        with self._log.reading() as connection:
            held = registry.building(connection)
            live = generations.live(connection)
        if held is not None:
            return held
        self._drop_others(live.number if live else 0)
        with writing(self._engine) as connection:
            if registry.building(connection) is not None:
                raise RebuildRunning
            try:
                begun = registry.begin(connection, until=_head(connection))
            except IntegrityError as error:  # which PostgreSQL tells of once the other's is committed
                raise RebuildRunning from error
            registry.make(connection, begun.generation)
        return begun

    def _filled(self, at: Building) -> Building:
        """Whole streams, one after the other, with what the log held when this was begun."""
        filling = Filling(self._dialect, at.generation)
        done = self._before(at)
        walk = entries_by_stream(self._fetch, self._dialect, after=at.stream, until=at.until)
        for stream, entries in walk:
            filling.add(stream, entries)
            if filling.entries >= BATCH_ENTRIES:
                done += filling.entries
                at = self._written(filling, at)
                self._progress(done, at.until)
        return self._written(filling, at) if filling.streams else at

    def _written(self, filling: Filling, at: Building) -> Building:
        last = filling.streams[-1].stream
        with writing(self._engine) as connection:
            at = registry.advance(connection, at, stream=last, position=at.position)
            filling.mend(connection)
            filling.write(connection)
        return at

    def _fetch(self, page: Prepared, values: Mapping[str, Any]) -> list[Any]:
        """A page in a transaction of its own: a long one would keep SQLite's write-ahead log growing."""
        with self._log.reading() as connection:
            return page.fetch(connection, values)

    def _before(self, at: Building) -> int:
        """How many entries are done already."""
        done = select(func.count()).where(
            event_log.c.originator_id <= at.stream, event_log.c.position <= at.until
        )
        with self._log.reading() as connection:
            return int(connection.execute(done).scalar_one())

    def _mended(self, at: Building) -> None:
        """Take out the streams that the log does not hold; let PostgreSQL know what the tables hold now."""
        with self._log.reading() as connection:
            found = strangers(connection)
        with writing(self._engine) as connection:
            drop_strangers(connection, found)
            if self._dialect.name == "postgresql":
                registry.analyze(connection, at.generation)

    def _caught_up(self, at: Building) -> Building:
        """What was recorded meanwhile, until little is left."""
        while len(rows := self._fetch(self._next, {"after": at.position})) == CATCH_UP_ENTRIES:
            with writing(self._engine) as connection:
                at = self._followed(connection, at, rows)
            self._progress(at.position, at.position)
        return at

    def _switched(self, at: Building) -> Building:
        """The rest, under the head, so that nothing is recorded until the generation is live."""
        with self._log.transaction() as connection:
            while rows := self._next.fetch(connection, {"after": at.position}):
                at = self._followed(connection, at, rows)
            registry.switch(connection, at.generation)
        return at

    def _followed(self, connection: Connection, at: Building, rows: list[Any]) -> Building:
        last = rows[-1][ENTRY_COLUMNS.index(event_log.c.position)]
        at = registry.advance(connection, at, stream=at.stream, position=last)
        self._projector.catch_up(connection, at.generation, known_entries(rows))
        return at

    def _drop_others(self, than: int) -> None:
        with self._log.reading() as connection:
            others = registry.others(connection, than=than)
        if others and self._dialect.name == "postgresql" and not outlasts(self._engine, OLDER_SECONDS):
            return
        for generation in others:
            self._dropped(generation)

    def _dropped(self, generation: int) -> None:
        """Drop a generation: in SQLite row by row before, since a whole table would keep writers waiting."""
        if self._dialect.name == "sqlite":
            for model in MODELS:
                while self._thinned(model.table(generation)):
                    pass
        with writing(self._engine) as connection:
            registry.forget(connection, generation)

    def _thinned(self, table: Table) -> bool:
        """Take a lot of rows out, and then leave the file alone for as long as that took.

        Who waits for SQLite looks from time to time only: without a pause he would find it taken each time.
        """
        began = monotonic()
        with writing(self._engine) as connection:
            left = registry.thin(connection, table, DROPPED_ROWS)
        sleep(min(monotonic() - began, PAUSE_SECONDS_MAX))
        return left

    @cached_property
    def _projector(self) -> Projector:
        return Projector(MODELS, self._dialect)

    @cached_property
    def _next(self) -> Prepared:
        following = select(*ENTRY_COLUMNS).where(event_log.c.position > bindparam("after"))
        return Prepared(following.order_by(event_log.c.position).limit(CATCH_UP_ENTRIES), self._dialect)


def _head(connection: Connection) -> int:
    return int(connection.execute(select(log_head.c.position)).scalar_one())
