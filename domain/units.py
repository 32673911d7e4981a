"""A unit of the police: registered, renamed, merged, split, dissolved; and who represents it."""

from typing import ClassVar, Literal

import msgspec

from domain.delegations import (
    Delegation,
    DelegationGranted,
    DelegationRevoked,
    admit_delegation,
    delegations_after,
    delegations_without,
)
from domain.facts import Entry, Fact
from domain.identity import slug, stream_parts
from domain.moments import Anchor, Moment
from domain.refusals import Refusal

Kind = Literal[
    "ministry",
    "department",
    "province_police",
    "district_police",
    "commune_police",
    "division",
    "team",
    "office",
]
Status = Literal["active", "merged", "split", "dissolved"]


class UnitRegistered(Fact, frozen=True, kw_only=True):
    """A unit is known to the service under this name."""

    topic: ClassVar[str] = "unit.registered"
    anchor: ClassVar[Anchor] = Anchor.START
    name: str
    short_name: str | None = None
    kind: Kind | None = None
    parent: str | None = None
    fictional: bool = False


class UnitRenamed(Fact, frozen=True, kw_only=True):
    """The same unit bears another name."""

    topic: ClassVar[str] = "unit.renamed"
    name: str
    short_name: str | None = None
    document: str | None = None


class UnitMerged(Fact, frozen=True, kw_only=True):
    """The unit ended and went into another, which inherits nothing by that alone."""

    topic: ClassVar[str] = "unit.merged"
    into: str
    document: str | None = None


class UnitSplit(Fact, frozen=True, kw_only=True):
    """The unit ended and others stand in its place, which inherit nothing by that alone."""

    topic: ClassVar[str] = "unit.split"
    into: tuple[str, ...]
    document: str | None = None


class UnitDissolved(Fact, frozen=True, kw_only=True):
    """The unit ended without a successor."""

    topic: ClassVar[str] = "unit.dissolved"
    document: str | None = None


class RepresentativeAppointed(Fact, frozen=True, kw_only=True):
    """A person, named by an opaque id, may speak for the unit."""

    topic: ClassVar[str] = "representative.appointed"
    anchor: ClassVar[Anchor] = Anchor.START
    person: str
    capacity: str | None = None
    document: str | None = None


class RepresentativeReleased(Fact, frozen=True, kw_only=True):
    """A person no longer speaks for the unit."""

    topic: ClassVar[str] = "representative.released"
    person: str
    document: str | None = None


class Representative(msgspec.Struct, frozen=True, kw_only=True):
    """A person who speaks for a unit, in what capacity and since when."""

    person: str
    capacity: str | None
    since: Moment


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a unit on a day; `ended` is when it merged, split or was dissolved."""

    id: str
    name: str
    short_name: str | None = None
    kind: Kind | None = None
    parent: str | None = None
    fictional: bool = False
    status: Status = "active"
    ended: Moment | None = None
    successors: tuple[str, ...] = ()
    representatives: tuple[Representative, ...] = ()
    delegations: tuple[Delegation, ...] = ()

    def representative(self, person: str) -> Representative | None:
        """How `person` represents the unit; None where they do not."""
        return next((one for one in self.representatives if one.person == person), None)

    def refuse_ended(self, when: Moment) -> None:
        """Refuse what happens to the unit when it has certainly ended.

        Raises:
            Refusal: `unit_ended`.
        """
        if self.ended is not None and when.certainly_after(self.ended):
            raise _has_ended(self, self.ended)


def evolve(unit: Unit | None, entry: Entry) -> Unit | None:
    """The unit after one more entry of its stream."""
    fact = entry.fact
    if isinstance(fact, UnitRegistered):
        return Unit(
            id=stream_parts(entry.originator_id)[1][0],
            name=fact.name,
            short_name=fact.short_name,
            kind=fact.kind,
            parent=fact.parent,
            fictional=fact.fictional,
        )
    if unit is None:
        return None
    match fact:
        case UnitRenamed():
            return msgspec.structs.replace(unit, name=fact.name, short_name=fact.short_name)
        case UnitMerged():
            return _ended(unit, "merged", entry.moment, (fact.into,))
        case UnitSplit():
            return _ended(unit, "split", entry.moment, fact.into)
        case UnitDissolved():
            return _ended(unit, "dissolved", entry.moment, ())
        case RepresentativeAppointed():
            return _with_representative(unit, fact, entry.moment)
        case RepresentativeReleased():
            return _without_representative(unit, fact.person)
        case DelegationGranted() | DelegationRevoked():
            held = delegations_after(unit.delegations, fact, entry.moment)
            return msgspec.structs.replace(unit, delegations=held)
        case _:
            return unit


def _ended(unit: Unit, status: Status, ended: Moment, successors: tuple[str, ...]) -> Unit:
    return msgspec.structs.replace(unit, status=status, ended=ended, successors=successors)


def _with_representative(unit: Unit, fact: RepresentativeAppointed, since: Moment) -> Unit:
    others = tuple(one for one in unit.representatives if one.person != fact.person)
    appointed = Representative(person=fact.person, capacity=fact.capacity, since=since)
    return msgspec.structs.replace(unit, representatives=(*others, appointed))


def _without_representative(unit: Unit, person: str) -> Unit:
    kept = tuple(one for one in unit.representatives if one.person != person)
    held = delegations_without(unit.delegations, person)
    return msgspec.structs.replace(unit, representatives=kept, delegations=held)


def admit(unit: Unit | None, fact: Fact, when: Moment) -> None:
    """Refuse what cannot have happened to a unit in this state.

    Raises:
        Refusal: `unit_already_registered`, `unit_not_registered`, `unit_ended`, `unit_succeeds_itself`,
            `successor_named_twice`, `successor_missing`, `already_representative`, `not_representative`,
            and those of `delegations.admit_delegation`.
    """
    if isinstance(fact, UnitRegistered):
        if unit is not None:
            raise Refusal("unit_already_registered", unit=unit.id, name=unit.name)
        if fact.parent is not None:
            slug(fact.parent, "parent")
        return
    if unit is None:
        raise Refusal("unit_not_registered", unit=None)
    match fact:
        case UnitMerged() | UnitSplit() | UnitDissolved():
            _admit_end(unit, fact)
        case RepresentativeAppointed():
            unit.refuse_ended(when)
            _admit_appointment(unit, fact)
        case RepresentativeReleased():
            if unit.representative(fact.person) is None:
                raise Refusal("not_representative", unit=unit.id, person=fact.person)
        case DelegationGranted() | DelegationRevoked():
            admit_delegation(unit, fact, when)
        case _:
            unit.refuse_ended(when)


def _admit_appointment(unit: Unit, fact: RepresentativeAppointed) -> None:
    present = unit.representative(fact.person)
    if present is not None and present.capacity == fact.capacity:
        raise Refusal("already_representative", unit=unit.id, person=fact.person, since=present.since.text())


def _admit_end(unit: Unit, fact: UnitMerged | UnitSplit | UnitDissolved) -> None:
    if unit.ended is not None:
        raise _has_ended(unit, unit.ended)
    if isinstance(fact, UnitDissolved):
        return
    successors = (fact.into,) if isinstance(fact, UnitMerged) else fact.into
    if not successors:
        raise Refusal("successor_missing", unit=unit.id)
    for successor in successors:
        slug(successor, "into")
    if unit.id in successors:
        raise Refusal("unit_succeeds_itself", unit=unit.id)
    if len(set(successors)) < len(successors):
        raise Refusal("successor_named_twice", unit=unit.id, into=", ".join(successors))


def _has_ended(unit: Unit, ended: Moment) -> Refusal:
    return Refusal(
        "unit_ended",
        unit=unit.id,
        status=unit.status,
        since=ended.text(),
        successors=", ".join(unit.successors),
    )


def require_active(unit: Unit | None, unit_id: str, when: Moment) -> Unit:
    """The unit, if it is registered and had not certainly ended before `when`.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`.
    """
    if unit is None:
        raise Refusal("unit_not_registered", unit=unit_id)
    unit.refuse_ended(when)
    return unit


def register(
    unit: Unit | None,
    *,
    when: Moment,
    name: str,
    short_name: str | None = None,
    kind: Kind | None = None,
    parent: str | None = None,
    fictional: bool = False,
) -> UnitRegistered:
    """Make a unit known; `parent` is the slug of the unit it belongs to, which may be unregistered yet.

    Raises:
        Refusal: `unit_already_registered`, `not_a_slug`.
    """
    fact = UnitRegistered(name=name, short_name=short_name, kind=kind, parent=parent, fictional=fictional)
    admit(unit, fact, when)
    return fact


def rename(
    unit: Unit | None,
    *,
    when: Moment,
    name: str,
    short_name: str | None = None,
    document: str | None = None,
) -> UnitRenamed:
    """Give a unit another name from `when` on; its history keeps the old one.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`.
    """
    fact = UnitRenamed(name=name, short_name=short_name, document=document)
    admit(unit, fact, when)
    return fact


def merge(
    unit: Unit | None, into: Unit | None, *, when: Moment, successor: str, document: str | None = None
) -> UnitMerged:
    """End a unit by merging it into `successor`, whose state is `into`.

    The successor must be registered and not ended. It inherits no role, title, streak or pledge.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`, `unit_succeeds_itself`, `not_a_slug`.
    """
    fact = UnitMerged(into=successor, document=document)
    admit(unit, fact, when)
    require_active(into, successor, when)
    return fact


def split(
    unit: Unit | None,
    *,
    when: Moment,
    successors: dict[str, Unit | None],
    document: str | None = None,
) -> UnitSplit:
    """End a unit by splitting it; `successors` are the states of the units that follow, by slug.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`, `unit_succeeds_itself`, `successor_missing`,
            `not_a_slug`.
    """
    fact = UnitSplit(into=tuple(successors), document=document)
    admit(unit, fact, when)
    for name, state in successors.items():
        require_active(state, name, when)
    return fact


def dissolve(unit: Unit | None, *, when: Moment, document: str | None = None) -> UnitDissolved:
    """End a unit without a successor.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`.
    """
    fact = UnitDissolved(document=document)
    admit(unit, fact, when)
    return fact


def appoint(
    unit: Unit | None,
    *,
    when: Moment,
    person: str,
    capacity: str | None = None,
    document: str | None = None,
) -> RepresentativeAppointed:
    """Let a person, by opaque id, speak for the unit; another capacity replaces the former one.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`, `already_representative`.
    """
    fact = RepresentativeAppointed(person=person, capacity=capacity, document=document)
    admit(unit, fact, when)
    return fact


def release(
    unit: Unit | None, *, when: Moment, person: str, document: str | None = None
) -> RepresentativeReleased:
    """End a person's right to speak for the unit; possible after the unit's end too, to tidy up.

    What the person delegated, and what was delegated to it, lapses with it.

    Raises:
        Refusal: `unit_not_registered`, `not_representative`.
    """
    fact = RepresentativeReleased(person=person, document=document)
    admit(unit, fact, when)
    return fact
