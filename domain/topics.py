"""Every fact by its topic, and every noun by the kind of its streams: what the log can hold."""

from collections.abc import Callable
from typing import Any, NamedTuple

from eventsourcing.utils import register_topic

from domain import (
    ballot_facts,
    ballots,
    clusters,
    commendations,
    cycles,
    delegations,
    drives,
    inspections,
    leads,
    nomination_facts,
    nominations,
    pledges,
    scores,
    units,
    votes,
)
from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.moments import Moment


class Noun(NamedTuple):
    """How the streams of one kind are folded, and what is refused in them.

    A stream is folded by its own noun only, so each state is `Any` here and exact in its module.
    """

    evolve: Callable[[Any, Entry], Any]
    admit: Callable[[Any, Fact, Moment], None]


NOUNS: dict[str, Noun] = {
    "unit": Noun(units.evolve, units.admit),
    "cluster": Noun(clusters.evolve, clusters.admit),
    "cycle": Noun(cycles.evolve, cycles.admit),
    "pledge": Noun(pledges.evolve, pledges.admit),
    "drive": Noun(drives.evolve, drives.admit),
    "score": Noun(scores.evolve, scores.admit),
    "inspection": Noun(inspections.evolve, inspections.admit),
    "ballot": Noun(ballots.evolve, ballots.admit),
    "vote": Noun(votes.evolve, votes.admit),
    "nomination": Noun(nominations.evolve, nominations.admit),
    "commendation": Noun(commendations.evolve, commendations.admit),
}

# Facts by the kind of stream they are written to; amendments of entries go to the stream they amend.
FACTS: dict[str, tuple[type[Fact], ...]] = {
    "unit": (
        units.UnitRegistered,
        units.UnitRenamed,
        units.UnitMerged,
        units.UnitSplit,
        units.UnitDissolved,
        units.RepresentativeAppointed,
        units.RepresentativeReleased,
        delegations.DelegationGranted,
        delegations.DelegationRevoked,
    ),
    "cluster": (
        clusters.ClusterFormed,
        clusters.MemberJoined,
        clusters.MemberLeft,
        leads.LeadAssigned,
        leads.LeadElected,
        leads.LeadHandedOver,
        leads.HandoverAccepted,
    ),
    "cycle": (
        cycles.CycleOpened,
        cycles.CycleLaunched,
        cycles.RulesAdopted,
        cycles.MidyearReviewed,
        cycles.NinemonthChecked,
        cycles.CycleSummedUp,
        cycles.MinutesSigned,
        cycles.DossierSubmitted,
        cycles.CycleClosed,
        cycles.CycleReopened,
    ),
    "pledge": (
        pledges.PledgeRegistered,
        pledges.PledgeSigned,
        pledges.PledgeAmended,
        pledges.PledgeWithdrawn,
        pledges.TargetReported,
    ),
    "drive": (drives.DriveLaunched, drives.DriveReviewed, drives.DriveClosed),
    "score": (
        scores.ScoreSelfSubmitted,
        scores.ScoreVerified,
        scores.ScoreExplained,
        scores.ScoreRechecked,
        scores.ScoreFinalised,
        scores.ScoreReturned,
    ),
    "inspection": (inspections.InspectionRecorded,),
    "ballot": (
        ballot_facts.BallotOpened,
        ballot_facts.AttendanceTaken,
        ballot_facts.TellersAppointed,
        ballot_facts.BallotClosed,
        ballot_facts.BallotCounted,
        ballot_facts.BallotAcclaimed,
        ballot_facts.BallotContested,
        ballot_facts.BallotAnnulled,
    ),
    "vote": (votes.VoteCast, votes.VoteChanged),
    "nomination": (
        nomination_facts.NominationProposed,
        nomination_facts.NominationRecommended,
        nomination_facts.NominationSubmitted,
        nomination_facts.NominationDeferred,
        nomination_facts.NominationResumed,
        nomination_facts.NominationReturned,
        nomination_facts.NominationDecided,
        nomination_facts.NominationPresented,
        nomination_facts.NominationAnnulled,
        nomination_facts.NominationRestored,
    ),
    "commendation": (commendations.CommendationReported,),
}
AMENDMENTS: tuple[type[Fact], ...] = (EntryCorrected, EntryRetracted)

TOPICS: dict[str, type[Fact]] = {
    fact.topic: fact for facts in (*FACTS.values(), AMENDMENTS) for fact in facts
}

for _topic, _fact in TOPICS.items():
    register_topic(_topic, _fact)
