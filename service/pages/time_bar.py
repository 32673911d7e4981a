"""The time bar: the point that a page stands at, the days around it, and the way back to now."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.moments import CIVIL_ZONE, as_datetime
from projections.days import cycle_days, stream_days

if TYPE_CHECKING:
    from service.pages.looking import Look

_THOUSAND = 1_000
_OWN = ("as_of", "known_at", "recorded")  # what the bar itself asks, and what belongs to one moment only


class Tick(NamedTuple):
    """A milestone on the line of the year: `place` is in thousandths from its beginning."""

    place: int
    on: str
    step: str
    address: str


class TimeBar(NamedTuple):
    """What the bar tells. `before` and `after` lead to the nearest days on which something happened."""

    as_of: date
    known_at: str
    position: int
    travels: bool
    before: str | None
    after: str | None
    ticks: Sequence[Tick]
    place: int | None  # of the day on the line of the year, in thousandths; None outside of it
    compare: str | None
    now: str  # the way back
    kept: Sequence[tuple[str, str]]  # what else the address asks, for the form that changes the point


def time_bar(look: "Look", kind: str | None, key: str | None) -> TimeBar:
    """The bar of a page about a cycle, a cluster or a unit, or about no single one."""
    days: Sequence[str] = ()
    ticks: list[Tick] = []
    place = None
    day = as_datetime(look.point.as_of).date()
    if kind == "cycle" and key is not None:
        told = cycle_days(look.connection, key, look.point)
        if told is not None:
            days = told["days"]
            ticks = _ticks(look, told)
            place = _place(day, told)
    elif kind is not None and key is not None:
        days = stream_days(look.connection, kind, key, look.point)
    path = look.request.url.path
    kept = [(name, value) for name, value in look.request.query_params.multi_items() if name not in _OWN]
    before, after = _around(days, day.isoformat())
    known = look.asked.known_at
    return TimeBar(
        as_of=day,
        known_at="" if known is None else known.astimezone(CIVIL_ZONE).date().isoformat(),
        position=look.point.position,
        travels=look.travels,
        before=before and look.url(path, **dict(kept), as_of=before),
        after=after and look.url(path, **dict(kept), as_of=after),
        ticks=ticks,
        place=place,
        compare=look.url(f"/cycles/{key}/differences") if kind == "cycle" else None,
        now=look.url(path, **dict(kept), as_of=None, known_at=None),
        kept=kept,
    )


def _around(days: Sequence[str], day: str) -> tuple[str | None, str | None]:
    """The nearest days before and after a day."""
    at, past = bisect_left(days, day), bisect_right(days, day)
    return (days[at - 1] if at else None), (days[past] if past < len(days) else None)


def _ticks(look: "Look", told: dict[str, Any]) -> list[Tick]:
    path = look.request.url.path
    found = []
    for milestone in told["milestones"]:
        place = _place(date.fromisoformat(milestone["on"]), told)
        if place is not None:
            address = look.url(path, as_of=milestone["on"])
            found.append(Tick(place, milestone["on"], milestone["step"], address))
    return found


def _place(day: date, told: dict[str, Any]) -> int | None:
    """Where a day lies between the first and the last day of a cycle's years, in thousandths."""
    first, last = date(told["first_year"], 1, 1), date(told["last_year"], 12, 31)
    if not first <= day <= last:
        return None
    return (day - first).days * _THOUSAND // (last - first).days
