"""What is asked to be appended, and what became of it."""

from collections.abc import Mapping, Sequence

from eventsourcing.persistence import IntegrityError, OperationalError, StoredEvent

from domain.facts import Entry
from service.sealing import Draft


class StreamMoved(IntegrityError):
    """A stream that a decision looked at has grown since: the decision must be taken again."""


class BrokenOff(OperationalError):
    """Whoever was to write it was interrupted before it was recorded."""


class Append:
    """Events to be appended, all or none.

    `unchanged` names the streams that their decision looked at, with the version each had; `earlier` holds
    what their own streams hold already, where that is loaded. What is of the `present` takes effect when it
    is recorded. `error` is why it is not recorded, until it is.
    """

    def __init__(
        self,
        stored: Sequence[StoredEvent],
        unchanged: Mapping[str, int],
        earlier: Mapping[str, Sequence[Entry]],
        *,
        present: bool,
    ) -> None:
        self.stored = stored
        self.unchanged = unchanged
        self.earlier = earlier
        self.present = present
        self.positions: list[int] = []
        self.entries: list[Entry] = []
        self.error: BaseException | None = BrokenOff()

    @property
    def firsts(self) -> dict[str, int]:
        """The first version that each of its streams would get."""
        found: dict[str, int] = {}
        for event in self.stored:
            found.setdefault(str(event.originator_id), event.originator_version)
        return found

    @property
    def lasts(self) -> dict[str, int]:
        """The last version that each of its streams would get."""
        return {str(event.originator_id): event.originator_version for event in self.stored}

    @property
    def commands(self) -> set[str]:
        """The commands that it is of."""
        return {event.entry.command_id for event in self.stored if isinstance(event, Draft)}

    def check(self, versions: Mapping[str, int]) -> None:
        """Check that what its decision looked at still has the version it had.

        Raises:
            StreamMoved: one of the streams has moved.
        """
        for stream, version in self.unchanged.items():
            found = versions.get(stream, 0)
            if found != version:
                raise StreamMoved(stream, version, found)

    def check_beside(self, versions: Mapping[str, int], commands: set[str]) -> None:
        """Check what the database's own keys would refuse, so that others in the transaction do not fail too.

        Raises:
            StreamMoved: see `check`.
            IntegrityError: a stream has that version already, or the command is recorded already.
        """
        self.check(versions)
        for stream, first in self.firsts.items():
            if stream in versions and versions[stream] >= first:
                raise IntegrityError(f"{stream} has version {first} already")
        if repeated := self.commands & commands:
            raise IntegrityError(f"recorded already: {', '.join(sorted(repeated))}")
