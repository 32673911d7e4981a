"""One elector's vote."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from domain import ballot_facts, ballots, votes
from domain.ballot_facts import AttendanceTaken, BallotClosed, BallotCounted, BallotOpened
from domain.ballots import Ballot
from domain.facts import EntryRetracted, Fact
from domain.moments import Moment
from domain.rules import BallotRule, Source
from domain.votes import Vote, VoteCast, VoteChanged
from tests.domain.scenario import contradicts, entry, given

WHEN = Moment.parse("2022-11-22")
ROLL = ("unit-a", "unit-b", "unit-c")
RULE = BallotRule(
    modes=("roll_call", "show_of_hands", "written_opinion"),
    base="roll",
    threshold="2/3",
    comparison=">=",
    quorum="2/3",
    quorum_base="present_or_consulted",
    tie="second_round",
    self_vote=True,
    change_until_close=True,
    source=Source(reference="made up", confirmed=False),
)
OPENED = BallotOpened(
    cycle="rehearsal-1-2022",
    titles=("flag_ministry",),
    candidates=("unit-a", "unit-x"),
    roll=ROLL,
    mode="roll_call",
    rule=RULE,
)
BOTH = {"unit-a": "for", "unit-x": "against"}


def ballot(*later: tuple[Fact, str], **changes: Any) -> Ballot:
    opened = msgspec.structs.replace(OPENED, **changes)
    state = given(ballots, (opened, "2022-11-22"), *later).state
    assert isinstance(state, Ballot)
    return state


def on(held: Ballot | None, decide: Callable[..., Any] = votes.cast) -> Callable[..., Any]:
    """The decision on a vote, once the ballot it is for is known."""

    def decided(vote: Vote | None, **given_values: Any) -> Any:
        values = {
            "elector": "unit-b",
            "choices": BOTH,
            "channel": "hall",
            "when": WHEN,
            "capacity": None,
            **given_values,
        }
        return decide(held, vote, **values)

    return decided


def cast(choices: dict[str, Any] | None = None, channel: Any = "hall", **more: Any) -> VoteCast:
    return VoteCast(choices=choices or BOTH, channel=channel, **more)  # type: ignore[arg-type]


def test_an_elector_votes_once_on_every_candidate() -> None:
    given(votes).when(on(ballot()), capacity="deputy head").then(cast(capacity="deputy head"))


def test_a_second_vote_is_refused() -> None:
    given(votes, (cast(), "2022-11-22")).when(on(ballot())).refuses("already_voted", at="2022-11-22")


def test_a_vote_may_be_changed_where_the_rule_lets_it() -> None:
    changed = {"unit-a": "against", "unit-x": "abstain"}
    given(votes, cast()).when(on(ballot(), votes.change), choices=changed).then(
        VoteChanged(choices=changed, channel="hall")  # type: ignore[arg-type]
    )


def test_a_changed_vote_replaces_the_earlier_one() -> None:
    changed = VoteChanged(choices={"unit-a": "for"}, channel="remote", capacity="head")
    vote = given(votes, (cast(), "2022-11-22"), (changed, "2022-11-23")).state
    assert isinstance(vote, Vote)
    assert vote.elector == "of-the-test"
    assert (vote.choices, vote.channel, vote.capacity) == ({"unit-a": "for"}, "remote", "head")
    assert (vote.at, vote.changes) == (Moment.parse("2022-11-23"), 1)


def test_a_vote_is_not_changed_where_the_rule_does_not_let_it() -> None:
    fixed = ballot(rule=msgspec.structs.replace(RULE, change_until_close=False))
    given(votes, cast()).when(on(fixed, votes.change)).refuses("vote_change_not_allowed")


def test_only_a_vote_that_was_cast_can_be_changed() -> None:
    given(votes).when(on(ballot(), votes.change)).refuses("not_voted_yet")
    changed = VoteChanged(choices={"unit-a": "for"}, channel="hall")
    assert contradicts(votes, changed).code == "not_voted_yet"
    assert votes.evolve(None, entry(changed)) is None


def test_facts_of_other_streams_change_nothing() -> None:
    vote = given(votes, cast()).state
    assert votes.evolve(vote, entry(BallotClosed())) is vote
    votes.admit(vote, EntryRetracted(position=1, reason="not a fact of votes"), WHEN)


def test_no_vote_on_a_ballot_that_was_never_opened() -> None:
    given(votes).when(on(None)).refuses("ballot_not_opened")


@pytest.mark.parametrize(
    ("later", "when"),
    [
        ([(BallotClosed(), "2022-11-23")], "2022-11-24"),
        ([(BallotClosed(), "2022-11-22T10:00:00+07:00")], "2022-11-22T10:00:00.000001+07:00"),
        ([], "2022-11-21"),
        ([(BallotClosed(), "2022-11-23"), (BallotCounted(), "2022-11-23")], "2022-11-22"),
        ([(ballot_facts.BallotAnnulled(reason="no notice was given"), "2022-11-23")], "2022-11-22"),
    ],
)
def test_no_vote_certainly_before_the_opening_after_the_close_or_once_decided_or_annulled(
    later: list[tuple[Fact, str]], when: str
) -> None:
    given(votes).when(on(ballot(*later)), when=Moment.parse(when)).refuses("ballot_not_open", when=when)


@pytest.mark.parametrize("when", ["2022-11-22", "2022-11-23", "2022-11"])
def test_a_vote_written_down_late_counts_if_it_may_have_been_before_the_close(when: str) -> None:
    held = ballot((BallotClosed(), "2022-11-23"))
    given(votes).when(on(held), when=Moment.parse(when)).then(cast())


def test_a_show_of_hands_has_no_named_votes() -> None:
    given(votes).when(on(ballot(mode="show_of_hands"))).refuses("mode_has_no_named_votes")


def test_only_electors_on_the_roll_vote() -> None:
    given(votes).when(on(ballot()), elector="unit-x").refuses("not_on_roll", elector="unit-x", roll=ROLL)


@pytest.mark.parametrize(
    ("choices", "unlisted", "missing"),
    [
        ({"unit-a": "for"}, None, ("unit-x",)),
        ({**BOTH, "unit-y": "for"}, 1, ()),
        ({}, None, ("unit-a", "unit-x")),
    ],
)
def test_a_vote_speaks_on_all_candidates_and_no_others(
    choices: dict[str, str], unlisted: int | None, missing: tuple[str, ...]
) -> None:
    given(votes).when(on(ballot()), choices=choices).refuses(
        "choice_not_offered", unlisted=unlisted, missing=missing, offered=("unit-a", "unit-x")
    )


def test_a_choice_is_for_against_or_no_opinion() -> None:
    given(votes).when(on(ballot()), choices={**BOTH, "unit-a": "maybe"}).refuses(
        "choice_unknown", choices=("for", "against", "abstain")
    )


@pytest.mark.parametrize(
    ("choices", "elector"),
    [
        ({**BOTH, "unit-a": "agreed-in-secret"}, "unit-b"),
        ({**BOTH, "unit-q": "for"}, "unit-b"),
        ({"unit-a": "for"}, "unit-b"),
        ({**BOTH, "unit-c": "abstain"}, "unit-c"),
    ],
)
def test_a_refusal_repeats_nothing_that_the_elector_wrote(choices: dict[str, str], elector: str) -> None:
    barred = ballot(rule=msgspec.structs.replace(RULE, self_vote=False))
    refusal = given(votes).when(on(barred), elector=elector, choices=choices).refusal
    assert refusal is not None
    params = {**refusal.params, "choices": None}  # the words that are offered to everybody
    assert not {"agreed-in-secret", "unit-q", *choices.values()} & set(repr(params).split("'"))


def test_without_self_vote_an_elector_leaves_out_its_own_unit() -> None:
    barred = ballot(rule=msgspec.structs.replace(RULE, self_vote=False))
    given(votes).when(on(barred), elector="unit-a").refuses("self_vote_not_allowed", elector="unit-a")
    given(votes).when(on(barred), elector="unit-a", choices={"unit-x": "for"}).then(cast({"unit-x": "for"}))
    given(votes).when(on(barred), elector="unit-b", choices={"unit-x": "for"}).refuses("choice_not_offered")


def test_without_self_vote_the_only_candidate_has_nothing_to_vote_on() -> None:
    barred = ballot(rule=msgspec.structs.replace(RULE, self_vote=False), candidates=("unit-a",))
    given(votes).when(on(barred), elector="unit-a", choices={}).refuses("self_vote_not_allowed")


def test_an_absent_elector_may_write_where_the_rule_hears_it() -> None:
    given(votes).when(on(ballot()), channel="written").then(cast(channel="written"))
    deaf = ballot(rule=msgspec.structs.replace(RULE, modes=("roll_call",)))
    given(votes).when(on(deaf), channel="written").refuses("written_opinion_not_allowed")


def test_a_written_opinion_is_given_in_writing_only() -> None:
    held = ballot(mode="written_opinion")
    given(votes).when(on(held), channel="written").then(cast(channel="written"))
    given(votes).when(on(held), channel="hall").refuses("channel_not_in_mode", channel="hall")


def test_who_was_not_at_the_closed_ballot_did_not_vote_there() -> None:
    there = ballot((BallotClosed(present=("unit-a", "unit-c")), "2022-11-23"))
    given(votes).when(on(there)).refuses("voter_not_present", elector="unit-b")
    given(votes).when(on(there), channel="written").then(cast(channel="written"))
    given(votes).when(on(there), elector="unit-c").then(cast())


def test_who_was_not_there_at_the_opening_may_come_later() -> None:
    given(votes).when(on(ballot(present=("unit-a",)))).then(cast())


def test_who_was_not_there_when_the_attendance_was_taken_may_come_until_the_close() -> None:
    taken = (AttendanceTaken(present=("unit-a", "unit-c")), "2022-11-22")
    given(votes).when(on(ballot(taken))).then(cast())
    held = ballot(taken, (BallotClosed(), "2022-11-23"))
    given(votes).when(on(held)).refuses("voter_not_present", elector="unit-b", present=("unit-a", "unit-c"))
    stated = ballot(taken, (BallotClosed(present=ROLL), "2022-11-23"))
    given(votes).when(on(stated)).then(cast())
