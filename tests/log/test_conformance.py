"""The library's own tests of a recorder, on our log, on both engines."""

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

from service.log import EventLog


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


class OnALog:
    """Gives a test of the library's a log of its own; its streams are named by text."""

    engine: Engine

    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine) -> Iterator[None]:
        self.engine = engine
        yield

    def new_originator_id(self) -> str:
        return f"test:{uuid4()}"

    def create_recorder(self) -> EventLog:
        return EventLog(self.engine)


class TestStreams(OnALog, AggregateRecorderTestCase):
    def create_recorder(self) -> Any:
        return Streams(super().create_recorder())


class TestLog(OnALog, ApplicationRecorderTestCase[EventLog]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestPositionsOfBatches(OnALog, NonInterleavingNotificationIDsBaseCase):
    pass
