"""A unit's score in a cycle: by itself, verified by the cluster, explained, rechecked, made final.

Stream `score:{cycle}:{unit}`. The flow is that of a police province's scoring rules as seen in its software
(draft, submitted, first review, explanation, re-verification, final; a return leads back to the draft);
whether other provinces keep it is not confirmed.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from domain.criteria import ScoringTable
from domain.facts import Entry, Fact
from domain.identity import slug
from domain.marks import Mark, check_known, check_marks, check_statement
from domain.moments import Moment
from domain.refusals import Refusal


class Stage(StrEnum):
    """How far a score has come, in this order."""

    DRAFT = "draft"
    SELF = "self"
    VERIFIED = "verified"
    EXPLAINED = "explained"
    RECHECKED = "rechecked"
    FINAL = "final"


STAGES = tuple(Stage)


class Explanation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A unit's answer to how one criterion was marked."""

    criterion: str
    text: str
    evidence: tuple[str, ...] = ()


class ScoreSelfSubmitted(Fact, frozen=True, kw_only=True):
    """The unit scored itself; `total` only where the source states no marks."""

    topic: ClassVar[str] = "score.self_submitted"
    stage: ClassVar[Stage] = Stage.SELF
    marks: tuple[Mark, ...] = ()
    total: Decimal | None = None


class ScoreVerified(Fact, frozen=True, kw_only=True):
    """The cluster checked the score: the marks it sets, at least those that differ; `by` is a unit."""

    topic: ClassVar[str] = "score.verified"
    stage: ClassVar[Stage] = Stage.VERIFIED
    marks: tuple[Mark, ...] = ()
    by: str | None = None
    total: Decimal | None = None


class ScoreExplained(Fact, frozen=True, kw_only=True):
    """The unit explained itself where it was marked otherwise than it had scored."""

    topic: ClassVar[str] = "score.explained"
    stage: ClassVar[Stage] = Stage.EXPLAINED
    explanations: tuple[Explanation, ...]


class ScoreRechecked(Fact, frozen=True, kw_only=True):
    """The superior checked the score again: the marks that it sets; `by` is a unit."""

    topic: ClassVar[str] = "score.rechecked"
    stage: ClassVar[Stage] = Stage.RECHECKED
    marks: tuple[Mark, ...] = ()
    by: str | None = None
    total: Decimal | None = None


class ScoreFinalised(Fact, frozen=True, kw_only=True):
    """The score stands as it is and takes no more marks."""

    topic: ClassVar[str] = "score.finalised"
    document: str | None = None


class ScoreReturned(Fact, frozen=True, kw_only=True):
    """The score went back to the unit, which may submit it anew."""

    topic: ClassVar[str] = "score.returned"
    reason: str


Scored = ScoreSelfSubmitted | ScoreVerified | ScoreRechecked


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's score since it was last returned: when each stage was reached, with which marks or total."""

    reached: Mapping[Stage, Moment] = {}
    marks: Mapping[Stage, Mapping[str, Mark]] = {}
    totals: Mapping[Stage, Decimal] = {}
    explanations: Mapping[str, Explanation] = {}
    returned: Moment | None = None

    @property
    def stage(self) -> Stage:
        """The furthest stage reached."""
        return max(self.reached, key=STAGES.index, default=Stage.DRAFT)


def effective_marks(score: Score | None, stage: Stage) -> dict[str, Mark]:
    """The marks that count at a stage: verified ones over the unit's own, rechecked ones over both."""
    marks: dict[str, Mark] = {}
    if score is not None:
        for reached in STAGES[: STAGES.index(stage) + 1]:
            marks |= score.marks.get(reached, {})
    return marks


def effective_total(score: Score | None, stage: Stage) -> Decimal | None:
    """The total that a source states for a stage or, failing that, for the latest one before it.

    Where there is one it goes before any computed total. None where there is none, or where marks of a later
    stage have overtaken it: the total is then computed from the marks.
    """
    if score is not None:
        for reached in reversed(STAGES[: STAGES.index(stage) + 1]):
            if reached in score.totals:
                return score.totals[reached]
            if reached in score.marks:
                return None
    return None


def evolve(score: Score | None, entry: Entry) -> Score | None:
    """The score after an entry; marks of one stage add up, the later of two on a criterion stands."""
    held = score or Score()
    match entry.fact:
        case ScoreSelfSubmitted() | ScoreVerified() | ScoreRechecked() as scored:
            return _marked(held, scored, entry.moment)
        case ScoreExplained(explanations=explanations):
            told = {explanation.criterion: explanation for explanation in explanations}
            reached = {**held.reached, Stage.EXPLAINED: entry.moment}
            return replace(held, reached=reached, explanations={**held.explanations, **told})
        case ScoreFinalised():
            return replace(held, reached={**held.reached, Stage.FINAL: entry.moment})
        case ScoreReturned() if Stage.FINAL in held.reached:
            # A final score is not returned: a return of unsure date that comes to lie here was before it.
            return held
        case ScoreReturned():
            return Score(returned=entry.moment)
        case _:
            return score


def _marked(score: Score, fact: Scored, when: Moment) -> Score:
    stage = fact.stage
    reached = {**score.reached, stage: when}
    if fact.total is not None:
        return replace(score, reached=reached, totals={**score.totals, stage: fact.total})
    marks = {**score.marks.get(stage, {}), **{mark.criterion: mark for mark in fact.marks}}
    totals = {known: total for known, total in score.totals.items() if known is not stage}
    return replace(score, reached=reached, marks={**score.marks, stage: marks}, totals=totals)


def admit(score: Score | None, fact: Fact, when: Moment) -> None:
    """Check that a fact can follow in this stream.

    Stages may be missing from a partial record, but none may certainly come after a later one.

    Raises:
        Refusal: `score_already_submitted`, `score_stage_passed`, `score_in_draft`, `score_already_final`,
            `nothing_scored`, `marks_missing`, `total_beside_marks`, `mark_repeated`, `figure_negative`,
            `explanation_missing`, `reason_missing`, `not_a_slug`, `not_a_figure`.
    """
    held = score or Score()
    match fact:
        case ScoreSelfSubmitted() | ScoreVerified() | ScoreRechecked():
            _admit_scored(held, fact, when)
        case ScoreExplained(explanations=explanations):
            _check_order(held, fact.stage, when)
            _check_scored(held)
            if not explanations or any(not explanation.text.strip() for explanation in explanations):
                raise Refusal("explanation_missing")
        case ScoreFinalised():
            if Stage.FINAL in held.reached:
                raise Refusal("score_already_final", finalised=held.reached[Stage.FINAL].text())
            _check_order(held, Stage.FINAL, when)
            _check_scored(held)
        case ScoreReturned(reason=reason):
            _check_order(held, Stage.RECHECKED, when)  # possible at any stage that is not final
            _check_scored(held)
            if not reason.strip():
                raise Refusal("reason_missing")
        case _:
            pass


def _admit_scored(score: Score, fact: Scored, when: Moment) -> None:
    if isinstance(fact, ScoreSelfSubmitted):
        if Stage.SELF in score.reached:
            raise Refusal("score_already_submitted", submitted=score.reached[Stage.SELF].text())
    elif fact.by is not None:
        slug(fact.by, "by")
    _check_order(score, fact.stage, when)
    check_statement(fact.marks, fact.total)


def _check_order(score: Score, stage: Stage, when: Moment) -> None:
    for passed in reversed(STAGES[STAGES.index(stage) + 1 :]):
        moment = score.reached.get(passed)
        if moment is None or not when.certainly_after(moment):
            continue
        if passed is Stage.FINAL:
            raise Refusal("score_already_final", finalised=moment.text())
        raise Refusal("score_stage_passed", stage=stage, passed=passed, since=moment.text())
    if stage is Stage.SELF or Stage.SELF in score.reached or score.returned is None:
        return
    if when.certainly_after(score.returned):
        raise Refusal("score_in_draft", stage=stage, returned=score.returned.text())


def _check_scored(score: Score) -> None:
    if not score.marks and not score.totals:
        raise Refusal("nothing_scored")


def self_submit(
    score: Score | None,
    table: ScoringTable | None,
    *,
    when: Moment,
    marks: tuple[Mark, ...] = (),
    total: Decimal | None = None,
) -> ScoreSelfSubmitted:
    """Submit the unit's score of itself: marks by the cycle's table, or the total a past source states.

    Raises:
        Refusal: those of `check_marks`; `score_already_submitted`, `score_stage_passed`,
            `score_already_final`, `marks_missing`, `total_beside_marks`, `mark_repeated`, `figure_negative`,
            `not_a_figure`.
    """
    fact = ScoreSelfSubmitted(marks=marks, total=total)
    admit(score, fact, when)
    check_marks(table, marks)
    return fact


def verify(
    score: Score | None,
    table: ScoringTable | None,
    *,
    when: Moment,
    marks: tuple[Mark, ...] = (),
    by: str | None = None,
    total: Decimal | None = None,
) -> ScoreVerified:
    """Set the cluster's marks where they differ from the unit's own, or all of them.

    Raises:
        Refusal: those of `check_marks`; `score_in_draft`, `score_stage_passed`, `score_already_final`,
            `marks_missing`, `total_beside_marks`, `mark_repeated`, `figure_negative`, `not_a_slug`,
            `not_a_figure`.
    """
    fact = ScoreVerified(marks=marks, by=by, total=total)
    admit(score, fact, when)
    check_marks(table, marks)
    return fact


def explain(
    score: Score | None,
    table: ScoringTable | None,
    *,
    when: Moment,
    explanations: tuple[Explanation, ...],
) -> ScoreExplained:
    """Explain, criterion by criterion, what the unit holds against its verified marks.

    Raises:
        Refusal: `nothing_scored`, `score_in_draft`, `score_stage_passed`, `score_already_final`,
            `explanation_missing`; `criterion_unknown` where a table is known.
    """
    fact = ScoreExplained(explanations=explanations)
    admit(score, fact, when)
    if table is not None:
        check_known(table, [explanation.criterion for explanation in explanations])
    return fact


def recheck(
    score: Score | None,
    table: ScoringTable | None,
    *,
    when: Moment,
    marks: tuple[Mark, ...] = (),
    by: str | None = None,
    total: Decimal | None = None,
) -> ScoreRechecked:
    """Set the superior's marks where they differ from the verified ones, or all of them.

    Raises:
        Refusal: those of `check_marks`; `score_in_draft`, `score_already_final`, `marks_missing`,
            `total_beside_marks`, `mark_repeated`, `figure_negative`, `not_a_slug`, `not_a_figure`.
    """
    fact = ScoreRechecked(marks=marks, by=by, total=total)
    admit(score, fact, when)
    check_marks(table, marks)
    return fact


def finalise(score: Score | None, *, when: Moment, document: str | None = None) -> ScoreFinalised:
    """Make the score final.

    Raises:
        Refusal: `nothing_scored`, `score_in_draft`, `score_already_final`.
    """
    fact = ScoreFinalised(document=document)
    admit(score, fact, when)
    return fact


def return_to_draft(score: Score | None, *, when: Moment, reason: str) -> ScoreReturned:
    """Send the score back to the unit, which then submits it anew; earlier marks no longer count.

    Raises:
        Refusal: `nothing_scored`, `score_already_final`, `reason_missing`.
    """
    fact = ScoreReturned(reason=reason)
    admit(score, fact, when)
    return fact
