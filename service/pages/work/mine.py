"""Whose a duty is: the reader's where the permission table lets them take it, in whatever role."""

from collections.abc import Collection
from typing import NamedTuple

from domain.clusters import Cluster
from projections.ballots import BALLOTS
from projections.clusters import CLUSTERS
from projections.cycles import CYCLES
from projections.duties.duty import Duty
from projections.folding import matches
from projections.inbox import waiting
from service.authority.holding import Held
from service.authority.roles import Role
from service.authority.subjects import Subject
from service.authority.table import TABLE
from service.live import teller_counts
from service.pages.looking import Look

# Nobody takes these for another: each elector votes and each teller counts itself.
_IN_PERSON = {"cast_vote": Role.REPRESENTATIVE, "enter_teller_count": Role.TELLER}
# A unit may propose itself; who passed a vote is for the cluster to propose.
_FOR_THE_CLUSTER = frozenset({"propose_nomination"})
_OF_THE_YEAR_BEFORE = frozenset({"elect_lead", "hand_over_lead"})
_COUNTS_COMPARED = 2


class Mine(NamedTuple):
    """A duty that the reader may take, and by which role. `own`: the role whose act it is in the first place,
    and not one that may take it in another's stead.
    """

    duty: Duty
    held: Held
    own: bool


class Share(NamedTuple):
    """The part of the reader in the clusters: which concern them, and the units that they speak for."""

    clusters: dict[str, Cluster]
    units: frozenset[str]
    counts: bool  # as a teller


def share_of(look: Look) -> Share:
    """The clusters in which the reader has a part: for a unit, for its office, or as a teller."""
    given = {one.role for one in look.caller.grants}
    if Role.ADMINISTRATOR in given:
        return Share({}, frozenset(), counts=False)
    formed = {one.id: one for one in CLUSTERS.all(look.connection, look.point).values()}
    look.acts.only_for(look.named_by)
    units = _units(look, formed.values())
    own = {name for name, one in formed.items() if units & one.members.keys()}
    if Role.OFFICE in given:
        look.past.foresee("cluster", formed)
        own |= {name for name in formed if look.acts.may("assign_lead", Subject(cluster=name))}
    counted = _counted(look, formed.keys() - own)
    concern = own | counted
    clusters = {name: one for name, one in formed.items() if name in concern}
    return Share(clusters, units, counts=bool(counted))


def found_by(share: Share, words: str) -> Share:
    """The part of the reader in the clusters whose name or number holds each of some words."""
    wanted = {
        name: one
        for name, one in share.clusters.items()
        if matches(words, [one.formed.name, one.formed.series, one.formed.number])
    }
    return share._replace(clusters=wanted)


def mine(look: Look, share: Share) -> list[Mine]:
    """What waits in those clusters and the reader may do, cluster by cluster."""
    duties = waiting(look.connection, look.point, list(share.clusters)) if share.clusters else []
    asked = [(duty.action, _asked(duty, share.units)) for duty in duties]
    look.past.foresee("cluster", share.clusters)
    look.past.foresee("cycle", {about.cycle for _, about in asked if about.cycle is not None})
    judged: dict[tuple[str, Subject], Held | None] = {}
    found = []
    for duty, act in zip(duties, asked, strict=True):
        if act not in judged:
            judged[act] = _held(look, *act)
        held = judged[act]
        if held is not None and not _has_counted(look, duty):
            found.append(Mine(duty, held, held.role is _owner(duty.action)))
    return found


def _units(look: Look, clusters: Collection[Cluster]) -> frozenset[str]:
    """The members for which the reader speaks, in whatever scope."""
    speaks_for = look.speaks_for(look.past.now)
    return frozenset(unit for unit in speaks_for if any(unit in one.members for one in clusters))


def _counted(look: Look, clusters: Collection[str]) -> set[str]:
    """Those of the clusters in whose running years the reader is a teller."""
    person = look.caller.person
    if person is None or not clusters:
        return set()
    named = BALLOTS.all(
        look.connection, look.point, subjects=BALLOTS.ever_naming(look.connection, person)
    ).values()
    cycles = CYCLES.all(
        look.connection,
        look.point,
        cycles={ballot.opened.cycle for ballot in named if person in ballot.tellers},
    ).values()
    running = [cycle for cycle in cycles if not cycle.closed and "summed_up" in cycle.steps]
    return {cycle.opened.cluster for cycle in running} & set(clusters)


def _asked(duty: Duty, units: Collection[str]) -> Subject:
    """What a duty is about; its unit matters only to who speaks for it."""
    parts = duty.parts
    ballot = None if "title" in parts else parts.get("ballot", parts.get("previous"))
    cycle = parts.get("cycle", duty.cycle)
    speaks = Role.REPRESENTATIVE in TABLE[duty.action].roles and duty.action not in _FOR_THE_CLUSTER
    return Subject(
        cluster=duty.cluster,
        cycle=None if cycle is None else str(cycle),
        unit=duty.unit if speaks and duty.unit in units else None,
        ballot=None if ballot is None else str(ballot),
        year=int(parts["year"]) - 1 if duty.action in _OF_THE_YEAR_BEFORE else None,
    )


def _held(look: Look, action: str, subject: Subject) -> Held | None:
    """By which role the reader may take an act."""
    held = look.acts.may(action, subject)
    in_person = _IN_PERSON.get(action)
    return None if held is None or in_person not in (None, held.role) else held


def _owner(action: str) -> Role:
    """The role whose act it is in the first place: the first of its row."""
    roles = [role for role in TABLE[action].roles if action not in _FOR_THE_CLUSTER or role is Role.LEAD]
    return roles[0]


def _has_counted(look: Look, duty: Duty) -> bool:
    """Whether the reader's count of a ballot waits for that of the other teller, and not for another try."""
    if duty.action != "enter_teller_count":
        return False
    entered = teller_counts.waiting(look.connection, str(duty.parts["ballot"]))
    return len(entered) < _COUNTS_COMPARED and any(one.teller == look.caller.person for one in entered)
