"""What every event has in common: a fact, its stable topic, and the entry that records it."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from domain.moments import Anchor, Moment, Precision


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that happened: business data only, in the past tense.

    Subclasses set `topic`, the stable name under which they are stored, and `anchor` where a coarse date
    counts from its period's start. Absent fields are left out of the stored JSON, so an optional field
    can be added without touching what is recorded; `class_version` is raised when a field changes.
    """

    topic: ClassVar[str]
    anchor: ClassVar[Anchor] = Anchor.END
    class_version: ClassVar[int] = 1


class EntryCorrected(Fact, frozen=True, kw_only=True):
    """An earlier entry said something wrong: the new values stand in its place from here on.

    `old` and `new` hold the changed fields of the fact, by name, as JSON values. A new `effective` (in
    microseconds UTC) with its `precision` moves the entry in the world's time.
    """

    topic: ClassVar[str] = "entry.corrected"
    position: int
    reason: str
    old: Mapping[str, Any] = {}
    new: Mapping[str, Any] = {}
    effective: int | None = None
    precision: Precision | None = None


class EntryRetracted(Fact, frozen=True, kw_only=True):
    """An earlier entry should not have been made: it no longer stands."""

    topic: ClassVar[str] = "entry.retracted"
    position: int
    reason: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A fact in the log, with the envelope that every event carries alike.

    `position` is its place in the log and the axis of what was known when; `originator_id` and
    `originator_version` are its stream and its place there. Times are microseconds UTC. `actor` is an opaque
    person id, `authority` the role and unit that gave the right to act, `session` where it was asked from;
    `source` is where it was read, `reason` why it was written down late. None: not stated.
    """

    originator_id: str
    originator_version: int
    fact: Fact
    effective: int
    precision: Precision = Precision.INSTANT
    position: int = 0
    recorded_at: int = 0
    actor: str | None = None
    authority: str | None = None
    session: str | None = None
    command_id: str = ""
    ordinal: int = 0
    source: str | None = None
    reason: str | None = None

    @property
    def topic(self) -> str:
        """The stable name of its fact."""
        return self.fact.topic

    @property
    def moment(self) -> Moment:
        """When it was true in the world."""
        return Moment(self.effective, self.precision)
