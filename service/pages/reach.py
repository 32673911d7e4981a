"""What the reader's offices see to, for lists of thousands: the permission table is asked of what is left."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from domain.timeline import END_OF_TIME
from projections.point import Point
from projections.units import UNITS
from service.authority.roles import Role
from service.pages.looking import Look


class Reach:
    """The units over which the reader's offices stand, as the offices were given to them by hand."""

    def __init__(self, look: Look) -> None:
        self._look = look
        grants = look.caller.grants
        administers = any(one.role is Role.ADMINISTRATOR for one in grants)  # who has no part in the year
        self._offices = set() if administers else {one.unit for one in grants if one.role is Role.OFFICE}

    @property
    def is_office(self) -> bool:
        """Whether the reader is of an office at all."""
        return bool(self._offices)

    @property
    def is_whole(self) -> bool:
        """Whether the reader is of an office of the whole service."""
        return None in self._offices

    def covers(self, unit: str | None) -> bool:
        """Whether a unit, if any, is one of the offices' own or lies below one."""
        return self.is_whole or unit in self._below

    def seen_to(self, action: str, about: Mapping[str, str | None]) -> set[str]:
        """The streams on which the reader may take an action, of those of `about`, which names the
        unit whose office sees to each; the permission table is asked for what is within reach alone.
        """
        within = (name for name, unit in about.items() if self.covers(unit))
        return {name for name in within if self._look.acts.may(action, name) is not None}

    @cached_property
    def _below(self) -> set[str | None]:
        """The offices' units and all that any unit known now names as above it, at whatever distance."""
        if not self._offices:
            return set()
        now = Point(self._look.past.now.effective, END_OF_TIME, END_OF_TIME)
        children: defaultdict[str | None, list[str | None]] = defaultdict(list)
        for unit in UNITS.all(self._look.connection, now).values():
            children[unit.parent].append(unit.id)
        found: set[str | None] = set()
        waiting = list(self._offices)
        while waiting:
            reached = waiting.pop()
            if reached not in found:
                found.add(reached)
                waiting += children[reached]
        return found
