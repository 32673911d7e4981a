"""What an audit asks of the journal, as a person or a program writes it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

import msgspec

from domain.moments import civil_year, day_end, day_start, microseconds
from domain.refusals import Refusal
from projections.events import EventFilter
from service.answers import PointUnreadable

_DAY_LETTERS = len("2022-11-21")
# Where a plain day begins or ends the period.
_TIMES: Mapping[str, Callable[[date], int]] = {
    "recorded_from": day_start,
    "recorded_until": day_end,
    "effective_from": day_start,
    "effective_until": day_end,
}


def event_filter(told: Mapping[str, str | None]) -> EventFilter:
    """Which entries are asked for, by the names of `EventFilter`; its times are days or instants.

    Raises:
        PointUnreadable: `moment_unreadable`, `moment_without_offset`, `moment_out_of_range`.
    """
    stated = {name: text for name, text in told.items() if text is not None}
    times = {name: _microseconds(name, text) for name, text in stated.items() if name in _TIMES}
    return msgspec.convert({**stated, **times}, EventFilter)


def _microseconds(name: str, text: str) -> int:
    try:
        return _read(text, _TIMES[name])
    except (ValueError, OverflowError):
        raise PointUnreadable(name, Refusal("moment_unreadable", text=text)) from None
    except Refusal as refusal:
        raise PointUnreadable(name, refusal) from refusal


def _read(text: str, bound: Callable[[date], int]) -> int:
    if len(text) == _DAY_LETTERS:
        day = date.fromisoformat(text)
        civil_year(day.year)
        return bound(day)
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise Refusal("moment_without_offset", text=text)
    civil_year(instant.year)
    return microseconds(instant)
