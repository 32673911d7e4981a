"""Figures and days as an officer writes them, turned into what a program reads."""

import re
from typing import Any

_DAY = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)


def written_moment(text: str) -> str:
    """`22/11/2022`, `11/2022` and `2022` as a chronicle writes them; anything else as it is."""
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    day, month, year = found.groups()
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def typed_day(value: Any) -> str:
    """A day as it is typed: `22/11/2022`; anything else as it is."""
    text = "" if value is None else str(value)
    found = _ISO_DAY.fullmatch(text)
    return text if found is None else "/".join(reversed(found.groups()))


def written_figure(text: str) -> str:
    """`2.079` and `98,75` with a full stop before the fraction and nothing between thousands."""
    return _plain(text).replace(",", ".")


def written_whole(text: str) -> str:
    """`2.079` without what stands between its thousands."""
    return _plain(text)


def _plain(text: str) -> str:
    return text.replace(".", "") if _GROUPED.fullmatch(text) else text
