"""The attendance that is taken while a ballot is open."""

from typing import Any

import pytest

from domain import ballots, outcomes
from domain.ballot_facts import (
    AttendanceTaken,
    BallotAcclaimed,
    BallotAnnulled,
    BallotClosed,
    BallotCounted,
)
from domain.facts import Fact
from tests.domain.ballot_scenes import OPENED, PRESENT_ONLY, ROLL, WHEN, count, opened, state, vote
from tests.domain.scenario import contradicts, given

FOUR = AttendanceTaken(present=ROLL[:4])
THREE = AttendanceTaken(present=ROLL[:3])
HANDS = opened(mode="show_of_hands", rule=PRESENT_ONLY)
FOR_ALL = [vote(unit, "for", "for") for unit in ROLL[:4]]


def test_attendance_is_taken_while_a_ballot_is_open() -> None:
    given(ballots, OPENED).when(
        ballots.take_attendance, when=WHEN, present=ROLL[:4], document="danh sách 1"
    ).then(AttendanceTaken(present=ROLL[:4], document="danh sách 1"))
    given(ballots, OPENED).when(ballots.take_attendance, when=WHEN, present=()).then(
        AttendanceTaken(present=())
    )


@pytest.mark.parametrize(
    ("happened", "code"),
    [
        ((), "ballot_not_opened"),
        ((OPENED, BallotClosed()), "ballot_already_closed"),
        ((OPENED, BallotClosed(), BallotCounted(elected=())), "ballot_already_decided"),
        ((OPENED, BallotAnnulled(reason="no notice")), "ballot_annulled"),
    ],
)
def test_attendance_is_not_taken_at_a_ballot_that_is_not_open(happened: tuple[Fact, ...], code: str) -> None:
    given(ballots, *happened).when(ballots.take_attendance, when=WHEN, present=ROLL).refuses(code)


@pytest.mark.parametrize(
    ("present", "code"),
    [(("unit-x",), "present_not_on_roll"), (("unit-a", "unit-a"), "listed_twice"), (("A",), "not_a_slug")],
)
def test_those_present_are_electors_and_named_once(present: tuple[str, ...], code: str) -> None:
    given(ballots, OPENED).when(ballots.take_attendance, when=WHEN, present=present).refuses(code)


def test_a_later_attendance_replaces_the_former() -> None:
    held = state(opened(present=ROLL[:1]), THREE, (FOUR, "2022-03-02"))
    assert held.attendance == FOUR
    assert held.attendance_at is not None
    assert held.attendance_at.text() == "2022-03-02"


def test_the_attendance_is_told_as_it_was_last_stated() -> None:
    at_opening = opened(present=ROLL[:1], mode="acclamation")
    assert state(at_opening).present == ROLL[:1]
    assert state(at_opening, FOUR).present == ROLL[:4]
    assert state(at_opening, FOUR, BallotClosed(present=ROLL)).present == ROLL
    assert state(at_opening, FOUR, BallotClosed()).present == ROLL[:4]
    assert state(at_opening, FOUR, BallotAcclaimed(present=ROLL[:5])).present == ROLL[:5]


def test_who_is_missing_may_come_until_the_close() -> None:
    assert state(opened(present=ROLL[:1])).present_before_close == ROLL[:1]
    held = state(opened(present=ROLL[:1]), FOUR)
    assert (held.present_before_close, held.present_at_close) == (ROLL[:4], None)
    assert state(OPENED, FOUR, BallotClosed()).present_at_close == ROLL[:4]
    assert state(OPENED, FOUR, BallotClosed(present=ROLL[:5])).present_at_close == ROLL[:5]
    assert state(opened(present=ROLL[:4]), BallotClosed()).present_at_close is None


def test_a_close_that_states_no_attendance_is_judged_by_the_last_one() -> None:
    given(ballots, HANDS, THREE).when(ballots.close, when=WHEN).refuses("quorum_not_met", attending=3)
    given(ballots, HANDS, THREE, FOUR).when(ballots.close, when=WHEN).then(BallotClosed())
    given(ballots, HANDS, THREE).when(ballots.close, when=WHEN, present=ROLL[:4]).then(
        BallotClosed(present=ROLL[:4])
    )
    assert contradicts(ballots, HANDS, THREE, BallotClosed()).code == "quorum_not_met"


def test_who_came_after_the_last_attendance_is_noted_before_the_close() -> None:
    late = [*FOR_ALL, vote("unit-e", "for", "for")]
    given(ballots, OPENED, FOUR).when(ballots.close, late, when=WHEN).refuses(
        "voter_not_present", elector="unit-e", present=ROLL[:4]
    )
    given(ballots, OPENED, FOUR).when(ballots.close, late, when=WHEN, present=ROLL[:5]).then(
        BallotClosed(present=ROLL[:5])
    )
    written = [*FOR_ALL, vote("unit-e", "for", "for", "written")]
    given(ballots, OPENED, FOUR).when(ballots.close, written, when=WHEN).then(BallotClosed())


def test_those_who_were_there_and_did_not_vote_count_towards_the_quorum() -> None:
    given(ballots, OPENED, FOUR).when(ballots.close, FOR_ALL[:1], when=WHEN).then(BallotClosed())


def test_a_roll_call_is_counted_by_the_last_attendance() -> None:
    told: Any = given(ballots, OPENED, FOUR, BallotClosed()).when(
        outcomes.count_roll_call, FOR_ALL[:2], when=WHEN
    )
    assert (told.told.count.present, told.told.count.returned) == (4, 2)


def test_hands_are_counted_by_the_last_attendance() -> None:
    held = given(ballots, HANDS, FOUR, BallotClosed())
    counted: Any = held.when(outcomes.count_hands, count(4, 3, of=4, present=None), when=WHEN)
    assert counted.told.count.present == 4
    held.when(outcomes.count_hands, count(5, 3, of=5), when=WHEN).refuses(
        "count_present_differs", counted=5, attendance=4
    )


def test_an_acclamation_that_states_no_attendance_is_judged_by_the_last_one() -> None:
    acclaimed = opened(mode="acclamation")
    given(ballots, acclaimed, THREE).when(outcomes.acclaim, when=WHEN).refuses("quorum_not_met", attending=3)
    given(ballots, acclaimed, FOUR).when(outcomes.acclaim, when=WHEN).then(BallotAcclaimed())
