"""One thing that waits to be done: which act, about what, since which fact, and by when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

# The lead is chosen in turn at the summing-up of each year (read; see `domain.clusters.rotation_warnings`).
ROTATION = "HD 1122/BTĐKT-VI"


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """The fact that made something due: the last of these topics that stands in a stream.

    `about` are fields that the fact must hold just so, such as the year of a handover.
    """

    stream: str
    topics: tuple[str, ...]
    about: Mapping[str, Any] = {}


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """An act that is waited for. `action` is its name in the permission table, `code` why it is waited for.

    `unit` is the one that has to act, or the one that the act is about. `parts` are what else the act is
    about (a drive, a ballot, a title, a year). Before the civil day `starts` it is still to come; `due` is
    the last day for it where a fact gives one, by the text `rule` where one does. `params` fill the reason.
    """

    code: str
    action: str
    cluster: str
    cause: Cause
    cycle: str | None = None
    unit: str | None = None
    parts: Mapping[str, str | int] = {}
    starts: date | None = None
    due: date | None = None
    rule: str | None = None
    params: Mapping[str, Any] = {}

    @property
    def subject(self) -> dict[str, str | int]:
        """All that the act is about, by the names that its address and its form have for it."""
        named = {"cluster": self.cluster, "cycle": self.cycle, "unit": self.unit}
        return {**{name: value for name, value in named.items() if value is not None}, **self.parts}
