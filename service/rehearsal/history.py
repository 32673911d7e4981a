"""Facts in bulk, made directly and fast: a log of any size for benchmarks and tests of load.

They are of the kinds that a rehearsal records and hold under every stream's own rules, but no decision is
taken on them, and nobody merges. Most are target reports, of which there are as many as the size needs.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random

from domain.facts import Entry
from domain.moments import day_end
from service.rehearsal.bulk import Bulk
from service.rehearsal.cast import first_cast
from service.rehearsal.slots import Slots
from service.rehearsal.troupe import Troupe


def history(
    seed: int,
    clusters: int,
    years: int,
    members: int,
    events: int,
    *,
    first_year: int = 2026,
    after: int = 0,
) -> Iterator[Entry]:
    """`events` entries of fictional clusters in the order of a log, the same ones for the same arguments.

    About 2 % of them are late, 1 % corrections, 0.5 % retractions. Positions count from `after` on: what
    amends an entry names its position, so they fit a log that holds `after` entries. With fewer `events`
    than the years need the history breaks off early. Memory follows the number of clusters and members
    alone, not that of years or events.

    Raises:
        Refusal: `rehearsal_too_small`.
    """
    bulk = Bulk(seed, after)
    casts = [first_cast(number, first_year, members) for number in range(1, clusters + 1)]
    troupes = [Troupe(bulk, cast.number, cast.members) for cast in casts]
    needed = sum(troupe.founding_entries for troupe in troupes)
    needed += years * sum(troupe.yearly_entries for troupe in troupes)
    reports = max(0, events - needed)
    # Not for secrets: the same seed has to give the same facts.
    slots = Slots(bulk, Random(seed), reports=reports, events=events)  # noqa: S311
    return islice(_years(bulk, troupes, slots, range(first_year, first_year + years), reports), events)


def _years(bulk: Bulk, troupes: list[Troupe], slots: Slots, years: range, reports: int) -> Iterator[Entry]:
    bulk.turn_to(date(years.start, 1, 2))
    for troupe in troupes:
        yield from troupe.founding()
    for place, year in enumerate(years):
        share = reports * (place + 1) // len(years) - reports * place // len(years)
        yield from _year(bulk, troupes, slots, year, share)


def _year(bulk: Bulk, troupes: list[Troupe], slots: Slots, year: int, reports: int) -> Iterator[Entry]:
    bulk.turn_to(date(year, 1, 20))
    for troupe in troupes:
        yield from troupe.opening(year)
    for troupe in troupes:
        yield from troupe.pledging()
    since = bulk.now
    pledges = [pledge for troupe in troupes for pledge in troupe.pledges]
    half = reports // 2
    yield from slots.fill(pledges, half, day_end(date(year, 6, 20)), since)
    bulk.turn_to(date(year, 6, 22))
    for troupe in troupes:
        yield from troupe.midyear()
    yield from slots.fill(pledges, reports - half, day_end(date(year, 10, 2)), since)
    bulk.turn_to(date(year, 10, 5))
    for troupe in troupes:
        yield from troupe.scoring()
    bulk.turn_to(date(year, 11, 20))
    for troupe in troupes:
        yield from troupe.voting()
    bulk.turn_to(date(year, 12, 1))
    for troupe in troupes:
        yield from troupe.ending()
    bulk.end_year()
