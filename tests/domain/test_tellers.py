"""The tellers of a ballot."""

import pytest

from domain import ballots, outcomes
from domain.ballot_facts import BallotAnnulled, BallotClosed, BallotCounted, TellersAppointed
from domain.facts import Fact
from domain.rules import BallotMode
from tests.domain.ballot_scenes import UNSTATED, WHEN, opened, state, teller
from tests.domain.scenario import contradicts, given

PAPER = opened(mode="secret_paper")
APPOINTED = TellersAppointed(tellers=("person-1", "person-2", "person-3"))


@pytest.mark.parametrize("mode", ["secret_paper", "show_of_hands"])
def test_tellers_are_appointed_where_persons_count(mode: BallotMode) -> None:
    given(ballots, opened(mode=mode)).when(
        outcomes.appoint_tellers, when=WHEN, tellers=("person-1", "person-2"), document="biên bản 1"
    ).then(TellersAppointed(tellers=("person-1", "person-2"), document="biên bản 1"))


@pytest.mark.parametrize("mode", ["roll_call", "written_opinion", "acclamation"])
def test_no_tellers_are_appointed_where_nobody_counts(mode: BallotMode) -> None:
    given(ballots, opened(mode=mode)).when(
        outcomes.appoint_tellers, when=WHEN, tellers=APPOINTED.tellers
    ).refuses("mode_has_no_tellers", mode=mode, modes=("secret_paper", "show_of_hands"))
    assert contradicts(ballots, UNSTATED, APPOINTED).code == "mode_has_no_tellers"


@pytest.mark.parametrize("tellers", [(), ("person-1",), ("person-1", "person-2", "person-1")])
def test_there_are_at_least_two_tellers_and_each_is_another_person(tellers: tuple[str, ...]) -> None:
    given(ballots, PAPER).when(outcomes.appoint_tellers, when=WHEN, tellers=tellers).refuses(
        "tellers_wrong", named=len(tellers), needed=2
    )


@pytest.mark.parametrize(
    ("happened", "code"),
    [
        ((), "ballot_not_opened"),
        ((PAPER, BallotClosed(), BallotCounted(elected=())), "ballot_already_decided"),
        ((PAPER, BallotAnnulled(reason="no notice")), "ballot_annulled"),
    ],
)
def test_no_tellers_are_appointed_to_what_is_decided(happened: tuple[Fact, ...], code: str) -> None:
    given(ballots, *happened).when(outcomes.appoint_tellers, when=WHEN, tellers=APPOINTED.tellers).refuses(
        code
    )


def test_a_later_appointment_replaces_the_former() -> None:
    later = TellersAppointed(tellers=("person-4", "person-5"))
    assert state(PAPER).tellers == ()
    assert state(PAPER, APPOINTED, BallotClosed(), later).tellers == ("person-4", "person-5")


def test_two_of_the_appointed_tellers_count() -> None:
    first, second = teller("person-3", 4, 3), teller("person-1", 4, 3)
    held = given(ballots, PAPER, APPOINTED, BallotClosed())
    held.when(outcomes.count_paper, first, second, when=WHEN).then(
        BallotCounted(count=first.count, tellers=(first, second), elected=("unit-a",))
    )
    held.when(outcomes.count_paper, first, first, when=WHEN).refuses("tellers_same", teller="person-3")


def test_whoever_else_counted_hears_nothing_of_the_figures() -> None:
    differing = teller("person-9", 5, 3)
    held = given(ballots, PAPER, APPOINTED, BallotClosed())
    for counts in ((differing, teller("person-1", 4, 3)), (teller("person-1", 4, 3), differing)):
        held.when(outcomes.count_paper, *counts, when=WHEN).refuses("teller_not_appointed", teller="person-9")
        assert held.refusal is not None
        assert set(held.refusal.params) == {"ballot", "teller"}


def test_a_history_in_which_others_counted_is_impossible() -> None:
    counted = BallotCounted(tellers=(teller("person-9", 4, 3),), elected=("unit-a",))
    assert contradicts(ballots, PAPER, APPOINTED, BallotClosed(), counted).code == "teller_not_appointed"
    assert state(PAPER, BallotClosed(), counted).elected == ("unit-a",)
