"""The facts that are measured on: a board of many units, and ordinary clusters without end.

They are made of the scenes that a rehearsal's history is made of. A cluster has ten members, two years and
five reports a pledge, so its streams are as long as real ones; some reports are late, corrected or retracted.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from random import Random

from domain.clusters import ClusterFormed
from domain.facts import Entry
from domain.identity import cycle_id, stream
from domain.moments import day_end
from domain.units import UnitRegistered
from service.rehearsal.bulk import Bulk
from service.rehearsal.cast import cluster_slug, unit_name, unit_slug
from service.rehearsal.slots import Slots
from service.rehearsal.troupe import Troupe

BOARD_UNITS = 1_000
BOARD_EVENTS = 10_000
BOARD_YEAR = 2026
BOARD_NUMBER = 1
BOARD_CYCLE = cycle_id(cluster_slug(BOARD_NUMBER), BOARD_YEAR)
CLUSTER_CYCLE = cycle_id(cluster_slug(BOARD_NUMBER + 1), BOARD_YEAR)  # of an ordinary cluster
_SEED = 2026
_MEMBERS = 10
_YEARS = range(2026, 2028)
_REPORTS_A_YEAR = 50
_YEAR_ENTRIES = 140  # about; it only says what share of the reports is late or amended
_BOARD_REPORTS_PER_UNIT = 1


def clusters(seed: int = _SEED) -> Iterator[Entry]:
    """The entries of one ordinary cluster after another, without end, from position 1 on."""
    return _clusters(Bulk(seed))


def board(events: int, units: int = BOARD_UNITS) -> Iterator[Entry]:
    """`events` entries: first a whole year of one board of `units` units, then ordinary clusters.

    The board is that of a force's own movement: nobody joins it, and whoever is recorded takes part.
    """
    bulk = Bulk(_SEED)
    return islice(_board(bulk, units), events)


def _board(bulk: Bulk, units: int) -> Iterator[Entry]:
    members = [unit_slug(BOARD_NUMBER, index) for index in range(units)]
    bulk.turn_to(date(BOARD_YEAR, 1, 2))
    for unit in members:
        yield bulk.entry(stream("unit", unit), UnitRegistered(name=unit_name(unit), fictional=True))
    formed = ClusterFormed(name="Phong trào diễn tập", kind="movement")
    yield bulk.entry(stream("cluster", cluster_slug(BOARD_NUMBER)), formed)
    troupe = Troupe(bulk, BOARD_NUMBER, members)
    yield from _year(bulk, troupe, _slots(bulk), BOARD_YEAR, units * _BOARD_REPORTS_PER_UNIT)
    yield from _clusters(bulk)


def _clusters(bulk: Bulk) -> Iterator[Entry]:
    slots = _slots(bulk)
    for number in count(BOARD_NUMBER + 1):
        members = [unit_slug(number, index) for index in range(_MEMBERS)]
        troupe = Troupe(bulk, number, members)
        bulk.now = 0
        bulk.turn_to(date(_YEARS.start, 1, 2))
        yield from troupe.founding()
        for year in _YEARS:
            yield from _year(bulk, troupe, slots, year, _REPORTS_A_YEAR)


def _slots(bulk: Bulk) -> Slots:
    return Slots(bulk, Random(_SEED), reports=_REPORTS_A_YEAR, events=_YEAR_ENTRIES)


def _year(bulk: Bulk, troupe: Troupe, slots: Slots, year: int, reports: int) -> Iterator[Entry]:
    bulk.turn_to(date(year, 1, 20))
    yield from troupe.opening(year)
    yield from troupe.pledging()
    since = bulk.now
    yield from slots.fill(troupe.pledges, reports // 2, day_end(date(year, 6, 20)), since)
    bulk.turn_to(date(year, 6, 22))
    yield from troupe.midyear()
    yield from slots.fill(troupe.pledges, reports - reports // 2, day_end(date(year, 10, 2)), since)
    bulk.turn_to(date(year, 10, 5))
    yield from troupe.scoring()
    bulk.turn_to(date(year, 11, 20))
    yield from troupe.voting()
    bulk.turn_to(date(year, 12, 1))
    yield from troupe.ending()
