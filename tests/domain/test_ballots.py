"""Ballots: opened, closed, counted in each mode, acclaimed, contested, annulled, held again."""

from collections.abc import Callable
from typing import Any, get_args

import msgspec
import pytest

from domain import ballots, outcomes
from domain.ballots import (
    Ballot,
    BallotAcclaimed,
    BallotAnnulled,
    BallotClosed,
    BallotContested,
    BallotCounted,
    BallotOpened,
)
from domain.counts import Count, OptionCount, TellerCount
from domain.facts import EntryRetracted, Fact
from domain.moments import Moment
from domain.rules import BallotMode, BallotRule, Mode, Source
from domain.votes import Channel, Vote
from tests.domain.scenario import Scenario, contradicts, entry, given

WHEN = Moment.parse("2022-11-22")
ROLL = ("unit-a", "unit-b", "unit-c", "unit-d", "unit-e", "unit-f")
RULE = BallotRule(
    modes=get_args(Mode),
    base="roll",
    threshold="1/2",
    comparison=">",
    quorum="2/3",
    quorum_base="present_or_consulted",
    tie="second_round",
    self_vote=True,
    change_until_close=False,
    source=Source(reference="made up", confirmed=False),
)
PRESENT_ONLY = msgspec.structs.replace(RULE, quorum_base="present", modes=("show_of_hands", "roll_call"))
OPENED = BallotOpened(
    cycle="rehearsal-1-2022",
    titles=("flag_ministry",),
    candidates=("unit-a", "unit-b"),
    roll=ROLL,
    mode="roll_call",
    rule=RULE,
)
UNSTATED = BallotOpened(cycle="rehearsal-1-2019", titles=(), mode="unstated")


@pytest.fixture(autouse=True)
def _ballot_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stream of these scenarios be one of a ballot, so that a second round can name it."""
    monkeypatch.setattr("tests.domain.scenario.STREAM", "ballot:rehearsal-1-2022.first")


def opened(**changes: Any) -> BallotOpened:
    return msgspec.structs.replace(OPENED, **changes)


def by(**changes: Any) -> BallotRule:
    return msgspec.structs.replace(RULE, **changes)


def closed(
    mode: BallotMode = "show_of_hands", *, present: tuple[str, ...] | None = None, **changes: Any
) -> Scenario:
    """A closed ballot, ready to be counted."""
    return given(ballots, opened(mode=mode, **changes), BallotClosed(present=present))


def vote(elector: str, a: str, b: str, channel: Channel = "hall", at: str = "2022-11-22") -> Vote:
    choices: Any = {"unit-a": a, "unit-b": b}
    return Vote(elector=elector, choices=choices, channel=channel, capacity=None, at=Moment.parse(at))


def options(*votes_for: int, of: int = 6, names: str = "abcdef") -> tuple[OptionCount, ...]:
    return tuple(
        OptionCount(candidate=f"unit-{name}", votes_for=number, votes_against=of - number, votes_abstain=0)
        for name, number in zip(names, votes_for, strict=False)
    )


def count(*votes_for: int, of: int = 6, **changes: Any) -> Count:
    """A count in which all of `of` electors vote, for or against, unless `changes` say otherwise."""
    plain = Count(
        issued=of,
        returned=of,
        valid=of,
        invalid=0,
        present=of,
        consulted=0,
        options=options(*votes_for, of=of),
    )
    return msgspec.structs.replace(plain, **changes)


def state(*happened: Fact) -> Ballot:
    ballot = given(ballots, *happened).state
    assert isinstance(ballot, Ballot)
    return ballot


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


def teller(name: str, *votes_for: int, **changes: Any) -> TellerCount:
    return TellerCount(teller=name, count=count(*votes_for, **changes))


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


def test_a_partial_count_still_adds_up() -> None:
    partial = Count(valid=4, options=(OptionCount(candidate="unit-a", votes_for=5), *options(1, names="b")))
    closed().when(outcomes.record_outcome, when=WHEN, count=partial).refuses("count_options_differ")


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
