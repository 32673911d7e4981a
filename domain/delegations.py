"""Who may speak for a unit: its representatives, and the stand-ins to whom one of them delegated.

A delegation has a scope and a last day. It lapses by itself after that day, when the representative who
gave it is released, and when the unit ends; nobody has to record that.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import msgspec

from domain.facts import Fact
from domain.moments import Anchor, Moment, day_end
from domain.refusals import Refusal

if TYPE_CHECKING:
    from domain.units import Unit

Scope = Literal["pledges", "scores", "votes", "lead"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
DAYS_MAX = 366  # a cluster's year and a day: who stands in for longer is appointed a representative


class DelegationGranted(Fact, frozen=True, kw_only=True):
    """A representative (`by`) let a stand-in speak for the unit; `until` is the last civil day of it.

    Both are opaque person ids.
    """

    topic: ClassVar[str] = "delegation.granted"
    anchor: ClassVar[Anchor] = Anchor.START
    by: str
    stand_in: str
    scopes: tuple[Scope, ...]
    until: date
    document: str | None = None


class DelegationRevoked(Fact, frozen=True, kw_only=True):
    """A delegation was taken back before its last day."""

    topic: ClassVar[str] = "delegation.revoked"
    by: str
    stand_in: str
    reason: str | None = None


class Delegation(msgspec.Struct, frozen=True, kw_only=True):
    """What a representative delegated to a stand-in, since when, and up to the end of which civil day."""

    by: str
    stand_in: str
    scopes: tuple[Scope, ...]
    since: Moment
    until: date

    def holds_at(self, when: Moment) -> bool:
        """Whether `when`, as it counts, lies between its beginning and the end of its last day."""
        return self.since.effective <= when.effective <= day_end(self.until)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a person may speak for a unit at a moment.

    A representative speaks in every scope and without an end (`until` None). A stand-in has no `capacity` of
    its own: it speaks for who delegated, and that is `by`.
    """

    unit: str
    person: str
    capacity: str | None
    scopes: tuple[Scope, ...]
    by: str | None
    since: Moment
    until: date | None


DelegationFact = DelegationGranted | DelegationRevoked


def standing_of(
    unit: "Unit | None", person: str, when: Moment, scope: Scope | None = None
) -> Standing | None:
    """How `person` may speak for a unit, whose state at `when` is given; None where they may not.

    Where several representatives delegated to the same person, the last delegation tells, or with a `scope`
    the last that covers it. A unit that had certainly ended has nobody who speaks for it.
    """
    if unit is None or (unit.ended is not None and when.certainly_after(unit.ended)):
        return None
    own = unit.representative(person)
    if own is not None:
        return Standing(
            unit=unit.id,
            person=person,
            capacity=own.capacity,
            scopes=SCOPES,
            by=None,
            since=own.since,
            until=None,
        )
    for held in reversed(unit.delegations):
        if held.stand_in == person and held.holds_at(when) and scope in (None, *held.scopes):
            return Standing(
                unit=unit.id,
                person=person,
                capacity=None,
                scopes=held.scopes,
                by=held.by,
                since=held.since,
                until=held.until,
            )
    return None


def delegations_after(
    known: Sequence[Delegation], fact: DelegationFact, when: Moment
) -> tuple[Delegation, ...]:
    """The delegations of a unit after one more fact, the last granted at the end."""
    others = tuple(one for one in known if (one.by, one.stand_in) != (fact.by, fact.stand_in))
    if isinstance(fact, DelegationRevoked):
        return others
    granted = Delegation(by=fact.by, stand_in=fact.stand_in, scopes=fact.scopes, since=when, until=fact.until)
    return (*others, granted)


def delegations_without(known: Sequence[Delegation], person: str) -> tuple[Delegation, ...]:
    """The delegations of a unit once a person is released: none that they gave, and none that they had."""
    return tuple(one for one in known if person not in (one.by, one.stand_in))


def admit_delegation(unit: "Unit | None", fact: DelegationFact, when: Moment) -> None:
    """Refuse what cannot have been delegated, or taken back, for a unit in this state.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`, `delegator_not_representative`,
            `stand_in_is_representative`, `scopes_missing`, `scope_named_twice`, `delegation_until_wrong`,
            `not_delegated`.
    """
    if unit is None:
        raise Refusal("unit_not_registered", unit=None)
    if isinstance(fact, DelegationGranted):
        unit.refuse_ended(when)
        _admit_persons(unit, fact)
        _admit_extent(fact, when)
        return
    pair = (fact.by, fact.stand_in)
    held = next((one for one in unit.delegations if (one.by, one.stand_in) == pair), None)
    if held is None or when.certainly_after(Moment.on(held.until)):
        raise Refusal("not_delegated", unit=unit.id, by=fact.by, stand_in=fact.stand_in)


def _admit_persons(unit: "Unit", fact: DelegationGranted) -> None:
    if unit.representative(fact.by) is None:
        raise Refusal("delegator_not_representative", unit=unit.id, by=fact.by)
    # So nobody stands in for themselves, either.
    if unit.representative(fact.stand_in) is not None:
        raise Refusal("stand_in_is_representative", unit=unit.id, stand_in=fact.stand_in)


def _admit_extent(fact: DelegationGranted, when: Moment) -> None:
    if not fact.scopes:
        raise Refusal("scopes_missing", scopes=SCOPES)
    for at, scope in enumerate(fact.scopes):
        if scope in fact.scopes[:at]:
            raise Refusal("scope_named_twice", scope=scope)
    earliest = when.civil.date()
    latest = earliest + timedelta(days=DAYS_MAX)
    if not earliest <= fact.until <= latest:
        raise Refusal("delegation_until_wrong", until=fact.until, earliest=earliest, latest=latest)


def grant(
    unit: "Unit | None",
    *,
    when: Moment,
    by: str,
    stand_in: str,
    scopes: tuple[Scope, ...],
    until: date,
    document: str | None = None,
) -> DelegationGranted:
    """Let a stand-in speak for the unit up to a day; a later grant by the same to the same replaces it.

    Only an appointed representative delegates, so a stand-in cannot pass on what it was given.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`, `delegator_not_representative`,
            `stand_in_is_representative`, `scopes_missing`, `scope_named_twice`, `delegation_until_wrong`.
    """
    fact = DelegationGranted(by=by, stand_in=stand_in, scopes=scopes, until=until, document=document)
    admit_delegation(unit, fact, when)
    return fact


def revoke(
    unit: "Unit | None", *, when: Moment, by: str, stand_in: str, reason: str | None = None
) -> DelegationRevoked:
    """Take a delegation back before its last day.

    Raises:
        Refusal: `unit_not_registered`, `not_delegated`.
    """
    fact = DelegationRevoked(by=by, stand_in=stand_in, reason=reason)
    admit_delegation(unit, fact, when)
    return fact
