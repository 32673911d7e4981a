"""Many hands at one thing: whatever the order in which they come, the log holds only what can be true."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, select

from domain.ballot_facts import BallotCounted
from domain.facts import Entry
from domain.identity import stream
from domain.leads import LeadHandedOver
from domain.moments import Moment, Precision
from domain.refusals import Refusal
from projections.logbook import ENTRY_COLUMNS, entry_of, event_log
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.commands.command import Askable
from service.commands.guards import is_cast_live
from service.engine import open_engine
from service.past import Past
from service.verify import verify
from tests.log.setting import YEAR, ask, form_cluster, open_roll_call, open_year

ROUNDS = 200
HANDS = 32
DEADLINE_SECONDS = 60  # of waits that normally end at once
UNITS = tuple(f"u{number}" for number in range(HANDS))

Attempt = Callable[[], list[Entry]]
Outcome = list[Entry] | Refusal


class Hands:
    """Threads that make their attempts at one moment."""

    def __init__(self, count: int) -> None:
        self._pool = ThreadPoolExecutor(count)
        self._count = count

    def close(self) -> None:
        self._pool.shutdown()

    def at_once(self, attempts: Sequence[Attempt]) -> list[Outcome]:
        """What became of each attempt: its entries, or the refusal."""
        assert len(attempts) <= self._count
        together = threading.Barrier(len(attempts))

        def make(attempt: Attempt) -> Outcome:
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


def refusals(told: Sequence[Outcome]) -> Counter[str]:
    """How many attempts were refused, by code."""
    return Counter(outcome.code for outcome in told if isinstance(outcome, Refusal))


def cast(app: Thidua, ballot: str, elector: str, command_id: str) -> list[Entry]:
    """An elector votes for the one candidate, now."""
    choices = {UNITS[0]: "for"}
    vote = {"ballot": ballot, "elector": elector, "choices": choices, "channel": "hall"}
    return ask(app, "cast_vote", command_id, when=None, **vote)


@pytest.mark.parametrize(("attempts", "rounds"), [("each of its own", ROUNDS), ("of one command", 20)])
def test_of_32_attempts_at_one_vote_exactly_one_stands(
    engine: Engine, app: Thidua, hands: Hands, attempts: str, rounds: int
) -> None:
    """Attempts of their own are refused but for one; those of one command all get its one answer."""
    open_year(app, UNITS[:3])
    one_command = attempts == "of one command"
    for number in range(rounds):
        ballot = open_roll_call(app, f"b{number}", UNITS[:3])
        ids = [f"vote-{number}-{0 if one_command else hand}" for hand in range(HANDS)]
        told = hands.at_once([partial(cast, app, ballot, "u1", command_id) for command_id in ids])
        (vote,) = entries_of(app, stream("vote", ballot, ""))
        stood = [outcome for outcome in told if not isinstance(outcome, Refusal)]
        assert stood == [[vote]] * (HANDS if one_command else 1)
        assert refusals(told) == ({} if one_command else {"already_voted": HANDS - 1})
    assert verify(engine).problems == ()


class Race:
    """A ballot that is closed while its electors vote, once `awaited` of them have."""

    def __init__(self, app: Thidua, name: str, electors: Sequence[str], awaited: int) -> None:
        self._app = app
        self._electors = electors
        self._awaited = awaited
        self._landed = threading.Semaphore(0)
        self.ballot = open_roll_call(app, name, electors)

    def run(self, hands: Hands) -> tuple[Outcome, list[Outcome]]:
        """What became of the close, and of each vote."""
        close, *votes = hands.at_once(
            [self._close, *(partial(self._vote, elector) for elector in self._electors)]
        )
        return close, votes

    def _close(self) -> list[Entry]:
        for _ in range(self._awaited):
            assert self._landed.acquire(timeout=DEADLINE_SECONDS)
        return self._app.do("close_ballot", ballot=self.ballot, present=self._electors)

    def _vote(self, elector: str) -> list[Entry]:
        entries = cast(self._app, self.ballot, elector, f"{self.ballot}-{elector}")
        self._landed.release()
        return entries


def test_no_vote_lands_after_the_close(engine: Engine, app: Thidua, hands: Hands) -> None:
    electors = UNITS[:12]
    open_year(app, electors)
    chance = random.Random(2022)
    landed_in_all = 0
    for number in range(ROUNDS):
        awaited = chance.randint(0, len(electors))
        race = Race(app, f"b{number}", electors, awaited)
        close, told = race.run(hands)
        assert not isinstance(close, Refusal), close
        (closed,) = close
        votes = entries_of(app, stream("vote", race.ballot, ""))
        assert awaited <= len(votes)
        assert all(vote.position < closed.position for vote in votes)
        assert all(vote.effective < closed.effective for vote in votes), "nor in the world's time"
        assert refusals(told) == Counter(
            {"ballot_not_open": len(electors) - len(votes)} if len(votes) < 12 else {}
        )
        assert votes_counted(app, race.ballot) == len(votes)
        landed_in_all += len(votes)
    assert 0 < landed_in_all < ROUNDS * len(electors), "some votes came after the close, not all"
    assert verify(engine).problems == ()


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
    for year in range(2023, 2043):
        handover: dict[str, Any] = {"cluster": "cum", "year": year}
        told = hands.at_once(
            [
                partial((app, elsewhere)[at % 2].do, "hand_over_lead", lead=unit, **handover)
                for at, unit in enumerate(UNITS[:16])
            ]
        )
        assert refusals(told) == {"already_handed_over": 15}
        handed = [entry.fact for entry in entries_of(app, "cluster:cum")]
        years = [fact.year for fact in handed if isinstance(fact, LeadHandedOver)]
        assert years == list(range(2023, year + 1))


def test_a_vote_that_comes_while_a_decision_rests_on_there_being_none_has_it_taken_again(
    app: Thidua, elsewhere: Thidua
) -> None:
    """A ballot's opening is taken back while the first vote is cast: it has no stream to look at before."""
    open_year(app, UNITS[:3])
    ballot = open_roll_call(app, "b", UNITS[:3])
    (opened,) = entries_of(app, stream("ballot", ballot))
    judged: list[bool] = []

    def vote_comes(past: Past, command: Askable, arguments: Any) -> None:
        judged.append(is_cast_live(past, ballot))
        if len(judged) == 1:
            cast(elsewhere, ballot, "u1", "first-vote")

    retraction = COMMANDS["retract_entry"].arguments(position=opened.position, reason="mở nhầm cuộc này")
    with pytest.raises(Refusal) as told:
        app.execute("retract_entry", retraction, judge=vote_comes)
    assert (told.value.code, told.value.params["votes"]) == ("ballot_has_votes", 1)
    assert judged[0] is False


@pytest.mark.parametrize("awaited", [False, True])
def test_that_nobody_voted_is_part_of_what_a_decision_looked_at(app: Thidua, awaited: bool) -> None:
    open_year(app, UNITS[:3])
    ballot = open_roll_call(app, "b", UNITS[:3])
    if awaited:
        cast(app, ballot, "u1", "first-vote")
    with app.log_recorder.reading() as connection:
        now = Moment(app.log_recorder.now(connection), Precision.INSTANT)
        past = Past(app, connection, now, now)
        assert is_cast_live(past, ballot) is awaited
    looked_at = {name: version for name, version in past.seen.items() if name.startswith("vote:")}
    votes = [stream("vote", ballot, unit) for unit in UNITS[:3]]
    assert looked_at == ({votes[1]: 1} if awaited else dict.fromkeys(votes, 0))


def test_nothing_begins_in_a_cycle_after_its_close(app: Thidua, elsewhere: Thidua, hands: Hands) -> None:
    """What is decided on one stream and looks at another is taken again when that one moved."""
    form_cluster(app, UNITS[:3])
    for year in range(2023, 2033):
        cycle = f"cum-{year}"
        app.do("open_cycle", when=YEAR, cycle=cycle, cluster="cum", first_year=year)
        close = partial(elsewhere.do, "close_cycle", cycle=cycle)
        told = hands.at_once(
            [close, partial(app.do, "launch_drive", cycle=cycle, drive="d", name="Đợt diễn tập")]
        )
        assert not isinstance(told[0], Refusal), told[0]
        drives = entries_of(app, f"drive:{cycle}:")
        assert all(drive.position < told[0][0].position for drive in drives)
        assert refusals(told) == ({} if drives else {"cycle_closed": 1})
