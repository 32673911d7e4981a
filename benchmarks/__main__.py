"""`python -m benchmarks`: measure, print the ratios beside their goals, and write them down where asked."""

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from benchmarks import append, as_of, http, machine, pages, rebuild
from benchmarks.corpus import BOARD_EVENTS
from benchmarks.logs import Logs
from benchmarks.report import Line, markdown, show
from tests.postgres import Server, running

NAMES = ("append-sqlite", "append-postgresql", "rebuild", "as-of", "http-sqlite", "http-postgresql", "pages")
EVENTS = 100_000
EVENTS_MAX = 1_000_000
WIDTH_MIN = 140  # a table that is not printed to a terminal is not squeezed


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmarks that are named, or all."""
    asked = _parser().parse_args(arguments)
    if not BOARD_EVENTS <= asked.events <= EVENTS_MAX:
        raise SystemExit(f"--events is from {BOARD_EVENTS} to {EVENTS_MAX}")
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_MIN)
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="thidua-benchmarks-")))
        logs = stack.enter_context(Logs(directory))
        wants_server = not {"append-postgresql", "http-postgresql"}.isdisjoint(asked.only)
        server = stack.enter_context(running(durable=True)) if wants_server else None
        notes = machine.notes(server)
        lines: list[Line] = []
        for name in asked.only:
            with console.status(f"{name} …"):
                lines.extend(_measured(name, logs, directory, server, asked.events))
    for note in notes:
        console.print(note, highlight=False)
    show(console, lines)
    if asked.out is not None:
        asked.out.write_text(markdown(lines, notes), encoding="utf-8")
        console.print(f"Written to {asked.out}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES), metavar="NAME")
    parser.add_argument(
        "--events", type=int, default=EVENTS, help="size of the log that is rebuilt and asked"
    )
    parser.add_argument("--out", type=Path, help="write the table there too, such as benchmarks/RESULTS.md")
    return parser


def _measured(name: str, logs: Logs, directory: Path, server: Server | None, events: int) -> list[Line]:
    match name:
        case "append-sqlite":
            return append.on_sqlite(directory)
        case "append-postgresql" if server is not None:
            return append.on_postgresql(server)
        case "http-sqlite":
            return http.on_sqlite(directory)
        case "http-postgresql" if server is not None:
            return http.on_postgresql(server, directory)
        case "pages":
            return pages.on_sqlite(directory)
        case "rebuild":
            return rebuild.on_sqlite(logs, events)
        case _:
            return as_of.on_sqlite(logs, events)


if __name__ == "__main__":
    main()
