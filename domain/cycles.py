"""One cluster's year: the steps it goes through, from the opening to the close."""

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from domain.criteria import ScoringTable, check_table
from domain.facts import Entry, Fact
from domain.identity import cycle_id, slug, stream_parts
from domain.moments import Anchor, Moment
from domain.refusals import Refusal
from domain.rules import RuleSet
from domain.steps import Step, admit_order


class CycleOpened(Fact, frozen=True, kw_only=True):
    """The year (or the period of years) of a cluster is begun."""

    topic: ClassVar[str] = "cycle.opened"
    anchor: ClassVar[Anchor] = Anchor.START
    cluster: str
    first_year: int
    last_year: int | None = None
    movement: str | None = None
    theme: str | None = None
    slogans: tuple[str, ...] = ()
    document: str | None = None

    @property
    def cycle(self) -> str:
        """The identity of the cycle: its cluster and years."""
        return cycle_id(self.cluster, self.first_year, self.last_year)


class CycleLaunched(Fact, frozen=True, kw_only=True):
    """The movement of the year was launched (Law 06/2022 art 17: goals, criteria, period, plan)."""

    topic: ClassVar[str] = "cycle.launched"
    place: str | None = None
    host: str | None = None
    document: str | None = None


class RulesAdopted(Fact, frozen=True, kw_only=True):
    """The rules and the scoring table of the cycle, held by value: a later version never judges it."""

    topic: ClassVar[str] = "rules.adopted"
    anchor: ClassVar[Anchor] = Anchor.START
    rule_set: RuleSet
    scoring_table: ScoringTable | None = None
    document: str | None = None


class MidyearReviewed(Fact, frozen=True, kw_only=True):
    """The six-month review was held, perhaps by the deputy or any member."""

    topic: ClassVar[str] = "midyear.reviewed"
    place: str | None = None
    host: str | None = None
    findings: str | None = None
    document: str | None = None


class NinemonthChecked(Fact, frozen=True, kw_only=True):
    """The nine-month check was held."""

    topic: ClassVar[str] = "ninemonth.checked"
    place: str | None = None
    host: str | None = None
    findings: str | None = None
    document: str | None = None


class CycleSummedUp(Fact, frozen=True, kw_only=True):
    """The summing-up conference was held; `chairs` are the units whose heads chaired it."""

    topic: ClassVar[str] = "cycle.summed_up"
    place: str | None = None
    host: str | None = None
    chairs: tuple[str, ...] = ()
    findings: str | None = None
    document: str | None = None


class MinutesSigned(Fact, frozen=True, kw_only=True):
    """The minutes were signed by the units named."""

    topic: ClassVar[str] = "minutes.signed"
    number: str | None = None
    signatories: tuple[str, ...] = ()
    document: str | None = None


class DossierSubmitted(Fact, frozen=True, kw_only=True):
    """The cluster's dossier went up (Law 06/2022 art 84)."""

    topic: ClassVar[str] = "dossier.submitted"
    to: str | None = None
    document: str | None = None


class CycleClosed(Fact, frozen=True, kw_only=True):
    """Nothing more is expected of the cycle."""

    topic: ClassVar[str] = "cycle.closed"
    reason: str | None = None


class CycleReopened(Fact, frozen=True, kw_only=True):
    """A closed cycle takes facts again."""

    topic: ClassVar[str] = "cycle.reopened"
    reason: str


_STEP_OF: dict[type[Fact], Step] = {
    CycleLaunched: "launched",
    RulesAdopted: "rules_adopted",
    MidyearReviewed: "midyear",
    NinemonthChecked: "ninemonth",
    CycleSummedUp: "summed_up",
    MinutesSigned: "minuted",
    DossierSubmitted: "submitted",
    CycleClosed: "closed",
}


class Cycle(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a cycle on a day: the steps it reached and when, and the rules it is judged by."""

    id: str
    opened: CycleOpened
    opened_on: Moment
    steps: Mapping[Step, Moment] = {}
    rule_set: RuleSet | None = None
    scoring_table: ScoringTable | None = None

    @property
    def closed(self) -> bool:
        """Whether the cycle is closed and has not been opened again."""
        return "closed" in self.steps


def evolve(cycle: Cycle | None, entry: Entry) -> Cycle | None:
    """The cycle after one more entry of its stream."""
    fact, when = entry.fact, entry.moment
    if isinstance(fact, CycleOpened):
        return Cycle(id=stream_parts(entry.originator_id)[1][0], opened=fact, opened_on=when)
    if cycle is None:
        return None
    if isinstance(fact, CycleReopened):
        steps = {step: reached for step, reached in cycle.steps.items() if step != "closed"}
        return msgspec.structs.replace(cycle, steps=steps)
    if isinstance(fact, RulesAdopted):
        cycle = msgspec.structs.replace(cycle, rule_set=fact.rule_set, scoring_table=fact.scoring_table)
    step = _STEP_OF.get(type(fact))
    return cycle if step is None else msgspec.structs.replace(cycle, steps={**cycle.steps, step: when})


def admit(cycle: Cycle | None, fact: Fact, when: Moment) -> None:
    """Refuse what cannot have happened to a cycle in this state.

    Raises:
        Refusal: `cycle_already_opened`, `years_reversed`, `cycle_not_opened`, `cycle_closed`,
            `cycle_not_closed`, `step_already_reached`, `step_out_of_order`, `document_missing`,
            `not_a_slug`.
    """
    if isinstance(fact, CycleOpened):
        _admit_opening(cycle, fact)
        return
    if isinstance(fact, CycleReopened):
        if cycle is None or not cycle.closed:
            raise Refusal("cycle_not_closed", cycle=cycle and cycle.id)
        return
    opened, step = require_open(cycle, when), _STEP_OF.get(type(fact))
    if isinstance(fact, RulesAdopted):
        _admit_rules(opened, fact)
    elif step is not None and step in opened.steps:
        raise Refusal("step_already_reached", cycle=opened.id, step=step, since=opened.steps[step].text())
    if step is not None:
        admit_order(opened.id, opened.steps, step, when)


def _admit_opening(cycle: Cycle | None, fact: CycleOpened) -> None:
    if cycle is not None:
        raise Refusal("cycle_already_opened", cycle=cycle.id, since=cycle.opened_on.text())
    slug(fact.cluster, "cluster")
    if fact.last_year is not None and fact.last_year < fact.first_year:
        raise Refusal("years_reversed", first_year=fact.first_year, last_year=fact.last_year)


def _admit_rules(cycle: Cycle, fact: RulesAdopted) -> None:
    if fact.scoring_table is not None:
        check_table(fact.scoring_table)
    if "rules_adopted" in cycle.steps and fact.document is None:
        since = cycle.steps["rules_adopted"].text()
        raise Refusal("document_missing", cycle=cycle.id, step="rules_adopted", since=since)


def require_open(cycle: Cycle | None, when: Moment) -> Cycle:
    """The cycle, if at `when` it may have been open: opened, and not certainly closed before.

    Raises:
        Refusal: `cycle_not_opened`, `cycle_closed`.
    """
    if cycle is None:
        raise Refusal("cycle_not_opened", cycle=None, since=None)
    if cycle.opened_on.certainly_after(when):
        raise Refusal("cycle_not_opened", cycle=cycle.id, since=cycle.opened_on.text())
    closed = cycle.steps.get("closed")
    if closed is not None and when.certainly_after(closed):
        raise Refusal("cycle_closed", cycle=cycle.id, since=closed.text())
    return cycle


def require_step(cycle: Cycle, step: Step, when: Moment) -> None:
    """Refuse what needs a step that the cycle had not reached, if its rules ask for the full sequence.

    Under rules with the sequence "stated", and before any are adopted, steps that no source states may
    be missing.

    Raises:
        Refusal: `step_not_reached`.
    """
    reached = cycle.steps.get(step)
    if cycle.rule_set is None or cycle.rule_set.sequence == "stated":
        return
    if reached is None or reached.certainly_after(when):
        rule = cycle.rule_set.id
        raise Refusal("step_not_reached", rule=rule, cycle=cycle.id, step=step, rule_set=rule)


def open_cycle(
    cycle: Cycle | None,
    *,
    when: Moment,
    cluster: str,
    first_year: int,
    last_year: int | None = None,
    movement: str | None = None,
    theme: str | None = None,
    slogans: tuple[str, ...] = (),
    document: str | None = None,
) -> CycleOpened:
    """Open a cluster's year; its stream is named by the fact's `cycle`.

    Raises:
        Refusal: `cycle_already_opened`, `years_reversed`, `not_a_slug`.
    """
    fact = CycleOpened(
        cluster=cluster,
        first_year=first_year,
        last_year=last_year,
        movement=movement,
        theme=theme,
        slogans=slogans,
        document=document,
    )
    admit(cycle, fact, when)
    return fact


def launch(
    cycle: Cycle | None,
    *,
    when: Moment,
    place: str | None = None,
    host: str | None = None,
    document: str | None = None,
) -> CycleLaunched:
    """Launch the movement of the year. For the refusals of every step see `admit`."""
    fact = CycleLaunched(place=place, host=host, document=document)
    admit(cycle, fact, when)
    return fact


def adopt_rules(
    cycle: Cycle | None,
    *,
    when: Moment,
    rule_set: RuleSet,
    scoring_table: ScoringTable | None = None,
    document: str | None = None,
) -> RulesAdopted:
    """Adopt rules and a scoring table; again only until the summing-up and with a document.

    Raises:
        Refusal: `document_missing`, those of `check_table`, and those of every step (`admit`).
    """
    fact = RulesAdopted(rule_set=rule_set, scoring_table=scoring_table, document=document)
    admit(cycle, fact, when)
    return fact


def review_midyear(
    cycle: Cycle | None,
    *,
    when: Moment,
    place: str | None = None,
    host: str | None = None,
    findings: str | None = None,
    document: str | None = None,
) -> MidyearReviewed:
    """Record the six-month review. For the refusals of every step see `admit`."""
    fact = MidyearReviewed(place=place, host=host, findings=findings, document=document)
    admit(cycle, fact, when)
    return fact


def check_ninemonth(
    cycle: Cycle | None,
    *,
    when: Moment,
    place: str | None = None,
    host: str | None = None,
    findings: str | None = None,
    document: str | None = None,
) -> NinemonthChecked:
    """Record the nine-month check. For the refusals of every step see `admit`."""
    fact = NinemonthChecked(place=place, host=host, findings=findings, document=document)
    admit(cycle, fact, when)
    return fact


def sum_up(
    cycle: Cycle | None,
    *,
    when: Moment,
    place: str | None = None,
    host: str | None = None,
    chairs: tuple[str, ...] = (),
    findings: str | None = None,
    document: str | None = None,
) -> CycleSummedUp:
    """Record the summing-up conference. For the refusals of every step see `admit`."""
    fact = CycleSummedUp(place=place, host=host, chairs=chairs, findings=findings, document=document)
    admit(cycle, fact, when)
    return fact


def sign_minutes(
    cycle: Cycle | None,
    *,
    when: Moment,
    number: str | None = None,
    signatories: tuple[str, ...] = (),
    document: str | None = None,
) -> MinutesSigned:
    """Sign the minutes of the summing-up, which strict rules ask to be held first.

    Raises:
        Refusal: `step_not_reached`, and those of every step (`admit`).
    """
    fact = MinutesSigned(number=number, signatories=signatories, document=document)
    admit(cycle, fact, when)
    require_step(require_open(cycle, when), "summed_up", when)
    return fact


def submit(
    cycle: Cycle | None, *, when: Moment, to: str | None = None, document: str | None = None
) -> DossierSubmitted:
    """Send the dossier up; strict rules ask for signed minutes first (Law 06/2022 art 84 lists them).

    Raises:
        Refusal: `step_not_reached`, and those of every step (`admit`).
    """
    fact = DossierSubmitted(to=to, document=document)
    admit(cycle, fact, when)
    require_step(require_open(cycle, when), "minuted", when)
    return fact


def close(
    cycle: Cycle | None, latest: Moment | None, *, when: Moment, reason: str | None = None
) -> CycleClosed:
    """Close the cycle; `latest` is the latest moment of anything recorded in any stream of it.

    Raises:
        Refusal: `cycle_goes_on` if something is recorded for certainly later, and those of `admit`.
    """
    fact = CycleClosed(reason=reason)
    admit(cycle, fact, when)
    if latest is not None and latest.certainly_after(when):
        raise Refusal("cycle_goes_on", cycle=cycle and cycle.id, date=when.text(), latest=latest.text())
    return fact


def reopen(cycle: Cycle | None, *, when: Moment, reason: str) -> CycleReopened:
    """Open a closed cycle again, and say why.

    Raises:
        Refusal: `cycle_not_closed`.
    """
    fact = CycleReopened(reason=reason)
    admit(cycle, fact, when)
    return fact
