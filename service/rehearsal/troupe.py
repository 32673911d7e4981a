"""One cluster of a history: the facts of its years, scene by scene, made without decisions."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from domain.ballot_facts import BallotClosed, BallotCounted, BallotOpened
from domain.clusters import ClusterFormed, MemberJoined
from domain.commendations import CommendationReported
from domain.counts import Count, OptionCount
from domain.criteria import leaves
from domain.cycles import (
    CycleClosed,
    CycleLaunched,
    CycleOpened,
    CycleSummedUp,
    DossierSubmitted,
    MidyearReviewed,
    MinutesSigned,
    NinemonthChecked,
    RulesAdopted,
)
from domain.drives import DriveClosed, DriveLaunched, DriveReviewed
from domain.facts import Entry, Fact
from domain.identity import ballot_id, cycle_id, stream
from domain.inspections import InspectionRecorded
from domain.leads import LeadAssigned
from domain.marks import Mark
from domain.nomination_facts import NominationDecided, NominationProposed, NominationSubmitted
from domain.pledges import PledgeRegistered, PledgeSigned
from domain.scores import ScoreFinalised, ScoreSelfSubmitted, ScoreVerified
from domain.units import UnitRegistered
from domain.votes import VoteCast
from service.rehearsal.bulk import Bulk
from service.rehearsal.cast import ORGANISER, cluster_slug, unit_name
from service.rehearsal.table import GOALS, TABLE, TARGETS, rules_of
from service.rulebook import rule_set

_TITLE, _FLAG = "determined_to_win_unit", "flag_ministry"
_CANDIDATES = 3
_DRIVE = "xuan-dien-tap"
_UNITS_A_NOMINATION = 10
_STRENGTHS = 16  # as many different sets of marks there are; units share them in turn
_YEARLY_PER_MEMBER = 7
_YEARLY_APART = 17
_NOMINATION_FACTS = 3


class Troupe:
    """A cluster, its members, and the streams of the year it is in."""

    def __init__(self, bulk: Bulk, number: int, members: Sequence[str]) -> None:
        self.pledges: list[str] = []
        self._entry = bulk.entry
        self._number = number
        self._members = tuple(members)
        self._cluster = cluster_slug(number)
        self._year = 0
        self._cycle = ""
        self._marks = [_marks(strength) for strength in range(_STRENGTHS)]

    @property
    def founding_entries(self) -> int:
        """How many entries `founding` gives."""
        return 2 * len(self._members) + 1

    @property
    def yearly_entries(self) -> int:
        """How many entries all scenes of a year give together."""
        nominated = _NOMINATION_FACTS * len(self._nominated())
        return _YEARLY_PER_MEMBER * len(self._members) + _YEARLY_APART + nominated

    def founding(self) -> Iterator[Entry]:
        """Units are registered and join the cluster that is formed of them."""
        for unit in self._members:
            yield self._entry(stream("unit", unit), UnitRegistered(name=unit_name(unit), fictional=True))
        cluster = stream("cluster", self._cluster)
        name = f"Cụm diễn tập số {self._number}"
        yield self._entry(cluster, ClusterFormed(name=name, kind="cluster", organiser=ORGANISER))
        for unit in self._members:
            yield self._entry(cluster, MemberJoined(unit=unit))

    def opening(self, year: int) -> Iterator[Entry]:
        """Lead, cycle, rules, launch; the members lead in turn."""
        self._year, self._cycle = year, cycle_id(self._cluster, year)
        self.pledges = [stream("pledge", self._cycle, unit) for unit in self._members]
        lead, deputy = (self._members[(year + turn) % len(self._members)] for turn in (0, 1))
        assigned = LeadAssigned(year=year, mode="assigned", lead=lead, deputy=deputy)
        yield self._entry(stream("cluster", self._cluster), assigned)
        yield self._step(CycleOpened(cluster=self._cluster, first_year=year))
        yield self._step(RulesAdopted(rule_set=rule_set(rules_of(year)), scoring_table=TABLE))
        yield self._step(CycleLaunched(host=lead))

    def pledging(self) -> Iterator[Entry]:
        """Every member registers and signs its pledge; a drive begins."""
        registered, signed = PledgeRegistered(targets=TARGETS, titles=(_TITLE,)), PledgeSigned()
        for pledge in self.pledges:
            yield self._entry(pledge, registered)
        for pledge in self.pledges:
            yield self._entry(pledge, signed)
        yield self._entry(stream("drive", self._cycle, _DRIVE), DriveLaunched(name="Đợt thi đua diễn tập"))

    def midyear(self) -> Iterator[Entry]:
        """The drive ends, members are inspected, the half year is reviewed."""
        drive = stream("drive", self._cycle, _DRIVE)
        yield self._entry(drive, DriveReviewed(collectives=3, individuals=12))
        yield self._entry(drive, DriveClosed())
        yield from self._each("inspection", InspectionRecorded(kind="superior", by=ORGANISER), "1")
        yield self._step(MidyearReviewed(host=self._members[0]))

    def scoring(self) -> Iterator[Entry]:
        """The nine-month check, then every member's own, verified and final score."""
        yield self._step(NinemonthChecked(host=self._members[0]))
        for place, unit in enumerate(self._members):
            marks = self._marks[place % _STRENGTHS]
            yield self._entry(stream("score", self._cycle, unit), ScoreSelfSubmitted(marks=marks))
        for place, unit in enumerate(self._members):
            marks = self._marks[(place + 1) % _STRENGTHS][:1]
            yield self._entry(stream("score", self._cycle, unit), ScoreVerified(marks=marks, by=ORGANISER))
        yield from self._each("score", ScoreFinalised())

    def voting(self) -> Iterator[Entry]:
        """The summing-up, and a roll call on one flag that the first candidate wins."""
        yield self._step(CycleSummedUp(host=self._members[0]))
        rule = rule_set(rules_of(self._year)).ballot
        first, *others = candidates = self._members[:_CANDIDATES]
        name = ballot_id(self._cycle, "flag-ministry")
        opened = BallotOpened(
            cycle=self._cycle,
            titles=(_FLAG,),
            candidates=candidates,
            roll=self._members,
            mode="roll_call",
            rule=rule,
            seats=1,
        )
        yield self._entry(stream("ballot", name), opened)
        vote = VoteCast(choices={first: "for", **dict.fromkeys(others, "against")}, channel="hall")
        for unit in self._members:
            yield self._entry(stream("vote", name, unit), vote)
        yield self._entry(stream("ballot", name), BallotClosed())
        counted = BallotCounted(count=_count(len(self._members), candidates), elected=(first,))
        yield self._entry(stream("ballot", name), counted)

    def ending(self) -> Iterator[Entry]:
        """Minutes, nominations up to their decision, commendations, the dossier, the close."""
        yield self._step(MinutesSigned(signatories=self._members[:_CANDIDATES]))
        for unit in self._nominated():
            name = stream("nomination", self._cycle, _TITLE, unit)
            yield self._entry(name, NominationProposed(by=self._members[0]))
            yield self._entry(name, NominationSubmitted())
            yield self._entry(name, NominationDecided(outcome="granted", signed_on=date(self._year, 12, 1)))
        reported = CommendationReported(line="tat-ca", collectives=80, individuals=300, counting="instances")
        yield self._entry(stream("commendation", self._cycle), reported)
        yield self._step(DossierSubmitted())
        yield self._step(CycleClosed())

    def _nominated(self) -> tuple[str, ...]:
        return self._members[::_UNITS_A_NOMINATION]

    def _step(self, fact: Fact) -> Entry:
        return self._entry(stream("cycle", self._cycle), fact)

    def _each(self, kind: str, fact: Fact, *parts: str) -> Iterator[Entry]:
        for unit in self._members:
            yield self._entry(stream(kind, self._cycle, unit, *parts), fact)


def _count(electors: int, candidates: Sequence[str]) -> Count:
    return Count(
        issued=electors,
        returned=electors,
        valid=electors,
        invalid=0,
        present=electors,
        consulted=0,
        options=tuple(
            OptionCount(
                candidate=candidate,
                votes_for=0 if place else electors,
                votes_against=electors if place else 0,
                votes_abstain=0,
            )
            for place, candidate in enumerate(candidates)
        ),
    )


@cache
def _marks(strength: int) -> tuple[Mark, ...]:
    """Marks on every leaf of the table, the same ones for all clusters; strength 0 is the weakest."""
    marks = []
    for leaf in leaves(TABLE):
        match leaf.kind:
            case "quantitative":
                target = GOALS.get(leaf.id)
                actual = (target or Decimal(4)) + Decimal(strength - 4)
                marks.append(Mark(criterion=leaf.id, actual=actual, target=target))
            case "pass_fail":
                marks.append(Mark(criterion=leaf.id, passed=True))
            case "bonus_penalty":
                marks.append(Mark(criterion=leaf.id, points=Decimal(strength - 8)))
            case _:
                points = leaf.maximum - Decimal(_STRENGTHS - strength)
                marks.append(Mark(criterion=leaf.id, points=points))
    return tuple(marks)
