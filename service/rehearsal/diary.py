"""When things happen in a rehearsal: one after another, in working hours, on working days."""

from datetime import date, datetime, time, timedelta
from random import Random

from domain.moments import CIVIL_ZONE, Moment, day_start, microseconds

_MORNING = (time(8), time(11, 30))
_AFTERNOON = (time(13, 30), time(17))
_SATURDAY = 5
_PAUSE_SECONDS_MIN = 20
_PAUSE_MINUTES_MAX = 60  # shared by the members: the more act in turn, the quicker they follow


class Diary:
    """The clock of one cluster's year; it only goes forward.

    With `until` (microseconds UTC, a moment of the year) what would happen by the end of November happens by
    then, at any hour, in the same order and proportion.
    """

    def __init__(self, year: int, members: int, random: Random, until: int | None = None) -> None:
        self._year = year
        self._until = until
        self._random = random
        self._pause_seconds_max = 60 * max(1, _PAUSE_MINUTES_MAX // members)
        self._now = _open(date(year, 1, 1))

    def turn_to(self, month: int, day: int) -> None:
        """Go on to a day, or to the working day after it; stay where it is already past."""
        self._now = max(self._now, _open(date(self._year, month, day)))

    def tick(self) -> Moment:
        """The moment at which the next thing happens."""
        pause = self._random.randint(_PAUSE_SECONDS_MIN, self._pause_seconds_max)
        self._now = _working(self._now + timedelta(seconds=pause))
        return Moment(self._squeezed(microseconds(self._now)))

    def _squeezed(self, planned: int) -> int:
        begins, ends = (day_start(date(self._year, month, 1)) for month in (1, 12))
        if self._until is None or self._until >= ends:
            return planned
        return begins + (planned - begins) * (self._until - begins) // (ends - begins)

    def moment(self, month: int, day: int) -> Moment:
        """A moment of another day, for what is recorded late."""
        return Moment(microseconds(_open(date(self._year, month, day)) + timedelta(hours=1)))


def _open(day: date) -> datetime:
    if day.weekday() >= _SATURDAY:
        day += timedelta(days=7 - day.weekday())
    return datetime.combine(day, _MORNING[0], CIVIL_ZONE)


def _working(moment: datetime) -> datetime:
    """The moment itself, or the next one in working hours."""
    hour = moment.time()
    if hour > _AFTERNOON[1]:
        return _open(moment.date() + timedelta(days=1))
    if _MORNING[1] < hour < _AFTERNOON[0]:
        return datetime.combine(moment.date(), _AFTERNOON[0], CIVIL_ZONE)
    return moment
