"""The figures of a count: by hands, by two tellers, and whether they can all be true."""

from typing import Any

import pytest

from domain import outcomes
from domain.ballot_facts import BallotAcclaimed, BallotClosed, BallotCounted
from domain.counts import Count, OptionCount, TellerCount
from domain.facts import Fact
from tests.domain.ballot_scenes import (
    OPENED,
    PRESENT_ONLY,
    ROLL,
    UNSTATED,
    WHEN,
    by,
    closed,
    count,
    opened,
    options,
    state,
    teller,
)


def test_the_result_shows_its_arithmetic() -> None:
    counted = BallotCounted(count=count(5, 3), elected=("unit-a",))
    result = state(opened(mode="show_of_hands"), BallotClosed(), counted).result
    assert result is not None
    line = result.lines[0]
    assert (line.votes_for, line.base_size, line.needed, line.passed) == (5, 6, 4, True)
    assert result.elected == ("unit-a",)


@pytest.mark.parametrize(
    "happened",
    [
        (OPENED,),
        (OPENED, BallotClosed(), BallotCounted(elected=("unit-a",))),
        (OPENED, BallotClosed(), BallotCounted(count=Count(issued=6))),
        (UNSTATED, BallotCounted(count=Count(issued=6))),
        (opened(mode="acclamation"), BallotAcclaimed()),
    ],
)
def test_without_figures_there_is_no_arithmetic_to_show(happened: tuple[Fact, ...]) -> None:
    assert state(*happened).result is None


def test_a_show_of_hands_is_counted_by_the_chair() -> None:
    told = closed().when(outcomes.count_hands, count(4, 3), when=WHEN).told
    assert told == BallotCounted(count=count(4, 3), elected=("unit-a",))


def test_the_stated_attendance_stands_in_for_a_present_figure_that_is_not_entered() -> None:
    scene = closed(present=ROLL)
    told = scene.when(outcomes.count_hands, count(4, 4, present=None), when=WHEN).told
    assert told.count == count(4, 4)
    closed(present=ROLL[:5]).when(outcomes.count_hands, count(4, 4), when=WHEN).refuses(
        "count_present_differs", counted=6, attendance=5
    )


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"valid": 7}, "count_valid_and_invalid_differ", {"valid": 7, "invalid": 0, "returned": 6}),
        ({"invalid": -1}, "count_figure_negative", {"figure": "invalid", "value": -1}),
        ({"issued": 7}, "count_more_issued_than_roll", {"issued": 7, "roll_size": 6}),
        ({"consulted": 1}, "count_more_attending_than_roll", {"attending": 7, "roll_size": 6}),
        ({"present": 5}, "count_more_issued_than_attending", {"issued": 6, "attending": 5}),
        ({"issued": 5}, "count_more_returned_than_issued", {"returned": 6, "issued": 5}),
        ({"options": options(4, 3, of=5)}, "count_options_differ", {"candidate": "unit-a", "valid": 6}),
        ({"options": options(7, 3)}, "count_figure_negative", {"figure": "unit-a.votes_against"}),
        ({"valid": 5, "invalid": None}, "count_options_differ", {"candidate": "unit-a", "valid": 5}),
        ({"options": options(4)}, "count_candidates_wrong", {"counted": ("unit-a",)}),
        ({"options": options(4, 3, names="aa")}, "count_candidates_wrong", {}),
        ({"options": options(4, 3, 2)}, "count_candidates_wrong", {}),
        ({"options": ()}, "count_incomplete", {"figure": "options"}),
        ({"valid": None}, "count_incomplete", {"figure": "valid"}),
        ({"consulted": None}, "count_incomplete", {"figure": "consulted"}),
    ],
)
def test_figures_that_cannot_all_be_true_are_refused(
    changes: dict[str, Any], code: str, params: dict[str, Any]
) -> None:
    closed().when(outcomes.count_hands, count(4, 3, **changes), when=WHEN).refuses(code, **params)


def test_where_nobody_is_heard_in_writing_all_who_attend_are_present() -> None:
    scene = closed(rule=PRESENT_ONLY)
    entered = count(4, 3, present=5, consulted=None)
    scene.when(outcomes.count_hands, entered, when=WHEN).refuses("count_more_issued_than_attending")


@pytest.mark.parametrize(
    ("own", "valid", "stands"),
    [(5, 6, True), (6, 6, False), (4, 6, False), (5, 5, True), (4, 5, True), (3, 5, False)],
)
def test_without_self_vote_a_candidate_has_one_vote_less_if_its_own_ballot_is_there(
    own: int, valid: int, stands: bool
) -> None:
    entered = count(of=valid, options=(*options(own, of=own), *options(own, of=own, names="b")))
    scene = closed(rule=by(self_vote=False)).when(outcomes.count_hands, entered, when=WHEN)
    if stands:
        assert scene.told.elected == (("unit-a", "unit-b") if own > 2 else ())
    else:
        scene.refuses("count_options_differ", candidate="unit-a")


def test_a_count_below_the_quorum_elects_nobody() -> None:
    closed().when(outcomes.count_hands, count(3, 3, of=3), when=WHEN).refuses(
        "quorum_not_met", attending=3, needed=4
    )


def test_two_tellers_who_agree_count_a_paper_ballot() -> None:
    first, second = teller("person-1", 4, 2), teller("person-2", 4, 2)
    closed("secret_paper").when(outcomes.count_paper, first, second, when=WHEN).then(
        BallotCounted(count=count(4, 2), tellers=(first, second), elected=("unit-a",))
    )


@pytest.mark.parametrize(
    ("second", "params"),
    [
        (teller("person-2", 4, 3), {"candidate": "unit-b", "figure": "votes_for", "first": 2, "second": 3}),
        (
            teller("person-2", 4, 2, invalid=1),
            {"candidate": None, "figure": "invalid", "first": 0, "second": 1},
        ),
    ],
)
def test_two_tellers_who_disagree_are_told_on_what(second: TellerCount, params: dict[str, Any]) -> None:
    scene = closed("secret_paper").when(outcomes.count_paper, teller("person-1", 4, 2), second, when=WHEN)
    scene.refuses("tellers_disagree", **params)


def test_one_person_is_not_two_tellers() -> None:
    one = teller("person-1", 4, 2)
    closed("secret_paper").when(outcomes.count_paper, one, one, when=WHEN).refuses("tellers_same")


def test_a_partial_count_still_adds_up() -> None:
    partial = Count(valid=4, options=(OptionCount(candidate="unit-a", votes_for=5), *options(1, names="b")))
    closed().when(outcomes.record_outcome, when=WHEN, count=partial).refuses("count_options_differ")
