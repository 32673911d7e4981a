"""Which roles a person holds for something, at the moment at which they ask."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from domain.ballots import Ballot
from domain.clusters import Cluster, every_tenure, leading_on
from domain.cycles import Cycle
from domain.delegations import Scope as Delegated
from domain.delegations import Standing, standing_of
from domain.facts import Entry
from domain.identity import stream
from domain.moments import year_bounds
from domain.timeline import END_OF_TIME
from domain.units import Unit, UnitRegistered
from projections.point import Point
from projections.units import UNITS
from service.authority.askers import Asker
from service.authority.roles import Phase, Role
from service.authority.subjects import Subject
from service.past import Past

ABOVE_MAX = 10  # units above a unit: more than any force has, and an end where two name each other


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A role that somebody holds, for which unit, and by what standing where they speak for one."""

    role: Role
    unit: str | None = None
    standing: Standing | None = None

    def told(self) -> str:
        """The authority as an entry's envelope has it (`lead:ca-tinh-a`), with the person stood in for."""
        parts = [str(self.role), *([self.unit] if self.unit else [])]
        if self.standing is not None and self.standing.by is not None:
            parts.append(f"for:{self.standing.by}")
        return ":".join(parts)


def phase_of(cycle: Cycle | None) -> Phase:
    """How far a cycle is."""
    if cycle is None:
        return Phase.NONE
    if cycle.closed:
        return Phase.CLOSED
    return Phase.CONCLUDED if "summed_up" in cycle.steps else Phase.RUNNING


class Holding:
    """The roles of one asker for one subject. What it looks at is noted in `past`.

    `delegated` is what a stand-in must have been given to act for the representative of the unit concerned.
    """

    def __init__(
        self, past: Past, asker: Asker, subject: Subject, delegated: Delegated | None = None
    ) -> None:
        self._past = past
        self._asker = asker
        self._subject = subject
        self._delegated = delegated
        self.cluster: Cluster | None = (
            None if subject.cluster is None else past.present("cluster", subject.cluster)
        )
        self.phase = phase_of(None if subject.cycle is None else past.present("cycle", subject.cycle))

    def of(self, role: Role) -> Held | None:
        """How the asker holds a role; None where they do not."""
        if role is Role.ANYONE:
            return Held(role=role)
        if self._asker.person is None:
            return None
        administers = any(one.role is Role.ADMINISTRATOR for one in self._asker.grants)
        match role:
            case Role.PERSON:
                return Held(role=role)
            case Role.ADMINISTRATOR:
                return Held(role=role) if administers else None
            case _ if administers:
                return None  # who keeps the accounts has no part in the year, whoever appointed them to one
            case Role.OFFICE | Role.INSPECTOR:
                return self._given(role)
            case _:
                return self._derived(role)

    def _derived(self, role: Role) -> Held | None:
        """A role that follows from the log."""
        match role:
            case Role.LEAD | Role.DEPUTY:
                return self._speaking(role, self.leading(role), "lead")
            case Role.REPRESENTATIVE:
                unit = self._subject.unit
                takes_part = unit is not None and self._takes_part(unit)
                return self._speaking(role, unit, self._delegated) if takes_part else None
            case Role.MEMBER:
                return self._member()
            case _:
                return Held(role=role) if self._asker.person in self.tellers() else None

    def holder(self, role: Role) -> str | None:
        """The unit that holds a role for the subject, where one does and it is known."""
        match role:
            case Role.LEAD | Role.DEPUTY:
                return self.leading(role)
            case Role.OFFICE:
                return self._overseen()
            case Role.REPRESENTATIVE:
                return self._subject.unit
        return None

    def leading(self, role: Role) -> str | None:
        """The unit that leads, or deputises, in the year that the subject is of."""
        return None if self.cluster is None else _leader(self.cluster, role, self._day())

    def members(self) -> set[str]:
        """The members of the subject's cluster: of today, and of the end of the subject's year."""
        cluster, years = self.cluster, self._subject.years
        if cluster is None:
            return set()
        then: Cluster | None = None
        if years is not None:
            then = self._past.state_on(year_bounds(years[1])[1], "cluster", cluster.id)
        return {*cluster.members, *(() if then is None else then.members)}

    def leads_from(self, roles: Iterable[Role]) -> date | None:
        """The first day to come on which the asker's unit begins to hold one of the roles, as recorded."""
        cluster, years = self.cluster, self._subject.years
        if cluster is None:
            return None
        for day in sorted({tenure.effective_from for tenure in every_tenure(cluster)}):
            counts = years is None or years[0] <= day.year <= years[1]
            if counts and day > self._past.now.civil.date():
                units = [(role, _leader(cluster, role, day)) for role in roles]
                if any(self._speaking(role, unit, "lead") for role, unit in units):
                    return day
        return None

    def deposes(self, asked: Mapping[str, Any], role: Role) -> bool:
        """Whether what is told of a year's lead differs from a tenure that runs already.

        It is the lead of the year before who has the next one elected and hands over, so without this
        whoever led last could put themselves back in the middle of another's year. A lead may go before its
        year is over, from today on; that is not for its deputy to say, nor another choice than is recorded.
        """
        today, begins = self._past.now.civil.date(), asked["effective_from"]
        tenure = None if self.cluster is None else self.cluster.tenures.get(asked["year"])
        is_known = tenure is not None and tenure.effective_from == begins
        if begins is not None and begins.year < asked["year"] and not is_known:
            return role is not Role.LEAD or bool(begins < today)
        if tenure is None or (tenure.effective_from > today and role is Role.LEAD):
            return False
        told = [(getattr(tenure, name), asked[name]) for name in ("lead", "deputy", "effective_from")]
        return any(known is not None and new not in (None, known) for known, new in told)

    def is_named(self, year: int) -> bool:
        """Whether the handover of a year names its lead, so that nobody accepts it who was not meant."""
        tenure = None if self.cluster is None else self.cluster.tenures.get(year)
        return tenure is None or tenure.lead is not None

    def tellers(self) -> tuple[str, ...]:
        """The persons appointed to count the ballot."""
        ballot = self._ballot()
        return () if ballot is None else ballot.tellers

    def _ballot(self) -> Ballot | None:
        ballot = self._subject.ballot
        found: Ballot | None = None if ballot is None else self._past.present("ballot", ballot)
        return found

    def _day(self) -> date:
        """Today, or the nearest day of the subject's years: who led a year sees it to its end."""
        today, years = self._past.now.civil.date(), self._subject.years
        if years is None:
            return today
        return min(max(today, date(years[0], 1, 1)), date(years[1], 12, 31))

    def _speaking(self, role: Role, unit: str | None, scope: Delegated | None) -> Held | None:
        """A stand-in speaks in the scope that is needed; where there is none only the appointed do."""
        if unit is None or self._asker.person is None:
            return None
        standing = standing_of(self._past.present("unit", unit), self._asker.person, self._past.now, scope)
        if standing is None or (scope is None and standing.by is not None):
            return None
        return Held(role=role, unit=unit, standing=standing)

    def _takes_part(self, unit: str) -> bool:
        """Whether a unit has a say in the subject's cluster: as a member, or as an elector of the ballot.

        Where no source names any member, or the cluster is a force's own movement, every unit may.
        """
        if self._subject.cluster is None:
            return True
        cluster = self.cluster
        if cluster is None:
            return False
        if not cluster.members or cluster.formed.kind == "movement" or unit in self.members():
            return True
        ballot = self._ballot()
        return ballot is not None and unit in ballot.opened.roll

    def _given(self, role: Role) -> Held | None:
        """A role given by hand: over the whole service, or over a unit and what is below it."""
        over = [one.unit for one in self._asker.grants if one.role is role]
        if None in over:
            return Held(role=role)
        above = self._above() if over else set()
        return next((Held(role=role, unit=unit) for unit in over if unit in above), None)

    def _overseen(self) -> str | None:
        """The unit whose office sees to the subject; None where none is stated."""
        if self.cluster is not None:
            return self.cluster.formed.organiser
        if self._subject.cluster is not None:
            return self._subject.above  # one to form; of one that is formed later nobody is its unit's office
        return self._subject.above or self._subject.unit

    def _above(self) -> set[str]:
        """The unit whose office sees to the subject and every unit above it, without those that ended.

        Who registers a unit that others named as the one above them, before it was known, does not thereby
        come to stand over those others.
        """
        passed: set[str] = set()
        found: set[str] = set()
        reached, below = self._overseen(), None
        while reached is not None and reached not in passed and len(passed) < ABOVE_MAX:
            passed.add(reached)
            unit: Unit | None = self._past.present("unit", reached)
            if unit is None or unit.ended is None or not self._past.now.certainly_after(unit.ended):
                found.add(reached)
            known = self._registration(reached)
            if unit is None or (below is not None and _claims(known, below)):
                return found
            reached, below = unit.parent, known
        return found

    def _registration(self, unit: str) -> Entry | None:
        """The entry that registered a unit: the last, where an earlier one was taken back."""
        recorded = self._past.entries(stream("unit", unit))
        return next((one for one in reversed(recorded) if isinstance(one.fact, UnitRegistered)), None)

    def _member(self) -> Held | None:
        """Any unit that takes part in the year or the cluster, for which the asker speaks in whatever."""
        if self.cluster is None or self._asker.person is None:
            return None
        today = Point(self._past.now.effective, END_OF_TIME, END_OF_TIME)
        subjects = [stream("unit", unit) for unit in sorted(self.members())]
        units = UNITS.all(self._past.connection, today, subjects=subjects)
        for name, unit in units.items():
            standing = standing_of(unit, self._asker.person, self._past.now)
            if standing is not None:
                return Held(role=Role.MEMBER, unit=name.partition(":")[2], standing=standing)
        return None


def _claims(above: Entry | None, below: Entry) -> bool:
    """Whether an office of some unit registered one that another had named as the unit above it before."""
    if above is None:
        return False
    return above.position > below.position and (above.authority or "").startswith(f"{Role.OFFICE}:")


def _leader(cluster: Cluster, role: Role, day: date) -> str | None:
    tenure = leading_on(cluster, day)
    if tenure is None:
        return None
    return tenure.lead if role is Role.LEAD else tenure.deputy
