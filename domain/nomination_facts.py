"""The facts of a nomination; `nominations` says which may follow which."""

from datetime import date
from typing import ClassVar, Literal

from domain.facts import Fact
from domain.refusals import Refusal

Outcome = Literal["granted", "refused", "downgraded"]


class NominationProposed(Fact, frozen=True, kw_only=True):
    """A unit was proposed for a title, by itself, another unit or its cluster. A proposal is no award.

    `times` above 1 with `consecutive` tells a record such as "five years running" whose years no source
    lists; `year` is the award's year where the cycle does not say it.
    """

    topic: ClassVar[str] = "nomination.proposed"
    by: str | None = None
    ballot: str | None = None
    year: int | None = None
    times: int = 1
    consecutive: bool = False
    document: str | None = None


class NominationRecommended(Fact, frozen=True, kw_only=True):
    """A council or office that appraised the proposal supports it."""

    topic: ClassVar[str] = "nomination.recommended"
    by: str | None = None
    document: str | None = None


class NominationSubmitted(Fact, frozen=True, kw_only=True):
    """The dossier went up to who decides or appraises."""

    topic: ClassVar[str] = "nomination.submitted"
    to: str | None = None
    document: str | None = None


class NominationDeferred(Fact, frozen=True, kw_only=True):
    """Not considered for now ("chưa xét", TT 12/2019/TT-BCA art 2); it is no rejection."""

    topic: ClassVar[str] = "nomination.deferred"
    reason: str


class NominationResumed(Fact, frozen=True, kw_only=True):
    """Consideration goes on where it was deferred."""

    topic: ClassVar[str] = "nomination.resumed"
    reason: str | None = None


class NominationReturned(Fact, frozen=True, kw_only=True):
    """The dossier came back to be completed."""

    topic: ClassVar[str] = "nomination.returned"
    reason: str


class NominationDecided(Fact, frozen=True, kw_only=True):
    """The authority decided; `instead` is the lower title that a downgraded nomination was given."""

    topic: ClassVar[str] = "nomination.decided"
    outcome: Outcome
    instead: str | None = None
    authority: str | None = None
    number: str | None = None
    signed_on: date | None = None
    year: int | None = None
    times: int = 1
    consecutive: bool = False
    document: str | None = None


class NominationPresented(Fact, frozen=True, kw_only=True):
    """The title was presented; `by_delegation` is "thừa ủy nhiệm" of who granted it."""

    topic: ClassVar[str] = "nomination.presented"
    place: str | None = None
    by: str | None = None
    by_delegation: bool = False
    document: str | None = None


class NominationAnnulled(Fact, frozen=True, kw_only=True):
    """The authority annulled its decision (Law 06/2022 art 93(2))."""

    topic: ClassVar[str] = "nomination.annulled"
    reason: str
    document: str | None = None


class NominationRestored(Fact, frozen=True, kw_only=True):
    """An annulment was taken back, and the title is again what it was."""

    topic: ClassVar[str] = "nomination.restored"
    reason: str
    document: str | None = None


def check_figures(fact: Fact) -> None:
    """Refuse a fact that contradicts itself.

    Raises:
        Refusal: `times_not_positive`, `instead_without_downgrade`.
    """
    if isinstance(fact, NominationProposed | NominationDecided) and fact.times < 1:
        raise Refusal("times_not_positive", times=fact.times)
    if isinstance(fact, NominationDecided) and fact.instead is not None and fact.outcome != "downgraded":
        raise Refusal("instead_without_downgrade", instead=fact.instead, outcome=fact.outcome)
