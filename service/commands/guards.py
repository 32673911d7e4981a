"""What commands of a cycle have in common: the cycle is open, the unit takes part, a step was reached."""

from domain.ballot_facts import BallotContested
from domain.ballots import Ballot
from domain.clusters import Cluster
from domain.cycles import Cycle, require_open, require_step
from domain.facts import Fact
from domain.identity import cycle_parts, stream, stream_cycle, stream_parts
from domain.inspections import InspectionRecorded
from domain.refusals import Refusal
from domain.scores import ScoreRechecked, ScoreVerified
from domain.steps import Step
from domain.timeline import standing
from domain.units import require_active
from domain.votes import Vote
from service.past import Past


def open_cycle(past: Past, cycle: str) -> Cycle:
    """The cycle, if it takes new facts at the moment.

    Raises:
        Refusal: `not_a_cycle`, `cycle_not_opened`, `cycle_closed`.
    """
    cycle_parts(cycle)
    return require_open(past.state("cycle", cycle), past.when)


def after_step(past: Past, cycle: str, step: Step) -> Cycle:
    """The cycle, if it is open and has reached a step, where its rules ask for that.

    Raises:
        Refusal: those of `open_cycle`; `step_not_reached`.
    """
    found = open_cycle(past, cycle)
    require_step(found, step, past.when)
    return found


def member(past: Past, cycle: Cycle, unit: str) -> Cluster:
    """The cycle's cluster, if the unit is known and takes part at the moment.

    Where no source names any member, or the cycle is a force's own movement, every known unit may.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`, `not_a_member`.
    """
    cluster: Cluster = past.state("cluster", cycle.opened.cluster)
    require_active(past.state("unit", unit), unit, past.when)
    if cluster.members and cluster.formed.kind != "movement" and unit not in cluster.members:
        members = ", ".join(sorted(cluster.members))
        raise Refusal("not_a_member", cluster=cluster.id, unit=unit, role="unit", members=members)
    return cluster


# Where facts name units that have to be registered; who proposes, presents or organises may be no unit.
_UNIT_FIELDS = (
    "unit",
    "lead",
    "deputy",
    "outgoing",
    "host",
    "chairs",
    "signatories",
    "candidates",
    "elected",
)
_BY_A_UNIT = (InspectionRecorded, ScoreVerified, ScoreRechecked, BallotContested)


def registered_units(past: Past, fact: Fact) -> None:
    """Check that every unit that a fact names is registered; it may have ended meanwhile.

    Raises:
        Refusal: `unit_not_registered`.
    """
    fields = (*_UNIT_FIELDS, "by") if isinstance(fact, _BY_A_UNIT) else _UNIT_FIELDS
    for field in fields:
        named = getattr(fact, field, None) or ()
        for unit in (named,) if isinstance(named, str) else named:
            if past.state("unit", unit) is None:
                raise Refusal("unit_not_registered", unit=unit)


def known_units(past: Past, *units: str | None) -> None:
    """Check that every unit named is registered.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`.
    """
    for unit in units:
        if unit is not None:
            require_active(past.state("unit", unit), unit, past.when)


def votes_on(past: Past, ballot: str) -> list[Vote]:
    """Every named vote on a ballot that is on record, also those later than the moment."""
    named = past.streams(stream("vote", ballot, ""))
    return [vote for name in named if (vote := past.latest_of(name)) is not None]


def is_cast_live(past: Past, ballot: str) -> bool:
    """Whether an elector has cast its own vote on a ballot: then the close is when choices become known.

    Votes that are all copied from minutes were known before. That nobody has is what a decision rests on, so
    it is taken again where somebody does meanwhile.
    """
    if any(vote.channel != "minutes" for vote in votes_on(past, ballot)):
        return True
    look_at_roll(past, ballot)
    return False


def look_at_roll(past: Past, ballot: str) -> None:
    """Note the vote of every elector of a ballot as looked at, also where there is none yet.

    Streams are found by name in what is recorded: one that begins meanwhile would not be missed.
    """
    state: Ballot | None = past.latest_of(stream("ballot", ballot))
    for elector in () if state is None else state.opened.roll:
        past.entries(stream("vote", ballot, elector))


# What a unit does itself, or what is done to it as a member; titles may still be decided and presented.
_ACTS = ("pledge", "score", "vote")


def nothing_later(past: Past, unit: str, cluster: str | None = None) -> None:
    """Check that a unit did nothing after the moment at which it ends, or leaves a cluster.

    Raises:
        Refusal: `unit_acts_later`, naming the first entry that could not have been.
    """
    for name in past.streams_of(unit=unit, besides=""):
        kind, cycle = stream_parts(name)[0], stream_cycle(name)
        if kind not in _ACTS or (cluster and cycle and cycle_parts(cycle)[0] != cluster):
            continue
        for entry in standing(past.entries(name)):
            if entry.moment.certainly_after(past.when):
                raise Refusal(
                    "unit_acts_later",
                    unit=unit,
                    when=past.when.text(),
                    position=entry.position,
                    topic=entry.topic,
                    date=entry.moment.text(),
                )
