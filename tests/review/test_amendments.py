"""Corrections and retractions leave no stream at odds with another."""

from typing import Any

import msgspec
import pytest

from domain.counts import Count, OptionCount
from domain.refusals import Refusal
from projections.standings import standings
from projections.votes import ballot
from tests.projections.world import CYCLE, World, ballot_rule, marks

REASON = "ghi nhầm khi nhập hồ sơ"
BALLOT = f"{CYCLE}.co"


def refused(world: World, command: str, /, **said: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        world.do(command, None, reason=REASON, **said)
    return caught.value


def count(**votes_for: int) -> Count:
    """A count of three hands that are up for some and down for the rest."""
    return Count(
        issued=3,
        returned=3,
        valid=3,
        invalid=0,
        present=3,
        consulted=0,
        options=tuple(
            OptionCount(candidate=unit, votes_for=votes, votes_against=3 - votes, votes_abstain=0)
            for unit, votes in votes_for.items()
        ),
    )


def roll_call(world: World, *electors: str) -> dict[str, int]:
    """A roll call on A copied from minutes; the positions of its votes."""
    said: dict[str, Any] = {"mode": "roll_call", "titles": ("advanced_unit",), "candidates": ("a",)}
    world.do("open_ballot", "2022-11-22", ballot=BALLOT, rule=ballot_rule(), **said)
    vote: dict[str, Any] = {"ballot": BALLOT, "choices": {"a": "for"}, "channel": "minutes"}
    return {unit: world.do("cast_vote", "2022-11-22", elector=unit, **vote) for unit in electors}


def test_a_counted_vote_is_amended_only_once_its_count_is_taken_back(world: World) -> None:
    world.open("a", "b", "c")
    votes = roll_call(world, "a", "b", "c")
    world.do("close_ballot", "2022-11-22", ballot=BALLOT)
    counted = world.do("count_roll_call", "2022-11-22", ballot=BALLOT)
    against: dict[str, Any] = {"position": votes["b"], "new": {"choices": {"a": "against"}}}
    assert refused(world, "correct_entry", **against).code == "vote_counted"
    assert refused(world, "retract_entry", position=votes["b"]).code == "vote_counted"
    world.do("retract_entry", None, position=counted, reason=REASON)
    world.do("correct_entry", None, reason=REASON, **against)
    world.do("count_roll_call", "2022-11-22", ballot=BALLOT)
    (candidate,) = world.ask(ballot, BALLOT)["candidates"]
    assert (candidate["votes_for"], candidate["votes_against"]) == (2, 1)


def test_a_vote_is_corrected_only_to_what_the_ballot_offers(world: World) -> None:
    world.open("a", "b", "c")
    votes = roll_call(world, "a")
    told = refused(world, "correct_entry", position=votes["a"], new={"choices": {"b": "for"}})
    assert (told.code, told.params["missing"]) == ("choice_not_offered", ("a",))


def test_a_ballot_whose_votes_are_taken_back_can_be_put_right(world: World) -> None:
    world.open("a", "b", "c")
    votes = roll_call(world, "a")
    assert refused(world, "retract_entry", position=votes["a"] - 1).code == "ballot_has_votes"
    world.do("retract_entry", None, position=votes["a"], reason=REASON)
    world.do("retract_entry", None, position=votes["a"] - 1, reason=REASON)
    assert world.ask(ballot, BALLOT) is None


def test_a_counted_outcome_keeps_to_its_figures(world: World) -> None:
    world.open("a", "b", "c")
    said: dict[str, Any] = {"mode": "show_of_hands", "titles": ("advanced_unit",), "candidates": ("a", "b")}
    world.do("open_ballot", "2022-11-22", ballot=BALLOT, rule=ballot_rule(), **said)
    world.do("close_ballot", "2022-11-22", ballot=BALLOT)
    counted = world.do("count_hands", "2022-11-22", ballot=BALLOT, count=count(a=3, b=1))
    told = refused(world, "correct_entry", position=counted, new={"elected": ["b"]})
    assert (told.code, told.params["by_count"]) == ("outcome_belies_count", ("a",))
    new: dict[str, Any] = {"count": msgspec.to_builtins(count(a=1, b=3))}
    assert refused(world, "correct_entry", position=counted, new=new).code == "outcome_belies_count"
    world.do("correct_entry", None, position=counted, reason=REASON, new={**new, "elected": ["b"]})
    assert world.ask(ballot, BALLOT)["elected"] == [{"unit": "b", "name": "Đơn vị B"}]


def test_an_outcome_that_a_source_states_against_its_figures_stands_and_is_told(world: World) -> None:
    world.open("a", "b", "c")
    said: dict[str, Any] = {"mode": "show_of_hands", "titles": ("advanced_unit",), "candidates": ("a", "b")}
    world.do("open_ballot", "2022-11-22", ballot=BALLOT, rule=ballot_rule(), **said)
    world.do("close_ballot", "2022-11-22", ballot=BALLOT)
    stated = world.do("record_outcome", "2022-11-22", ballot=BALLOT, count=count(a=3, b=1), elected=("b",))
    world.do("correct_entry", None, position=stated, reason=REASON, new={"elected": []})
    sentences = world.ask(ballot, BALLOT)["sentences"]
    assert sentences["vi"][-2] == "Kết quả ghi theo nguồn tin, khác với kết quả tính từ số phiếu."
    assert sentences["en"][-1] == "Nobody was elected."


def test_marks_are_corrected_only_within_the_scoring_table(world: World) -> None:
    world.open("a", "b", "c")
    position = world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(50, 20))
    for mark, code in (
        ({"criterion": "truc-tiep", "points": "4000"}, "points_out_of_range"),
        ({"criterion": "khong-co", "points": "40"}, "criterion_unknown"),
    ):
        assert refused(world, "correct_entry", position=position, new={"marks": [mark]}).code == code
    world.do("verify_score", "2022-10-02", cycle=CYCLE, unit="a", marks=marks(40, 20), by="b")
    explained = world.do(
        "explain_score",
        "2022-10-03",
        cycle=CYCLE,
        unit="a",
        explanations=({"criterion": "ket-qua", "text": "Số liệu quý IV"},),
    )
    new = {"explanations": [{"criterion": "khong-co", "text": "Số liệu quý IV"}]}
    assert refused(world, "correct_entry", position=explained, new=new).code == "criterion_unknown"
    new["explanations"][0]["criterion"] = "truc-tiep"
    world.do("correct_entry", None, position=explained, reason=REASON, new=new)


def test_a_correction_names_only_units_that_are_known(world: World) -> None:
    world.form("a")
    told = refused(world, "correct_entry", position=3, new={"unit": "khong-co"})
    assert (told.code, told.params["unit"]) == ("unit_not_registered", "khong-co")


@pytest.mark.parametrize("new", [{"first_year": 2021}, {"cluster": "khac"}, {"last_year": 2023}])
def test_a_cycle_is_not_corrected_into_another(world: World, new: dict[str, Any]) -> None:
    world.form("a")
    position = world.do("open_cycle", cycle=CYCLE, cluster="cum", first_year=2022)
    assert refused(world, "correct_entry", position=position, new=new).code == "stream_misfits"


def test_an_amendment_is_taken_back_once_and_never_corrected(world: World) -> None:
    world.form("a")
    position = world.do("correct_entry", None, position=2, reason=REASON, new={"short_name": "A"})
    told = refused(world, "correct_entry", position=position, new={"reason": "một lý do khác"})
    assert told.code == "amendment_not_correctable"
    world.do("retract_entry", None, position=position, reason=REASON)
    assert refused(world, "retract_entry", position=position).code == "entry_not_standing"


def test_what_is_taken_back_holds_nothing_up(world: World) -> None:
    world.form("a")
    cycle = world.do("open_cycle", cycle=CYCLE, cluster="cum", first_year=2022)
    pledge = world.do("register_pledge", cycle=CYCLE, unit="a")
    assert refused(world, "retract_entry", position=cycle).code == "entry_in_use"
    world.do("retract_entry", None, position=pledge, reason=REASON)
    world.do("retract_entry", None, position=cycle, reason=REASON)
    assert world.ask(standings) is None


def test_a_cluster_is_not_held_up_by_one_whose_name_begins_alike(world: World) -> None:
    first = world.do("form_cluster", cluster="cum", name="Cụm diễn tập", kind="cluster")
    world.do("form_cluster", cluster="cum-2", name="Cụm diễn tập 2", kind="cluster")
    world.do("open_cycle", cycle="cum-2-2022", cluster="cum-2", first_year=2022)
    world.do("retract_entry", None, position=first, reason=REASON)


def test_a_unit_that_was_ever_named_stays_registered(world: World) -> None:
    world.form("a", "b")
    world.do("leave_cluster", "2022-06-01", cluster="cum", unit="a")
    assert refused(world, "retract_entry", position=2).code == "entry_in_use"
    alone = world.do("register_unit", unit="c", name="Đơn vị C")
    world.do("retract_entry", None, position=alone, reason=REASON)


def test_rules_that_scores_rest_on_are_not_taken_back(world: World) -> None:
    world.open("a", "b", "c")
    adopted = world.app.max_position()
    world.do("submit_self_score", "2022-10-01", cycle=CYCLE, unit="a", marks=marks(50, 20))
    assert refused(world, "retract_entry", position=adopted).code == "entry_in_use"


def test_the_end_of_a_unit_is_taken_back_after_its_departures(world: World) -> None:
    world.open("a", "b", "c")
    merged = world.do("merge_unit", "2022-07-01", unit="a", successor="b")
    for command, more in (("retract_entry", {}), ("correct_entry", {"on": "2022-09-01"})):
        told = refused(world, command, position=merged, **more)
        assert (told.code, told.params["left"]) == ("unit_departed", str(merged + 1))
    world.do("correct_entry", None, position=merged, reason=REASON, new={"document": "QĐ 1"})
    world.do("retract_entry", None, position=merged + 1, reason=REASON)
    world.do("retract_entry", None, position=merged, reason=REASON)
    line = world.ask(standings)["members"][0]
    assert (line["unit"], line["left"], line["status"]) == ("a", None, "active")
