"""The target reports of a history: as many as it needs, some late, some corrected, some retracted."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.pledges import TargetReported
from service.rehearsal.bulk import Bulk
from service.rehearsal.table import GOALS

# Of a thousand entries of the whole history.
LATE_PER_MILLE, CORRECTED_PER_MILLE, RETRACTED_PER_MILLE = 20, 10, 5
_CHANCE_BITS = 16
_LATE_BITS = 41  # microseconds: up to 25 days
_FIGURES = 64
_REPORTS = tuple(
    TargetReported(target=target, actual=Decimal(figure)) for target in GOALS for figure in range(_FIGURES)
)
Held = tuple[int, Decimal | None]


class Slots:
    """Hands out reports in turn to every unit of a year, and amends some of them."""

    def __init__(self, bulk: Bulk, random: Random, *, reports: int, events: int) -> None:
        self._bulk = bulk
        self._random = random
        # What is to be a share of all entries is a larger share of the reports, at most a quarter together.
        full = 1 << _CHANCE_BITS
        scale = min(full * events // max(1, reports), 7 * full)
        self._retracted = scale * RETRACTED_PER_MILLE // 1000
        self._corrected = self._retracted + scale * CORRECTED_PER_MILLE // 1000
        self._late = self._corrected + scale * LATE_PER_MILLE // 1000

    def fill(self, streams: Sequence[str], count: int, until: int, since: int) -> Iterator[Entry]:
        """`count` entries on the pledges of `streams`, evenly up to `until`; none is true before `since`."""
        bulk, bits, make = self._bulk, self._random.getrandbits, self._bulk.entry
        step = max(1, (until - bulk.now) // max(1, count))
        held: dict[str, Held] = {}
        units = len(streams)
        for slot in range(count):
            bulk.now += step
            name = streams[slot % units]
            chance = bits(_CHANCE_BITS)
            if chance < self._corrected and name in held:
                yield make(name, self._amendment(held, name, chance), bulk.now)
                continue
            report = _REPORTS[bits(_CHANCE_BITS) % len(_REPORTS)]
            moment = bulk.now
            if self._corrected <= chance < self._late:
                moment = max(since, moment - bits(_LATE_BITS))
            entry = make(name, report, moment)
            held[name] = entry.position, report.actual
            yield entry

    def _amendment(self, held: dict[str, Held], name: str, chance: int) -> EntryCorrected | EntryRetracted:
        position, actual = held.pop(name)
        if chance < self._retracted:
            return EntryRetracted(position=position, reason="Báo cáo ghi nhầm đơn vị")
        right = Decimal(chance % _FIGURES + _FIGURES)
        return EntryCorrected(
            position=position,
            reason="Báo cáo ghi sai số liệu",
            old={"actual": str(actual)},
            new={"actual": str(right)},
        )
