"""The plain library: its own application, mapper, transcoder and recorder, with no read models.

It keeps the same facts: an event holds what our entry holds, and the library stores it in its own way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from eventsourcing.application import Application

from domain.facts import Entry
from tests.postgres import SUPERUSER, Server

PAGE_EVENTS = 1_000
LOAD_EVENTS = 10_000  # one transaction each


@dataclass(frozen=True)
class Noted:
    """An entry as an event of the library's kind: the fact as plain JSON values, the envelope beside it."""

    originator_id: str
    originator_version: int
    what: str
    fact: Mapping[str, Any]
    effective: int
    precision: str
    actor: str | None
    authority: str | None
    session: str | None
    command_id: str
    ordinal: int
    source: str | None
    reason: str | None


def noted(entry: Entry) -> Noted:
    """The event that keeps what an entry keeps."""
    return Noted(
        originator_id=entry.originator_id,
        originator_version=entry.originator_version,
        what=entry.topic,
        fact=msgspec.to_builtins(entry.fact, str_keys=True),
        effective=entry.effective,
        precision=entry.precision.value,
        actor=entry.actor,
        authority=entry.authority,
        session=entry.session,
        command_id=entry.command_id,
        ordinal=entry.ordinal,
        source=entry.source,
        reason=entry.reason,
    )


class Plain(Application[str]):
    """The library's application. It reads its log in pages as large as ours, not in its default of ten."""

    log_section_size = PAGE_EVENTS


def on_sqlite(path: Path) -> Plain:
    """The library on a file of its own: WAL by its own doing, and the driver's synchronous mode."""
    return Plain(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(path),
            "ORIGINATOR_ID_TYPE": "text",
        }
    )


def on_postgresql(server: Server, database: str) -> Plain:
    """The library on a database of its own."""
    return Plain(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": database,
            "POSTGRES_HOST": str(server.socket),
            "POSTGRES_PORT": "5432",
            "POSTGRES_USER": SUPERUSER,
            "POSTGRES_PASSWORD": "trusted",
            "ORIGINATOR_ID_TYPE": "text",
        }
    )


def put_all(application: Plain, entries: Iterable[Entry]) -> None:
    """Fill its log in bulk by its own recorder."""
    unread = iter(entries)
    while batch := list(islice(unread, LOAD_EVENTS)):
        application.events.put([noted(entry) for entry in batch])


def copy_all(application: Plain, entries: Iterable[Entry]) -> None:
    """Fill its log in bulk with what its own mapper makes, by COPY into the table of its recorder.

    The recorder itself sends some hundred events at most: with a thousand, its pipeline waits for ever for
    an answer to what it has not sent whole.
    """
    recorder: Any = application.recorder
    columns = "originator_id, originator_version, topic, state"
    with (
        recorder.datastore.get_connection() as connection,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {recorder.events_table_name} ({columns}) FROM STDIN") as copy,
    ):
        for entry in entries:
            stored = application.mapper.to_stored_event(noted(entry))
            copy.write_row((stored.originator_id, stored.originator_version, stored.topic, stored.state))


def replay(application: Plain) -> Iterator[tuple[int, Noted]]:
    """Every event by its place in the log, read page by page and mapped, as the library would have it."""
    start: int | None = None
    while True:
        page = application.notification_log.select(start, PAGE_EVENTS, inclusive_of_start=False)
        for notification in page:
            event: Any = application.mapper.to_domain_event(notification)
            yield notification.id, event
        if len(page) < PAGE_EVENTS:
            return
        start = page[-1].id
