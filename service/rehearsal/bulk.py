"""Entries made without a log: versions, positions and command ids as an empty log would give them."""

from datetime import date

from domain.facts import Entry, Fact
from domain.moments import day_start

MORNING_MICROSECONDS = 8 * 3_600_000_000
STEP_MICROSECONDS = 1_000_000
_SEED_BITS = 64
_LASTING = "cluster:"  # the only streams that one year after another writes to


class Bulk:
    """The place in the log and the moment in the world's time at which the next entry is made."""

    def __init__(self, seed: int, after: int = 0) -> None:
        self.now = 0
        self.position = after
        self._versions: dict[str, int] = {}
        self._prefix = f"{seed % 2**_SEED_BITS:016x}"

    def turn_to(self, day: date) -> None:
        """Go on to the morning of a day; stay where it is already past."""
        self.now = max(self.now, day_start(day) + MORNING_MICROSECONDS)

    def end_year(self) -> None:
        """Forget the streams of a year that is over, so that many years take no more memory than one."""
        lasting = {name: held for name, held in self._versions.items() if name.startswith(_LASTING)}
        self._versions = lasting

    def entry(self, stream: str, fact: Fact, effective: int | None = None) -> Entry:
        """The next entry, a second after the one before; `effective` is told for what comes late."""
        version = self._versions.get(stream, 0) + 1
        self._versions[stream] = version
        self.position = position = self.position + 1
        if effective is None:
            self.now = effective = self.now + STEP_MICROSECONDS
        return Entry(
            originator_id=stream,
            originator_version=version,
            fact=fact,
            effective=effective,
            position=position,
            command_id=f"{self._prefix}{position:016x}",
        )
