"""A rush of votes by HTTP: every vote is sent twice at once, on two connections, under one key."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import perf_counter_ns
from typing import Any, NamedTuple

import httpx
from sqlalchemy import select

from domain.facts import Entry
from domain.identity import stream, stream_parts
from domain.votes import VoteCast
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from service.application import Thidua
from tests.live.hall import open_ballot, open_hall
from tests.live.people import representatives, signed_in
from tests.serving import WAIT_SECONDS

UNITS = [f"don-vi-{number:02}" for number in range(1, 13)]
CANDIDATES = tuple(UNITS[:3])
CHOICES = ("for", "against", "abstain")
CONNECTIONS = 4  # of each of the two sides


class Vote(NamedTuple):
    """One elector's vote on one ballot."""

    ballot: str
    elector: str

    @property
    def key(self) -> str:
        """The key under which it is sent."""
        return f"{self.ballot}.{self.elector}"

    def body(self) -> dict[str, Any]:
        """What is sent: for each elector and ballot something else, and always the same."""
        chance = random.Random(self.key)
        choices = {candidate: chance.choice(CHOICES) for candidate in CANDIDATES}
        return {"elector": self.elector, "choices": choices, "channel": "hall"}


class Answer(NamedTuple):
    """What was answered to one sending of a vote, and after how long; no status where nothing was."""

    vote: Vote
    status: int | None
    told: Mapping[str, Any]
    nanoseconds: int


Noticed = Callable[[httpx.Client, Answer], None]


class Rush:
    """A cluster of twelve, its electors signed in, and so many open roll calls."""

    def __init__(self, application: Thidua, ballots: int) -> None:
        self.application = application
        self.cycle = open_hall(application, UNITS)
        self.ballots = [
            open_ballot(
                application,
                self.cycle,
                f"goi-{number:02}",
                mode="roll_call",
                roll=UNITS,
                candidates=CANDIDATES,
            )
            for number in range(ballots)
        ]
        self.people = representatives(application, UNITS)
        self.headers = {unit: signed_in(application, person) for unit, person in self.people.items()}
        self._lock = Lock()

    def votes(self) -> list[Vote]:
        """Every elector's vote on every ballot, in an order of chance."""
        found = [Vote(ballot, elector) for ballot in self.ballots for elector in UNITS]
        random.Random(12).shuffle(found)
        return found

    def send(self, client: httpx.Client, vote: Vote) -> Answer:
        """Send a vote once."""
        headers = {**self.headers[vote.elector], "Idempotency-Key": vote.key}
        began = perf_counter_ns()
        try:
            answer = client.post(f"/ballots/{vote.ballot}/votes", json=vote.body(), headers=headers)
        except httpx.TransportError:
            return Answer(vote, None, {}, perf_counter_ns() - began)
        taken = perf_counter_ns() - began
        return Answer(vote, answer.status_code, answer.json(), taken)

    def close(self, client: httpx.Client, ballot: str) -> None:
        """Close a ballot as its chair."""
        chair = self.headers[UNITS[0]]
        answer = client.post(f"/ballots/{ballot}/closures", json={"present": UNITS}, headers=chair)
        assert answer.status_code == 201, answer.text

    def run(self, urls: Sequence[str], votes: Sequence[Vote], noticed: Noticed) -> list[Answer]:
        """Send every vote twice, each time to another of `urls`, where there are several.

        `noticed` is called with each answer and the client that got it, by one thread at a time.
        """

        def work(at: int) -> list[Answer]:
            side, first = divmod(at, CONNECTIONS)
            answers = []
            with httpx.Client(base_url=urls[side % len(urls)], timeout=WAIT_SECONDS) as client:
                for vote in votes[first::CONNECTIONS]:
                    answers.append(self.send(client, vote))
                    with self._lock:
                        noticed(client, answers[-1])
            return answers

        with ThreadPoolExecutor(2 * CONNECTIONS) as pool:
            return [answer for answers in pool.map(work, range(2 * CONNECTIONS)) for answer in answers]


def recorded(application: Thidua) -> dict[str, list[Entry]]:
    """The entries of the log by stream."""
    found = defaultdict(list)
    with application.log_recorder.reading() as connection:
        for row in connection.execute(select(*ENTRY_COLUMNS).order_by(event_log.c.position)):
            entry = entry_of(row)
            found[entry.originator_id].append(entry)
    return found


def check_audit(rush: Rush, entries: Mapping[str, list[Entry]], taken: Mapping[Vote, Answer]) -> None:
    """What the log holds of the votes is what was acknowledged, with who, when, how and by what authority."""
    cast = {name: found for name, found in entries.items() if stream_parts(name)[0] == "vote"}
    assert set(cast) == {stream("vote", vote.ballot, vote.elector) for vote in taken}
    sessions = set()
    for vote, answer in taken.items():
        (entry,) = cast[stream("vote", vote.ballot, vote.elector)]
        assert isinstance(entry.fact, VoteCast)
        body = vote.body()
        assert (entry.fact.choices, entry.fact.channel) == (body["choices"], body["channel"])
        person = rush.people[vote.elector]
        assert (entry.actor, entry.authority) == (person, f"representative:{vote.elector}")
        assert entry.command_id == f"{person}.{vote.key}"
        assert (entry.position, entry.recorded_at) == (answer.told["position"], entry.effective)
        sessions.add((entry.actor, entry.session))
    assert len(sessions) == len({session for _, session in sessions}) == len(UNITS)
