"""Which entries made each number and word of a cycle's board: by what it is, and the unit that it is of."""

from collections.abc import Iterable, Iterator

import msgspec
from sqlalchemy import Connection

from domain.clusters import ClusterFormed, MemberJoined, MemberLeft
from domain.commendations import CommendationReported
from domain.cycles import CycleOpened, RulesAdopted
from domain.facts import Entry, Fact
from domain.identity import stream, stream_parts
from domain.leads import HandoverAccepted, LeadAssigned, LeadElected, LeadHandedOver
from domain.moments import as_datetime
from domain.pledges import PledgeAmended, PledgeRegistered, PledgeWithdrawn, TargetReported
from domain.scores import ScoreFinalised, ScoreRechecked, ScoreReturned, ScoreSelfSubmitted, ScoreVerified
from domain.units import UnitDissolved, UnitMerged, UnitRegistered, UnitRenamed, UnitSplit
from projections.entries import entries
from projections.origins import Holds, Origins, Positions
from projections.point import Point
from projections.secrecy import open_ballots
from projections.votes import concerned
from projections.year import Year, read_year

Key = tuple[str, str | None]
NOTHING: Positions = frozenset()
_LEADING = (LeadAssigned, LeadElected, LeadHandedOver, HandoverAccepted)
_ENDED = (UnitMerged, UnitSplit, UnitDissolved)
_SCORED = (ScoreSelfSubmitted, ScoreVerified, ScoreRechecked, ScoreFinalised, ScoreReturned)
# What a unit's total at a stage is made of; a return takes back what was before it.
STAGE_FACTS = {
    "self": (ScoreSelfSubmitted, ScoreReturned),
    "verified": (ScoreSelfSubmitted, ScoreVerified, ScoreReturned),
    "final": _SCORED,
}


class Made(msgspec.Struct, frozen=True):
    """The entries that made one number or word: its own, and groups (`Trace.shared`) common to several.

    Points depend on the marks of all units, and ranks on all totals: a group is named by each that it made
    instead of being repeated for it.
    """

    entries: Positions = NOTHING
    shared: tuple[str, ...] = ()


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """What made a board: every number and word by its key, the groups that several share, and the entries."""

    units: list[str]
    made: dict[Key, Made]
    shared: dict[str, Positions]
    origins: Origins

    def whole(self, key: Key) -> Positions:
        """All the entries that made a number or word; none for one that is not on the board."""
        made = self.made.get(key, Made())
        return made.entries.union(*(self.shared[name] for name in made.shared))


def trace(connection: Connection, cycle: str, point: Point, also: Iterable[str] = ()) -> Trace | None:
    """What made the board of a cycle at a point; None for an unknown cycle.

    `also` are units whose streams are read besides those of the board: for comparing it with another one.

    An entry is named for a number if the number could be another without it: each that states it, each that
    replaced or took back what was stated before, and the corrections of them.
    """
    year = read_year(connection, cycle, point)
    if year is None:
        return None
    units = sorted({*year.members, *year.entered})
    around = [
        stream("cluster", year.cycle.opened.cluster),
        *(stream("unit", unit) for unit in {*units, *also}),
    ]
    origins = Origins(entries(connection, point, cycle=cycle, of=around), point.as_of)
    shared = {
        "rules": origins.of(stream("cycle", cycle), RulesAdopted),
        "members": _membership(year, units, origins),
        **_marks(cycle, year, origins),
        **_ballots(connection, year, origins),
    }
    made = dict(_board(year, origins))
    # A unit that has left nothing but its place is on the board no more, and still has been there.
    made |= {("member", unit): Made(_joined(year, unit, origins)) for unit in _came(year, origins)}
    for unit in units:
        made |= {(what, unit): found for what, found in _of_unit(year, unit, origins)}
    return Trace(units=units, made=made, shared=shared, origins=origins)


def _membership(year: Year, units: list[str], origins: Origins) -> Positions:
    """Who took part, and until when: what decides who is ranked, and whom a step waits for."""
    in_time = _by(year.until)
    cluster = origins.of(_cluster(year), MemberJoined, MemberLeft, holds=in_time)
    return cluster.union(*(origins.of(stream("unit", unit), *_ENDED, holds=in_time) for unit in units))


def _cluster(year: Year) -> str:
    return stream("cluster", year.cycle.opened.cluster)


def _joined(year: Year, unit: str, origins: Origins) -> Positions:
    """The coming and going of one unit, as far as it counts for the cycle."""
    in_time = _by(year.until)

    def holds(entry: Entry) -> bool:
        return in_time(entry) and getattr(entry.fact, "unit", None) == unit

    return origins.of(_cluster(year), MemberJoined, MemberLeft, holds=holds)


def _came(year: Year, origins: Origins) -> set[str]:
    facts = (entry.fact for entry in origins.entries(_cluster(year)))
    return {fact.unit for fact in facts if isinstance(fact, MemberJoined)}


def _by(until: int) -> Holds:
    return lambda entry: entry.effective <= until


def _marks(cycle: str, year: Year, origins: Origins) -> dict[str, Positions]:
    """The scores of all units together, stage by stage."""
    return {
        f"marks.{stage}": NOTHING.union(
            *(origins.of(stream("score", cycle, unit), *facts) for unit in year.scores)
        )
        for stage, facts in STAGE_FACTS.items()
    }


def _ballots(connection: Connection, year: Year, origins: Origins) -> dict[str, Positions]:
    """Each ballot's own entries and, once it is over, the named votes that were counted."""
    names = [ballot.id for ballot in year.ballots]
    hidden = open_ballots(connection, names)
    cast: dict[str, set[int]] = {name: set() for name in names}
    for entry in origins.stands.values():
        kind, parts = stream_parts(entry.originator_id)
        if kind == "vote" and parts[0] in cast and parts[0] not in hidden:
            cast[parts[0]].add(entry.position)
    return {
        f"ballot:{name}": origins.of(stream("ballot", name)) | origins.corrected(cast[name]) for name in names
    }


def _board(year: Year, origins: Origins) -> Iterator[tuple[Key, Made]]:
    """What the board says of the cluster as a whole."""
    opened = Made(origins.of(stream("cycle", year.cycle.id), CycleOpened))
    for what in ("first_year", "last_year", "movement", "theme", "slogans"):
        yield (what, None), opened
    yield ("name", None), Made(origins.of(_cluster(year), ClusterFormed))
    yield ("rule_set", None), Made(shared=("rules",))
    yield ("max", None), Made(shared=("rules",))
    yield ("ranked_by", None), Made(shared=("rules", "marks.final", "members"))
    leading = Made(_leading(year, origins))
    yield ("lead", None), leading
    yield ("deputy", None), leading
    own = stream("commendation", year.cycle.id)
    reports = (entry.fact for entry in origins.entries(own))
    for line in dict.fromkeys(fact.line for fact in reports if isinstance(fact, CommendationReported)):
        yield (f"commendation:{line}", None), Made(origins.of(own, holds=_reports(line)))


def _reports(line: str) -> Holds:
    return lambda entry: getattr(entry.fact, "line", None) == line


def _leading(year: Year, origins: Origins) -> Positions:
    """How the lead and deputy of the time came to lead, and whether they are members: else they do not."""
    civil = as_datetime(year.until).year if year.tenure is None else year.tenure.year
    chosen = origins.of(
        _cluster(year), *_LEADING, holds=lambda entry: getattr(entry.fact, "year", None) == civil
    )
    facts = [origins.stands[position].fact for position in chosen if position in origins.stands]
    units = {unit for fact in facts for unit in _chosen(fact)}
    return chosen.union(*(_joined(year, unit, origins) for unit in units))


def _chosen(fact: Fact) -> set[str]:
    named = (getattr(fact, name, None) for name in ("lead", "deputy", "unit"))
    return {unit for unit in named if unit is not None}


def _of_unit(year: Year, unit: str, origins: Origins) -> Iterator[tuple[str, Made]]:
    """What the board says of one unit."""
    own = stream("unit", unit)
    yield "name", Made(origins.of(own, UnitRegistered, UnitRenamed))
    yield "status", Made(origins.of(own, UnitRegistered, *_ENDED))
    yield "member", Made(_joined(year, unit, origins))
    yield "left", Made(_joined(year, unit, origins) | origins.of(own, *_ENDED, holds=_by(year.until)))
    yield from _scored(year, stream("score", year.cycle.id, unit), origins)
    yield from _pledged(stream("pledge", year.cycle.id, unit), origins)
    for one in year.nominations:
        if one.unit == unit:
            named = stream("nomination", year.cycle.id, one.title, unit)
            yield f"title:{one.title}", Made(origins.of(named))
    for ballot in year.ballots:
        if unit in concerned(ballot):
            yield f"votes:{ballot.id}", Made(shared=(f"ballot:{ballot.id}",))


def _scored(year: Year, own: str, origins: Origins) -> Iterator[tuple[str, Made]]:
    """A unit's totals and its rank; points on one criterion depend on the marks of all."""
    for stage, facts in STAGE_FACTS.items():
        found = origins.of(own, *facts)
        yield f"score.{stage}", Made(found, ("rules", f"marks.{stage}")) if found else Made()
    final = origins.of(own, *STAGE_FACTS["final"])
    yield "score.max", Made(final, ("rules",))
    yield "rank", Made(final, ("rules", "marks.final", "members")) if final else Made()


def _pledged(own: str, origins: Origins) -> Iterator[tuple[str, Made]]:
    targets = origins.of(own, PledgeRegistered, PledgeAmended, holds=_tells("targets"))
    results = targets | origins.of(own, TargetReported, holds=_is_on_targets)
    yield "targets.total", Made(targets)
    yield "targets.met", Made(results)
    yield "targets.all_met", Made(results)
    withdrawn = origins.of(own, PledgeWithdrawn)
    titles = origins.of(own, PledgeRegistered, PledgeAmended, holds=_tells("titles"))
    yield "pledged_titles", Made(titles | withdrawn)


def _tells(field: str) -> Holds:
    return lambda entry: getattr(entry.fact, field, None) is not None


def _is_on_targets(entry: Entry) -> bool:
    """Whether a report is on a registered target or on all of them, and not a figure by its own name."""
    return getattr(entry.fact, "name", None) is None
