"""The ballots of a made-up cluster with which scenarios begin."""

from typing import Any, get_args

import msgspec

from domain import ballots
from domain.ballot_facts import BallotClosed, BallotOpened
from domain.ballots import Ballot
from domain.counts import Count, OptionCount, TellerCount
from domain.facts import Fact
from domain.moments import Moment
from domain.rules import BallotMode, BallotRule, Mode, Source
from domain.votes import Channel, Vote
from tests.domain.scenario import Scenario, given

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


def teller(name: str, *votes_for: int, **changes: Any) -> TellerCount:
    return TellerCount(teller=name, count=count(*votes_for, **changes))


def state(*happened: Fact | tuple[Fact, str]) -> Ballot:
    ballot = given(ballots, *happened).state
    assert isinstance(ballot, Ballot)
    return ballot
