"""What waits in a year once it is summed up: ballots, minutes, titles, the close."""

import pytest

from domain.counts import Count, OptionCount, TellerCount
from tests.projections.inbox_scenes import BALLOT, FLAG, codes, launched, of, opened, summed_up, vote
from tests.projections.world import CLUSTER, CYCLE, World, ballot_rule


def test_a_year_that_is_summed_up_waits_for_its_ballots(world: World) -> None:
    summed_up(world)
    assert codes(world) == ["open_ballot"]
    opened(world)
    assert "open_ballot" not in codes(world)
    world.do("annul_ballot", "2022-11-23", ballot=BALLOT, reason="Mở nhầm")
    assert codes(world) == ["open_ballot"]
    world.do("sign_minutes", "2022-11-24", cycle=CYCLE)
    assert codes(world) == ["submit_dossier"]


def test_no_ballot_is_asked_for_once_titles_are_proposed(world: World) -> None:
    summed_up(world)
    world.do("propose_nomination", "2022-11-22", cycle=CYCLE, title=FLAG, unit="a")
    assert "open_ballot" not in codes(world)


def test_a_roll_call_waits_for_each_elector_then_for_its_close_and_count(world: World) -> None:
    summed_up(world)
    opened(world)
    assert set(codes(world)) == {"take_attendance", "cast_vote a", "cast_vote b"}
    told = of(world, "take_attendance")
    assert told["subject"] == {"cluster": CLUSTER, "cycle": CYCLE, "ballot": BALLOT}
    assert told["because"]["vi"] == (
        "Cuộc bỏ phiếu Cờ thi đua của Bộ Công an đang mở, chưa điểm danh cử tri."
    )
    world.do("take_attendance", "2022-11-22", ballot=BALLOT, present=("a", "b"))
    vote(world, "a")
    assert codes(world) == ["cast_vote b"]
    assert of(world, "cast_vote")["subject"]["elector"] == "b"
    vote(world, "b")
    assert codes(world) == ["close_ballot"]
    world.do("close_ballot", "2022-11-22", ballot=BALLOT)
    assert codes(world) == ["count_roll_call"]
    assert of(world, "count_roll_call")["since"]["topic"] == "ballot.closed"
    world.do("count_roll_call", "2022-11-22", ballot=BALLOT)
    assert codes(world) == ["sign_minutes", "propose_nomination a"]


def test_a_roll_call_is_closed_without_who_is_not_there(world: World) -> None:
    summed_up(world)
    opened(world)
    vote(world, "a")
    assert "close_ballot" not in codes(world)
    world.do("take_attendance", "2022-11-22", ballot=BALLOT, present=("a",))
    assert set(codes(world)) == {"close_ballot", "cast_vote b"}


def test_a_written_opinion_needs_no_attendance(world: World) -> None:
    summed_up(world)
    opened(world, "written_opinion")
    assert set(codes(world)) == {"cast_vote a", "cast_vote b"}


def figures(votes_for: int, *candidates: str) -> Count:
    options = tuple(
        OptionCount(candidate=one, votes_for=votes_for, votes_against=2 - votes_for, votes_abstain=0)
        for one in candidates or ("a",)
    )
    return Count(issued=2, returned=2, valid=2, invalid=0, present=2, consulted=0, options=options)


def test_a_show_of_hands_is_closed_and_counted(world: World) -> None:
    summed_up(world)
    opened(world, "show_of_hands")
    assert codes(world) == ["take_attendance"]
    world.do("take_attendance", "2022-11-22", ballot=BALLOT, present=("a", "b"))
    assert codes(world) == ["close_unnamed_ballot"]
    assert of(world, "close_unnamed_ballot")["action"] == "close_ballot"
    world.do("close_ballot", "2022-11-22", ballot=BALLOT)
    assert codes(world) == ["count_hands"]
    world.do("count_hands", "2022-11-22", ballot=BALLOT, count=figures(2))
    assert "count_hands" not in codes(world)


def test_a_ballot_on_paper_waits_for_its_tellers(world: World) -> None:
    summed_up(world)
    opened(world, "secret_paper", present=("a", "b"))
    assert codes(world) == ["appoint_tellers"]
    world.do("close_ballot", "2022-11-22", ballot=BALLOT)
    assert codes(world) == ["appoint_tellers"]
    world.do("appoint_tellers", "2022-11-22", ballot=BALLOT, tellers=("p1", "p2"))
    assert codes(world) == ["enter_teller_count"]
    first, second = (TellerCount(teller=teller, count=figures(2)) for teller in ("p1", "p2"))
    world.do("count_paper", "2022-11-22", ballot=BALLOT, first=first, second=second)
    assert "enter_teller_count" not in codes(world)


def test_a_ballot_on_paper_with_tellers_is_closed(world: World) -> None:
    summed_up(world)
    opened(world, "secret_paper", present=("a", "b"))
    world.do("appoint_tellers", "2022-11-22", ballot=BALLOT, tellers=("p1", "p2"))
    assert codes(world) == ["close_unnamed_ballot"]


@pytest.mark.parametrize(("mode", "code"), [("acclamation", "acclaim"), ("unstated", "record_outcome")])
def test_what_is_not_counted_waits_for_its_outcome(world: World, mode: str, code: str) -> None:
    summed_up(world)
    opened(world, mode)
    assert codes(world) == [code]
    world.do(code, "2022-11-22", ballot=BALLOT, elected=("a",))
    assert codes(world) == ["sign_minutes", "propose_nomination a"]


def test_a_tie_waits_for_its_second_round(world: World) -> None:
    summed_up(world)
    opened(world, "show_of_hands", candidates=("a", "b"), seats=1, present=("a", "b"))
    world.do("close_ballot", "2022-11-22", ballot=BALLOT)
    world.do("count_hands", "2022-11-22", ballot=BALLOT, count=figures(2, "a", "b"))
    told = of(world, "open_second_round")
    assert told["subject"] == {"cluster": CLUSTER, "cycle": CYCLE, "previous": BALLOT}
    assert codes(world) == ["open_second_round"]
    world.do("open_second_round", "2022-11-22", ballot=f"{BALLOT}-2", previous=BALLOT)
    assert codes(world) == ["take_attendance"]


def test_a_tie_that_the_chair_decided_needs_no_second_round(world: World) -> None:
    summed_up(world)
    rule = ballot_rule(tie="chair")
    opened(world, "show_of_hands", candidates=("a", "b"), seats=1, present=("a", "b"), rule=rule)
    world.do("close_ballot", "2022-11-22", ballot=BALLOT)
    world.do("count_hands", "2022-11-22", ballot=BALLOT, count=figures(2, "a", "b"), chosen=("b",))
    assert codes(world) == ["sign_minutes", "propose_nomination b"]


def test_who_passed_is_proposed_and_goes_its_way(world: World) -> None:
    summed_up(world)
    opened(world, "acclamation")
    world.do("acclaim", "2022-11-22", ballot=BALLOT, elected=("a",))
    told = of(world, "propose_nomination")
    assert told["subject"] == {
        "cluster": CLUSTER,
        "cycle": CYCLE,
        "unit": "a",
        "title": FLAG,
        "ballot": BALLOT,
    }
    assert told["since"]["topic"] == "ballot.acclaimed"
    nomination = {"cycle": CYCLE, "title": FLAG, "unit": "a"}
    world.do("propose_nomination", "2022-11-23", ballot=BALLOT, **nomination)
    assert codes(world) == ["sign_minutes", "recommend_nomination a"]
    world.do("recommend_nomination", "2022-11-24", **nomination)
    assert codes(world) == ["sign_minutes", "submit_nomination a"]
    world.do("return_nomination", "2022-11-25", reason="Thiếu báo cáo", **nomination)
    assert of(world, "nomination_returned")["action"] == "submit_nomination"
    world.do("submit_nomination", "2022-11-26", **nomination)
    assert codes(world) == ["sign_minutes", "decide_nomination a"]
    world.do("defer_nomination", "2022-11-27", reason="Đang xác minh", **nomination)
    assert codes(world) == ["sign_minutes", "resume_nomination a"]
    world.do("resume_nomination", "2022-11-28", **nomination)
    world.do("decide_nomination", "2022-11-29", outcome="granted", **nomination)
    assert "present_nomination a" in codes(world)
    world.do("present_nomination", "2022-11-30", **nomination)
    assert not [one for one in codes(world) if "nomination" in one]


def test_what_went_up_with_the_dossier_awaits_its_decision(world: World) -> None:
    summed_up(world)
    nomination = {"cycle": CYCLE, "title": FLAG, "unit": "a"}
    world.do("propose_nomination", "2022-11-23", **nomination)
    world.do("recommend_nomination", "2022-11-24", **nomination)
    world.do("sign_minutes", "2022-11-24", cycle=CYCLE)
    assert codes(world) == ["submit_nomination a", "submit_dossier"]
    world.do("submit_dossier", "2022-11-25", cycle=CYCLE)
    assert codes(world) == ["decide_nomination a"]


def test_a_ballot_without_a_title_proposes_nobody(world: World) -> None:
    summed_up(world)
    world.do("open_ballot", "2022-11-22", ballot=BALLOT, mode="acclamation", question="Cụm trưởng")
    world.do("acclaim", "2022-11-22", ballot=BALLOT, elected=("a",))
    assert codes(world) == ["sign_minutes"]


def test_a_year_in_which_nothing_waits_is_to_be_closed(world: World) -> None:
    summed_up(world)
    world.do("sign_minutes", "2022-11-24", cycle=CYCLE)
    world.do("submit_dossier", "2022-11-25", cycle=CYCLE)
    assert codes(world) == ["close_cycle"]
    world.do("close_cycle", "2022-12-20", cycle=CYCLE)
    assert codes(world) == []


def test_titles_are_presented_once_the_year_is_closed(world: World) -> None:
    summed_up(world)
    nomination = {"cycle": CYCLE, "title": FLAG, "unit": "a"}
    world.do("propose_nomination", "2022-11-23", **nomination)
    world.do("decide_nomination", "2022-12-01", outcome="granted", **nomination)
    world.do("close_cycle", "2022-12-20", cycle=CYCLE)
    assert codes(world) == ["present_nomination a"]


def contested(world: World) -> None:
    summed_up(world)
    opened(world, "acclamation")
    world.do("acclaim", "2022-11-22", ballot=BALLOT, elected=("a",))
    world.do("propose_nomination", "2022-11-23", cycle=CYCLE, title=FLAG, unit="a", ballot=BALLOT)
    world.do("propose_nomination", "2022-11-23", cycle=CYCLE, title="advanced_unit", unit="a")
    world.do("contest_ballot", "2022-11-24", ballot=BALLOT, by="b", reason="Thiếu túc số")


def test_a_contested_ballot_waits_for_the_office(world: World) -> None:
    contested(world)
    told = of(world, "ballot_contested")
    assert told["action"] == "annul_ballot"
    assert told["because"]["vi"].startswith("Đơn vị B khiếu nại kết quả bỏ phiếu: “Thiếu túc số”.")
    world.do("annul_ballot", "2022-11-25", ballot=BALLOT, reason="Khiếu nại đúng")
    assert "ballot_contested" not in codes(world)


def test_a_decision_on_the_title_settles_an_objection(world: World) -> None:
    contested(world)
    world.do("decide_nomination", "2022-12-01", cycle=CYCLE, title=FLAG, unit="a", outcome="granted")
    assert "ballot_contested" not in codes(world)


def test_an_objection_after_the_close_waits_still(world: World) -> None:
    contested(world)
    world.do("close_cycle", "2022-12-20", cycle=CYCLE)
    assert "ballot_contested" not in codes(world)
    world.do("contest_ballot", "2022-12-22", ballot=BALLOT, reason="Thiếu túc số")
    assert "ballot_contested" in codes(world)


def test_the_record_of_a_past_year_waits_for_nothing(world: World) -> None:
    launched(world, strict=False)
    assert "register_pledge a" in codes(world)
    assert codes(world, "2023-01-01") == []


def test_a_past_year_under_strict_rules_still_waits(world: World) -> None:
    summed_up(world)
    assert codes(world, "2023-01-01") == ["open_ballot"]
