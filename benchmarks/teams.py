"""Clients that work at once: in threads of this process, or of several processes.

`python -m benchmarks.teams URL NAME THREADS` is one such process, told by lines what to do.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial

from benchmarks.corpus import BOARD_CYCLE
from domain.facts import Entry
from domain.identity import stream
from domain.moments import Moment
from domain.votes import VoteCast
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.opening import opened
from tests.rooms import ROOT

_WHEN = Moment.parse("2026-11-20")
Act = Callable[[], object]


def vote(application: Thidua, command_id: str) -> Act:
    """One elector's vote, put as it is."""
    cast = Entry(
        originator_id=stream("vote", f"{BOARD_CYCLE}.goi-1", command_id),
        originator_version=1,
        fact=VoteCast(choices={f"don-vi-{number:02}": "for" for number in range(1, 7)}, channel="hall"),
        effective=_WHEN.effective,
        command_id=command_id,
    )
    return partial(application.events.put, [cast])


def command(application: Thidua, command_id: str) -> Act:
    """A whole command: load, decide, check, save."""
    arguments = COMMANDS["register_unit"].arguments(unit=f"ra-{command_id}", name=f"Đơn vị {command_id}")
    return partial(application.execute, "register_unit", arguments, when=_WHEN, command_id=command_id)


WORKS: dict[str, Callable[[Thidua, str], Act]] = {"events.put": vote, "execute": command}


class Clients:
    """So many clients, each in a thread of its own; `sent` are the ids of all that they were given."""

    def __init__(self, application: Thidua, name: str, threads: int) -> None:
        self.sent: list[str] = []
        self._name = name
        self._application = application
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def prepare(self, work: str, count: int) -> list[list[Act]]:
        """What each client is to do, made already."""
        ids = [f"{self._name}-{len(self.sent) + number}" for number in range(count)]
        self.sent += ids
        acts = [WORKS[work](self._application, command_id) for command_id in ids]
        return [acts[place :: self._threads] for place in range(self._threads)]

    def run(self, prepared: Sequence[Sequence[Act]]) -> int:
        """Have it done, all clients at once."""
        return sum(self._pool.map(_done, prepared))


def _done(acts: Sequence[Act]) -> int:
    for act in acts:
        act()
    return len(acts)


class Processes:
    """Clients in several processes: as `Clients`, and each process has a store of its own on the database."""

    def __init__(self, database_url: str, processes: int, threads: int) -> None:
        self._started = [
            subprocess.Popen(
                [sys.executable, "-m", "benchmarks.teams", database_url, f"process{number}", str(threads)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(processes)
        ]

    def close(self) -> None:
        """End the processes.

        Raises:
            RuntimeError: one of them failed.
        """
        for process in self._started:
            process.communicate()
            if process.returncode:
                raise RuntimeError(f"a process of clients ended with {process.returncode}")

    @property
    def sent(self) -> list[str]:
        """The ids of all commands that they were given."""
        return [command_id for told in self._told("sent") for command_id in told.split()]

    def prepare(self, work: str, count: int) -> list[list[Act]]:
        """Have every process prepare its share."""
        self._told(f"prepare {work} {count // len(self._started)}")
        return []

    def run(self, prepared: object) -> int:
        """Have it done by all of them at once."""
        return sum(int(told) for told in self._told("run"))

    def _told(self, line: str) -> list[str]:
        for process in self._started:
            print(line, file=process.stdin, flush=True)
        return [process.stdout.readline() for process in self._started if process.stdout is not None]


def serve(database_url: str, name: str, threads: str) -> None:
    """Do what the lines of the input say, and answer each with a line, until they end."""
    with opened(database_url) as application, closing(Clients(application, name, int(threads))) as all_of:
        prepared: list[list[Act]] = []
        for line in sys.stdin:
            told = "0"
            match line.split():
                case ["prepare", work, count]:
                    prepared = all_of.prepare(work, int(count))
                case ["run"]:
                    told = str(all_of.run(prepared))
                case _:
                    told = " ".join(all_of.sent)
            print(told, flush=True)


class Working:
    """The clients at one kind of work, each round."""

    def __init__(self, clients: Clients | Processes, work: str) -> None:
        self._clients = clients
        self._work = work

    def prepare(self, count: int) -> list[list[Act]]:
        """What they are to do, made already."""
        return self._clients.prepare(self._work, count)

    def run(self, prepared: Sequence[Sequence[Act]]) -> int:
        """Have it done."""
        return self._clients.run(prepared)


if __name__ == "__main__":
    serve(*sys.argv[1:])
