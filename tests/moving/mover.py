"""Copies a log in small pages until it is killed: started by `test_killed` as a process of its own.

One process imports everything once and forks a mover for each line of stdin. It answers on stdout: `pid N`
once the mover lives, `at N` for each position that is reached, `dead` when it is no more. A mover goes on for
a few pages only and then waits for its end, so that even a slow hand finds it before the log is copied.
"""

import os
import signal
import sys
from itertools import count

from service.moving import pages
from service.moving.copying import copy
from service.opening import opened

pages.PAGE_ENTRIES = 2
PAGES_EACH = 3


def say(line: str) -> None:
    """Write a line at once."""
    os.write(1, f"{line}\n".encode())


def move(source: str, target: str) -> None:
    """Copy, and tell how far."""
    done = count(1)

    def tell(reached: int, _of: int) -> None:
        say(f"at {reached}")
        if next(done) == PAGES_EACH:
            signal.pause()

    with opened(source, rebuilding=True) as ours, opened(target, rebuilding=True) as theirs:
        copy(ours, theirs, tell)


def serve(source: str, target: str) -> None:
    """Fork a mover for each line, and tell when it is dead."""
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            say(f"pid {os.getpid()}")
            move(source, target)
            os._exit(0)
        os.waitpid(pid, 0)
        say("dead")


if __name__ == "__main__":
    serve(*sys.argv[1:])
