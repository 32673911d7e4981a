"""Sealing: the row that an event becomes in the log, with its leaf."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import msgspec
from eventsourcing.persistence import StoredEvent

from domain.facts import Entry
from domain.moments import Precision
from service.evidence import SALT_BYTES, Sealed, commitment, leaf


@dataclass(frozen=True)
class Draft(StoredEvent):
    """A stored event with the envelope it will be recorded in, and the entry it encodes."""

    entry: Entry


def sealed_row(
    event: StoredEvent, position: int, recorded_at: int, salt: bytes, present: bool
) -> dict[str, Any]:
    """The row of the log for an event that takes a position: its envelope, commitment and leaf.

    What is of the `present` is effective when it is recorded (microseconds UTC).
    """
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


def sealed_rows(
    events: Sequence[StoredEvent], position: int, recorded_at: int, salts: bytes, *, present: bool
) -> list[dict[str, Any]]:
    """The rows of events that take the positions and microseconds from `position` and `recorded_at` on."""
    rows = []
    for at, event in enumerate(events):
        salt = salts[at * SALT_BYTES :][:SALT_BYTES]
        rows.append(sealed_row(event, position + at, recorded_at + at, salt, present))
    return rows


def recorded(draft: Draft, row: Mapping[str, Any]) -> Entry:
    """The entry of a draft as its row records it."""
    return msgspec.structs.replace(
        draft.entry,
        position=row["position"],
        effective=row["effective"],
        recorded_at=row["recorded_at"],
        command_id=row["command_id"],
    )
