"""What a ballot leads to: counted in each mode, tied and held again, recorded, acclaimed."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from domain import ballots, outcomes
from domain.ballot_facts import BallotAcclaimed, BallotClosed, BallotCounted
from domain.counts import Count, OptionCount
from domain.facts import Fact
from domain.rules import BallotMode
from tests.domain.ballot_scenes import (
    OPENED,
    ROLL,
    UNSTATED,
    WHEN,
    by,
    closed,
    count,
    opened,
    options,
    teller,
    vote,
)
from tests.domain.scenario import given


@pytest.fixture(autouse=True)
def _ballot_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stream of these scenarios be one of a ballot, so that a second round can name it."""
    monkeypatch.setattr("tests.domain.scenario.STREAM", "ballot:rehearsal-1-2022.first")


# Counting


def test_a_roll_call_is_counted_from_its_votes() -> None:
    votes = [vote(unit, "for", "against") for unit in ROLL[:4]]
    votes.append(vote("unit-e", "abstain", "for", "written"))
    told = closed("roll_call").when(outcomes.count_roll_call, votes, when=WHEN, document="minutes 1").told
    assert told == BallotCounted(
        count=Count(
            issued=5,
            returned=5,
            valid=5,
            invalid=0,
            present=4,
            consulted=1,
            options=(
                OptionCount(candidate="unit-a", votes_for=4, votes_against=0, votes_abstain=1),
                OptionCount(candidate="unit-b", votes_for=1, votes_against=4, votes_abstain=0),
            ),
        ),
        elected=("unit-a",),
        document="minutes 1",
    )


def test_the_attendance_taken_at_the_close_is_the_one_that_counts() -> None:
    votes = [vote("unit-a", "for", "for", "written")]
    told = closed("written_opinion", present=ROLL[:5]).when(outcomes.count_roll_call, votes, when=WHEN).told
    assert (told.count.present, told.count.consulted, told.elected) == (5, 0, ())


@pytest.mark.parametrize(
    ("decide", "arguments", "mode"),
    [
        (outcomes.count_hands, (count(4, 3),), "roll_call"),
        (outcomes.count_roll_call, ([],), "show_of_hands"),
        (outcomes.count_paper, (teller("person-1", 4), teller("person-2", 4)), "show_of_hands"),
    ],
)
def test_each_mode_is_counted_in_its_own_way(
    decide: Callable[..., Any], arguments: tuple[Any, ...], mode: BallotMode
) -> None:
    closed(mode).when(decide, *arguments, when=WHEN).refuses("mode_counts_otherwise", mode=mode)


def test_a_ballot_is_counted_once_and_only_when_closed() -> None:
    hands = opened(mode="show_of_hands")
    given(ballots, hands).when(outcomes.count_hands, count(4, 3), when=WHEN).refuses("ballot_not_closed")
    counted = given(ballots, hands, BallotClosed(), BallotCounted(elected=()))
    counted.when(outcomes.count_hands, count(4, 3), when=WHEN).refuses("ballot_already_decided")


# Ties and the second round


def test_a_tie_for_the_last_seat_leads_to_a_second_round() -> None:
    three: dict[str, Any] = {"candidates": ("unit-a", "unit-b", "unit-c"), "seats": 2}
    scene = closed(**three).when(outcomes.count_hands, count(4, 6, 4), when=WHEN)
    counted = BallotCounted(count=count(4, 6, 4), elected=("unit-b",), tied=("unit-a", "unit-c"))
    scene.then(counted)
    first = opened(mode="show_of_hands", document="minutes 1", **three)
    given(ballots, first, BallotClosed(), counted).when(outcomes.second_round, when=WHEN, present=ROLL).then(
        opened(
            mode="show_of_hands",
            candidates=("unit-a", "unit-c"),
            seats=1,
            round=2,
            previous="rehearsal-1-2022.first",
            present=ROLL,
        )
    )


@pytest.mark.parametrize(
    "counted",
    [
        BallotCounted(elected=("unit-a",)),
        BallotCounted(elected=("unit-a",), tied=("unit-a", "unit-b"), decided_by="chair"),
    ],
)
def test_without_an_undecided_tie_there_is_no_second_round(counted: BallotCounted) -> None:
    held = given(ballots, opened(mode="show_of_hands"), BallotClosed(), counted)
    held.when(outcomes.second_round, when=WHEN).refuses("no_second_round", tied=())


def test_where_the_chair_decides_there_is_no_second_round() -> None:
    counted = BallotCounted(elected=(), tied=("unit-a", "unit-b"))
    held = given(ballots, opened(rule=by(tie="chair")), BallotClosed(), counted)
    held.when(outcomes.second_round, when=WHEN).refuses("no_second_round", tie="chair")
    past = given(ballots, msgspec.structs.replace(UNSTATED, seats=1), counted)
    past.when(outcomes.second_round, when=WHEN).refuses("no_second_round", tie=None)
    undecided = given(ballots, OPENED)
    undecided.when(outcomes.second_round, when=WHEN).refuses("no_second_round")


@pytest.mark.parametrize("decider", ["chair", "score"])
def test_the_chair_or_the_scores_choose_among_the_tied(decider: Any) -> None:
    scene = closed(rule=by(tie=decider), seats=1)
    scene.when(outcomes.count_hands, count(4, 4), when=WHEN, chosen=("unit-b",)).then(
        BallotCounted(count=count(4, 4), elected=("unit-b",), tied=("unit-a", "unit-b"), decided_by=decider)
    )


@pytest.mark.parametrize(
    ("tie", "votes_for", "chosen", "code"),
    [
        ("chair", (4, 4), None, "tie_undecided"),
        ("chair", (4, 4), (), "tie_choice_wrong"),
        ("chair", (4, 4), ("unit-c",), "tie_choice_wrong"),
        ("chair", (4, 4), ("unit-a", "unit-b"), "tie_choice_wrong"),
        ("chair", (5, 4), ("unit-a",), "no_tie_to_decide"),
        ("second_round", (4, 4), ("unit-a",), "no_tie_to_decide"),
    ],
)
def test_a_tie_is_decided_as_the_rule_says(
    tie: Any, votes_for: tuple[int, int], chosen: tuple[str, ...] | None, code: str
) -> None:
    scene = closed(rule=by(tie=tie), seats=1)
    scene.when(outcomes.count_hands, count(*votes_for), when=WHEN, chosen=chosen).refuses(code)


# Records of the past and acclamations


def test_an_outcome_is_recorded_as_its_source_states_it() -> None:
    given(ballots, UNSTATED).when(outcomes.record_outcome, when=WHEN).then(BallotCounted())
    given(ballots, UNSTATED).when(outcomes.record_outcome, when=WHEN, elected=("unit-z",)).then(
        BallotCounted(elected=("unit-z",))
    )
    partial = Count(valid=6, options=(OptionCount(candidate="unit-a", votes_for=5), *options(1, names="b")))
    closed().when(outcomes.record_outcome, when=WHEN, elected=("unit-a",), count=partial).then(
        BallotCounted(count=partial, elected=("unit-a",))
    )
    closed().when(outcomes.record_outcome, when=WHEN, count=Count(options=options(5, 1))).then(
        BallotCounted(count=Count(options=options(5, 1)))
    )


@pytest.mark.parametrize(
    ("happened", "values", "code"),
    [
        ((UNSTATED,), {"count": count(4)}, "mode_unstated_has_no_counts"),
        ((UNSTATED,), {"elected": ("Unit Z",)}, "not_a_slug"),
        ((opened(mode="acclamation"),), {}, "mode_has_no_count"),
        ((OPENED, BallotClosed()), {"elected": ("unit-z",)}, "not_a_candidate"),
        ((OPENED, BallotClosed()), {"tied": ("unit-z",)}, "not_a_candidate"),
        ((OPENED, BallotClosed()), {"elected": ("unit-a", "unit-a")}, "listed_twice"),
        ((opened(seats=1), BallotClosed()), {"elected": ("unit-a", "unit-b")}, "more_elected_than_seats"),
    ],
)
def test_an_outcome_that_cannot_be_is_not_recorded(
    happened: tuple[Fact, ...], values: dict[str, Any], code: str
) -> None:
    given(ballots, *happened).when(outcomes.record_outcome, when=WHEN, **values).refuses(code)


def test_an_acclamation_needs_neither_close_nor_roll_nor_rule() -> None:
    bare = opened(mode="acclamation", roll=(), rule=None, candidates=())
    given(ballots, bare).when(outcomes.acclaim, when=WHEN, present=("unit-a",)).then(
        BallotAcclaimed(present=("unit-a",))
    )
    given(ballots, UNSTATED).when(outcomes.acclaim, when=WHEN, elected=("unit-z",)).then(
        BallotAcclaimed(elected=("unit-z",))
    )


@pytest.mark.parametrize(
    ("mode", "values", "code"),
    [
        ("roll_call", {}, "mode_has_no_acclamation"),
        ("acclamation", {"present": ROLL[:3]}, "quorum_not_met"),
        ("acclamation", {"present": ("unit-x",)}, "present_not_on_roll"),
        ("acclamation", {"elected": ("unit-c",)}, "not_a_candidate"),
    ],
)
def test_an_acclamation_by_too_few_or_of_others_is_refused(
    mode: BallotMode, values: dict[str, Any], code: str
) -> None:
    given(ballots, opened(mode=mode)).when(outcomes.acclaim, when=WHEN, **values).refuses(code)
