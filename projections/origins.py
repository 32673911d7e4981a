"""What stands of some streams at a point, stream by stream, with the corrections that made it read so."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.timeline import standing
from projections.entries import Amended, amendments

Holds = Callable[[Entry], bool]
Positions = frozenset[int]


class Origins:
    """The entries that stand at a day, by stream; `recorded` is all that was known of these streams."""

    def __init__(self, recorded: Iterable[Entry], as_of: int) -> None:
        self.recorded = {entry.position: entry for entry in recorded}
        self.amended: dict[int, Amended] = amendments(self.recorded.values())
        self.stands = {entry.position: entry for entry in standing(self.recorded.values(), as_of=as_of)}
        self._streams: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.stands.values():
            self._streams[entry.originator_id].append(entry)

    def entries(self, stream: str) -> list[Entry]:
        """What stands in a stream, in the order of the world."""
        return self._streams.get(stream, [])

    def of(self, stream: str, *facts: type[Fact], holds: Holds | None = None) -> Positions:
        """The entries that stand in a stream, of these facts and such as `holds`, with their corrections."""
        found = (
            entry
            for entry in self.entries(stream)
            if (not facts or isinstance(entry.fact, facts)) and (holds is None or holds(entry))
        )
        return self.corrected(entry.position for entry in found)

    def corrected(self, positions: Iterable[int]) -> Positions:
        """The positions with those of the corrections in force."""
        found: set[int] = set()
        for position in positions:
            found |= {position, *self._amended(position).corrected_by}
        return frozenset(found)

    def retracting(self, positions: Iterable[int]) -> Positions:
        """What took any of the entries at `positions` back."""
        found = {self._amended(position).retracted_by for position in positions}
        return frozenset(position for position in found if position is not None)

    def in_force(self) -> Positions:
        """All that stands, and the corrections and retractions that are not taken back."""
        amending = (
            entry.position
            for entry in self.recorded.values()
            if isinstance(entry.fact, EntryCorrected | EntryRetracted)
            and self._amended(entry.position).retracted_by is None
        )
        return frozenset({*self.stands, *amending})

    def latest(self, positions: Iterable[int]) -> int | None:
        """Of `positions`, the entry that is the latest in the world's time."""
        stood = (self.stands[position] for position in positions if position in self.stands)
        found = max(stood, key=lambda entry: (entry.effective, entry.position), default=None)
        return None if found is None else found.position

    def _amended(self, position: int) -> Amended:
        return self.amended.get(position, Amended())
