"""A unit's pledge for a year: targets and titles registered, signed, amended, withdrawn, reported on.

Stream `pledge:{cycle}:{unit}`: a unit has one pledge in a cycle.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar, Literal

import msgspec
from msgspec.structs import replace

from domain.facts import Entry, Fact
from domain.figures import figure
from domain.identity import cycle_parts, slug
from domain.moments import Anchor, Moment
from domain.refusals import Refusal

Direction = Literal["at_least", "at_most", "yes_no"]


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a unit sets out to reach: a goal in its unit of measure, or something done or not done.

    `direction` says which side of the goal meets it. `baseline` is the figure it starts from. `assigned`:
    set by the superior authority rather than chosen by the unit.
    """

    id: str
    name: str
    direction: Direction
    measure: str | None = None
    goal: Decimal | None = None
    baseline: Decimal | None = None
    assigned: bool = False


class PledgeRegistered(Fact, frozen=True, kw_only=True):
    """A unit put down its targets and the titles it aims for (by code); empty where no source lists them.

    `copied_from` is the cycle whose pledge served as the draft.
    """

    topic: ClassVar[str] = "pledge.registered"
    anchor: ClassVar[Anchor] = Anchor.START
    targets: tuple[Target, ...] = ()
    titles: tuple[str, ...] = ()
    copied_from: str | None = None
    document: str | None = None


class PledgeSigned(Fact, frozen=True, kw_only=True):
    """The pledge was signed; `signatory` is an opaque person id."""

    topic: ClassVar[str] = "pledge.signed"
    signatory: str | None = None
    document: str | None = None


class PledgeAmended(Fact, frozen=True, kw_only=True):
    """The whole list of targets, of titles, or both took the place of the former one."""

    topic: ClassVar[str] = "pledge.amended"
    reason: str
    targets: tuple[Target, ...] | None = None
    titles: tuple[str, ...] | None = None


class PledgeWithdrawn(Fact, frozen=True, kw_only=True):
    """The unit no longer stands by its pledge."""

    topic: ClassVar[str] = "pledge.withdrawn"
    reason: str


class TargetReported(Fact, frozen=True, kw_only=True):
    """What came of a target; a later report on it replaces an earlier one.

    `target` names a registered one. Without it, `name` heads a figure that no registered target names;
    without both, the report is on all registered targets together.
    """

    topic: ClassVar[str] = "target.reported"
    target: str | None = None
    name: str | None = None
    actual: Decimal | None = None
    met: bool | None = None
    measure: str | None = None
    document: str | None = None


class Pledge(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's pledge and what is known of its results.

    `results` holds the latest report on each target, `figures` the latest under each name, `together` the
    latest on all targets at once, and `reported_since` the targets reported on after that one.
    """

    targets: tuple[Target, ...] = ()
    titles: tuple[str, ...] = ()
    registered: Moment | None = None
    signed: Moment | None = None
    withdrawn: Moment | None = None
    results: Mapping[str, TargetReported] = {}
    figures: Mapping[str, TargetReported] = {}
    together: TargetReported | None = None
    reported_since: frozenset[str] = frozenset()

    @property
    def total(self) -> int | None:
        """How many targets are registered; None if none is known."""
        return len(self.targets) or None

    @property
    def all_met(self) -> bool | None:
        """Whether every target is met: from the single results where they suffice, else as reported."""
        known = self.known_results()
        if False in known.values():
            return False
        if self.targets and len(known) == len(self.targets):
            return True
        return self.together.met if self.together is not None else None

    def known_results(self) -> dict[str, bool]:
        """Which targets are met and which are not; a target of which it is not known is left out.

        "All met" speaks for every target until a later report on one of them.
        """
        summed_up = self.together is not None and self.together.met is True
        known: dict[str, bool] = {}
        for target in self.targets:
            result = self.results.get(target.id)
            if summed_up and target.id not in self.reported_since:
                known[target.id] = True
            elif result is not None and (met := is_met(target, result)) is not None:
                known[target.id] = met
        return known

    def met_count(self) -> int | None:
        """How many targets are met; None while that is unknown of any of them, or none is registered."""
        known = self.known_results()
        if not self.targets or len(known) < len(self.targets):
            return None
        return sum(known.values())


def is_met(target: Target, result: TargetReported) -> bool | None:
    """Whether a report meets its target: as stated, else by the goal and its direction; None if unknown."""
    if result.met is not None or result.actual is None or target.goal is None:
        return result.met
    return result.actual >= target.goal if target.direction == "at_least" else result.actual <= target.goal


def evolve(pledge: Pledge | None, entry: Entry) -> Pledge | None:
    """The pledge after an entry; what was reported outlives a withdrawal and a new registration."""
    held = pledge or Pledge()
    match entry.fact:
        case PledgeRegistered(targets=targets, titles=titles):
            return replace(
                held, targets=targets, titles=titles, registered=entry.moment, signed=None, withdrawn=None
            )
        case PledgeSigned():
            return replace(held, signed=entry.moment)
        case PledgeAmended(targets=new_targets, titles=new_titles):
            return replace(
                held,
                targets=held.targets if new_targets is None else new_targets,
                titles=held.titles if new_titles is None else new_titles,
            )
        case PledgeWithdrawn():
            return replace(held, withdrawn=entry.moment)
        case TargetReported() as report:
            return _reported(held, report)
        case _:
            return pledge


def _reported(pledge: Pledge, report: TargetReported) -> Pledge:
    if report.target is not None:
        results = {**pledge.results, report.target: report}
        return replace(pledge, results=results, reported_since=pledge.reported_since | {report.target})
    if report.name is not None:
        return replace(pledge, figures={**pledge.figures, report.name: report})
    return replace(pledge, together=report, reported_since=frozenset())


def admit(pledge: Pledge | None, fact: Fact, when: Moment) -> None:
    """Check that a fact can follow in this stream.

    Raises:
        Refusal: `pledge_already_registered`, `pledge_not_registered`, `pledge_already_signed`,
            `pledge_withdrawn`, `amendment_empty`, `reason_missing`, `target_repeated`, `title_repeated`,
            `goal_on_yes_no_target`, `target_and_name`, `result_missing`, `target_not_registered`,
            `not_a_slug`, `not_a_cycle`, `not_a_figure`.
    """
    match fact:
        case PledgeRegistered():
            _admit_registration(pledge, fact)
        case PledgeSigned():
            held = _in_force(pledge, when)
            if held.signed is not None:
                raise Refusal("pledge_already_signed", signed=held.signed.text())
        case PledgeAmended():
            _in_force(pledge, when)
            _check_reason(fact.reason)
            if fact.targets is None and fact.titles is None:
                raise Refusal("amendment_empty")
            _check_content(fact.targets or (), fact.titles or ())
        case PledgeWithdrawn():
            held = _in_force(pledge, when)
            _check_reason(fact.reason)
            if held.withdrawn is not None:
                raise Refusal("pledge_withdrawn", withdrawn=held.withdrawn.text())
        case TargetReported():
            _admit_report(pledge, fact, when)
        case _:
            pass


def _admit_registration(pledge: Pledge | None, fact: PledgeRegistered) -> None:
    if pledge is not None and pledge.registered is not None and pledge.withdrawn is None:
        raise Refusal("pledge_already_registered", registered=pledge.registered.text())
    if fact.copied_from is not None:
        cycle_parts(fact.copied_from)
    _check_content(fact.targets, fact.titles)


def _admit_report(pledge: Pledge | None, fact: TargetReported, when: Moment) -> None:
    if fact.target is not None and fact.name is not None:
        raise Refusal("target_and_name", target=fact.target, name=fact.name)
    if fact.actual is None and fact.met is None:
        raise Refusal("result_missing", target=fact.target, name=fact.name)
    if fact.actual is not None:
        figure(fact.actual, "actual")
    if fact.target is not None:
        targets = [target.id for target in _in_force(pledge, when).targets]
        if fact.target not in targets:
            raise Refusal("target_not_registered", target=fact.target, registered=targets)
    elif fact.name is None and pledge is not None and pledge.registered is not None:
        _in_force(pledge, when)


def _in_force(pledge: Pledge | None, when: Moment) -> Pledge:
    if pledge is None or pledge.registered is None:
        raise Refusal("pledge_not_registered")
    if pledge.withdrawn is not None and when.certainly_after(pledge.withdrawn):
        raise Refusal("pledge_withdrawn", withdrawn=pledge.withdrawn.text())
    return pledge


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal("reason_missing")


def _check_content(targets: Sequence[Target], titles: Sequence[str]) -> None:
    seen: set[str] = set()
    for target in targets:
        if slug(target.id, "target") in seen:
            raise Refusal("target_repeated", target=target.id)
        seen.add(target.id)
        if target.direction == "yes_no" and target.goal is not None:
            raise Refusal("goal_on_yes_no_target", target=target.id, goal=target.goal)
        for field, value in (("goal", target.goal), ("baseline", target.baseline)):
            if value is not None:
                figure(value, field)
    for title in titles:
        if titles.count(title) > 1:
            raise Refusal("title_repeated", title=title)


def register(
    pledge: Pledge | None,
    *,
    when: Moment,
    targets: tuple[Target, ...] = (),
    titles: tuple[str, ...] = (),
    copied_from: str | None = None,
    document: str | None = None,
) -> PledgeRegistered:
    """Put down a unit's targets and the titles it aims for; again only after a withdrawal.

    Source: Law 06/2022/QH15 art 17 (targets of a movement) and, as a worked example, circular
    03/2018/TT-BNG art 6 (yearly registration). That police rules ask for it is not confirmed.

    Raises:
        Refusal: `pledge_already_registered`, `target_repeated`, `title_repeated`, `goal_on_yes_no_target`,
            `not_a_slug`, `not_a_cycle`, `not_a_figure`.
    """
    fact = PledgeRegistered(targets=targets, titles=titles, copied_from=copied_from, document=document)
    admit(pledge, fact, when)
    return fact


def sign(
    pledge: Pledge | None, *, when: Moment, signatory: str | None = None, document: str | None = None
) -> PledgeSigned:
    """Sign a registered pledge.

    Raises:
        Refusal: `pledge_not_registered`, `pledge_already_signed`, `pledge_withdrawn`.
    """
    fact = PledgeSigned(signatory=signatory, document=document)
    admit(pledge, fact, when)
    return fact


def amend(
    pledge: Pledge | None,
    *,
    when: Moment,
    reason: str,
    targets: tuple[Target, ...] | None = None,
    titles: tuple[str, ...] | None = None,
) -> PledgeAmended:
    """Put new targets or titles in the place of the registered ones; a signature stays valid.

    Raises:
        Refusal: `pledge_not_registered`, `pledge_withdrawn`, `reason_missing`, `amendment_empty`,
            `target_repeated`, `title_repeated`, `goal_on_yes_no_target`, `not_a_slug`, `not_a_figure`.
    """
    fact = PledgeAmended(targets=targets, titles=titles, reason=reason)
    admit(pledge, fact, when)
    return fact


def withdraw(pledge: Pledge | None, *, when: Moment, reason: str) -> PledgeWithdrawn:
    """Withdraw a registered pledge.

    Raises:
        Refusal: `pledge_not_registered`, `pledge_withdrawn`, `reason_missing`.
    """
    fact = PledgeWithdrawn(reason=reason)
    admit(pledge, fact, when)
    return fact


def report(
    pledge: Pledge | None,
    *,
    when: Moment,
    target: str | None = None,
    name: str | None = None,
    actual: Decimal | None = None,
    met: bool | None = None,
    measure: str | None = None,
    document: str | None = None,
) -> TargetReported:
    """Report on one registered target, on a figure by its own name, or on all targets together.

    A past record without a registered pledge can state figures by name and "all targets met".

    Raises:
        Refusal: `target_and_name`, `result_missing`, `pledge_not_registered`, `pledge_withdrawn`,
            `target_not_registered`, `not_a_figure`.
    """
    fact = TargetReported(
        target=target, name=name, actual=actual, met=met, measure=measure, document=document
    )
    admit(pledge, fact, when)
    return fact
