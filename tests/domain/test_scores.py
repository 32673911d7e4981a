"""Scores: by the unit itself, verified, explained, rechecked, final."""

from decimal import Decimal

import pytest

from domain import scores
from domain.criteria import Criterion, ScoringTable
from domain.facts import EntryRetracted, Fact
from domain.marks import Mark
from domain.moments import Moment
from domain.scores import (
    Explanation,
    Score,
    ScoreExplained,
    ScoreFinalised,
    ScoreRechecked,
    ScoreReturned,
    ScoreSelfSubmitted,
    ScoreVerified,
    Stage,
    effective_marks,
    effective_total,
)
from tests.domain.scenario import contradicts, entry, given

TABLE = ScoringTable(
    id="table",
    name="Bảng chấm điểm",
    maximum=Decimal(100),
    criteria=(
        Criterion(id="work", name="Công tác", kind="direct", maximum=Decimal(60)),
        Criterion(id="movement", name="Phong trào", kind="direct", maximum=Decimal(40)),
    ),
)
WHEN = Moment.parse("2022-11-22")


def marks(work: int | None = None, movement: int | None = None) -> tuple[Mark, ...]:
    stated = {"work": work, "movement": movement}
    return tuple(
        Mark(criterion=criterion, points=Decimal(points))
        for criterion, points in stated.items()
        if points is not None
    )


SELF = ScoreSelfSubmitted(marks=marks(60, 38))
VERIFIED = ScoreVerified(marks=marks(work=50), by="don-vi-a")
ANSWER = Explanation(criterion="work", text="Số liệu đến 30/11", evidence=("bc-5",))
EXPLAINED = ScoreExplained(explanations=(ANSWER,))
RECHECKED = ScoreRechecked(marks=marks(work=55), by="px03")
THROUGH = (
    (SELF, "2022-11-01"),
    (VERIFIED, "2022-11-05"),
    (EXPLAINED, "2022-11-08"),
    (RECHECKED, "2022-11-12"),
)
FINAL = (*THROUGH, (ScoreFinalised(), "2022-11-15"))


def score_of(*happened: Fact | tuple[Fact, str]) -> Score:
    state = given(scores, *happened).state
    assert isinstance(state, Score)
    return state


def told(score: Score, stage: Stage) -> dict[str, Decimal | None]:
    return {criterion: mark.points for criterion, mark in effective_marks(score, stage).items()}


def test_a_score_goes_through_its_stages() -> None:
    given(scores).when(scores.self_submit, TABLE, when=WHEN, marks=SELF.marks).then(SELF)
    given(scores, *THROUGH[:1]).when(
        scores.verify, TABLE, when=WHEN, marks=VERIFIED.marks, by="don-vi-a"
    ).then(VERIFIED)
    given(scores, *THROUGH[:2]).when(scores.explain, TABLE, when=WHEN, explanations=(ANSWER,)).then(EXPLAINED)
    given(scores, *THROUGH[:3]).when(scores.recheck, TABLE, when=WHEN, marks=RECHECKED.marks, by="px03").then(
        RECHECKED
    )
    given(scores, *THROUGH).when(scores.finalise, when=WHEN, document="7/BB").then(
        ScoreFinalised(document="7/BB")
    )


def test_the_stage_is_the_furthest_one_reached() -> None:
    reached = [score_of(*FINAL[:count]).stage for count in range(1, 6)]
    assert reached == [Stage.SELF, Stage.VERIFIED, Stage.EXPLAINED, Stage.RECHECKED, Stage.FINAL]
    assert Score().stage is Stage.DRAFT


def test_later_marks_stand_over_earlier_ones_criterion_by_criterion() -> None:
    score = score_of(*FINAL)
    assert told(score, Stage.DRAFT) == {}
    assert told(score, Stage.SELF) == {"work": 60, "movement": 38}
    assert told(score, Stage.VERIFIED) == {"work": 50, "movement": 38}
    assert told(score, Stage.FINAL) == {"work": 55, "movement": 38}
    assert score.explanations == {"work": ANSWER}
    assert effective_marks(None, Stage.FINAL) == {}


def test_a_verification_may_come_in_parts() -> None:
    score = score_of(SELF, VERIFIED, ScoreVerified(marks=marks(movement=39)), EXPLAINED, EXPLAINED)
    assert told(score, Stage.VERIFIED) == {"work": 50, "movement": 39}


def test_a_past_source_may_state_a_total_only() -> None:
    given(scores).when(scores.verify, None, when=WHEN, total=Decimal("98.75")).then(
        ScoreVerified(total=Decimal("98.75"))
    )
    score = score_of(ScoreVerified(total=Decimal("98.75")), ScoreFinalised())
    assert effective_total(score, Stage.SELF) is None
    assert effective_total(score, Stage.FINAL) == Decimal("98.75")
    assert effective_total(None, Stage.FINAL) is None


def test_marks_overtake_an_earlier_total() -> None:
    total = ScoreSelfSubmitted(total=Decimal(99))
    assert effective_total(score_of(total, VERIFIED), Stage.VERIFIED) is None
    assert effective_total(score_of(total, VERIFIED), Stage.SELF) == Decimal(99)
    assert effective_total(score_of(SELF, ScoreVerified(total=Decimal(9)), VERIFIED), Stage.FINAL) is None
    assert effective_total(score_of(VERIFIED, ScoreVerified(total=Decimal(9))), Stage.FINAL) == Decimal(9)


def test_marks_must_fit_the_table() -> None:
    wrong = marks(work=61)
    for decide in (scores.self_submit, scores.verify, scores.recheck):
        given(scores).when(decide, TABLE, when=WHEN, marks=wrong).refuses("points_out_of_range")
        given(scores).when(decide, None, when=WHEN, marks=SELF.marks).refuses("scoring_table_missing")
        given(scores).when(decide, TABLE, when=WHEN).refuses("marks_missing")


def test_the_verifying_unit_is_a_slug() -> None:
    given(scores).when(scores.verify, TABLE, when=WHEN, marks=SELF.marks, by="PX03").refuses("not_a_slug")


def test_a_score_is_submitted_once_until_it_is_returned() -> None:
    given(scores, *THROUGH[:1]).when(scores.self_submit, TABLE, when=WHEN, marks=SELF.marks).refuses(
        "score_already_submitted", submitted="2022-11-01"
    )
    returned = (*THROUGH[:2], (ScoreReturned(reason="Thiếu minh chứng"), "2022-11-06"))
    assert score_of(*returned).stage is Stage.DRAFT
    given(scores, *returned).when(scores.self_submit, TABLE, when=WHEN, marks=SELF.marks).then(SELF)
    score = score_of(
        *returned, (ScoreSelfSubmitted(marks=marks(51, 38)), "2022-11-07"), (VERIFIED, "2022-11")
    )
    assert told(score, Stage.SELF) == {"work": 51, "movement": 38}
    assert told(score, Stage.VERIFIED) == {"work": 50, "movement": 38}


def test_a_stage_that_certainly_passed_does_not_come_again() -> None:
    given(scores, (VERIFIED, "2022-11-05")).when(
        scores.self_submit, TABLE, when=WHEN, marks=SELF.marks
    ).refuses("score_stage_passed", stage=Stage.SELF, passed=Stage.VERIFIED, since="2022-11-05")
    given(scores, *THROUGH).when(scores.verify, TABLE, when=WHEN, marks=SELF.marks).refuses(
        "score_stage_passed", passed=Stage.RECHECKED
    )


def test_an_unsure_date_is_not_out_of_order() -> None:
    score = score_of((SELF, "2022-11"), (VERIFIED, "2022-11-05"), (ScoreFinalised(), "2022-11-15"))
    assert told(score, Stage.FINAL) == {"work": 50, "movement": 38}


def test_a_draft_is_not_reviewed() -> None:
    returned = (*THROUGH[:2], (ScoreReturned(reason="x"), "2022-11-06"))
    for decide, arguments in (
        (scores.verify, {"table": TABLE, "marks": VERIFIED.marks}),
        (scores.recheck, {"table": TABLE, "marks": VERIFIED.marks}),
        (scores.explain, {"table": TABLE, "explanations": (ANSWER,)}),
        (scores.finalise, {}),
        (scores.return_to_draft, {"reason": "x"}),
    ):
        given(scores, *returned).when(decide, when=WHEN, **arguments).refuses(
            "score_in_draft", returned="2022-11-06"
        )


def test_a_review_that_may_lie_before_the_return_is_not_refused() -> None:
    given(scores, *THROUGH[:1], (ScoreReturned(reason="x"), "2022-11-22")).when(
        scores.verify, TABLE, when=WHEN, marks=VERIFIED.marks
    ).then(ScoreVerified(marks=VERIFIED.marks))


def test_what_is_not_scored_is_neither_explained_nor_final_nor_returned() -> None:
    given(scores).when(scores.explain, TABLE, when=WHEN, explanations=(ANSWER,)).refuses("nothing_scored")
    given(scores).when(scores.finalise, when=WHEN).refuses("nothing_scored")
    given(scores).when(scores.return_to_draft, when=WHEN, reason="x").refuses("nothing_scored")


def test_an_explanation_says_something_of_a_known_criterion() -> None:
    verified = given(scores, *THROUGH[:2])
    verified.when(scores.explain, TABLE, when=WHEN, explanations=()).refuses("explanation_missing")
    empty = Explanation(criterion="work", text=" ")
    verified.when(scores.explain, TABLE, when=WHEN, explanations=(empty,)).refuses("explanation_missing")
    unknown = Explanation(criterion="arson", text="x")
    verified.when(scores.explain, TABLE, when=WHEN, explanations=(unknown,)).refuses("criterion_unknown")
    given(scores, *THROUGH[:2]).when(scores.explain, None, when=WHEN, explanations=(unknown,)).then(
        ScoreExplained(explanations=(unknown,))
    )


def test_a_return_has_a_reason() -> None:
    given(scores, *THROUGH).when(scores.return_to_draft, when=WHEN, reason="Sai biểu mẫu").then(
        ScoreReturned(reason="Sai biểu mẫu")
    )
    given(scores, *THROUGH).when(scores.return_to_draft, when=WHEN, reason="").refuses("reason_missing")


@pytest.mark.parametrize(
    "late", [SELF, VERIFIED, EXPLAINED, RECHECKED, ScoreFinalised(), ScoreReturned(reason="x")]
)
def test_a_final_score_is_locked(late: Fact) -> None:
    happened = ((VERIFIED, "2022-11-05"), (ScoreFinalised(), "2022-11-15"), (late, "2022-11-22"))
    refusal = contradicts(scores, *happened)
    assert (refusal.code, refusal.params) == ("score_already_final", {"finalised": "2022-11-15"})


def test_a_return_of_unsure_date_does_not_undo_a_final_score() -> None:
    assert score_of(*FINAL, (ScoreReturned(reason="x"), "2022-11")) == score_of(*FINAL)


def test_facts_of_other_streams_change_nothing() -> None:
    other = EntryRetracted(position=1, reason="x")
    assert scores.evolve(None, entry(other)) is None
    scores.admit(None, other, WHEN)
