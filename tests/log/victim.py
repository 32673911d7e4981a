"""Appends to a log until it is killed: started by `test_kill` as a process of its own.

One process imports everything once and forks a victim for each round. A round is one line on stdin, the
number of the first command; the answers are lines on stdout: `pid N` once the victim lives, `did N` as each
command is acknowledged, `dead` when it is no more.
"""

import os
import sys
from typing import Any

from domain.moments import Anchor, Moment
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.engine import open_engine

YEAR = Moment.parse("2022", Anchor.START)


def command(number: int) -> tuple[str, dict[str, Any], int]:
    """The command of a number: its name, its arguments, and how many entries it leaves.

    In every seven, two clusters gain two units, of which one is dissolved and so leaves both at once.
    """
    block, step = divmod(number, 7)
    one, other, stays, goes = f"c{block}-one", f"c{block}-other", f"u{block}-stays", f"u{block}-goes"
    match step:
        case 0:
            return "form_cluster", {"cluster": one, "name": "Cụm một", "kind": "cluster"}, 1
        case 1:
            return "form_cluster", {"cluster": other, "name": "Cụm hai", "kind": "cluster"}, 1
        case 2:
            return "register_unit", {"unit": goes, "name": "Đơn vị A"}, 1
        case 3:
            return "join_cluster", {"cluster": one, "unit": goes}, 1
        case 4:
            return "join_cluster", {"cluster": other, "unit": goes}, 1
        case 5:
            return "register_unit", {"unit": stays, "name": "Đơn vị B"}, 1
        case _:
            return "dissolve_unit", {"unit": goes}, 3


def say(line: str) -> None:
    """Write a line at once: what is said has been handed to the system before anything else happens."""
    os.write(1, f"{line}\n".encode())


def append(database_url: str, first: int) -> None:
    """Carry out the commands from a number on, acknowledging each."""
    app = Thidua(open_engine(database_url))
    number = first
    while True:
        name, arguments, _ = command(number)
        app.execute(name, COMMANDS[name].arguments(**arguments), when=YEAR, command_id=f"c-{number}")
        say(f"did {number}")
        number += 1


def serve(database_url: str) -> None:
    """Fork a victim for each line of stdin, and tell when it is dead."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            say(f"pid {os.getpid()}")
            append(database_url, int(line))
        os.waitpid(pid, 0)
        say("dead")


if __name__ == "__main__":
    serve(sys.argv[1])
