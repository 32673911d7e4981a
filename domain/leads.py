"""Who leads a cluster, year by year: chosen, handed over, accepted. `clusters` keeps the stream."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import ClassVar, Literal

import msgspec

from domain.facts import Fact
from domain.identity import slug
from domain.moments import Anchor, Moment, Precision, civil_year
from domain.refusals import Refusal

_EXACT = (Precision.INSTANT, Precision.DAY)
# How a year's lead came to lead. Where only a handover is stated the way of choosing is not known.
Mode = Literal["assigned", "stated", "elected", "handed_over"]


class LeadAssigned(Fact, frozen=True, kw_only=True):
    """A superior assigned the year's lead and deputy, or (`stated`) a source only says who they are."""

    topic: ClassVar[str] = "lead.assigned"
    anchor: ClassVar[Anchor] = Anchor.START
    year: int
    mode: Literal["assigned", "stated"]
    lead: str | None = None
    deputy: str | None = None
    effective_from: date | None = None
    document: str | None = None


class LeadElected(Fact, frozen=True, kw_only=True):
    """The members elected the lead and deputy of a year."""

    topic: ClassVar[str] = "lead.elected"
    year: int
    lead: str
    deputy: str | None = None
    ballot: str | None = None
    effective_from: date | None = None


class LeadHandedOver(Fact, frozen=True, kw_only=True):
    """The outgoing lead handed over to the lead of `year`; a source may name neither."""

    topic: ClassVar[str] = "lead.handed_over"
    year: int
    outgoing: str | None = None
    lead: str | None = None
    deputy: str | None = None
    effective_from: date | None = None
    document: str | None = None


class HandoverAccepted(Fact, frozen=True, kw_only=True):
    """The new lead accepted what was handed over."""

    topic: ClassVar[str] = "handover.accepted"
    year: int
    unit: str
    document: str | None = None


class Tenure(msgspec.Struct, frozen=True, kw_only=True):
    """Who leads in a year: from `effective_from` to 31 December of the year, or until the next begins.

    `replaces` is the tenure of the same year that it followed within the year. The day of the handover and
    the day of effect are two things; the term of one year is the glossary's
    ("term one year"; HD 1122/BTĐKT-VI of 2011 speaks of taking turns yearly).
    """

    year: int
    lead: str | None
    deputy: str | None
    mode: Mode
    effective_from: date
    replaces: "Tenure | None" = None
    handed_over_on: Moment | None = None
    accepted_on: Moment | None = None


def within_year(tenure: Tenure) -> Iterator[Tenure]:
    """The tenures of a year, the last first: one that another replaced ran until that one began."""
    yield tenure
    if tenure.replaces is not None:
        for earlier in within_year(tenure.replaces):
            if earlier.effective_from < tenure.effective_from:
                yield earlier


LeadFact = LeadAssigned | LeadElected | LeadHandedOver | HandoverAccepted


def tenure_after(known: Tenure | None, fact: LeadFact, when: Moment) -> Tenure | None:
    """The tenure of the fact's year after it, given what was `known` of that year; others are untouched."""
    match fact:
        case LeadHandedOver():
            return _handed_over(known, fact, when)
        case HandoverAccepted():
            if known is None:
                return None
            # Who accepts leads: it may be the only place where the new lead is named.
            return msgspec.structs.replace(known, lead=known.lead or fact.unit, accepted_on=when)
        case _:
            return _chosen(known, fact, when)


def _chosen(known: Tenure | None, fact: LeadAssigned | LeadElected, when: Moment) -> Tenure:
    mode: Mode = "elected" if isinstance(fact, LeadElected) else fact.mode
    if known is not None and (known.lead is None or fact.lead in (None, known.lead)):
        # The same tenure told again: what a source leaves out does not erase what another one said, and
        # a bare statement does not hide how the lead was chosen.
        return msgspec.structs.replace(
            known,
            lead=fact.lead or known.lead,
            deputy=fact.deputy or known.deputy,
            mode=known.mode if mode == "stated" else mode,
            effective_from=fact.effective_from or known.effective_from,
        )
    begins = date(fact.year, 1, 1)
    if known is not None and when.precision in _EXACT:
        begins = max(begins, when.civil.date())  # another lead within the year
    return Tenure(
        year=fact.year,
        lead=fact.lead,
        deputy=fact.deputy,
        mode=mode,
        effective_from=fact.effective_from or begins,
        replaces=known,
    )


def _handed_over(known: Tenure | None, fact: LeadHandedOver, when: Moment) -> Tenure:
    if known is None or (fact.lead is not None and known.lead not in (None, fact.lead)):
        known = Tenure(
            year=fact.year,
            lead=None,
            deputy=None,
            mode="handed_over",
            effective_from=date(fact.year, 1, 1),
            replaces=known,
        )
    return msgspec.structs.replace(
        known,
        lead=fact.lead or known.lead,
        deputy=fact.deputy or known.deputy,
        mode="handed_over" if known.mode == "stated" else known.mode,
        effective_from=fact.effective_from or known.effective_from,
        handed_over_on=when,
    )


def admit_lead(cluster: str, members: Collection[str], tenures: Mapping[int, Tenure], fact: LeadFact) -> None:
    """Refuse what cannot have happened to the lead of a year, given the cluster's members and tenures.

    Raises:
        Refusal: `not_a_member`, `deputy_is_lead`, `tenure_out_of_year`, `already_handed_over`,
            `handover_differs_from_election`, `outgoing_is_not_lead`, `not_handed_over`,
            `already_accepted`, `not_the_new_lead`, `not_a_slug`, `moment_out_of_range`.
    """
    civil_year(fact.year)
    match fact:
        case HandoverAccepted():
            _admit_acceptance(cluster, members, tenures.get(fact.year), fact)
        case LeadHandedOver():
            _admit_tenure(cluster, members, fact)
            _admit_handover(cluster, tenures.get(fact.year), tenures.get(fact.year - 1), fact)
        case _:
            _admit_tenure(cluster, members, fact)


def require_member(cluster: str, members: Collection[str], unit: str, role: str) -> None:
    """Refuse a unit that is not among the members of the day.

    Raises:
        Refusal: `not_a_member`.
    """
    if unit not in members:
        raise Refusal(
            "not_a_member", cluster=cluster, unit=unit, role=role, members=", ".join(sorted(members))
        )


def _admit_tenure(
    cluster: str, members: Collection[str], fact: LeadAssigned | LeadElected | LeadHandedOver
) -> None:
    for role, unit in (("lead", fact.lead), ("deputy", fact.deputy)):
        if unit is not None:
            slug(unit, role)
            # A record may name a lead where no source names the members.
            if members:
                require_member(cluster, members, unit, role)
    if fact.lead is not None and fact.lead == fact.deputy:
        raise Refusal("deputy_is_lead", cluster=cluster, unit=fact.lead, year=fact.year)
    begins = fact.effective_from
    if begins is not None and begins.year not in (fact.year - 1, fact.year):
        raise Refusal(
            "tenure_out_of_year", cluster=cluster, year=fact.year, effective_from=begins.isoformat()
        )


def _admit_handover(cluster: str, tenure: Tenure | None, before: Tenure | None, fact: LeadHandedOver) -> None:
    if tenure is not None and tenure.handed_over_on is not None:
        since = tenure.handed_over_on.text()
        raise Refusal("already_handed_over", cluster=cluster, year=fact.year, lead=tenure.lead, since=since)
    if tenure is not None and tenure.mode == "elected":
        _admit_as_elected(cluster, "lead", fact.year, fact.lead, tenure.lead)
        _admit_as_elected(cluster, "deputy", fact.year, fact.deputy, tenure.deputy)
    replaced = tenure.replaces if tenure else None
    leads = {before.lead if before else None, replaced.lead if replaced else None} - {None}
    if leads and fact.outgoing is not None and fact.outgoing not in leads:
        raise Refusal(
            "outgoing_is_not_lead",
            cluster=cluster,
            year=fact.year,
            unit=fact.outgoing,
            lead=", ".join(sorted(map(str, leads))),
        )


def _admit_as_elected(cluster: str, role: str, year: int, unit: str | None, elected: str | None) -> None:
    if unit is not None and elected is not None and unit != elected:
        raise Refusal(
            "handover_differs_from_election",
            cluster=cluster,
            year=year,
            role=role,
            unit=unit,
            elected=elected,
        )


def _admit_acceptance(
    cluster: str, members: Collection[str], tenure: Tenure | None, fact: HandoverAccepted
) -> None:
    if tenure is None or tenure.handed_over_on is None:
        raise Refusal("not_handed_over", cluster=cluster, year=fact.year)
    if tenure.accepted_on is not None:
        raise Refusal("already_accepted", cluster=cluster, year=fact.year, since=tenure.accepted_on.text())
    if tenure.lead not in (None, fact.unit):
        raise Refusal("not_the_new_lead", cluster=cluster, year=fact.year, unit=fact.unit, lead=tenure.lead)
    slug(fact.unit, "unit")
    if members:
        require_member(cluster, members, fact.unit, "lead")
