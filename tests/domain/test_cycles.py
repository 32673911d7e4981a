"""Cycles: the steps of a cluster's year and their order."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest

from domain import cycles
from domain.criteria import Criterion, ScoringTable
from domain.cycles import (
    Cycle,
    CycleClosed,
    CycleLaunched,
    CycleOpened,
    CycleReopened,
    CycleSummedUp,
    DossierSubmitted,
    MidyearReviewed,
    MinutesSigned,
    NinemonthChecked,
    RulesAdopted,
)
from domain.facts import EntryRetracted, Fact
from domain.moments import Anchor, Moment, Precision
from domain.refusals import Refusal
from domain.rules import BallotRule, RuleSet, ScoreRule, Source
from tests.domain.scenario import contradicts, entry, given

DAY = Moment.parse("2022-11-22")
SELF = "of-the-test"
OPENED = (CycleOpened(cluster="cum-dien-tap", first_year=2022), "2022")
SOURCE = Source(reference="quy định diễn tập", confirmed=False)


def rule_set(sequence: Literal["strict", "stated"]) -> RuleSet:
    return RuleSet(
        id="dien-tap",
        version=1,
        vietnamese="Quy định diễn tập",
        english="Rehearsal rules",
        valid_from=date(2022, 1, 1),
        sequence=sequence,
        pledge_required=True,
        titles=(),
        ballot=BallotRule(
            modes=("roll_call",),
            base="roll",
            threshold="2/3",
            comparison=">=",
            quorum="2/3",
            quorum_base="present",
            tie="chair",
            self_vote=False,
            change_until_close=False,
            source=SOURCE,
        ),
        score=ScoreRule(
            digits=2,
            rounding="half_up",
            at="total",
            bonus_above_maximum=False,
            tie_break=("vote",),
            source=SOURCE,
        ),
        sources=(SOURCE,),
    )


STRICT = (RulesAdopted(rule_set=rule_set("strict")), "2022-03-01")
TABLE = ScoringTable(
    id="bang-diem",
    name="Bảng điểm diễn tập",
    maximum=Decimal("100"),
    criteria=(Criterion(id="a", name="A", kind="direct", maximum=Decimal("100")),),
)


def state(*happened: Fact | tuple[Fact, str]) -> Cycle:
    cycle = given(cycles, *happened).state
    assert isinstance(cycle, Cycle)
    return cycle


def test_a_cycle_is_opened_once() -> None:
    given(cycles).when(
        cycles.open_cycle, when=Moment.parse("2022", Anchor.START), cluster="cum-dien-tap", first_year=2022
    ).then(OPENED[0])
    assert OPENED[0].cycle == "cum-dien-tap-2022"
    assert (
        CycleOpened(cluster="cum-dien-tap", first_year=2015, last_year=2020).cycle == "cum-dien-tap-2015-2020"
    )
    given(cycles, OPENED).when(cycles.open_cycle, when=DAY, cluster="cum-dien-tap", first_year=2022).refuses(
        "cycle_already_opened", cycle=SELF, since="2022"
    )


def test_years_run_forward_and_the_cluster_is_a_slug() -> None:
    given(cycles).when(
        cycles.open_cycle, when=DAY, cluster="cum-dien-tap", first_year=2022, last_year=2021
    ).refuses("years_reversed", first_year=2022, last_year=2021)
    given(cycles).when(cycles.open_cycle, when=DAY, cluster="Cụm", first_year=2022, last_year=2023).refuses(
        "not_a_slug", field="cluster"
    )


STEPS: list[tuple[Any, dict[str, Any], Fact, str]] = [
    (
        cycles.launch,
        {"place": "X", "host": "don-vi-a"},
        CycleLaunched(place="X", host="don-vi-a"),
        "launched",
    ),
    (
        cycles.adopt_rules,
        {"rule_set": rule_set("stated"), "scoring_table": TABLE},
        RulesAdopted(rule_set=rule_set("stated"), scoring_table=TABLE),
        "rules_adopted",
    ),
    (cycles.review_midyear, {"findings": "tốt"}, MidyearReviewed(findings="tốt"), "midyear"),
    (cycles.check_ninemonth, {"findings": "tốt"}, NinemonthChecked(findings="tốt"), "ninemonth"),
    (cycles.sum_up, {"chairs": ("don-vi-a",)}, CycleSummedUp(chairs=("don-vi-a",)), "summed_up"),
    (cycles.sign_minutes, {"number": "1"}, MinutesSigned(number="1"), "minuted"),
    (cycles.submit, {"to": "Bộ Công an"}, DossierSubmitted(to="Bộ Công an"), "submitted"),
    (cycles.close, {"latest": None, "reason": "xong"}, CycleClosed(reason="xong"), "closed"),
]


@pytest.mark.parametrize(("decide", "arguments", "fact", "step"), STEPS)
def test_each_step_is_reached_by_a_fact(
    decide: Any, arguments: dict[str, Any], fact: Fact, step: str
) -> None:
    given(cycles, OPENED).when(decide, when=DAY, **arguments).then(fact)
    assert state(OPENED, (fact, "2022-11-22")).steps == {step: DAY}
    given(cycles).when(decide, when=DAY, **arguments).refuses("cycle_not_opened")


@pytest.mark.parametrize(
    ("decide", "arguments", "fact", "step"), [row for row in STEPS if row[3] != "rules_adopted"]
)
def test_each_step_is_reached_once(decide: Any, arguments: dict[str, Any], fact: Fact, step: str) -> None:
    given(cycles, OPENED, (fact, "2022-11-22")).when(decide, when=DAY, **arguments).refuses(
        "step_already_reached", cycle=SELF, step=step, since="2022-11-22"
    )


def test_steps_that_a_source_dates_only_by_the_year_are_in_order() -> None:
    cycle = state(
        OPENED, (CycleSummedUp(), "2022-11-22"), (CycleLaunched(), "2022"), (MidyearReviewed(), "2022")
    )
    assert sorted(cycle.steps) == ["launched", "midyear", "summed_up"]


def test_a_step_certainly_after_a_later_one_is_refused() -> None:
    cause = contradicts(cycles, OPENED, (CycleSummedUp(), "2022-11-22"), (CycleLaunched(), "2022-11-23"))
    assert cause.code == "step_out_of_order"
    assert cause.params == {
        "cycle": SELF,
        "step": "launched",
        "date": "2022-11-23",
        "other": "summed_up",
        "other_date": "2022-11-22",
    }


def test_a_step_certainly_before_an_earlier_one_is_refused() -> None:
    given(cycles, OPENED, (CycleLaunched(), "2022-11-23")).when(cycles.sum_up, when=DAY).refuses(
        "step_out_of_order", step="summed_up", other="launched"
    )
    given(cycles, OPENED, (DossierSubmitted(), "2022-12-20")).when(cycles.close, None, when=DAY).refuses(
        "step_out_of_order", step="closed", other="submitted"
    )


def test_rules_may_come_before_or_after_the_launch() -> None:
    assert state(OPENED, STRICT, (CycleLaunched(), "2022-04-01")).rule_set == rule_set("strict")
    assert state(OPENED, (CycleLaunched(), "2022-02-01"), STRICT).scoring_table is None


def test_rules_are_adopted_again_with_a_document_until_the_summing_up() -> None:
    again = RulesAdopted(rule_set=rule_set("stated"), scoring_table=TABLE, document="QĐ 2")
    given(cycles, OPENED, STRICT).when(
        cycles.adopt_rules, when=DAY, rule_set=rule_set("stated"), scoring_table=TABLE, document="QĐ 2"
    ).then(again)
    given(cycles, OPENED, STRICT).when(cycles.adopt_rules, when=DAY, rule_set=rule_set("stated")).refuses(
        "document_missing", step="rules_adopted", since="2022-03-01"
    )
    cycle = state(OPENED, STRICT, (again, "2022-06-01"))
    assert cycle.rule_set is not None
    assert cycle.rule_set.sequence == "stated"
    assert cycle.scoring_table == TABLE
    given(cycles, OPENED, STRICT, (CycleSummedUp(), "2022-11-21")).when(
        cycles.adopt_rules, when=DAY, rule_set=rule_set("stated"), document="QĐ 2"
    ).refuses("step_out_of_order", step="rules_adopted", other="summed_up")


def test_strict_rules_ask_for_every_step() -> None:
    given(cycles, OPENED, STRICT).when(cycles.sign_minutes, when=DAY).refuses(
        "step_not_reached", cycle=SELF, step="summed_up", rule_set="dien-tap"
    )
    summed_up = (CycleSummedUp(), "2022-11-22")
    given(cycles, OPENED, STRICT, summed_up).when(cycles.sign_minutes, when=DAY).then(MinutesSigned())
    given(cycles, OPENED, STRICT, summed_up).when(cycles.submit, when=DAY).refuses(
        "step_not_reached", step="minuted"
    )
    with pytest.raises(Refusal) as caught:
        cycles.require_step(state(OPENED, STRICT, summed_up), "summed_up", Moment.parse("2022-11-21"))
    assert caught.value.code == "step_not_reached"


def test_rules_of_past_records_and_no_rules_ask_for_none() -> None:
    cycles.require_step(state(OPENED), "summed_up", DAY)
    cycles.require_step(state(OPENED, RulesAdopted(rule_set=rule_set("stated"))), "summed_up", DAY)


def test_a_closed_cycle_takes_nothing_but_a_reopening() -> None:
    history = (OPENED, (CycleClosed(), "2022-11-21"))
    assert state(*history).closed
    given(cycles, *history).when(cycles.launch, when=DAY).refuses(
        "cycle_closed", cycle=SELF, since="2022-11-21"
    )
    given(cycles, *history).when(cycles.reopen, when=DAY, reason="thiếu biên bản").then(
        CycleReopened(reason="thiếu biên bản")
    )
    reopened = (*history, (CycleReopened(reason="thiếu"), "2022-11-22"))
    assert not state(*reopened).closed
    given(cycles, *reopened).when(cycles.close, None, when=DAY).then(CycleClosed())
    assert state(*history, (MinutesSigned(), "2022")).closed


def test_only_a_closed_cycle_is_reopened() -> None:
    given(cycles).when(cycles.reopen, when=DAY, reason="x").refuses("cycle_not_closed", cycle=None)
    given(cycles, OPENED).when(cycles.reopen, when=DAY, reason="x").refuses("cycle_not_closed", cycle=SELF)


def test_a_cycle_is_not_closed_before_its_latest_entry() -> None:
    given(cycles, OPENED).when(cycles.close, Moment.parse("2022-11-23"), when=DAY).refuses(
        "cycle_goes_on", cycle=SELF, date="2022-11-22", latest="2022-11-23"
    )
    given(cycles, OPENED).when(cycles.close, Moment.parse("2022"), when=DAY).then(CycleClosed())


def test_a_cycle_is_open_from_its_opening() -> None:
    cycle = state((OPENED[0], "2022-03-01"))
    assert cycles.require_open(cycle, Moment.parse("2022-03-01")) is cycle
    assert cycles.require_open(cycle, Moment(0, Precision.UNKNOWN)) is cycle
    with pytest.raises(Refusal) as caught:
        cycles.require_open(cycle, Moment.parse("2022-02-28"))
    assert (caught.value.code, caught.value.params["since"]) == ("cycle_not_opened", "2022-03-01")


def test_an_unknown_fact_changes_nothing() -> None:
    unknown = entry(EntryRetracted(position=1, reason="nhầm"))
    cycle = state(OPENED)
    assert cycles.evolve(None, unknown) is None
    assert cycles.evolve(cycle, unknown) is cycle
    cycles.admit(cycle, unknown.fact, DAY)
