"""Pokes: whoever watches a ballot or a cycle is told that something of it was recorded, and nothing else.

One thread follows the log for all listeners of a process, and so tells of what other processes record, too.
A listener that was poked and has not looked yet is poked no further: what it reads then is what stands then.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from domain.identity import stream, stream_cycle, stream_parts
from service.log import EventLog
from service.subscription import LogSubscription

LISTENERS_MAX = 1_000  # a hundred clusters with ten pages open each
LISTENERS_OF_PERSON_MAX = 20  # what one person's browsers may hold open
AGAIN_SECONDS = 1.0  # after which the log is asked again where the database did not answer


class Crowded(Exception):
    """Nobody more may listen: neither in the whole process, nor, if `of_person`, for this person."""

    def __init__(self, *, of_person: bool) -> None:
        super().__init__(of_person)
        self.of_person = of_person


class Listener:
    """Waits for pokes in an event loop. Only the last position that it was poked with is kept."""

    def __init__(self, position: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._poked = asyncio.Event()
        self._position = position
        self.is_ended = False
        self._poked.set()  # whoever comes looks once: what it read before may be out of date

    def poke(self, position: int) -> None:
        """Say, from any thread, what the last position is that concerns it."""
        with suppress(RuntimeError):  # its loop has ended
            self._loop.call_soon_threadsafe(self._take, position)

    def _take(self, position: int) -> None:
        self._position = max(self._position, position)
        self._poked.set()

    async def position(self) -> int:
        """The position of the next poke, once there is one, or the listener is ended."""
        await self._poked.wait()
        self._poked.clear()
        return self._position

    def end(self) -> None:
        """Say, in its own loop, that there will be no more."""
        self.is_ended = True
        self._poked.set()


class Hub:
    """Pokes the listeners of one process. Its thread runs from the first listener on until `close`."""

    def __init__(
        self,
        log: EventLog,
        *,
        listeners_max: int = LISTENERS_MAX,
        of_person_max: int = LISTENERS_OF_PERSON_MAX,
    ) -> None:
        self._log = log
        self._listeners_max = listeners_max
        self._of_person_max = of_person_max
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Listener]] = {}
        self._persons: Counter[str] = Counter()
        self._closed = threading.Event()
        self._subscription: LogSubscription | None = None
        self._thread: threading.Thread | None = None
        self._position = 0

    def follow(self) -> int:
        """Begin to follow the log, where that has not begun yet; gives its last position."""
        head = self._log.max_notification_id() or 0
        with self._lock:
            if self._thread is None and not self._closed.is_set():
                self._position = head
                self._subscription = self._log.subscribe(gt=head)
                self._thread = threading.Thread(target=self._run, name="pokes", daemon=True)
                self._thread.start()
        return head

    @contextmanager
    def listening(self, name: str, person: str, position: int) -> Iterator[Listener]:
        """A listener to what is recorded of a subject: `ballot:…` with its votes, or all of `cycle:…`.

        Raises:
            Crowded: too many listen already.
        """
        listener = Listener(position)
        with self._lock:
            if self._persons[person] >= self._of_person_max:
                raise Crowded(of_person=True)
            if self._persons.total() >= self._listeners_max:
                raise Crowded(of_person=False)
            self._persons[person] += 1
            self._listeners.setdefault(name, set()).add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._persons -= Counter([person])
                self._listeners[name].discard(listener)
                if not self._listeners[name]:
                    del self._listeners[name]

    def close(self) -> None:
        """Follow the log no more."""
        with self._lock:
            self._closed.set()
            subscription, thread = self._subscription, self._thread
        if subscription is not None:
            subscription.stop()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while self._subscription is not None and not self._closed.is_set():
            # Whatever goes wrong, mostly a database that does not answer: the next poke is not lost.
            with suppress(Exception), self._subscription as entries:
                for entry in entries:
                    self._position = entry.id
                    self._poke(str(entry.originator_id), entry.id)
            if not self._closed.wait(AGAIN_SECONDS):
                with self._lock:
                    if not self._closed.is_set():
                        self._subscription = self._log.subscribe(gt=self._position)

    def _poke(self, name: str, position: int) -> None:
        with self._lock:
            found = [listener for about in subjects(name) for listener in self._listeners.get(about, ())]
        for listener in found:
            listener.poke(position)


def subjects(name: str) -> list[str]:
    """What a stream's entries are of, as listeners name it: the ballot, of a vote too, and the cycle."""
    kind, parts = stream_parts(name)
    cycle = stream_cycle(name)
    found = [] if cycle is None else [stream("cycle", cycle)]
    return [*found, stream("ballot", parts[0])] if kind in ("ballot", "vote") else found
