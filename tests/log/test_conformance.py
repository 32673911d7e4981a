"""The library's own tests of a recorder, on our log, on both engines."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import AggregateRecorder, StoredEvent
from eventsourcing.tests.persistence import (
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)
from sqlalchemy import Engine

from service.engine import open_engine
from service.log import EventLog
from service.schema import make_schema
from tests.conftest import NewDatabase


class Streams(AggregateRecorder):
    """The log as a mere recorder of streams, which has no positions to tell.

    The library asks an aggregate recorder for None and plain stored events, and an application recorder,
    which thidua uses, for positions.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        self._log.insert_events(stored_events, **kwargs)

    def select_events(self, originator_id: UUID | str, **kwargs: Any) -> Sequence[StoredEvent]:
        return [
            StoredEvent(
                originator_id=event.originator_id,
                originator_version=event.originator_version,
                topic=event.topic,
                state=event.state,
            )
            for event in self._log.select_events(originator_id, **kwargs)
        ]


class OnSqlite:
    """Gives a test of the library's a log of its own; its streams are named by text.

    A unittest class takes no parameters of pytest, so each engine has its own classes.
    """

    engine: Engine
    engine_name = "sqlite"

    @pytest.fixture(autouse=True)
    def _engine(self, new_database: NewDatabase) -> Iterator[None]:
        self.engine = open_engine(new_database(self.engine_name))
        make_schema(self.engine)
        before = set(threading.enumerate())
        yield
        for left in set(threading.enumerate()) - before:
            left.join()  # a test of the library's tells its readers to stop and does not wait for them
        self.engine.dispose()

    def new_originator_id(self) -> str:
        return f"test:{uuid4()}"

    def create_recorder(self) -> Any:
        return EventLog(self.engine)


class OnPostgresql(OnSqlite):
    """The same on PostgreSQL."""

    engine_name = "postgresql"


class MereStreams(OnSqlite):
    """Gives a test the log as mere streams."""

    def create_recorder(self) -> Any:
        return Streams(EventLog(self.engine))


class TestStreamsOnSqlite(MereStreams, AggregateRecorderTestCase):
    """A recorder of streams."""


class TestStreamsOnPostgresql(MereStreams, AggregateRecorderTestCase):
    """A recorder of streams."""

    engine_name = "postgresql"


class TestLogOnSqlite(OnSqlite, ApplicationRecorderTestCase[EventLog]):
    """A recorder of positions, with subscriptions."""

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestLogOnPostgresql(OnPostgresql, ApplicationRecorderTestCase[EventLog]):
    """A recorder of positions, with subscriptions."""

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestPositionsOfBatchesOnSqlite(OnSqlite, NonInterleavingNotificationIDsBaseCase):
    """Two batches at once do not mingle."""


class TestPositionsOfBatchesOnPostgresql(OnPostgresql, NonInterleavingNotificationIDsBaseCase):
    """Two batches at once do not mingle."""
