"""Binding the log to the library: its factory, its mapper, and the application that holds them."""

from typing import Any, NoReturn, cast

from eventsourcing.application import Application
from eventsourcing.persistence import (
    ApplicationRecorder,
    InfrastructureFactory,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    Tracking,
    TrackingRecorder,
)
from eventsourcing.utils import Environment, EnvType
from sqlalchemy import Connection, Engine, bindparam, select

from domain.facts import Entry
from domain.moments import Precision
from projections.logbook import ENTRY_COLUMNS, decode_fact, encode_fact, entry_of, event_log
from projections.models import MODELS
from projections.prepared import Prepared
from projections.projector import Projector
from service.clock import Clock, system_clock
from service.log import EventLog, Logged
from service.sealing import Draft


class EntryMapper(Mapper[str]):
    """Stores a fact as canonical JSON under its topic; its envelope travels beside it."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """The draft of an entry."""
        entry = cast("Entry", domain_event)
        return Draft(
            originator_id=entry.originator_id,
            originator_version=entry.originator_version,
            topic=entry.topic,
            state=encode_fact(entry.fact),
            entry=entry,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The entry that was stored."""
        stored = cast("Logged", stored_event)
        return Entry(
            originator_id=str(stored.originator_id),
            originator_version=stored.originator_version,
            fact=decode_fact(stored.topic, stored.state),
            effective=stored.effective,
            precision=Precision(stored.precision),
            position=stored.id,
            recorded_at=stored.recorded_at,
            actor=stored.actor,
            authority=stored.authority,
            session=stored.session,
            command_id=stored.command_id,
            ordinal=stored.ordinal,
            source=stored.source,
            reason=stored.reason,
        )


class LogFactory(InfrastructureFactory[TrackingRecorder]):
    """Gives the library our recorder. What thidua has no use for is refused, not half supported."""

    def __init__(self, log: EventLog) -> None:
        super().__init__(Environment("thidua"))
        self._log = log

    def application_recorder(self) -> ApplicationRecorder:
        """The log."""
        return self._log

    def aggregate_recorder(self, purpose: str = "events") -> NoReturn:
        """Snapshots are not kept: a stream is a few dozen entries, and the read models hold its states."""
        raise NotImplementedError(purpose)

    def tracking_recorder(self, tracking_recorder_class: Any = None) -> NoReturn:
        """Projections run inside the append and need no tracking."""
        raise NotImplementedError(Tracking.__name__)

    def process_recorder(self) -> NoReturn:
        """Projections run inside the append and need no tracking."""
        raise NotImplementedError(Tracking.__name__)


class Store(Application[str]):
    """The library's application over our log: event store, notification log, subscriptions."""

    name = "thidua"

    def __init__(self, engine: Engine, clock: Clock = system_clock) -> None:
        self.engine = engine
        self.log_recorder = EventLog(engine, Projector(MODELS, engine.dialect), clock)
        stream = event_log.c.originator_id == bindparam("stream")
        whole = select(*ENTRY_COLUMNS).where(stream).order_by(event_log.c.originator_version)
        self._timeline = Prepared(whole, engine.dialect)
        command = event_log.c.command_id == bindparam("command")
        answer = select(*ENTRY_COLUMNS).where(command).order_by(event_log.c.ordinal)
        self._of_command = Prepared(answer, engine.dialect)
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """An environment of its own: no variable of the process can swap the mapper or the recorder."""
        return Environment(name, env)

    def construct_factory(self, env: Environment) -> InfrastructureFactory:
        """The factory that hands out the log."""
        return LogFactory(self.log_recorder)

    def construct_mapper(self) -> Mapper[str]:
        """The mapper of entries. It encodes by itself, so the transcoder it must be given is never used."""
        return EntryMapper(JSONTranscoder())

    def close(self) -> None:
        """Close every connection."""
        super().close()
        self.log_recorder.close()
        self.engine.dispose()

    def max_position(self) -> int:
        """The last position of the log; 0 while it is empty."""
        return self.recorder.max_notification_id() or 0

    def timeline(self, stream: str, connection: Connection) -> list[Entry]:
        """All entries of a stream, in the order of the log.

        It reads what `events.get` reads, without the library's stored events in between: a decision does
        this for every stream that it looks at.
        """
        return [entry_of(row) for row in self._timeline.fetch(connection, {"stream": stream})]

    def of_command(self, command_id: str, connection: Connection) -> list[Entry]:
        """The entries that a command left, in its own order."""
        return [entry_of(row) for row in self._of_command.fetch(connection, {"command": command_id})]
