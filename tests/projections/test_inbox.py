"""What waits in a year until it is summed up: each duty comes with a fact, and goes with the act."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.pledges import Target
from domain.scores import Explanation
from projections.inbox import inbox
from tests.projections.inbox_scenes import codes, duties, launched, named, of, pledged
from tests.projections.world import CLUSTER, CYCLE, World, marks


def test_an_unknown_cycle_has_no_inbox(world: World) -> None:
    assert world.ask(inbox) is None


def test_a_year_that_is_opened_waits_for_its_launch_and_its_rules(world: World) -> None:
    world.form("a")
    position = world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    assert codes(world) == ["launch_cycle", "adopt_rules"]
    told = of(world, "launch_cycle")
    assert told["action"] == "launch_cycle"
    assert told["subject"] == {"cluster": CLUSTER, "cycle": CYCLE}
    assert told["since"] == {"position": position, "topic": "cycle.opened", "on": "2022-01-01"}
    assert (told["starts"], told["due"], told["rule"]) == (None, None, None)
    assert told["because"]["vi"] == "Năm thi đua đã mở (ngày 01/01/2022) mà chưa phát động."
    world.do("launch_cycle", "2022-02-01", cycle=CYCLE)
    assert "launch_cycle" not in codes(world)
    world.do("adopt_rules", "2022-03-01", cycle=CYCLE, rule_set="law-2003")
    assert "adopt_rules" not in codes(world)


def test_rules_are_not_asked_for_once_the_year_is_summed_up(world: World) -> None:
    world.form("a")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    world.do("sum_up_cycle", "2022-11-22", cycle=CYCLE)
    assert codes(world) == ["open_ballot"]


def test_a_unit_registers_then_signs(world: World) -> None:
    launched(world)
    assert "register_pledge a" in codes(world)
    world.do("register_pledge", "2022-02-10", cycle=CYCLE, unit="a")
    assert "register_pledge a" not in codes(world)
    assert "register_pledge b" in codes(world)
    told = of(world, "sign_pledge")
    assert told["subject"] == {"cluster": CLUSTER, "cycle": CYCLE, "unit": "a"}
    assert told["since"]["topic"] == "pledge.registered"
    assert told["because"]["en"] == "Đơn vị A has registered (10 February 2022) and not signed its pledge."
    world.do("sign_pledge", "2022-02-11", cycle=CYCLE, unit="a")
    assert "sign_pledge a" not in codes(world)


def test_a_withdrawn_pledge_waits_for_nothing(world: World) -> None:
    launched(world)
    pledged(world)
    world.do("withdraw_pledge", "2022-06-01", cycle=CYCLE, unit="a", reason="Sáp nhập")
    assert not [one for one in codes(world) if "pledge" in one]


def test_no_signature_is_asked_for_where_the_rules_ask_for_none(world: World) -> None:
    launched(world, strict=False)
    world.do("register_pledge", "2022-02-10", cycle=CYCLE, unit="a")
    assert [one for one in codes(world) if "pledge" in one] == ["register_pledge b"]


def test_pledges_that_no_source_tells_of_are_not_asked_for_later(world: World) -> None:
    launched(world)
    world.do("review_midyear", "2022-07-01", cycle=CYCLE)
    assert not [one for one in codes(world) if "pledge" in one]


def test_a_unit_reports_on_each_target(world: World) -> None:
    launched(world)
    targets = tuple(Target(id=name, name=name, direction="yes_no") for name in ("mot", "hai"))
    pledged(world, targets=targets)
    told = next(duty for duty in duties(world) if named(duty) == "report_target a")
    assert told["since"]["topic"] == "pledge.signed"
    assert told["starts"] == "2022-10-01"
    assert "2/2" in told["because"]["vi"]
    world.do("report_target", "2022-09-01", cycle=CYCLE, unit="a", target="mot", met=True)
    assert "1/2" in next(d for d in duties(world) if named(d) == "report_target a")["because"]["vi"]
    world.do("report_target", "2022-09-01", cycle=CYCLE, unit="a", target="hai", met=False)
    world.do("report_target", "2022-09-01", cycle=CYCLE, unit="b", met=True)  # on all together
    assert not [one for one in codes(world) if one.startswith("report_target")]


def test_a_drive_is_reviewed_after_its_last_day_and_closed(world: World) -> None:
    launched(world)
    said = {"cycle": CYCLE, "drive": "he"}
    world.do("launch_drive", "2022-05-01", name="Đợt hè", ends=date(2022, 8, 19), **said)
    told = of(world, "review_drive")
    assert (told["starts"], told["due"]) == ("2022-08-19", "2022-08-19")
    assert told["subject"]["drive"] == "he"
    assert told["because"]["vi"] == "Đợt “Đợt hè” đã phát động, kết thúc ngày 19/08/2022, chưa sơ kết."
    assert duties(world)[0] == told, "what has a last day comes first"
    world.do("review_drive", "2022-08-20", **said)
    assert "review_drive" not in codes(world)
    assert "close_drive" in codes(world)
    world.do("close_drive", "2022-08-20", **said)
    assert "close_drive" not in codes(world)


def test_a_drive_whose_end_is_not_stated_is_still_to_come_until_the_summing_up(world: World) -> None:
    launched(world)
    world.do("launch_drive", "2022-05-01", cycle=CYCLE, drive="he", name="Đợt hè")
    told = of(world, "review_drive")
    assert (told["starts"], told["due"]) == ("2022-11-01", None)
    world.do("sum_up_cycle", "2022-11-22", cycle=CYCLE)
    world.do("sign_minutes", "2022-11-23", cycle=CYCLE)
    assert "review_drive" not in codes(world)


def test_the_reviews_of_the_year_come_in_their_months_and_may_be_passed_over(world: World) -> None:
    launched(world)
    assert of(world, "review_midyear")["starts"] == "2022-07-01"
    assert of(world, "check_ninemonth")["starts"] == "2022-10-01"
    world.do("check_ninemonth", "2022-10-04", cycle=CYCLE)
    assert not {"review_midyear", "check_ninemonth"} & set(codes(world))


def test_a_midyear_review_is_done_with_once_it_is_held(world: World) -> None:
    launched(world)
    world.do("review_midyear", "2022-07-01", cycle=CYCLE)
    assert "review_midyear" not in codes(world)
    assert of(world, "check_ninemonth")["since"]["topic"] == "midyear.reviewed"


def test_a_score_goes_from_its_unit_to_the_lead_and_is_made_final(world: World) -> None:
    launched(world)
    assert {duty["starts"] for duty in duties(world) if duty["code"] == "submit_self_score"} == {"2022-10-01"}
    world.do("submit_self_score", "2022-10-20", cycle=CYCLE, unit="a", marks=marks(100, 40))
    assert "submit_self_score a" not in codes(world)
    assert of(world, "submit_self_score")["starts"] is None, "others have begun"
    assert "verify_score a" in codes(world)
    world.do("verify_score", "2022-11-01", cycle=CYCLE, unit="a", marks=marks(100, 40))
    assert [one for one in codes(world) if one.endswith("score a")] == ["finalise_score a"]
    world.do("finalise_score", "2022-11-10", cycle=CYCLE, unit="a")
    assert not [one for one in codes(world) if one.endswith("score a")]


def test_nobody_is_to_score_itself_before_the_launch(world: World) -> None:
    world.open("a", "b", strict=True)
    assert codes(world) == ["launch_cycle"]


def test_a_score_that_was_returned_is_submitted_again(world: World) -> None:
    launched(world)
    world.do("submit_self_score", "2022-10-20", cycle=CYCLE, unit="a", marks=marks(100, 40))
    world.do("return_score", "2022-10-21", cycle=CYCLE, unit="a", reason="Thiếu tài liệu")
    told = of(world, "score_returned")
    assert (told["action"], told["unit"]["unit"]) == ("submit_self_score", "a")
    assert "21/10/2022" in told["because"]["vi"]
    world.do("submit_self_score", "2022-10-22", cycle=CYCLE, unit="a", marks=marks(90, 40))
    assert "score_returned a" not in codes(world)


@pytest.mark.parametrize(
    "verified", [{"marks": marks(100, 30)}, {"total": Decimal(70)}, {"marks": marks(100, 40)[:1]}]
)
def test_a_unit_may_explain_where_it_was_marked_otherwise(world: World, verified: dict[str, Any]) -> None:
    launched(world)
    own = marks(100, 40) if "total" in verified or len(verified["marks"]) == 2 else marks(100, 40)[1:]
    world.do("submit_self_score", "2022-10-20", cycle=CYCLE, unit="a", marks=own)
    world.do("verify_score", "2022-11-01", cycle=CYCLE, unit="a", **verified)
    assert {"explain_score a", "finalise_score a"} <= set(codes(world))
    explanation = Explanation(criterion="truc-tiep", text="Đã bổ sung báo cáo")
    world.do("explain_score", "2022-11-02", cycle=CYCLE, unit="a", explanations=(explanation,))
    assert [one for one in codes(world) if one.endswith("score a")] == ["recheck_score a"]
    world.do("recheck_score", "2022-11-03", cycle=CYCLE, unit="a", marks=marks(100, 35))
    assert [one for one in codes(world) if one.endswith("score a")] == ["finalise_score a"]


def test_a_score_that_was_verified_without_a_self_score_needs_no_explanation(world: World) -> None:
    launched(world)
    world.do("verify_score", "2022-11-01", cycle=CYCLE, unit="a", marks=marks(100, 30))
    assert [one for one in codes(world) if one.endswith("score a")] == ["finalise_score a"]


def test_without_a_table_nobody_is_to_score_itself(world: World) -> None:
    world.open("a", "b", table=None)
    world.do("launch_cycle", "2022-02-01", cycle=CYCLE)
    assert not [one for one in codes(world) if "score" in one]


def test_a_year_whose_scores_are_final_is_to_be_summed_up(world: World) -> None:
    launched(world, "a")
    assert of(world, "sum_up_cycle")["starts"] == "2022-11-01"
    world.do("submit_self_score", "2022-10-20", cycle=CYCLE, unit="a", marks=marks(100, 40))
    world.do("verify_score", "2022-10-21", cycle=CYCLE, unit="a", marks=marks(100, 40))
    world.do("finalise_score", "2022-10-22", cycle=CYCLE, unit="a")
    told = of(world, "sum_up_scored")
    assert (told["action"], told["starts"]) == ("sum_up_cycle", None)
    world.do("sum_up_cycle", "2022-11-22", cycle=CYCLE)
    assert not [one for one in codes(world) if one.startswith("sum_up")]
