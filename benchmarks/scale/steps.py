"""The steps that are measured; each runs in a process of its own, which is this module."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from statistics import quantiles

import msgspec
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from benchmarks.scale.peak import Peak
from domain.identity import cycle_id
from domain.moments import day_end
from projections.events import EventFilter, events
from projections.leads import leads
from projections.lineage import lineage
from projections.point import Point
from projections.standings import standings
from service.application import Thidua
from service.loading import load
from service.opening import opened
from service.rebuild import rebuild
from service.rehearsal.cast import cluster_slug
from service.rehearsal.history import history
from service.rehearsal.nation import MEMBERS
from service.verify import verify

SEED = 2026
FIRST_YEAR = 2006
POINTS = 300
_WARM_UP = 5
_PAGE_LINES = 50
_PER_CENT = 100
_MILLISECONDS = 1_000  # in a second
_NEVER_MAX = 100  # points in a row at which a cycle is not known: then the history is not what it should be


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """How large a log is, and where it lies."""

    url: str
    clusters: int
    years: int
    events: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a process is asked to measure; an address may hold a password, so it is no argument."""

    step: str
    size: Size
    points: int = POINTS  # how often each question is asked


class Latency(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds of one question at random points."""

    question: str
    p50: float
    p99: float
    slowest: float


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What one step took: seconds by the clock and of this process, mebibytes at most, bytes on the disk."""

    step: str
    events: int
    seconds: float
    cpu_seconds: float
    own_mebibytes: int
    resident_mebibytes: int
    disk_bytes: int
    latencies: tuple[Latency, ...] = ()


Work = Callable[[Thidua, Asked], tuple[Latency, ...]]
Ask = Callable[[Connection, str, str, Point], object]


def measure(asked: Asked) -> Measured:
    """Run one of `STEPS` in this process, which should run nothing else."""
    with Peak() as peak, opened(asked.size.url, rebuilding=True) as application:
        began, cpu_began = time.perf_counter(), time.process_time()
        latencies = STEPS[asked.step](application, asked)
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
        disk_bytes = _disk_bytes(application)
    return Measured(
        step=asked.step,
        events=asked.size.events,
        seconds=seconds,
        cpu_seconds=cpu_seconds,
        own_mebibytes=peak.own,
        resident_mebibytes=peak.resident,
        disk_bytes=disk_bytes,
        latencies=latencies,
    )


def _load(application: Thidua, asked: Asked) -> tuple[Latency, ...]:
    size = asked.size
    made = history(SEED, size.clusters, size.years, MEMBERS, size.events, first_year=FIRST_YEAR)
    load(application, made)
    return ()


def _rebuild(application: Thidua, _asked: Asked) -> tuple[Latency, ...]:
    rebuild(application)
    return ()


def _verify(application: Thidua, asked: Asked) -> tuple[Latency, ...]:
    report = verify(application.engine)
    if report.problems or report.entries != asked.size.events:
        raise RuntimeError(f"{report.entries} entries, {report.problems}")
    return ()


def _ask(application: Thidua, asked: Asked) -> tuple[Latency, ...]:
    return tuple(_latency(application, asked, question, ask) for question, ask in _QUESTIONS.items())


STEPS: Mapping[str, Work] = {"load": _load, "rebuild": _rebuild, "verify": _verify, "ask": _ask}


def _journal_of_cycle(connection: Connection, cycle: str, _cluster: str, point: Point) -> object:
    return events(connection, point, EventFilter(cycle=cycle), limit=_PAGE_LINES)


def _journal(connection: Connection, _cycle: str, _cluster: str, point: Point) -> object:
    return events(connection, point, EventFilter(), limit=_PAGE_LINES)


_QUESTIONS: Mapping[str, Ask] = {
    "standings of a cluster": lambda connection, cycle, _, point: standings(connection, cycle, point),
    "leads of a cluster over the years": lambda connection, _, cluster, point: leads(
        connection, cluster, point
    ),
    "entries behind each number of a board": lambda connection, cycle, _, point: lineage(
        connection, cycle, point
    ),
    "journal of a cycle, a page": _journal_of_cycle,
    "journal of everything, a page": _journal,
}


def _latency(application: Thidua, asked: Asked, question: str, ask: Ask) -> Latency:
    random = Random(SEED)
    found: list[float] = []
    for at in range(_WARM_UP + asked.points):
        milliseconds = _milliseconds(application, asked.size, random, ask)
        if at >= _WARM_UP:
            found.append(milliseconds)
    cuts = quantiles(found, n=_PER_CENT, method="inclusive")
    return Latency(question=question, p50=cuts[49], p99=cuts[98], slowest=max(found))


def _milliseconds(application: Thidua, size: Size, random: Random, ask: Ask) -> float:
    """The time of a question about a random cycle, at a random point at which it is known."""
    for cluster, cycle, point in islice(_places(size, random), _NEVER_MAX):
        began = time.perf_counter()
        with application.log_recorder.reading() as connection:
            answer = ask(connection, cycle, cluster, point)
        if answer is not None:
            return (time.perf_counter() - began) * _MILLISECONDS
    raise RuntimeError(f"no cycle is known at {_NEVER_MAX} points: is it another history?")


def _places(size: Size, random: Random) -> Iterator[tuple[str, str, Point]]:
    """Clusters, one of their cycles each, a day from then on, and a position at which it may be known."""
    while True:
        cluster = cluster_slug(random.randint(1, size.clusters))
        place = random.randrange(size.years)
        year = FIRST_YEAR + place
        days = (date(FIRST_YEAR + size.years, 1, 1) - date(year, 3, 1)).days
        as_of = day_end(date(year, 3, 1) + timedelta(days=random.randrange(days)))
        position = random.randint(size.events * place // size.years + 1, size.events)
        yield cluster, cycle_id(cluster, year), Point(as_of, as_of, position)


def _disk_bytes(application: Thidua) -> int:
    """What the database takes: in SQLite its file with the write-ahead log beside it."""
    if application.engine.dialect.name == "postgresql":
        with application.engine.connect() as connection:
            asked = text("SELECT pg_database_size(current_database())")
            return int(connection.execute(asked).scalar_one())
    file = Path(str(make_url(str(application.engine.url)).database))
    return sum(part.stat().st_size for part in file.parent.glob(f"{file.name}*"))


def main() -> None:
    """Read a step and a size from standard input, and tell on standard output what it took."""
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Asked)
    sys.stdout.buffer.write(msgspec.json.encode(measure(asked)))


if __name__ == "__main__":
    main()
