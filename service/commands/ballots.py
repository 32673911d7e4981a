"""Commands on ballots and votes."""

from collections.abc import Mapping
from typing import Any

from domain import ballots, outcomes, votes
from domain.counts import Count, TellerCount
from domain.identity import ballot_cycle, stream
from domain.refusals import Refusal
from domain.rules import BallotRule
from service.commands.command import Command
from service.commands.guards import known_units, open_cycle
from service.past import Past

BALLOT = ("ballot", "ballot")
VOTE = ("vote", "ballot", "elector")


def _opening(past: Past, arguments: Any) -> Mapping[str, Any]:
    """Pin what the ballot is held by: the rule of its title, and the members of the moment as its roll."""
    name = ballot_cycle(arguments.ballot)
    cycle = open_cycle(past, name)
    known_units(past, *arguments.candidates, *arguments.roll)
    rule, roll = arguments.rule, arguments.roll
    if rule is None and cycle.rule_set is not None and arguments.mode != "unstated":
        titles = arguments.titles
        rule = cycle.rule_set.ballot_rule(titles[0]) if titles else cycle.rule_set.ballot
    if not roll and arguments.mode not in {"unstated", "acclamation"}:
        cluster = past.state("cluster", cycle.opened.cluster)
        roll = tuple(sorted(cluster.members)) if cluster is not None else ()
    return {"cycle": name, "rule": rule, "roll": roll}


def _second_round(past: Past, arguments: Any) -> Mapping[str, Any]:
    if past.state("ballot", arguments.ballot) is not None:
        raise Refusal("ballot_already_opened", ballot=arguments.ballot)
    cycle = ballot_cycle(arguments.ballot)
    open_cycle(past, cycle)
    if ballot_cycle(arguments.previous) != cycle:
        raise Refusal("stream_misfits", field="previous", stream=arguments.previous, names=cycle)
    for name in past.streams(stream("ballot", f"{cycle}.")):
        other = past.latest_of(name)
        if other is not None and not other.is_annulled and other.opened.previous == arguments.previous:
            raise Refusal("ballot_already_opened", ballot=other.id)
    return {"ballot": past.state("ballot", arguments.previous)}


def _in_open_cycle(past: Past, arguments: Any) -> Mapping[str, Any]:
    open_cycle(past, ballot_cycle(arguments.ballot))
    return {}


def _all_votes(past: Past, arguments: Any) -> Mapping[str, Any]:
    open_cycle(past, ballot_cycle(arguments.ballot))
    named = past.streams(stream("vote", arguments.ballot, ""))
    return {"votes": [vote for name in named if (vote := past.latest_of(name)) is not None]}


def _ballot(past: Past, arguments: Any) -> Mapping[str, Any]:
    """The ballot as it is by now: a vote written down late must not belie a count that is recorded."""
    open_cycle(past, ballot_cycle(arguments.ballot))
    return {"ballot": past.latest_of(stream("ballot", arguments.ballot))}


COMMANDS = (
    Command(
        "open_ballot",
        ballots.open_ballot,
        *BALLOT,
        also={"rule": (BallotRule | None, None), "roll": (tuple[str, ...], ())},
        supply=_opening,
        supplied=["cycle", "rule", "roll"],
    ),
    Command(
        "open_second_round",
        outcomes.second_round,
        *BALLOT,
        own="",
        also={"previous": str},
        supply=_second_round,
        supplied=["ballot"],
    ),
    Command("close_ballot", ballots.close, *BALLOT, supply=_all_votes, supplied=["votes"]),
    Command("count_roll_call", outcomes.count_roll_call, *BALLOT, supply=_all_votes, supplied=["votes"]),
    Command("count_hands", outcomes.count_hands, *BALLOT, also={"count": Count}, supply=_in_open_cycle),
    Command(
        "count_paper",
        outcomes.count_paper,
        *BALLOT,
        also={"first": TellerCount, "second": TellerCount},
        supply=_in_open_cycle,
    ),
    Command("record_outcome", outcomes.record_outcome, *BALLOT, supply=_in_open_cycle),
    Command("acclaim", outcomes.acclaim, *BALLOT, supply=_in_open_cycle),
    Command("contest_ballot", ballots.contest, *BALLOT),
    Command("annul_ballot", ballots.annul, *BALLOT),
    Command("cast_vote", votes.cast, *VOTE, own="vote", supply=_ballot, supplied=["ballot"]),
    Command("change_vote", votes.change, *VOTE, own="vote", supply=_ballot, supplied=["ballot"]),
)
