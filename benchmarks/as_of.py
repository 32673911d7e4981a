"""As of: the standings of a large board at a past day, as known at a past time, in logs of growing size."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from statistics import quantiles
from typing import Any

from sqlalchemy import Connection

from benchmarks import plain
from benchmarks.corpus import BOARD_CYCLE, BOARD_EVENTS, BOARD_YEAR, CLUSTER_CYCLE
from benchmarks.logs import Logs
from benchmarks.report import Goal, Line, known
from benchmarks.rounds import NANOSECONDS, Spread, spread, timed
from domain.identity import stream_cycle
from domain.moments import day_end
from projections.nominations import NOMINATIONS
from projections.pledges import PLEDGES
from projections.point import Point
from projections.scores import SCORES
from projections.standings import standings

POINTS = 100
_SEED = 7
_FIRST_DAY = date(BOARD_YEAR, 10, 10)  # the scores are in: the board has all that it shows
_DAYS = 80
_REPLAYS_EVENTS = 200_000  # a larger log is replayed once
_REPLAYS = 3
Read = Callable[[Connection, Point], object]


def measure(logs: Logs, sizes: Sequence[int], *, points: int = POINTS) -> list[Line]:
    """The rows of the standings in logs of each of `sizes`, smallest first."""
    for size in sizes:
        logs.ours(size)
    answers = _measured(logs, sizes, points, _standings)
    seeks = _measured(logs, sizes, points, _states)
    work, largest = f"standings of {logs.units:,} units, {logs.engine.name}", sizes[-1]
    lines: list[Line] = []
    for size in sizes:
        replays = [_replayed(logs.library(size)) for _ in range(_REPLAYS if size <= _REPLAYS_EVENTS else 1)]
        lines += [*_lines(work, size, answers[size], replays), *_cluster(logs, size, points, replays)]
    alone = f"{work}: the states alone"
    return [
        *lines,
        *_growth(work, sizes, answers, Goal(at_most="2")),
        known(f"{alone}, {largest:,} events", seeks[largest], unit="ms"),
        *_growth(alone, sizes, seeks, None),
    ]


def _standings(connection: Connection, point: Point) -> object:
    return _asked(connection, BOARD_CYCLE, point)


def _cluster_standings(connection: Connection, point: Point) -> object:
    return _asked(connection, CLUSTER_CYCLE, point)


def _asked(connection: Connection, cycle: str, point: Point) -> object:
    found = standings(connection, cycle, point)
    if found is None:
        raise RuntimeError(f"{cycle} is not in the log")
    return found


def _states(connection: Connection, point: Point) -> object:
    """What the read models alone take: the states that a board is made of, read and decoded."""
    return [model.all(connection, point, cycle=BOARD_CYCLE) for model in (SCORES, PLEDGES, NOMINATIONS)]


def points_in(size: int, points: int) -> Iterator[Point]:
    """Random days of the board's autumn, each as known at a random time after the board was complete."""
    random = Random(_SEED)
    last = min(size, BOARD_EVENTS)
    for _ in range(points):
        end = day_end(_FIRST_DAY + timedelta(days=random.randrange(_DAYS)))
        yield Point(end, end, last + (size - last) * random.randrange(101) // 100)


def _measured(logs: Logs, sizes: Sequence[int], points: int, read: Read) -> dict[int, list[Decimal]]:
    """The milliseconds of `read` at the same random days in each log, the logs in turn."""
    found: dict[int, list[Decimal]] = {size: [] for size in sizes}
    for each in zip(*(points_in(size, points) for size in sizes), strict=True):
        for size, point in zip(sizes, each, strict=True):
            found[size].append(_milliseconds(logs, size, point, read))
    return found


def _milliseconds(logs: Logs, size: int, point: Point, read: Read) -> Decimal:
    def answer() -> int:
        read(connection, point)
        return 1

    with logs.ours(size).log_recorder.reading() as connection:
        _, nanoseconds = timed(answer)
    return nanoseconds * 1000 / NANOSECONDS


def _replayed(library: plain.Plain) -> Decimal:
    """The milliseconds of the same question to the plain library: read everything, keep what counts."""
    until = day_end(_FIRST_DAY + timedelta(days=_DAYS))
    board: dict[str, dict[str, Any]] = {}

    def answer() -> int:
        for _, event in plain.replay(library):
            if event.effective <= until and stream_cycle(event.originator_id) == BOARD_CYCLE:
                board.setdefault(event.originator_id, {}).update(event.fact)
        return len(board)

    _, nanoseconds = timed(answer)
    return nanoseconds * 1000 / NANOSECONDS


def _lines(work: str, size: int, answers: Sequence[Decimal], replays: Sequence[Decimal]) -> list[Line]:
    ours = spread(answers)
    tail = quantiles(answers, n=100, method="inclusive")[98]
    return [
        _faster(f"{work}, {size:,} events", answers, replays, Goal(at_least="1000")),
        Line(
            work=f"{work}, {size:,} events: p99",
            ours=spread([tail]),
            unit="ms",
            against="its own p50",
            theirs=spread([ours.median]),
            ratio=spread([tail / ours.median]),
            goal=Goal(at_most="10"),
        ),
    ]


def _faster(work: str, answers: Sequence[Decimal], replays: Sequence[Decimal], goal: Goal | None) -> Line:
    ours, theirs = spread(answers), spread(replays)
    return Line(
        work=work,
        ours=ours,
        unit="ms",
        against="replay by the library",
        theirs=theirs,
        ratio=Spread(theirs.median / ours.high, theirs.median / ours.median, theirs.median / ours.low),
        goal=goal,
    )


def _cluster(logs: Logs, events: int, points: int, replays: Sequence[Decimal]) -> list[Line]:
    """The same for a cluster of ten, which is what clusters are like; the goal is set for the large board."""
    if events < 2 * BOARD_EVENTS:
        return []  # the board fills the log
    answers = _measured(logs, [events], points, _cluster_standings)[events]
    work = f"standings of a cluster of ten, {logs.engine.name}, {events:,} events"
    return [_faster(work, answers, replays, None)]


def _growth(
    work: str, sizes: Sequence[int], found: dict[int, list[Decimal]], goal: Goal | None
) -> list[Line]:
    """How many times as long the same question takes in the largest log as in the smallest."""
    smallest, largest = sizes[0], sizes[-1]
    if smallest == largest:
        return []
    pairs = zip(found[largest], found[smallest], strict=True)
    return [
        Line(
            work=f"{work}: {largest:,} events",
            ours=spread(found[largest]),
            unit="ms",
            against=f"{smallest:,} events",
            theirs=spread(found[smallest]),
            ratio=spread([larger / smaller for larger, smaller in pairs]),
            goal=goal,
        )
    ]
