"""Electors who do not give up: each sends a vote, under one key, until it is acknowledged."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle, pairwise
from threading import Event, Lock
from typing import NamedTuple

import httpx

from tests.live.rush import Answer, Rush, Vote
from tests.serving import WAIT_SECONDS
from tests.waiting import until

VOTERS = 8  # at once
PATIENCE_SECONDS = 120  # of one vote: several times any outage seen
RETRY_SECONDS = 0.2
TRY_AGAIN = (503, None)  # no writer, or no answer at all: nothing else may come instead of a yes


class Acknowledged(NamedTuple):
    """A vote that the service said it has recorded, and when it said so, in seconds of this machine."""

    answer: Answer
    at: float


class Voting:
    """Votes that are being cast at services, each at the next one when this one says no."""

    def __init__(self, rush: Rush, urls: Sequence[str]) -> None:
        self.acknowledged: dict[Vote, Acknowledged] = {}
        self.statuses: Counter[int | None] = Counter()
        self._rush = rush
        self._urls = urls
        self._lock = Lock()

    def run(self, votes: Sequence[Vote], meanwhile: Callable[[], None]) -> None:
        """Have votes cast by several voters at once for as long as something else is done.

        There must be more of them than that takes: those that are left are not cast.

        Raises:
            AssertionError: a vote was refused, or not acknowledged within `PATIENCE_SECONDS`.
        """
        enough = Event()
        with ThreadPoolExecutor(VOTERS) as pool:
            at_work = [pool.submit(self._vote, at, votes[at::VOTERS], enough) for at in range(VOTERS)]
            try:
                meanwhile()
            finally:
                enough.set()
            for one in at_work:
                one.result()

    def outage(self, since: float) -> float:
        """Seconds of the longest time without an acknowledgement that ended after a moment."""
        times = sorted(one.at for one in self.acknowledged.values())
        return max(later - sooner for sooner, later in pairwise(times) if later >= since)

    def until_acknowledged(self, more: int, than: int | None = None) -> None:
        """Wait until so many more votes are acknowledged than are now, or than were at some moment."""
        count = (len(self.acknowledged) if than is None else than) + more
        until(lambda: len(self.acknowledged) >= count, PATIENCE_SECONDS, lambda: str(self.statuses))

    def _vote(self, at: int, votes: Sequence[Vote], enough: Event) -> None:
        with ExitStack() as stack:
            clients = [
                stack.enter_context(httpx.Client(base_url=url, timeout=WAIT_SECONDS)) for url in self._urls
            ]
            turns = cycle(clients[at % len(clients) :] + clients[: at % len(clients)])
            client = next(turns)
            for vote in votes:
                if enough.is_set():
                    return
                end = time.monotonic() + PATIENCE_SECONDS
                while not self._sent(client, vote):
                    assert time.monotonic() < end, f"{vote.key}: {self.statuses}"
                    time.sleep(RETRY_SECONDS)
                    client = next(turns)

    def _sent(self, client: httpx.Client, vote: Vote) -> bool:
        """Send a vote once; whether it was acknowledged."""
        answer = self._rush.send(client, vote)
        with self._lock:
            self.statuses[answer.status] += 1
            if answer.status == 201:
                self.acknowledged[vote] = Acknowledged(answer, time.monotonic())
        assert answer.status in (201, *TRY_AGAIN), answer
        return answer.status == 201
