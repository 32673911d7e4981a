"""The append-only log: one recorder over SQLAlchemy Core, the same on SQLite and PostgreSQL."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    OperationalError,
    StoredEvent,
)
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import OperationalError as EngineTrouble

from domain.facts import Entry
from projections.generations import following
from projections.logbook import event_log, log_head
from projections.prepared import Prepared
from projections.projector import Projector
from service.appends import Append, BrokenOff, StreamMoved
from service.clock import Clock, system_clock
from service.engine import snapshots
from service.log_writer import LogWriter
from service.sealing import Draft
from service.sharing import Sharing
from service.subscription import LogSubscription
from service.writer import Writer


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
        self._readers = snapshots(engine)
        self._writer = Writer(engine)
        self._rows = LogWriter(engine.dialect, projector, clock)
        self._sharing = Sharing[Append](self._commit)
        self._ambient = threading.local()
        self._subscriptions: set[LogSubscription] = set()
        dialect = engine.dialect
        self._conflict: type[Exception] = dialect.loaded_dbapi.IntegrityError
        self._trouble: type[Exception] = dialect.loaded_dbapi.OperationalError
        self._last = Prepared(select(log_head.c.recorded_at), dialect)

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
        with self._sharing.alone(), self._begun(whole=True) as connection:
            self._rows.lock(connection)
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
        with self._readers.begin() as connection, following(connection):
            yield connection

    def now(self, connection: Connection) -> int:
        """The present in microseconds UTC: by the clock, and after all that this connection can see.

        So nothing that a decision of the present looks at lies ahead of it, whatever the clock does.
        """
        ((last,),) = self._last.fetch(connection, {})
        return max(self.clock(), int(last) + 1)

    def close(self) -> None:
        """Give the writer's connection back."""
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
        return self._appended(Append(stored_events, unchanged or {}, earlier or {}, present=False)).positions

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
        return self._appended(Append(drafts, unchanged, earlier, present=present)).entries

    def _appended(self, append: Append) -> Append:
        ambient = getattr(self._ambient, "connection", None)
        if ambient is None:
            self._sharing.run(append)
            self._poke()
        else:
            self._write_within(ambient, append)
        if append.error is None:
            return append
        error = append.error
        if isinstance(error, self._conflict):
            raise IntegrityError(error) from error
        if isinstance(error, self._trouble | EngineTrouble) or not isinstance(error, Exception):
            raise OperationalError(error) from error  # what interrupted another thread ends none but that
        raise error

    def _write_within(self, connection: Connection, append: Append) -> None:
        try:
            self._rows.write(connection, append)
        except BaseException as error:
            self._ambient.spoilt = True  # some of its rows may stand already
            append.error = error
            if not isinstance(error, Exception):
                raise

    def _commit(self, appends: Sequence[Append]) -> None:
        """One transaction for several appends, and one each where that fails other than by the database.

        Whether a commit that was cut off is recorded is not known, so that is nobody's to try again here.
        """
        if len(appends) > 1 and self._committed_together(appends):
            return
        for append in appends:
            remembers = self._rows.remembers
            self._commit_alone(append)
            if remembers and self._may_be_outdated(append.error):
                self._commit_alone(append)

    def _commit_alone(self, append: Append) -> None:
        try:
            with self._begun() as connection:
                self._rows.write(connection, append)
        except BaseException as error:
            append.error = error
            if not isinstance(error, Exception):
                raise

    def _may_be_outdated(self, error: BaseException | None) -> bool:
        """Whether a write may have failed because a rebuild has put other read models in place."""
        settled = (StreamMoved, self._trouble, EngineTrouble)
        return error is not None and not isinstance(error, settled)

    def _committed_together(self, appends: Sequence[Append]) -> bool:
        try:
            with self._begun() as connection:
                self._rows.write_together(connection, appends)
        except BaseException as error:
            trouble = isinstance(error, self._trouble | EngineTrouble)
            failed = trouble or not isinstance(error, Exception)
            for append in appends:  # whose error any other is comes out when each is alone
                append.error = error if failed else BrokenOff()
            if not isinstance(error, Exception):
                raise
            return trouble
        return True

    @contextmanager
    def _begun(self, *, whole: bool = False) -> Iterator[Connection]:
        try:
            with self._writer.transaction() if whole else self._writer.append() as connection:
                yield connection
        except BaseException:
            self._rows.taken_back()
            raise

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
