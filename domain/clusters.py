"""A cluster or bloc: its members, its lead and deputy year by year, and the handover between leads."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

import msgspec

from domain.facts import Entry, Fact
from domain.identity import slug, stream_parts
from domain.leads import (
    HandoverAccepted,
    LeadAssigned,
    LeadElected,
    LeadHandedOver,
    Tenure,
    admit_lead,
    require_member,
    tenure_after,
    within_year,
)
from domain.moments import Anchor, Moment, Precision
from domain.refusals import Refusal

Kind = Literal["cluster", "block", "movement"]
_EXACT = (Precision.INSTANT, Precision.DAY)


class ClusterFormed(Fact, frozen=True, kw_only=True):
    """An authority's decision formed a cluster; `movement` is a force's own movement without a cluster.

    Numbers are not unique: organiser, series, number and time together tell one cluster from another.
    """

    topic: ClassVar[str] = "cluster.formed"
    anchor: ClassVar[Anchor] = Anchor.START
    name: str
    kind: Kind
    organiser: str | None = None
    series: str | None = None
    number: str | None = None
    document: str | None = None


class MemberJoined(Fact, frozen=True, kw_only=True):
    """A unit is a member; known to a month or year only, it restates a membership."""

    topic: ClassVar[str] = "member.joined"
    anchor: ClassVar[Anchor] = Anchor.START
    unit: str
    document: str | None = None


class MemberLeft(Fact, frozen=True, kw_only=True):
    """A unit is no longer a member."""

    topic: ClassVar[str] = "member.left"
    unit: str
    reason: str | None = None
    document: str | None = None


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a cluster on a day: members since when, and the tenures by year."""

    id: str
    formed: ClusterFormed
    formed_on: Moment
    members: Mapping[str, Moment] = {}
    tenures: Mapping[int, Tenure] = {}


def evolve(cluster: Cluster | None, entry: Entry) -> Cluster | None:
    """The cluster after one more entry of its stream."""
    fact, when = entry.fact, entry.moment
    if isinstance(fact, ClusterFormed):
        return Cluster(id=stream_parts(entry.originator_id)[1][0], formed=fact, formed_on=when)
    if cluster is None:
        return None
    match fact:
        case MemberJoined():
            return msgspec.structs.replace(cluster, members={fact.unit: when, **cluster.members})
        case MemberLeft():
            members = {unit: since for unit, since in cluster.members.items() if unit != fact.unit}
            return msgspec.structs.replace(cluster, members=members)
        case LeadAssigned() | LeadElected() | LeadHandedOver() | HandoverAccepted():
            return _with_tenure(cluster, tenure_after(cluster.tenures.get(fact.year), fact, when))
        case _:
            return cluster


def _with_tenure(cluster: Cluster, tenure: Tenure | None) -> Cluster:
    if tenure is None:
        return cluster
    return msgspec.structs.replace(cluster, tenures={**cluster.tenures, tenure.year: tenure})


def admit(cluster: Cluster | None, fact: Fact, when: Moment) -> None:
    """Refuse what cannot have happened to a cluster in this state.

    Raises:
        Refusal: `cluster_already_formed`, `cluster_not_formed`, `already_member`, `not_a_member`,
            `deputy_is_lead`, `tenure_out_of_year`, `already_handed_over`,
            `handover_differs_from_election`, `outgoing_is_not_lead`, `not_handed_over`,
            `already_accepted`, `not_the_new_lead`, `not_a_slug`.
    """
    if isinstance(fact, ClusterFormed):
        if cluster is not None:
            raise Refusal("cluster_already_formed", cluster=cluster.id, name=cluster.formed.name)
        return
    if cluster is None:
        raise Refusal("cluster_not_formed", cluster=None)
    match fact:
        case MemberJoined():
            _admit_join(cluster, fact, when)
        case MemberLeft():
            require_member(cluster.id, cluster.members, fact.unit, "unit")
        case LeadAssigned() | LeadElected() | LeadHandedOver() | HandoverAccepted():
            admit_lead(cluster.id, cluster.members, cluster.tenures, fact)


def _admit_join(cluster: Cluster, fact: MemberJoined, when: Moment) -> None:
    slug(fact.unit, "unit")
    since = cluster.members.get(fact.unit)
    if since is not None and when.precision in _EXACT:
        raise Refusal("already_member", cluster=cluster.id, unit=fact.unit, since=since.text())


def every_tenure(cluster: Cluster) -> list[Tenure]:
    """Every tenure that is recorded, also those that another of the same year replaced."""
    return [one for tenure in cluster.tenures.values() for one in within_year(tenure)]


def tenure_on(cluster: Cluster, day: date) -> Tenure | None:
    """The tenure that runs on a day: the latest begun one, unless its year is over."""
    begun = [tenure for tenure in every_tenure(cluster) if tenure.effective_from <= day]
    latest = max(begun, key=lambda tenure: (tenure.effective_from, tenure.year), default=None)
    return latest if latest is not None and day.year <= latest.year else None


def lead_on(cluster: Cluster, day: date) -> str | None:
    """The unit that leads on a day, given the cluster's state of that day; None if none is known.

    A lead that merged away or left the cluster leads no more, and its successor does not step in by
    itself: only a recorded decision makes a lead.
    """
    tenure = tenure_on(cluster, day)
    if tenure is None or (cluster.members and tenure.lead not in cluster.members):
        return None
    return tenure.lead


def leading_on(cluster: Cluster, day: date) -> Tenure | None:
    """The tenure that runs on a day, without a lead or deputy who is no member any more (`lead_on`)."""
    tenure = tenure_on(cluster, day)
    if tenure is None:
        return None
    deputy = None if cluster.members and tenure.deputy not in cluster.members else tenure.deputy
    return msgspec.structs.replace(tenure, lead=lead_on(cluster, day), deputy=deputy)


def rotation_warnings(cluster: Cluster, lead: str, year: int) -> list[Refusal]:
    """What is unusual about `lead` leading in `year`: refusals to be told, never raised.

    The lead is chosen in turn (HD 1122/BTĐKT-VI of 30/6/2011; HD 2819/HD-BTĐKT of 19/12/2014). That the
    deputy becomes the next lead is observed and is not a rule text, so both are warnings.
    """
    before = cluster.tenures.get(year - 1)
    if before is None:
        return []
    warnings = []
    if before.lead == lead:
        warnings.append(
            Refusal(
                "lead_twice_in_a_row",
                rule="HD 1122/BTĐKT-VI",
                cluster=cluster.id,
                unit=lead,
                year=year,
                before=year - 1,
            )
        )
    if before.deputy not in (None, lead):
        warnings.append(
            Refusal("deputy_passed_over", cluster=cluster.id, unit=lead, deputy=before.deputy, year=year)
        )
    return warnings


def form(
    cluster: Cluster | None,
    *,
    when: Moment,
    name: str,
    kind: Kind,
    organiser: str | None = None,
    series: str | None = None,
    number: str | None = None,
    document: str | None = None,
) -> ClusterFormed:
    """Form a cluster; `organiser` is the slug of the unit whose council organises it.

    Raises:
        Refusal: `cluster_already_formed`.
    """
    fact = ClusterFormed(
        name=name, kind=kind, organiser=organiser, series=series, number=number, document=document
    )
    admit(cluster, fact, when)
    return fact


def join(cluster: Cluster | None, *, when: Moment, unit: str, document: str | None = None) -> MemberJoined:
    """Make a unit a member. That it is registered and has not ended: `units.require_active`.

    Raises:
        Refusal: `cluster_not_formed`, `already_member`, `not_a_slug`.
    """
    fact = MemberJoined(unit=unit, document=document)
    admit(cluster, fact, when)
    return fact


def leave(
    cluster: Cluster | None,
    *,
    when: Moment,
    unit: str,
    reason: str | None = None,
    document: str | None = None,
) -> MemberLeft:
    """End a membership; a unit that merges leaves, and its successor joins only by decision.

    Raises:
        Refusal: `cluster_not_formed`, `not_a_member`.
    """
    fact = MemberLeft(unit=unit, reason=reason, document=document)
    admit(cluster, fact, when)
    return fact


def assign(
    cluster: Cluster | None,
    *,
    when: Moment,
    year: int,
    mode: Literal["assigned", "stated"],
    lead: str | None = None,
    deputy: str | None = None,
    effective_from: date | None = None,
    document: str | None = None,
) -> LeadAssigned:
    """Assign the lead and deputy of a year, or state who they were.

    Raises:
        Refusal: `cluster_not_formed`, `not_a_member`, `deputy_is_lead`, `tenure_out_of_year`.
    """
    fact = LeadAssigned(
        year=year, mode=mode, lead=lead, deputy=deputy, effective_from=effective_from, document=document
    )
    admit(cluster, fact, when)
    return fact


def elect(
    cluster: Cluster | None,
    *,
    when: Moment,
    year: int,
    lead: str,
    deputy: str | None = None,
    ballot: str | None = None,
    effective_from: date | None = None,
) -> LeadElected:
    """Record the members' choice for a year; out of turn is a warning (`rotation_warnings`).

    Raises:
        Refusal: `cluster_not_formed`, `not_a_member`, `deputy_is_lead`, `tenure_out_of_year`.
    """
    fact = LeadElected(year=year, lead=lead, deputy=deputy, ballot=ballot, effective_from=effective_from)
    admit(cluster, fact, when)
    return fact


def hand_over(
    cluster: Cluster | None,
    *,
    when: Moment,
    year: int,
    outgoing: str | None = None,
    lead: str | None = None,
    deputy: str | None = None,
    effective_from: date | None = None,
    document: str | None = None,
) -> LeadHandedOver:
    """Hand the lead of `year` over, once; without `effective_from` it takes effect on 1 January.

    Raises:
        Refusal: `cluster_not_formed`, `not_a_member`, `deputy_is_lead`, `tenure_out_of_year`,
            `already_handed_over`, `handover_differs_from_election`, `outgoing_is_not_lead`.
    """
    fact = LeadHandedOver(
        year=year,
        outgoing=outgoing,
        lead=lead,
        deputy=deputy,
        effective_from=effective_from,
        document=document,
    )
    admit(cluster, fact, when)
    return fact


def accept(
    cluster: Cluster | None, *, when: Moment, year: int, unit: str, document: str | None = None
) -> HandoverAccepted:
    """Accept a handover: only its new lead may.

    Raises:
        Refusal: `cluster_not_formed`, `not_handed_over`, `already_accepted`, `not_the_new_lead`.
    """
    fact = HandoverAccepted(year=year, unit=unit, document=document)
    admit(cluster, fact, when)
    return fact
