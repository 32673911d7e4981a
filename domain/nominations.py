"""A title for a unit: proposed, recommended, submitted, decided, presented; deferred, annulled, restored."""

from collections.abc import Collection
from datetime import date
from typing import Literal, TypeVar

import msgspec

from domain.facts import Entry, Fact
from domain.identity import stream_parts
from domain.moments import Moment, Precision
from domain.nomination_facts import (
    NominationAnnulled,
    NominationDecided,
    NominationDeferred,
    NominationPresented,
    NominationProposed,
    NominationRecommended,
    NominationRestored,
    NominationResumed,
    NominationReturned,
    NominationSubmitted,
    Outcome,
    check_figures,
)
from domain.refusals import Refusal
from domain.rules import TitleRule
from domain.titles import require_prerequisites

Status = Literal[
    "proposed", "recommended", "submitted", "deferred", "returned",
    "granted", "refused", "downgraded", "presented", "annulled",
]  # fmt: skip
Step = TypeVar("Step", bound=Fact)
_NEVER_FIRST = (
    NominationDeferred | NominationResumed | NominationReturned | NominationAnnulled | NominationRestored
)
_ONLY_FROM: dict[type[Fact], tuple[tuple[Status, ...], str]] = {
    NominationResumed: (("deferred",), "not_deferred"),
    NominationAnnulled: (("granted", "presented"), "nothing_to_annul"),
    NominationRestored: (("annulled",), "not_annulled"),
}
_OPEN: tuple[Status, ...] = ("proposed", "returned", "recommended", "submitted")


class Nomination(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a nomination on a day.

    `before` is the status to come back to after a deferral or an annulment. `proposed_on`, `decided_on`
    and `presented_on` are None where no source states that step.
    """

    cycle: str
    title: str
    unit: str
    status: Status
    since: Moment
    before: Status | None = None
    proposed_on: Moment | None = None
    decided_on: Moment | None = None
    presented_on: Moment | None = None
    proposal: NominationProposed | None = None
    decision: NominationDecided | None = None
    presentation: NominationPresented | None = None
    year: int | None = None
    times: int = 1
    consecutive: bool = False

    @property
    def is_held(self) -> bool:
        """Whether a higher title can build on this one: it is on its way to a decision, or granted."""
        return self.status not in ("returned", "refused", "downgraded", "annulled")


def evolve(nomination: Nomination | None, entry: Entry) -> Nomination | None:
    """The nomination after one more entry of its stream."""
    fact, when = entry.fact, entry.moment
    match fact:
        case NominationProposed() | NominationRecommended() | NominationSubmitted():
            return _moved_on(nomination or _begun(entry), fact, when)
        case NominationDecided() | NominationPresented():
            return _concluded(nomination or _begun(entry), fact, when)
    if nomination is None:
        return None
    match fact:
        case NominationDeferred() if nomination.status in _OPEN:
            return msgspec.structs.replace(
                nomination, status="deferred", since=when, before=nomination.status
            )
        case NominationAnnulled():
            return msgspec.structs.replace(
                nomination, status="annulled", since=when, before=nomination.status
            )
        case NominationResumed() | NominationRestored() if nomination.before is not None:
            return msgspec.structs.replace(nomination, status=nomination.before, since=when, before=None)
        case NominationReturned() if nomination.status in _OPEN:
            return msgspec.structs.replace(nomination, status="returned", since=when)
        case _:
            return nomination


def _begun(entry: Entry) -> Nomination:
    cycle, title, unit = (stream_parts(entry.originator_id)[1] + ["", ""])[:3]
    return Nomination(cycle=cycle, title=title, unit=unit, status="proposed", since=entry.moment)


def _moved_on(
    nomination: Nomination,
    fact: NominationProposed | NominationRecommended | NominationSubmitted,
    when: Moment,
) -> Nomination:
    status: Status = "submitted" if isinstance(fact, NominationSubmitted) else "recommended"
    if isinstance(fact, NominationProposed):
        status = "proposed"
        known = nomination.decision
        nomination = msgspec.structs.replace(
            nomination,
            proposed_on=when,
            proposal=fact,
            year=nomination.year or fact.year,
            times=fact.times if known is None else known.times,
            consecutive=fact.consecutive if known is None else known.consecutive,
        )
    goes_back = _OPEN.index(status) < _OPEN.index(nomination.status) if nomination.status in _OPEN else True
    # What may have been before is noted and takes nothing back: "2022" counts at the end of the year.
    if goes_back and not (nomination.status in _OPEN and when.certainly_after(nomination.since)):
        return nomination
    return msgspec.structs.replace(nomination, status=status, since=when)


def _concluded(
    nomination: Nomination, fact: NominationDecided | NominationPresented, when: Moment
) -> Nomination:
    if isinstance(fact, NominationPresented):
        return msgspec.structs.replace(
            nomination, status="presented", since=when, presented_on=when, presentation=fact
        )
    stands = nomination.status in ("presented", "annulled")
    return msgspec.structs.replace(
        nomination,
        status=nomination.status if stands else fact.outcome,
        since=nomination.since if stands else when,
        decided_on=when,
        decision=fact,
        year=fact.year or nomination.year,
        times=fact.times,
        consecutive=fact.consecutive,
    )


def admit(nomination: Nomination | None, fact: Fact, when: Moment) -> None:
    """Refuse what cannot have happened to a nomination in this state.

    A record may begin anywhere: a source may state only that a title was decided or presented.

    Raises:
        Refusal: `nomination_not_proposed`, `already_proposed`, `already_decided`, `already_presented`,
            `presented_before_decided`, `consideration_deferred`, `not_deferred`, `not_granted`,
            `nomination_annulled`, `nothing_to_annul`, `not_annulled`, `times_not_positive`,
            `instead_without_downgrade`.
    """
    check_figures(fact)
    if nomination is None:
        if isinstance(fact, _NEVER_FIRST):
            raise Refusal("nomination_not_proposed", cycle=None, title=None, unit=None)
        return
    if type(fact) in _ONLY_FROM and nomination.status not in _ONLY_FROM[type(fact)][0]:
        raise _refusal(_ONLY_FROM[type(fact)][1], nomination)
    match fact:
        case NominationProposed():
            if nomination.proposed_on is not None or when.certainly_after(nomination.since):
                raise _refusal("already_proposed", nomination)
        case NominationRecommended() | NominationSubmitted() | NominationDeferred() | NominationReturned():
            _admit_on_the_way(nomination, when)
        case NominationDecided():
            _admit_decision(nomination, fact, when)
        case NominationPresented():
            _admit_presentation(nomination)


def _admit_on_the_way(nomination: Nomination, when: Moment) -> None:
    exact = when.precision in (Precision.INSTANT, Precision.DAY)
    if nomination.status not in _OPEN and (exact or when.certainly_after(nomination.since)):
        raise _stands(nomination)


def _admit_decision(nomination: Nomination, fact: NominationDecided, when: Moment) -> None:
    if nomination.decided_on is not None:
        raise _refusal("already_decided", nomination)
    if nomination.status == "deferred":
        raise _stands(nomination)
    presented = nomination.presented_on
    if presented is not None and (fact.outcome != "granted" or when.certainly_after(presented)):
        raise _refusal("presented_before_decided", nomination, date=when.text(), outcome=fact.outcome)


def _admit_presentation(nomination: Nomination) -> None:
    if nomination.presented_on is not None:
        raise _refusal("already_presented", nomination)
    if nomination.status in ("refused", "downgraded"):
        raise _refusal("not_granted", nomination)
    if nomination.status in ("deferred", "annulled"):
        raise _stands(nomination)


def _stands(nomination: Nomination) -> Refusal:
    """Why nothing on the way to a decision happens any more in this status."""
    codes: dict[Status, str] = {"deferred": "consideration_deferred", "annulled": "nomination_annulled"}
    return _refusal(codes.get(nomination.status, "already_decided"), nomination)


def _refusal(code: str, nomination: Nomination, **params: str) -> Refusal:
    return Refusal(
        code,
        cycle=nomination.cycle,
        title=nomination.title,
        unit=nomination.unit,
        status=nomination.status,
        since=nomination.since.text(),
        **params,
    )


def propose(
    nomination: Nomination | None,
    *,
    when: Moment,
    title_rule: TitleRule | None = None,
    held: Collection[str] = (),
    strict: bool = False,
    by: str | None = None,
    ballot: str | None = None,
    year: int | None = None,
    times: int = 1,
    consecutive: bool = False,
    document: str | None = None,
) -> NominationProposed:
    """Propose a unit for a title.

    `held` are the titles that the unit stands proposed for or holds in this cycle (`is_held`); under
    `strict` rules those that the title builds on must be among them. What is only unusual:
    `titles.warnings`.

    Raises:
        Refusal: `already_proposed`, `prerequisite_missing`, `times_not_positive`.
    """
    fact = NominationProposed(
        by=by, ballot=ballot, year=year, times=times, consecutive=consecutive, document=document
    )
    admit(nomination, fact, when)
    if strict and title_rule is not None:
        require_prerequisites(title_rule, held)
    return fact


def recommend(
    nomination: Nomination | None,
    *,
    when: Moment,
    strict: bool = False,
    by: str | None = None,
    document: str | None = None,
) -> NominationRecommended:
    """Recommend a proposal after appraising it.

    Raises:
        Refusal: `nomination_not_proposed`, `consideration_deferred`, `already_decided`,
            `nomination_annulled`.
    """
    return _taken(nomination, NominationRecommended(by=by, document=document), when, strict)


def submit(
    nomination: Nomination | None,
    *,
    when: Moment,
    strict: bool = False,
    to: str | None = None,
    document: str | None = None,
) -> NominationSubmitted:
    """Send the dossier up, or up again after it was returned.

    Raises:
        Refusal: as `recommend`.
    """
    return _taken(nomination, NominationSubmitted(to=to, document=document), when, strict)


def defer(nomination: Nomination | None, *, when: Moment, reason: str) -> NominationDeferred:
    """Put off consideration, for example while discipline is being considered.

    Raises:
        Refusal: as `recommend`.
    """
    return _taken(nomination, NominationDeferred(reason=reason), when)


def resume(nomination: Nomination | None, *, when: Moment, reason: str | None = None) -> NominationResumed:
    """Go on with a deferred consideration.

    Raises:
        Refusal: `nomination_not_proposed`, `not_deferred`.
    """
    return _taken(nomination, NominationResumed(reason=reason), when)


def send_back(nomination: Nomination | None, *, when: Moment, reason: str) -> NominationReturned:
    """Return the dossier to be completed.

    Raises:
        Refusal: as `recommend`.
    """
    return _taken(nomination, NominationReturned(reason=reason), when)


def decide(
    nomination: Nomination | None,
    *,
    when: Moment,
    outcome: Outcome,
    strict: bool = False,
    instead: str | None = None,
    authority: str | None = None,
    number: str | None = None,
    signed_on: date | None = None,
    year: int | None = None,
    times: int = 1,
    consecutive: bool = False,
    document: str | None = None,
) -> NominationDecided:
    """Record what the authority decided (who decides: Law 06/2022 arts 78 to 80).

    Raises:
        Refusal: `nomination_not_proposed`, `already_decided`, `consideration_deferred`,
            `presented_before_decided`, `instead_without_downgrade`, `times_not_positive`.
    """
    fact = NominationDecided(
        outcome=outcome,
        instead=instead,
        authority=authority,
        number=number,
        signed_on=signed_on,
        year=year,
        times=times,
        consecutive=consecutive,
        document=document,
    )
    return _taken(nomination, fact, when, strict)


def present(
    nomination: Nomination | None,
    *,
    when: Moment,
    strict: bool = False,
    place: str | None = None,
    by: str | None = None,
    by_delegation: bool = False,
    document: str | None = None,
) -> NominationPresented:
    """Record that the title was presented, perhaps months after the decision.

    Raises:
        Refusal: `nomination_not_proposed`, `not_granted`, `already_presented`, `consideration_deferred`,
            `nomination_annulled`.
    """
    fact = NominationPresented(place=place, by=by, by_delegation=by_delegation, document=document)
    return _taken(nomination, fact, when, strict)


def annul(
    nomination: Nomination | None, *, when: Moment, reason: str, document: str | None = None
) -> NominationAnnulled:
    """Annul the decision by which the title was granted (Law 06/2022 art 93(2), read).

    Raises:
        Refusal: `nomination_not_proposed`, `nothing_to_annul`.
    """
    return _taken(nomination, NominationAnnulled(reason=reason, document=document), when)


def restore(
    nomination: Nomination | None, *, when: Moment, reason: str, document: str | None = None
) -> NominationRestored:
    """Take an annulment back. The Law names it for state honorary titles only (art 93(3) to (7), read).

    Raises:
        Refusal: `nomination_not_proposed`, `not_annulled`.
    """
    return _taken(nomination, NominationRestored(reason=reason, document=document), when)


def _taken(nomination: Nomination | None, fact: Step, when: Moment, strict: bool = False) -> Step:
    """The fact, if it is possible; rules that ask for the full sequence want the step before it too."""
    admit(nomination, fact, when)
    if strict and nomination is None:
        raise Refusal("nomination_not_proposed", cycle=None, title=None, unit=None)
    if strict and nomination and isinstance(fact, NominationPresented) and nomination.status != "granted":
        raise _refusal("not_granted", nomination)
    return fact
