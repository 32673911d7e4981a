"""Facts in bulk, made directly and fast: a log of any size for benchmarks and tests of load.

They are of the kinds that a rehearsal records and hold under every stream's own rules, but no decision is
taken on them. Most of them are target reports, of which there are as many as the size asked for needs.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from random import Random

from domain.ballots import BallotClosed, BallotCounted, BallotOpened
from domain.clusters import ClusterFormed, MemberJoined
from domain.commendations import CommendationReported
from domain.counts import Count, OptionCount
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
from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.identity import ballot_id, stream
from domain.inspections import InspectionRecorded
from domain.leads import LeadAssigned
from domain.moments import day_end, day_start
from domain.nomination_facts import NominationDecided, NominationProposed, NominationSubmitted
from domain.pledges import PledgeRegistered, PledgeSigned, TargetReported
from domain.scores import ScoreFinalised, ScoreSelfSubmitted, ScoreVerified
from domain.units import UnitRegistered
from domain.votes import VoteCast
from service.rehearsal.bulk import Bulk, Troupe
from service.rehearsal.slots import Slots
