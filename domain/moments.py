"""When something was true in the world, and how exactly that is known."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Self

import msgspec

from domain.refusals import Refusal

# Civil days are days in Việt Nam. The offset has been +07:00 without exception since 1975, so a fixed zone
# gives the same answers as the time zone database and needs no file.
CIVIL_ZONE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
DAY_MICROSECONDS = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EARLIEST_YEAR = 1900
_LATEST_YEAR = 2200


class Precision(StrEnum):
    """How exactly a moment is known."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class Anchor(StrEnum):
    """Where in a period that is known only coarsely a fact begins to count.

    An act known to a month or year is done by the period's END. A state of affairs known to a year (a
    membership, a lead's term, an opened cycle) holds throughout it, from its START.
    """

    START = "start"
    END = "end"


def microseconds(moment: datetime) -> int:
    """The whole microseconds from 1970-01-01 UTC to an aware `moment`."""
    return (moment - _EPOCH) // _MICROSECOND


def as_datetime(effective: int) -> datetime:
    """The instant at `effective` microseconds UTC, told in civil time (+07:00)."""
    return (_EPOCH + effective * _MICROSECOND).astimezone(CIVIL_ZONE)


def day_start(day: date) -> int:
    """The first microsecond of a civil day."""
    return microseconds(datetime(day.year, day.month, day.day, tzinfo=CIVIL_ZONE))


def day_end(day: date) -> int:
    """The last microsecond of a civil day."""
    return day_start(day) + DAY_MICROSECONDS - 1


def month_bounds(year: int, month: int) -> tuple[int, int]:
    """The first and last microsecond of a civil month."""
    after = date(year + month // 12, month % 12 + 1, 1)
    return day_start(date(year, month, 1)), day_start(after) - 1


def year_bounds(year: int) -> tuple[int, int]:
    """The first and last microsecond of a civil year."""
    return day_start(date(year, 1, 1)), day_start(date(year + 1, 1, 1)) - 1


# What no source dates and what has no cycle to count it in (a unit's founding) counts from here on.
SINCE_EVER = day_start(date(_EARLIEST_YEAR, 1, 1))


class Moment(msgspec.Struct, frozen=True):
    """A point in the world's time: microseconds UTC, with the precision it is known to."""

    effective: int
    precision: Precision = Precision.INSTANT

    @classmethod
    def parse(cls, text: str, anchor: Anchor = Anchor.END) -> Self:
        """Read `2022`, `2022-11`, `2022-11-22` or an ISO 8601 instant with an offset.

        Raises:
            Refusal: `moment_unreadable`, `moment_without_offset`, `moment_out_of_range`.
        """
        try:
            return cls._parse(text, anchor)
        except ValueError:
            raise Refusal("moment_unreadable", text=text) from None

    @classmethod
    def _parse(cls, text: str, anchor: Anchor) -> Self:
        at_end = anchor is Anchor.END
        if re.fullmatch(r"\d{4}", text, re.ASCII):
            return cls(year_bounds(civil_year(int(text)))[at_end], Precision.YEAR)
        if re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
            month = date.fromisoformat(f"{text}-01")
            return cls(month_bounds(civil_year(month.year), month.month)[at_end], Precision.MONTH)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            day = date.fromisoformat(text)
            civil_year(day.year)
            return cls(day_start(day), Precision.DAY)
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            raise Refusal("moment_without_offset", text=text)
        civil_year(instant.year)
        return cls(microseconds(instant), Precision.INSTANT)

    @classmethod
    def unknown(cls, anchor: Anchor, years: tuple[int, int] | None) -> Self:
        """A moment of which nothing is known but the years of its cycle, first and last.

        What has no cycle counts since ever if it is a state of affairs; an act has to say at least its year.

        Raises:
            Refusal: `date_needed`.
        """
        if years is not None:
            bounds = year_bounds(years[0])[0], year_bounds(years[1])[1]
            return cls(bounds[anchor is Anchor.END], Precision.UNKNOWN)
        if anchor is Anchor.END:
            raise Refusal("date_needed")
        return cls(SINCE_EVER, Precision.UNKNOWN)

    @classmethod
    def on(cls, day: date) -> Self:
        """A civil day, which counts from its beginning."""
        return cls(day_start(day), Precision.DAY)

    @property
    def civil(self) -> datetime:
        """The moment in civil time."""
        return as_datetime(self.effective)

    def bounds(self) -> tuple[int, int] | None:
        """The first and last microsecond at which it may have been; None if nothing is known."""
        civil = self.civil
        match self.precision:
            case Precision.INSTANT:
                return self.effective, self.effective
            case Precision.DAY:
                return day_start(civil.date()), day_end(civil.date())
            case Precision.MONTH:
                return month_bounds(civil.year, civil.month)
            case Precision.YEAR:
                return year_bounds(civil.year)
            case _:
                return None

    def certainly_after(self, other: "Moment") -> bool:
        """Whether it lies after `other` whatever the unknown parts of both may be.

        Order is refused only on certainty: a fact known to "2019" is not out of order with one of
        2019-11-21.
        """
        mine, others = self.bounds(), other.bounds()
        return mine is not None and others is not None and mine[0] > others[1]

    def text(self) -> str:
        """The moment as a chronicle writes it; `unknown` where nothing is known."""
        civil = self.civil
        match self.precision:
            case Precision.INSTANT:
                return civil.isoformat()
            case Precision.DAY:
                return civil.date().isoformat()
            case Precision.MONTH:
                return f"{civil.year:04d}-{civil.month:02d}"
            case Precision.YEAR:
                return f"{civil.year:04d}"
            case _:
                return "unknown"


def civil_year(year: int) -> int:
    """Give back `year` if it is one of those that the service reckons with.

    Raises:
        Refusal: `moment_out_of_range`.
    """
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise Refusal("moment_out_of_range", year=year, earliest=_EARLIEST_YEAR, latest=_LATEST_YEAR)
    return year
