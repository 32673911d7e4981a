"""`python -m benchmarks`: measure, print the ratios beside their goals, and write them down where asked."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from traceback import print_exc

from rich.console import Console

from benchmarks import (
    append,
    as_of,
    clients,
    http,
    machine,
    pages,
    profiles,
    rebuild,
    under_load,
    verify,
)
from benchmarks.corpus import BOARD_EVENTS
from benchmarks.engines import Engine, PostgreSQL, SQLite
from benchmarks.logs import Logs
from benchmarks.report import Line, Section
from benchmarks.results import show, write
from tests.postgres import running

# In the order in which they run: what is done under load stays in the log that the others read.
NAMES = ("append", "clients", "rebuild", "as-of", "verify", "http", "pages", "under-load")
ENGINES = (SQLite.name, PostgreSQL.name)
EVENTS = (10_000, 100_000)
EVENTS_FULL = (10_000, 100_000, 1_000_000)
EVENTS_MAX = 1_000_000
SECONDS = 20
SECONDS_FULL = under_load.SECONDS
WIDTH_MIN = 140  # a table that is not printed to a terminal is not squeezed


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmarks that are named, or all. The exit code is 1 where one of them could not be run."""
    asked = _asked(arguments)
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_MIN)
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="thidua-benchmarks-")))
        server = stack.enter_context(running(durable=True)) if PostgreSQL.name in asked.engines else None
        engines: list[Engine] = [SQLite(directory)] if SQLite.name in asked.engines else []
        if server is not None:
            engines.append(PostgreSQL(directory, server))
        logs = [stack.enter_context(Logs(engine)) for engine in engines]
        if asked.profile:
            _tell(console, asked.out, profiles.text(logs, asked.events[-1]))
            return
        notes = machine.notes(server, directory)
        sections: list[Section] = []
        for section in _sections(console, logs, asked):
            sections.append(section)
            if asked.out is not None:  # an hour's figures do not hang on the last of them
                write(asked.out, sections, notes)
    for note in notes:
        console.print(note, highlight=False)
    show(console, sections)
    if any(section.problem for section in sections):
        sys.exit(1)


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=str(NAMES))
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--events", nargs="+", type=int, help=f"sizes of logs; {EVENTS} by default")
    parser.add_argument("--seconds", type=int, help=f"of load while a rebuild runs; {SECONDS} by default")
    parser.add_argument(
        "--full", action="store_true", help=f"logs of {EVENTS_FULL}, {SECONDS_FULL} s of load"
    )
    parser.add_argument("--profile", action="store_true", help="where each hot path spends its time, instead")
    parser.add_argument("--out", type=Path, help="write it there too, such as benchmarks/RESULTS.md")
    asked = parser.parse_args(arguments)
    asked.events = sorted(asked.events or (EVENTS_FULL if asked.full else EVENTS))
    asked.seconds = asked.seconds or (SECONDS_FULL if asked.full else SECONDS)
    if not BOARD_EVENTS <= asked.events[0] <= asked.events[-1] <= EVENTS_MAX:
        parser.error(f"--events are from {BOARD_EVENTS} to {EVENTS_MAX}")
    return asked


def _sections(console: Console, logs: Sequence[Logs], asked: argparse.Namespace) -> Iterator[Section]:
    for name in NAMES:
        if name not in asked.only:
            continue
        for one in logs:
            title = f"{name}, {one.engine.name}"
            with console.status(f"{title} …"):
                section = _section(title, _plan(one, asked.events, asked.seconds)[name])
            console.print(f"{title}: {section.seconds} s", highlight=False)
            yield section


def _section(title: str, measure: Callable[[], list[Line]]) -> Section:
    """What was measured, or what stood in the way: the other benchmarks can be run all the same."""
    begun = monotonic()
    lines: list[Line] = []
    problem = ""
    try:
        lines = measure()
    except Exception as error:
        print_exc()
        problem = f"{type(error).__name__}: {error}"
    return Section(title=title, lines=lines, seconds=round(monotonic() - begun), problem=problem)


def _plan(logs: Logs, events: Sequence[int], seconds: int) -> Mapping[str, Callable[[], list[Line]]]:
    engine = logs.engine
    return {
        "append": lambda: append.measure(engine),
        "clients": lambda: clients.measure(engine),
        "rebuild": lambda: [line for size in events for line in rebuild.measure(logs, size)],
        "as-of": lambda: as_of.measure(logs, events),
        "verify": lambda: [line for size in events for line in verify.measure(logs, size)],
        "http": lambda: http.measure(engine),
        "pages": lambda: pages.measure(engine),
        "under-load": lambda: under_load.measure(logs, events[-1], seconds=seconds),
    }


def _tell(console: Console, out: Path | None, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
    if out is not None:
        out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
