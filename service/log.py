"""The append-only log: one recorder over SQLAlchemy Core, the same on SQLite and PostgreSQL."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    OperationalError,
    StoredEvent,
)
from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update
from sqlalchemy.exc import OperationalError as EngineTrouble

from domain.facts import Entry
from domain.moments import Precision
from projections.logbook import event_log, log_head
from projections.prepared import Prepared
from projections.projector import Projector
from service.engine import WRITER, snapshots, sqlite_transaction
from service.evidence import SALT_BYTES, Sealed, commitment, grow, leaf
from service.subscription import LogSubscription

Clock = Callable[[], int]


def system_clock() -> int:
    """Microseconds UTC by the machine's clock."""
    return time.time_ns() // 1000


class StreamMoved(IntegrityError):
    """A stream that a decision looked at has grown since: the decision must be taken again."""


@dataclass(frozen=True)
class Draft(StoredEvent):
    """A stored event with the envelope it will be recorded in, and the entry it encodes."""

    entry: Entry


@dataclass(frozen=True)
class Logged(Notification):
    """A stored event as it stands in the log, with its envelope."""

    effective: int
    precision: str
    recorded_at: int
    actor: str | None
    authority: str | None
    session: str | None
    command_id: str
    ordinal: int
    source: str | None
    reason: str | None


_LOGGED_COLUMNS = [event_log.c.position.label("id"), *(event_log.c[name] for name in (
    "originator_id", "originator_version", "topic", "state", "effective", "precision", "recorded_at",
    "actor", "authority", "session", "command_id", "ordinal", "source", "reason",
))]  # fmt: skip


class EventLog(ApplicationRecorder):
    """Appends entries and reads them back.

    An append is one transaction: lock the head, check what the decision looked at, insert the entries,
    run the inline projections, advance the head. So positions have no gap, the order of commits is the
    order of positions, and no reader sees an entry without its read models.
    """

    def __init__(self, engine: Engine, projector: Projector | None = None, clock: Clock = system_clock):
        self.engine = engine
        self.clock = clock
        self._projector = projector
        self._writers = engine.execution_options(**WRITER)
        self._readers = snapshots(engine)
        # SQLite has one writer at a time and waits by polling: threads of one process queue here instead, and
        # share one connection, which saves a tenth of an append.
        self._queue = threading.Lock() if engine.dialect.name == "sqlite" else None
        self._writer: Connection | None = None
        self._ambient = threading.local()
        self._subscriptions: set[LogSubscription] = set()
        dialect = engine.dialect
        self._conflict: type[Exception] = dialect.loaded_dbapi.IntegrityError
        self._trouble: type[Exception] = dialect.loaded_dbapi.OperationalError
        head = select(log_head.c.position, log_head.c.recorded_at, log_head.c.frontier)
        self._head = Prepared(head.with_for_update(), dialect)
        self._last = Prepared(select(log_head.c.recorded_at), dialect)
        self._advance = Prepared(
            update(log_head).values(
                {name: bindparam(name) for name in ("position", "recorded_at", "frontier")}
            ),
            dialect,
        )
        self._insert = Prepared(insert(event_log), dialect)
        version = select(func.max(event_log.c.originator_version))
        self._version = Prepared(version.where(event_log.c.originator_id == bindparam("stream")), dialect)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction for many appends of this thread: all of them are recorded, or none.

        It holds the head from its beginning, and readers inside it see what it has appended. One inside
        another is part of the outer one.

        Raises:
            OperationalError: an append in it failed halfway, so nothing of it can be kept.
        """
        outer = getattr(self._ambient, "connection", None)
        if outer is not None:
            yield outer
            return
        with self._begun() as connection:
            self._head.fetch(connection, {})
            self._ambient.connection, self._ambient.spoilt = connection, False
            try:
                yield connection
                if self._ambient.spoilt:
                    raise OperationalError("an append of this transaction failed: all of it is taken back")
            finally:
                self._ambient.connection = None
        self._poke()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read on: that of this thread's transaction, or one of its own.

        What is read on it is of one snapshot, from the first thing read.
        """
        ambient = getattr(self._ambient, "connection", None)
        if ambient is not None:
            yield ambient
            return
        with self._readers.begin() as connection:
            yield connection

    def now(self, connection: Connection) -> int:
        """The present in microseconds UTC: by the clock, and after all that this connection can see.

        So nothing that a decision of the present looks at lies ahead of it, whatever the clock does.
        """
        ((last,),) = self._last.fetch(connection, {})
        return max(self.clock(), int(last) + 1)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        ambient = getattr(self._ambient, "connection", None)
        if ambient is not None:
            try:
                yield ambient
            except BaseException:
                self._ambient.spoilt = True  # some of its rows may stand already
                raise
            return
        with self._begun() as connection:
            yield connection
        self._poke()

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        if self._queue is None:
            with self._writers.begin() as connection:
                yield connection
            return
        with self._queue:
            if self._writer is None or self._writer.closed:
                self._writer = self._writers.connect()
            with sqlite_transaction(self._writer):
                yield self._writer

    def close(self) -> None:
        """Give the writer's connection back."""
        if self._writer is not None:
            self._writer.close()

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        unchanged: Mapping[str, int] | None = None,
        earlier: Mapping[str, Sequence[Entry]] | None = None,
        **kwargs: Any,
    ) -> Sequence[int] | None:
        """Append events, all or none, and give their positions.

        `unchanged` names the streams that the decision looked at, with the version each had; `earlier`
        holds their entries, where they are loaded already.

        Raises:
            StreamMoved: one of `unchanged` has moved.
            IntegrityError: a stream has that version already, or the command is recorded already.
            OperationalError: the database cannot be written to now.
        """
        if not stored_events:
            return []
        positions, _ = self._recording(stored_events, unchanged or {}, earlier or {}, present=False)
        return positions

    def record(
        self,
        drafts: Sequence[Draft],
        *,
        unchanged: Mapping[str, int],
        earlier: Mapping[str, Sequence[Entry]],
        present: bool,
    ) -> list[Entry]:
        """`insert_events` for entries, which it gives back as they are recorded.

        What is of the `present` takes effect when it is recorded: a vote that comes before the close is
        before it in the world's time, too.
        """
        _, entries = self._recording(drafts, unchanged, earlier, present=present)
        return entries

    def _recording(
        self,
        stored: Sequence[StoredEvent],
        unchanged: Mapping[str, int],
        earlier: Mapping[str, Sequence[Entry]],
        *,
        present: bool,
    ) -> tuple[list[int], list[Entry]]:
        try:
            with self._writing() as connection:
                return self._append(connection, stored, unchanged, earlier, present)
        except self._conflict as error:
            raise IntegrityError(error) from error
        except (self._trouble, EngineTrouble) as error:
            raise OperationalError(error) from error

    def _append(
        self,
        connection: Connection,
        stored: Sequence[StoredEvent],
        unchanged: Mapping[str, int],
        earlier: Mapping[str, Sequence[Entry]],
        present: bool,
    ) -> tuple[list[int], list[Entry]]:
        ((size, last, frontier),) = self._head.fetch(connection, {})
        for stream, version in unchanged.items():
            ((found,),) = self._version.fetch(connection, {"stream": stream})
            if (found or 0) != version:
                raise StreamMoved(stream, version, found)
        first = max(self.clock(), last + 1)
        salts = os.urandom(SALT_BYTES * len(stored))
        rows = [
            _sealed_row(event, size + 1 + at, first + at, salts[at * SALT_BYTES :][:SALT_BYTES], present)
            for at, event in enumerate(stored)
        ]
        self._insert.run_all(connection, rows)
        entries = [
            _recorded(event, row) for event, row in zip(stored, rows, strict=True) if isinstance(event, Draft)
        ]
        if self._projector is not None:
            self._projector.project(connection, entries, earlier)
        edge = grow(bytes(frontier), size, [row["leaf"] for row in rows])
        head = {"position": size + len(rows), "recorded_at": first + len(rows) - 1, "frontier": edge}
        self._advance.run(connection, head)
        return [row["position"] for row in rows], entries

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream, by version."""
        version = event_log.c.originator_version
        found = select(*_LOGGED_COLUMNS).where(event_log.c.originator_id == str(originator_id))
        if gt is not None:
            found = found.where(version > gt)
        if lte is not None:
            found = found.where(version <= lte)
        found = found.order_by(version.desc() if desc else version)
        return self._logged(found if limit is None else found.limit(limit))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The events of the whole log, by position."""
        position = event_log.c.position
        found = select(*_LOGGED_COLUMNS).order_by(position).limit(limit)
        if start is not None:
            found = found.where(position >= start if inclusive_of_start else position > start)
        if stop is not None:
            found = found.where(position <= stop)
        if topics:
            found = found.where(event_log.c.topic.in_(topics))
        return self._logged(found)

    def _logged(self, statement: Any) -> list[Logged]:
        with self.reading() as connection:
            rows = connection.execute(statement).mappings().all()
        return [Logged(**{**row, "state": (row["state"] or "").encode()}) for row in rows]

    def max_notification_id(self) -> int | None:
        """The last position, or None while the log is empty."""
        with self.reading() as connection:
            return connection.execute(select(log_head.c.position)).scalar() or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> LogSubscription:
        """What is recorded after position `gt`, for ever: blocks where the log ends until it grows."""
        subscription = LogSubscription(self, gt=gt, topics=topics, leave=self._subscriptions.discard)
        self._subscriptions.add(subscription)
        return subscription

    def _poke(self) -> None:
        for subscription in tuple(self._subscriptions):
            subscription.poke()


def _sealed_row(
    event: StoredEvent, position: int, recorded_at: int, salt: bytes, present: bool
) -> dict[str, Any]:
    entry = event.entry if isinstance(event, Draft) else None
    committed = commitment(salt, event.state)
    sealed = Sealed(
        position=position,
        originator_id=str(event.originator_id),
        originator_version=event.originator_version,
        topic=event.topic,
        commitment=committed.hex(),
        effective=recorded_at if entry is None or present else entry.effective,
        precision=Precision.INSTANT if entry is None else entry.precision,
        recorded_at=recorded_at,
        actor=None if entry is None else entry.actor,
        authority=None if entry is None else entry.authority,
        session=None if entry is None else entry.session,
        command_id=(entry.command_id if entry else "") or uuid4().hex,
        ordinal=0 if entry is None else entry.ordinal,
        source=None if entry is None else entry.source,
        reason=None if entry is None else entry.reason,
    )
    row = msgspec.structs.asdict(sealed)
    row.update(state=event.state.decode(), salt=salt, commitment=committed, leaf=leaf(sealed))
    row["precision"] = str(row["precision"])
    return row


def _recorded(draft: Draft, row: Mapping[str, Any]) -> Entry:
    return msgspec.structs.replace(
        draft.entry,
        position=row["position"],
        effective=row["effective"],
        recorded_at=row["recorded_at"],
        command_id=row["command_id"],
    )
