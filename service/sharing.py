"""Group commit: those who come while one transaction is under way share the next."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

Work = TypeVar("Work")

TOGETHER_MAX = 64  # what one transaction takes on: a failed one is done again one by one


class _Waiting(Generic[Work]):
    def __init__(self, work: Work) -> None:
        self.work = work
        self.done = False
        self.leads = False
        self.taken: list[_Waiting[Work]] = []
        self.gate: threading.Lock | None = None

    def wait(self) -> None:
        if self.gate is not None:
            self.gate.acquire()

    def wake(self) -> None:
        if self.gate is not None:
            self.gate.release()


class Sharing(Generic[Work]):
    """Does pieces of work of many threads in turns, all that wait together in one.

    There is no thread of its own: whoever finds nobody at work does his own piece and those that wait, and
    then hands over to the next who came meanwhile. Alone, one waits for nobody.
    """

    def __init__(self, do: Callable[[Sequence[Work]], None]) -> None:
        self._do = do
        self._mutex = threading.Lock()
        self._queue: deque[_Waiting[Work]] = deque()
        self._busy = False
        self._turn = threading.Lock()

    def run(self, work: Work) -> None:
        """Have a piece of work done; `do` must note in it what became of it, and raise nothing.

        Whoever is interrupted leaves the others what waits; their work may be done or not.
        """
        mine = _Waiting(work)
        try:
            self._queue_up(mine)
            mine.wait()
            if mine.leads:
                self._lead(mine)
        finally:
            if mine.leads:
                self._hand_over(mine)
            elif not mine.done:
                self._give_up(mine)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A turn for other work, which nobody shares."""
        with self._turn:
            yield

    def _queue_up(self, mine: _Waiting[Work]) -> None:
        with self._mutex:
            self._queue.append(mine)
            if self._busy:
                mine.gate = threading.Lock()
                mine.gate.acquire()
            else:
                mine.leads = self._busy = True

    def _lead(self, mine: _Waiting[Work]) -> None:
        with self._turn:
            with self._mutex:
                while self._queue and len(mine.taken) < TOGETHER_MAX:
                    mine.taken.append(self._queue.popleft())
            self._do([one.work for one in mine.taken])

    def _hand_over(self, mine: _Waiting[Work]) -> None:
        with self._mutex:
            taken, mine.taken = mine.taken, []
            if not taken:  # it was interrupted before
                self._queue.remove(mine)
            following = self._queue[0] if self._queue else None
            self._busy = following is not None
            if following is not None:
                following.leads = True
        for one in taken:
            one.done = True
            one.wake()
        if following is not None:
            following.wake()

    def _give_up(self, mine: _Waiting[Work]) -> None:
        with self._mutex:
            leads = mine.leads  # it has become its turn just now
            if not leads and mine in self._queue:
                self._queue.remove(mine)
        if leads:
            self._hand_over(mine)
