"""`python -m benchmarks.scale`: load, rebuild, verify and ask logs of up to national size."""

import argparse
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks import machine
from benchmarks.scale.report import markdown
from benchmarks.scale.steps import POINTS, STEPS, Asked, Measured, Size
from tests.postgres import Server

SMALLER = (10_000, 100_000, 1_000_000)  # measured before it, to show what does not grow with the log


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every size up to the one that is asked for, and write the page."""
    asked = _parser().parse_args(arguments)
    command = shlex.join(
        ["python", "-m", "benchmarks.scale", *(sys.argv[1:] if arguments is None else arguments)]
    )
    with ExitStack() as stack:
        kept = stack.enter_context(TemporaryDirectory(prefix="thidua-scale-", dir=asked.directory))
        directory = Path(kept)
        directory.chmod(0o755)  # the server's unprivileged user passes through it
        server = _server(directory, stack) if asked.server else None
        notes = machine.notes(server, directory)
        whole, *_ = sizes = list(_sizes(asked, directory, server))
        measured: list[Measured] = []
        for size in reversed(sizes):
            for step in STEPS:
                measured.append(_measured(Asked(step=step, size=size, points=asked.points)))
                print(_line(measured[-1]), flush=True)
            asked.out.write_text(markdown(whole, measured, notes, command), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--clusters", type=int, default=4_000)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument(
        "--directory", type=Path, required=True, help="an existing one, on the disk that is measured"
    )
    parser.add_argument("--out", type=Path, required=True, help="the page that is written")
    parser.add_argument("--points", type=int, default=POINTS, help="how often each question is asked")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--server", action="store_true", help="on a PostgreSQL server of its own, out of the wheel"
    )
    where.add_argument("--database", help="in the empty database at this address, and only the whole size")
    return parser


def _server(directory: Path, stack: ExitStack) -> Server:
    server = Server.new(data_in=directory)
    stack.callback(server.stop)
    server.start(durable=True)
    return server


def _sizes(asked: argparse.Namespace, directory: Path, server: Server | None) -> Iterator[Size]:
    """The whole size, then the smaller ones, with as many clusters as their share."""
    smaller = () if asked.database else [events for events in SMALLER if events < asked.events]
    for events in (asked.events, *reversed(smaller)):
        clusters = max(1, asked.clusters * events // asked.events)
        url = asked.database or _url(directory, server, events)
        yield Size(url=url, clusters=clusters, years=asked.years, events=events)


def _url(directory: Path, server: Server | None, events: int) -> str:
    if server is None:
        return f"sqlite:///{directory.resolve() / str(events)}.db"
    server.create_database(f"scale_{events}")
    return server.url(f"scale_{events}")


def _measured(asked: Asked) -> Measured:
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.scale.steps"],
        input=msgspec.json.encode(asked),
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(finished.stdout, type=Measured)


def _line(one: Measured) -> str:
    told = f"{one.events:>12,} {one.step:8} {one.seconds:10,.1f} s {one.own_mebibytes:6,} MiB"
    return "\n".join(
        [told, *(f"{'':12} {found.question}: p50 {found.p50:.2f} ms" for found in one.latencies)]
    )


if __name__ == "__main__":
    main()
