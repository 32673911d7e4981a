"""Commands on ballots and votes."""

from collections.abc import Mapping
from typing import Any

from domain import ballots, outcomes, votes
from domain.counts import Count, TellerCount
from domain.identity import ballot_cycle, stream
from domain.refusals import Refusal
from domain.rules import BallotRule
from service.commands.command import Command
from service.commands.guards import is_cast_live, known_units, open_cycle, votes_on
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
    if not roll and _has_roll(past, arguments.mode):
        cluster = past.state("cluster", cycle.opened.cluster)
        roll = tuple(sorted(cluster.members)) if cluster is not None else ()
    return {"cycle": name, "rule": rule, "roll": roll}


def _has_roll(past: Past, mode: str) -> bool:
    """Whether all members are the electors where nobody says who they are.

    An acclamation of today is theirs; of one that is written down later only its source could say.
    """
    return mode not in {"unstated", "acclamation"} or (mode == "acclamation" and past.when == past.now)


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


def _attending(past: Past, arguments: Any) -> Mapping[str, Any]:
    """Once choices are known, who was there is no longer for the chair to say."""
    ballot = past.latest_of(stream("ballot", arguments.ballot))
    if ballot is not None and ballot.closed_at is not None and is_cast_live(past, ballot.id):
        raise Refusal("ballot_already_closed", ballot=ballot.id, closed_at=ballot.closed_at.text())
    return _in_open_cycle(past, arguments)


def _stated(past: Past, arguments: Any) -> Mapping[str, Any]:
    """What electors voted themselves is counted, and not stated from a source."""
    ballot = past.latest_of(stream("ballot", arguments.ballot))
    if ballot is not None and is_cast_live(past, ballot.id):
        mode = ballot.opened.mode
        raise Refusal("mode_counts_otherwise", ballot=ballot.id, mode=mode, modes=("unstated",))
    return _in_open_cycle(past, arguments)


def _all_votes(past: Past, arguments: Any) -> Mapping[str, Any]:
    open_cycle(past, ballot_cycle(arguments.ballot))
    return {"votes": votes_on(past, arguments.ballot)}


def _ballot(past: Past, arguments: Any) -> Mapping[str, Any]:
    """The ballot as it is by now: a vote written down late must not belie a count that is recorded."""
    open_cycle(past, ballot_cycle(arguments.ballot))
    ballot = past.latest_of(stream("ballot", arguments.ballot))
    closed = None if ballot is None else ballot.closed_at
    # Whoever copies a vote after the close, whatever its date, knows what the others chose.
    if closed is not None and arguments.channel == "minutes" and is_cast_live(past, arguments.ballot):
        told = {"ballot": arguments.ballot, "closed_at": closed.text(), "when": past.now.text()}
        raise Refusal("ballot_not_open", **told)
    return {"ballot": ballot}


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
    Command("take_attendance", ballots.take_attendance, *BALLOT, supply=_attending),
    Command("appoint_tellers", outcomes.appoint_tellers, *BALLOT, supply=_in_open_cycle),
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
    Command("record_outcome", outcomes.record_outcome, *BALLOT, supply=_stated),
    Command("acclaim", outcomes.acclaim, *BALLOT, supply=_in_open_cycle),
    Command("contest_ballot", ballots.contest, *BALLOT),
    Command("annul_ballot", ballots.annul, *BALLOT),
    Command("cast_vote", votes.cast, *VOTE, own="vote", supply=_ballot, supplied=["ballot"]),
    Command("change_vote", votes.change, *VOTE, own="vote", supply=_ballot, supplied=["ballot"]),
)
