"""How far a year has come on a day, as its duties see it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from domain.cycles import Cycle
from domain.identity import stream
from domain.moments import as_datetime, year_bounds
from projections.cycles import Rules, last_year
from projections.duties.duty import Cause, Duty
from projections.point import Point
from projections.steps import progress, statuses
from projections.year import Year

# When work on these begins, as months of the cycle's last year. Reviews follow the months they are named for;
# self-scoring was seen from October on and summings-up from November on. No text says so: nobody is kept from
# earlier, it is only listed as still to come.
MIDYEAR, NINEMONTH, SELF_SCORING, SUMMING_UP = 7, 10, 10, 11


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A year, the civil day on which it is looked at, and what is to be said of each of its steps.

    `awaited` are the electors whose votes each open ballot still waits for; `contested` when each ballot was
    last objected to, in microseconds UTC.
    """

    year: Year
    day: date
    status: Mapping[str, str]
    awaited: Mapping[str, Sequence[str]] = {}
    contested: Mapping[str, int] = {}

    @property
    def cycle(self) -> str:
        """The cycle's id."""
        return self.year.cycle.id

    @property
    def is_strict(self) -> bool:
        """Whether the rules of the cycle ask for every step."""
        rules = self.year.rules.rule_set
        return rules is not None and rules.sequence == "strict"

    def told(self, step: str) -> bool:
        """Whether a fact tells of one of the steps that a cycle takes once."""
        return step in self.year.cycle.steps

    def waits(self, step: str) -> bool:
        """Whether a step, or the rest of it, is still to be taken; not where a later one passed over it."""
        return self.status[step] not in ("reached", "not_stated")

    def since(self, month: int) -> date:
        """The first day of a month of the cycle's last year."""
        return date(last_year(self.year.cycle), month, 1)

    def duty(self, action: str, cause: Cause, **said: Any) -> Duty:
        """A duty in the cycle; its code is its action where nothing else is said."""
        cluster = self.year.cycle.opened.cluster
        return Duty(**{"code": action, **said}, action=action, cause=cause, cluster=cluster, cycle=self.cycle)

    def own(self, *topics: str) -> Cause:
        """The last fact of the cycle's own stream that is of one of these topics, or its opening."""
        return Cause(stream=stream("cycle", self.cycle), topics=("cycle.opened", *topics))


def course(
    year: Year, point: Point, awaited: Mapping[str, Sequence[str]], contested: Mapping[str, int]
) -> Course:
    """How far a year has come at a point."""
    return Course(
        year=year,
        day=as_datetime(point.as_of).date(),
        status=statuses(progress(year), ()),
        awaited=awaited,
        contested=contested,
    )


def is_record(cycle: Cycle, rules: Rules, point: Point) -> bool:
    """Whether a cycle is no more than the record of a past year: nothing in it waits for anybody.

    Its years are over, and no rules ask for more than what its sources happen to state.
    """
    is_over = point.as_of > year_bounds(last_year(cycle))[1]
    return is_over and (rules.rule_set is None or rules.rule_set.sequence == "stated")
