"""Ballots: opened, closed, contested, annulled."""

from typing import Any

import msgspec
import pytest

from domain import ballots, outcomes
from domain.ballot_facts import BallotAcclaimed, BallotAnnulled, BallotClosed, BallotContested, BallotCounted
from domain.ballots import Ballot
from domain.facts import EntryRetracted, Fact
from tests.domain.ballot_scenes import (
    OPENED,
    PRESENT_ONLY,
    ROLL,
    RULE,
    UNSTATED,
    WHEN,
    by,
    closed,
    count,
    opened,
    state,
    teller,
    vote,
)
from tests.domain.scenario import contradicts, entry, given

# Opening


def test_a_ballot_is_opened_with_its_roll_candidates_and_rule_pinned() -> None:
    given(ballots).when(
        ballots.open_ballot,
        when=WHEN,
        cycle="rehearsal-1-2022",
        titles=("flag_ministry",),
        candidates=("unit-a", "unit-b"),
        roll=ROLL,
        mode="roll_call",
        rule=RULE,
    ).then(OPENED)


def test_a_record_that_names_nothing_can_still_be_opened() -> None:
    given(ballots).when(
        ballots.open_ballot, when=WHEN, cycle="rehearsal-1-2019", mode="unstated", rule=None
    ).then(UNSTATED)
    assert contradicts(ballots, UNSTATED, UNSTATED).code == "ballot_already_opened"


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"cycle": "2022"}, "not_a_cycle", {}),
        ({"candidates": ("Unit A",)}, "not_a_slug", {"field": "candidates"}),
        ({"roll": ("unit-a", "unit-a")}, "listed_twice", {"field": "roll", "value": "unit-a"}),
        ({"present": ("unit-x",)}, "present_not_on_roll", {"elector": "unit-x"}),
        ({"present": ("unit-a", "unit-a")}, "listed_twice", {"field": "present"}),
        ({"mode": "secret_electronic"}, "mode_not_available_yet", {"mode": "secret_electronic"}),
        ({"rule": None}, "ballot_without_rule", {"mode": "roll_call"}),
        ({"rule": PRESENT_ONLY, "mode": "secret_paper"}, "mode_not_allowed", {"mode": "secret_paper"}),
        ({"rule": by(threshold="3/2")}, "rule_fraction_wrong", {"field": "rule.threshold"}),
        ({"roll": ()}, "ballot_incomplete", {"field": "roll", "mode": "roll_call"}),
        ({"candidates": ()}, "ballot_incomplete", {"field": "candidates"}),
        ({"titles": ()}, "one_title_a_ballot", {"titles": ()}),
        ({"titles": ("flag_ministry", "flag_province")}, "one_title_a_ballot", {}),
        ({"seats": 0}, "seats_wrong", {"seats": 0}),
        ({"round": 0}, "round_wrong", {}),
        ({"round": 2}, "round_wrong", {}),
        ({"previous": "rehearsal-1-2022.first"}, "round_wrong", {}),
        ({"round": 2, "previous": "first"}, "not_a_ballot", {}),
    ],
)
def test_a_ballot_that_could_not_be_counted_is_not_opened(
    changes: dict[str, Any], code: str, params: dict[str, Any]
) -> None:
    refusal = contradicts(ballots, opened(**changes))
    assert refusal.code == code
    assert {name: refusal.params[name] for name in params} == params


# Closing


def test_a_closed_ballot_is_not_closed_again() -> None:
    given(ballots, OPENED).when(ballots.close, [vote(unit, "for", "for") for unit in ROLL], when=WHEN).then(
        BallotClosed()
    )
    closed().when(ballots.close, when=WHEN).refuses("ballot_already_closed", closed_at="2022-03-01")


def test_a_ballot_that_was_never_opened_has_no_close() -> None:
    given(ballots).when(ballots.close, when=WHEN).refuses("ballot_not_opened")
    assert ballots.evolve(None, entry(BallotClosed())) is None


def test_a_late_close_is_refused_if_a_vote_is_certainly_after_it() -> None:
    late = [vote("unit-a", "for", "for", at="2022-11-23")]
    given(ballots, OPENED).when(ballots.close, late, when=WHEN).refuses(
        "vote_after_close", elector="unit-a", at="2022-11-23", when="2022-11-22"
    )


def test_who_voted_in_the_hall_was_there() -> None:
    votes = [vote("unit-f", "for", "for"), vote("unit-e", "for", "for", "written")]
    given(ballots, OPENED).when(ballots.close, votes, when=WHEN, present=ROLL[:4]).refuses(
        "voter_not_present", elector="unit-f"
    )


def test_two_thirds_of_six_are_four_and_those_heard_in_writing_take_part() -> None:
    votes = [vote(unit, "for", "for") for unit in ROLL[:3]]
    written = vote("unit-d", "for", "for", "written")
    given(ballots, OPENED).when(ballots.close, votes, when=WHEN).refuses(
        "quorum_not_met", attending=3, needed=4, roll_size=6, quorum="2/3"
    )
    given(ballots, OPENED).when(ballots.close, [*votes, written], when=WHEN).then(BallotClosed())
    given(ballots, opened(rule=by(quorum_base="present"))).when(
        ballots.close, [*votes, written], when=WHEN
    ).refuses("quorum_not_met", attending=3)
    given(ballots, opened(present=ROLL[2:5])).when(ballots.close, votes, when=WHEN).then(BallotClosed())


def test_a_stated_attendance_below_the_quorum_closes_no_ballot_of_those_present() -> None:
    hands = opened(mode="show_of_hands", rule=PRESENT_ONLY)
    given(ballots, hands).when(ballots.close, when=WHEN, present=ROLL[:3]).refuses("quorum_not_met")
    given(ballots, hands).when(ballots.close, when=WHEN, present=ROLL[:4]).then(
        BallotClosed(present=ROLL[:4])
    )
    given(ballots, hands).when(ballots.close, when=WHEN, present=("unit-x",)).refuses("present_not_on_roll")


# Objection and annulment


def test_a_contested_ballot_stays_in_effect_until_it_is_annulled() -> None:
    objection = BallotContested(by="unit-c", reason="the roll was not read out")
    given(ballots, OPENED).when(ballots.contest, when=WHEN, by="unit-c", reason=objection.reason).then(
        objection
    )
    held = state(OPENED, objection, BallotClosed(), BallotCounted(elected=("unit-a",)))
    assert held.contests == (objection,)
    assert held.elected == ("unit-a",)
    assert not held.is_annulled


def test_an_annulled_ballot_elects_nobody_and_takes_no_more_facts() -> None:
    annulment = BallotAnnulled(reason="no quorum was there", document="decision 1")
    counted = BallotCounted(elected=(), tied=("unit-a", "unit-b"))
    given(ballots, OPENED).when(
        ballots.annul, when=WHEN, reason=annulment.reason, document=annulment.document
    ).then(annulment)
    held = given(ballots, OPENED, BallotClosed(), counted, annulment)
    assert isinstance(held.state, Ballot)
    assert (held.state.elected, held.state.tied, held.state.is_annulled) == (None, (), True)
    held.when(ballots.annul, when=WHEN, reason="again").refuses("ballot_annulled", reason=annulment.reason)
    held.when(ballots.contest, when=WHEN, reason="again").refuses("ballot_annulled")
    held.when(outcomes.count_roll_call, [], when=WHEN).refuses("ballot_annulled")


def test_a_ballot_is_open_until_it_is_closed_decided_or_annulled() -> None:
    assert state(OPENED).is_open
    assert not state(OPENED, BallotClosed()).is_open
    assert not state(UNSTATED, BallotCounted()).is_open
    assert not state(OPENED, BallotAnnulled(reason="no notice")).is_open
    assert state(OPENED).elected is None
    assert state(UNSTATED, BallotCounted(tied=("unit-a", "unit-b"))).tied == ("unit-a", "unit-b")


def test_facts_of_other_streams_change_nothing() -> None:
    held = state(OPENED)
    other = EntryRetracted(position=1, reason="not a fact of ballots")
    assert ballots.evolve(held, entry(other)) is held
    ballots.admit(held, other, WHEN)


@pytest.mark.parametrize(
    "fact",
    [
        OPENED,
        BallotClosed(present=ROLL),
        BallotCounted(
            count=count(4, 3), tellers=(teller("person-1", 4, 3),), elected=("unit-a",), decided_by="chair"
        ),
        BallotAcclaimed(elected=("unit-a",)),
    ],
)
def test_a_fact_comes_back_from_json_unchanged(fact: Fact) -> None:
    assert msgspec.json.decode(msgspec.json.encode(fact), type=type(fact)) == fact
