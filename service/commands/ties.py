"""What ties an entry to other streams: what must not be amended, or not before something else is."""

from typing import Any

import msgspec

from domain.ballot_facts import BallotClosed, BallotCounted, BallotOpened
from domain.ballots import Ballot, close
from domain.clusters import ClusterFormed, MemberLeft
from domain.cycles import CycleOpened, RulesAdopted
from domain.facts import Entry, Fact
from domain.identity import cycle_parts, stream, stream_cycle, stream_parts
from domain.marks import check_known, check_marks
from domain.moments import Moment
from domain.refusals import Refusal
from domain.scores import ScoreExplained, ScoreRechecked, ScoreSelfSubmitted, ScoreVerified
from domain.timeline import fold, standing
from domain.topics import NOUNS
from domain.units import UnitDissolved, UnitMerged, UnitRegistered, UnitSplit
from domain.votes import VoteCast, VoteChanged, check_choices
from service.commands.guards import is_cast_live, look_at_roll, registered_units, votes_on
from service.past import Past

UnitEnded = UnitMerged | UnitSplit | UnitDissolved


def check_amendable(past: Past, entry: Entry) -> None:
    """Check that what an entry says of a ballot may still be put right.

    A vote that its elector cast is nobody else's to amend; one copied from minutes is, until the ballot has
    an outcome, which it would belie.

    Raises:
        Refusal: `vote_not_correctable`, `vote_counted`, `ballot_has_votes`.
    """
    fact = entry.fact
    if isinstance(fact, VoteCast | VoteChanged):
        if fact.channel != "minutes":
            raise Refusal("vote_not_correctable", position=entry.position, channel=fact.channel)
        ballot = past.latest_of(_ballot_of(entry))
        if ballot is not None and ballot.is_decided:
            decided = ballot.decided_at.text()
            raise Refusal("vote_counted", position=entry.position, ballot=ballot.id, decided_at=decided)
    if isinstance(fact, BallotOpened):
        _, (name,) = stream_parts(entry.originator_id)
        if votes := _in_force(past, past.streams(stream("vote", name, ""))):
            raise Refusal("ballot_has_votes", ballot=name, votes=len(votes))
        look_at_roll(past, name)


def check_stays_over(past: Past, entry: Entry) -> None:
    """Check that taking an entry back does not open a ballot again in which electors voted themselves.

    Once it was over their choices were told; who then voted, or voted otherwise, would know those of others.

    Raises:
        Refusal: `ballot_not_reopened`.
    """
    if stream_parts(entry.originator_id)[0] != "ballot":
        return
    left = [one for one in standing(past.entries(entry.originator_id)) if one.position != entry.position]
    ballot: Ballot | None = fold(left, NOUNS["ballot"].evolve)
    if ballot is None or not ballot.is_open or past.latest_of(entry.originator_id).is_open:
        return
    if is_cast_live(past, ballot.id):
        raise Refusal("ballot_not_reopened", position=entry.position, topic=entry.topic, ballot=ballot.id)


def check_departures(past: Past, entry: Entry) -> None:
    """Check that an end of a unit left nothing behind: its clusters' entries say that it went on that day.

    Raises:
        Refusal: `unit_departed`, naming the entries by which it left.
    """
    if not isinstance(entry.fact, UnitEnded):
        return
    _, (unit,) = stream_parts(entry.originator_id)
    left = [
        found.position
        for cluster in past.clusters_of(unit, entry.effective - 1)
        for found in standing(past.entries(stream("cluster", cluster)))
        if isinstance(found.fact, MemberLeft)
        and (found.fact.unit, found.effective) == (unit, entry.effective)
    ]
    if left:
        raise Refusal("unit_departed", position=entry.position, unit=unit, left=", ".join(map(str, left)))


def check_unused(past: Past, entry: Entry) -> None:
    """Check that nothing in other streams rests on an entry: that is to be taken back first.

    Raises:
        Refusal: `entry_in_use`.
    """
    kind, parts = stream_parts(entry.originator_id)
    match entry.fact:
        case CycleOpened():
            users = past.streams_of(cycle=parts[0], besides=entry.originator_id)
        case RulesAdopted():
            users = past.streams(stream("score", parts[0], ""))
        case ClusterFormed():
            cycles = past.streams(stream("cycle", parts[0]) + "-")
            users = [name for name in cycles if cycle_parts(stream_parts(name)[1][0])[0] == parts[0]]
        case UnitRegistered():
            users = past.streams_naming(parts[0], besides=entry.originator_id)
        case _:
            return
    if users := _in_force(past, users):
        raise Refusal("entry_in_use", position=entry.position, kind=kind, name=parts[0], users=len(users))


def check_fits(past: Past, entry: Entry, fact: Fact) -> None:
    """Check what a corrected fact says against other streams, as the decision that made the entry did.

    Raises:
        Refusal: `stream_misfits`, `unit_not_registered`, `outcome_belies_count`, those of
            `votes.check_choices` and `marks.check_marks`.
    """
    check_stream(entry.originator_id, fact)
    registered_units(past, fact)
    match fact:
        case BallotCounted(elected=elected):
            _check_figures(past, entry, fact)
            _check_outcome(past.latest_of(entry.originator_id), fact, elected)
        case VoteCast(choices=choices) | VoteChanged(choices=choices):
            if fact.channel != "minutes":  # nobody but its elector says that it voted itself
                raise Refusal("vote_not_correctable", position=entry.position, channel=fact.channel)
            ballot = past.latest_of(_ballot_of(entry))
            check_choices(ballot, stream_parts(entry.originator_id)[1][-1], choices)
        case ScoreSelfSubmitted(marks=marks) | ScoreVerified(marks=marks) | ScoreRechecked(marks=marks):
            check_marks(_table_of(past, entry), marks)
        case ScoreExplained(explanations=explanations) if (table := _table_of(past, entry)) is not None:
            check_known(table, [explanation.criterion for explanation in explanations])


def check_close(past: Past, entry: Entry, fact: Fact, when: Moment) -> None:
    """Check that a ballot could have been closed as a correction has it, with all its votes.

    Raises:
        Refusal: those of `ballots.close`.
    """
    ballot: Ballot | None = past.latest_of(entry.originator_id) if isinstance(fact, BallotClosed) else None
    if ballot is None or not isinstance(fact, BallotClosed):
        return
    still_open = msgspec.structs.replace(
        ballot, closed=None, closed_at=None, counted=None, acclaimed=None, decided_at=None, annulment=None
    )
    close(still_open, votes_on(past, ballot.id), when=when, present=fact.present, document=fact.document)


def _check_figures(past: Past, entry: Entry, corrected: BallotCounted) -> None:
    """Figures that were counted from the electors' own votes are not corrected: they are counted anew."""
    held: Any = entry.fact
    same = (held.count, held.elected, held.tied) == (corrected.count, corrected.elected, corrected.tied)
    _, (ballot,) = stream_parts(entry.originator_id)
    if not same and is_cast_live(past, ballot):
        told = {"elected": corrected.elected, "by_count": held.elected, "tied": held.tied}
        raise Refusal("outcome_belies_count", ballot=ballot, **told)


def _check_outcome(ballot: Ballot, corrected: BallotCounted, elected: tuple[str, ...] | None) -> None:
    """An outcome that followed from its figures still does; one that a source states otherwise may stand."""
    result = msgspec.structs.replace(ballot, counted=corrected).result
    if result is None or elected is None or result.allows(elected):
        return
    if ballot.result is None or ballot.elected is None or not ballot.result.allows(ballot.elected):
        return
    raise Refusal(
        "outcome_belies_count",
        ballot=ballot.id,
        elected=elected,
        by_count=result.elected,
        tied=result.tied,
    )


def check_stream(name: str, fact: Fact) -> None:
    """Check that a fact which names its own stream names this one.

    Raises:
        Refusal: `stream_misfits`.
    """
    if isinstance(fact, CycleOpened | BallotOpened) and fact.cycle != stream_cycle(name):
        raise Refusal("stream_misfits", field="stream", stream=name, names=fact.cycle)


def _ballot_of(vote: Entry) -> str:
    return stream("ballot", stream_parts(vote.originator_id)[1][0])


def _table_of(past: Past, score: Entry) -> Any:
    cycle = past.latest_of(stream("cycle", stream_parts(score.originator_id)[1][0]))
    return cycle and cycle.scoring_table


def _in_force(past: Past, names: list[str]) -> list[str]:
    """The streams in which anything stands; what is taken back holds nothing up."""
    return [name for name in names if standing(past.entries(name))]
