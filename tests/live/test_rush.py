"""Twelve electors, fifty ballots, each vote sent twice: each is recorded once, and none after its close."""

import random
from collections import Counter, defaultdict
from contextlib import ExitStack
from pathlib import Path

import httpx

from domain.identity import stream
from service.application import Thidua
from service.verify import verify
from tests.live.rush import UNITS, Answer, Rush, Vote, check_audit, recorded
from tests.live.servers import serving

BALLOTS = 50
CUT_SHORT = 6  # ballots beside those, which their chair closes while votes still come
PROCESSES = {"sqlite": 1, "postgresql": 2}


def rushed(rush: Rush, database_url: str, directory: Path, processes: int) -> list[Answer]:
    """What was answered to every vote, sent twice; a ballot is closed after its last answer, or sooner."""
    chance = random.Random(50)
    ends = {ballot: 2 * len(UNITS) for ballot in rush.ballots[:BALLOTS]}
    ends.update({ballot: chance.randint(6, 20) for ballot in rush.ballots[BALLOTS:]})
    answered: Counter[str] = Counter()

    def noticed(client: httpx.Client, answer: Answer) -> None:
        ballot = answer.vote.ballot
        answered[ballot] += 1
        if answered[ballot] == ends[ballot]:
            rush.close(client, ballot)

    with ExitStack() as stack:
        servers = [stack.enter_context(serving(database_url, directory)) for _ in range(processes)]
        return rush.run([server.url for server in servers], rush.votes(), noticed)


def test_every_vote_of_a_rush_is_recorded_once(
    application: Thidua, database_url: str, engine_name: str, tmp_path: Path
) -> None:
    rush = Rush(application, BALLOTS + CUT_SHORT)
    answers = rushed(rush, database_url, tmp_path, PROCESSES[engine_name])
    told: dict[Vote, list[Answer]] = defaultdict(list)
    for answer in answers:
        told[answer.vote].append(answer)
    cut_short = set(rush.ballots[BALLOTS:])
    assert {len(pair) for pair in told.values()} == {2}
    whole = [vote for vote in told if vote.ballot not in cut_short]
    assert len(whole) == 600
    assert {answer.status for vote in whole for answer in told[vote]} == {201}
    refused = [answer for answer in answers if answer.status != 201]
    assert {(answer.status, answer.told["code"]) for answer in refused} == {(409, "ballot_not_open")}
    assert {answer.vote.ballot for answer in refused} <= cut_short
    taken = {vote: pair[0] for vote, pair in told.items() if {one.status for one in pair} == {201}}
    assert taken.keys().isdisjoint(answer.vote for answer in refused)
    assert all(pair[0].told == pair[1].told for vote, pair in told.items() if vote in taken)
    entries = recorded(application)
    check_audit(rush, entries, taken)
    for vote in taken:
        (cast,) = entries[stream("vote", vote.ballot, vote.elector)]
        (closed,) = [one for one in entries[stream("ballot", vote.ballot)] if one.topic == "ballot.closed"]
        assert cast.effective < closed.effective
    assert verify(application.engine).problems == ()
