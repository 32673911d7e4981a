"""Many hands at one thing: whatever the order in which they come, the log holds only what can be true."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, select

from domain.ballots import BallotCounted
from domain.facts import Entry
from domain.identity import stream
from domain.refusals import Refusal
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from service.application import Thidua
from service.engine import open_engine
from service.verify import verify
from tests.log.setting import CYCLE, YEAR, ask, form_cluster, open_roll_call, open_year

ROUNDS = 200
HANDS = 32
DEADLINE_SECONDS = 60  # of waits that normally end at once
UNITS = tuple(f"u{number}" for number in range(HANDS))

Attempt = Callable[[], Sequence[Entry]]


class Hands:
    """Threads that make their attempts at one moment."""

    def __init__(self, count: int) -> None:
        self._pool = ThreadPoolExecutor(count)
        self._count = count

    def close(self) -> None:
        self._pool.shutdown()

    def at_once(self, attempts: Sequence[Attempt]) -> list[Sequence[Entry] | Refusal]:
        """What became of each attempt: its entries, or the refusal."""
        assert len(attempts) <= self._count
        together = threading.Barrier(len(attempts))

        def make(attempt: Attempt) -> Sequence[Entry] | Refusal:
            together.wait(DEADLINE_SECONDS)
            try:
                return attempt()
            except Refusal as refusal:
                return refusal

        return list(self._pool.map(make, attempts, timeout=DEADLINE_SECONDS))


@pytest.fixture
def hands() -> Iterator[Hands]:
    made = Hands(HANDS)
    yield made
    made.close()


def entries_of(app: Thidua, prefix: str) -> list[Entry]:
    """The entries of all streams whose names begin so, by position."""
    found = select(*ENTRY_COLUMNS).where(event_log.c.originator_id.startswith(prefix))
    with app.log_recorder.reading() as connection:
        return [entry_of(row) for row in connection.execute(found.order_by(event_log.c.position))]


def cast(app: Thidua, ballot: str, elector: str, command_id: str | None = None) -> Any:
    candidate = UNITS[0]
    vote = {"ballot": ballot, "elector": elector, "choices": {candidate: "for"}, "channel": "hall"}
    if command_id is None:
        return app.do("cast_vote", **vote)
    return ask(app, "cast_vote", command_id, when=None, **vote)


def test_of_32_attempts_at_one_vote_exactly_one_stands(engine: Engine, app: Thidua, hands: Hands) -> None:
    """A room of 32 tries to cast the vote of one elector; every other time all under one command id."""
    open_year(app, UNITS[:3])
    for number in range(ROUNDS):
        ballot = open_roll_call(app, f"b{number}", UNITS[:3])
        one_id = f"the-vote-{number}" if number % 4 == 0 else None

        def attempt(ballot: str = ballot, one_id: str | None = one_id) -> Any:
            return cast(app, ballot, "u1", one_id)

        told = hands.at_once([attempt] * HANDS)
        (vote,) = entries_of(app, stream("vote", ballot, ""))
        stood = [outcome for outcome in told if not isinstance(outcome, Refusal)]
        assert {entry.position for entries in stood for entry in entries} == {vote.position}
        refused = Counter(outcome.code for outcome in told if isinstance(outcome, Refusal))
        assert refused == ({} if one_id else {"already_voted": HANDS - 1})
    assert verify(engine).problems == ()


def test_no_vote_lands_after_the_close(engine: Engine, app: Thidua, hands: Hands) -> None:
    """Twelve electors vote while the ballot is closed, after none, some or all of them have."""
    electors = UNITS[:12]
    open_year(app, electors)
    chance = random.Random(2022)
    landed_in_all = 0
    for number in range(ROUNDS):
        ballot = open_roll_call(app, f"b{number}", electors)
        landed = threading.Semaphore(0)
        awaited = chance.randint(0, len(electors))

        def close(ballot: str = ballot, landed: threading.Semaphore = landed, awaited: int = awaited) -> Any:
            for _ in range(awaited):
                assert landed.acquire(timeout=DEADLINE_SECONDS)
            return app.do("close_ballot", ballot=ballot, present=electors)

        def vote(elector: str, ballot: str = ballot, landed: threading.Semaphore = landed) -> Any:
            entries = cast(app, ballot, elector)
            landed.release()
            return entries

        told = hands.at_once([close, *(lambda elector=elector, vote=vote: vote(elector) for elector in electors)])
        assert not isinstance(told[0], Refusal), told[0]
        (closed,) = told[0]
        votes = entries_of(app, stream("vote", ballot, ""))
        assert all(cast.position < closed.position and cast.effective < closed_at(app, ballot) for cast in votes)
        refused = Counter(outcome.code for outcome in told[1:] if isinstance(outcome, Refusal))
        assert refused == ({"ballot_not_open": len(electors) - len(votes)} if len(votes) < len(electors) else {})
        assert awaited <= len(votes)
        assert votes_counted(app, ballot) == len(votes)
        landed_in_all += len(votes)
    assert 0 < landed_in_all < ROUNDS * len(electors), "some closes came before, some after"
    assert verify(engine).problems == ()


def closed_at(app: Thidua, ballot: str) -> int:
    """When the ballot was closed, in the world's time."""
    (closed,) = [entry for entry in entries_of(app, f"ballot:{ballot}") if entry.topic == "ballot.closed"]
    return closed.effective


def votes_counted(app: Thidua, ballot: str) -> int:
    """The votes for the one candidate, in the count derived from the votes."""
    (counted,) = app.do("count_roll_call", ballot=ballot)
    assert isinstance(counted.fact, BallotCounted)
    assert counted.fact.count is not None
    (option,) = counted.fact.count.options
    return option.votes_for or 0


@pytest.fixture
def elsewhere(engine: Engine, database_url: str) -> Iterator[Thidua]:
    """The application again, as another process has it."""
    other = Thidua(open_engine(database_url))
    yield other
    other.close()


def test_of_16_handovers_of_one_year_one_stands(app: Thidua, elsewhere: Thidua, hands: Hands) -> None:
    """Two processes hand the lead over at once, each to another unit."""
    form_cluster(app, UNITS[:16])
    app.do("assign_lead", when=YEAR, cluster="cum", year=2000, mode="stated", lead="u0")
    for year in range(2023, 2043):

        def attempt(at: int, year: int = year) -> Any:
            hand_over = (app, elsewhere)[at % 2].do
            return hand_over("hand_over_lead", when=None, cluster="cum", year=year, lead=f"u{at}")

        told = hands.at_once([lambda at=at, attempt=attempt: attempt(at) for at in range(16)])
        assert Counter(outcome.code for outcome in told if isinstance(outcome, Refusal)) == {
            "already_handed_over": 15
        }
        handed = [entry for entry in entries_of(app, "cluster:cum") if entry.topic == "lead.handed_over"]
        assert [entry.fact.year for entry in handed][-1] == year  # type: ignore[attr-defined]
        assert len(handed) == year - 2022


def test_a_vote_and_the_end_of_its_cycle(app: Thidua, elsewhere: Thidua, hands: Hands) -> None:
    """What is decided on one stream and looks at another is taken again when that one moved."""
    for number in range(10):
        cycle = f"cum-{2023 + number}"
        if number == 0:
            form_cluster(app, UNITS[:3])
        app.do("open_cycle", when=YEAR, cycle=cycle, cluster="cum", first_year=2023 + number)
        told = hands.at_once(
            [
                lambda cycle=cycle: elsewhere.do("close_cycle", cycle=cycle),
                lambda cycle=cycle: app.do("launch_drive", cycle=cycle, drive="d", name="Đợt diễn tập"),
            ]
        )
        closed = [entry for entry in entries_of(app, f"cycle:{cycle}") if entry.topic == "cycle.closed"]
        drives = entries_of(app, f"drive:{cycle}:")
        assert len(closed) == (not isinstance(told[0], Refusal))
        assert len(drives) == (not isinstance(told[1], Refusal))
        if closed and drives:
            assert drives[0].position < closed[0].position
    assert CYCLE not in {entry.originator_id for entry in entries_of(app, "cycle:")}
