"""The imports of a process: a short queue, and one thread that takes one batch after the other in.

What waits is kept in memory, so a process that dies loses its queue: those batches are interrupted, nothing
of them is recorded, and whoever sent them sends them again.
"""

from collections.abc import Callable
from queue import SimpleQueue
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import Any

from sqlalchemy.exc import IntegrityError

from domain.refusals import Refusal
from service.accounts.names import new_id
from service.application import Thidua
from service.bulk import batches
from service.bulk.batches import Sent
from service.bulk.work import Job, carry_out
from service.engine import writing

BATCHES_MAX = 8  # under way and waiting; each may hold as many bytes in memory as a body may have
BEAT_MICROSECONDS = 2_000_000
LogError = Callable[..., Any]


class TooManyWaiting(Exception):
    """As many batches wait as may: try again when one is taken in."""


class Stopped(Exception):
    """The process ends, and what it has not finished of a batch is taken back."""


class _Batch:
    """A batch of this process: how far it is, and when it has ended."""

    def __init__(self, batch: str, job: Job) -> None:
        self.batch = batch
        self.job = job
        self.done: tuple[int, int] | None = None
        self.ended = Event()


class Imports:
    """The batches that this process takes in. `stopping` is set once it takes in no more."""

    def __init__(self, application: Thidua, *, log_error: LogError) -> None:
        self._application = application
        self._log_error = log_error
        self._owner = new_id("w")
        self._slots = BoundedSemaphore(BATCHES_MAX)
        self._queue: SimpleQueue[_Batch | None] = SimpleQueue()
        self._here: dict[str, _Batch] = {}
        self._lock = Lock()
        self._worker: Thread | None = None
        self.stopping = Event()
        self._beaten = 0

    def send(self, sent: Sent, job: Job) -> str:
        """Put a file in the queue; the public id of its batch, at once. A key that it was sent with is known.

        Raises:
            TooManyWaiting: the queue is full, or the process ends.
            Refusal: `import_key_reused` for a key that stands for another file.
        """
        if (before := self._sent_before(sent)) is not None:
            return before
        if self.stopping.is_set() or not self._slots.acquire(blocking=False):
            raise TooManyWaiting
        try:
            now = self._application.log_recorder.clock()
            with writing(self._application.engine) as connection:
                batch = batches.add(connection, sent, owner=self._owner, now=now)
        except IntegrityError:
            self._slots.release()
            if (before := self._sent_before(sent)) is None:
                raise
            return before  # the same was sent twice at once
        except BaseException:
            self._slots.release()
            raise
        waiting = self._here[batch] = _Batch(batch, job)
        self._queue.put(waiting)
        with self._lock:
            if self._worker is None:
                # A daemon: a process that has to end does not wait for it longer than `close` does.
                self._worker = Thread(target=self._work, name="imports", daemon=True)
                self._worker.start()
        return batch

    def progress_of(self, batch: str) -> tuple[int, int] | None:
        """How many lines of a batch are done, and of how many; None where this process cannot tell."""
        here = self._here.get(batch)
        return None if here is None else here.done

    def wait_for(self, batch: str, seconds: float) -> None:
        """Wait until a batch of this process has ended, or so long."""
        here = self._here.get(batch)
        if here is not None:
            here.ended.wait(seconds)

    def close(self, seconds: float) -> None:
        """End within so long: the batch under way has half of it to finish and is taken back after that."""
        with self._lock:
            worker = self._worker
        self._queue.put(None)
        if worker is None:
            self.stopping.set()
            return
        under_way = next(iter(self._here.values()), None)
        if under_way is not None:
            under_way.ended.wait(seconds / 2)
        self.stopping.set()
        worker.join(seconds / 2)

    def _sent_before(self, sent: Sent) -> str | None:
        if sent.key is None:
            return None
        with self._application.log_recorder.reading() as connection:
            row = batches.of_key(connection, sent.person, sent.key)
        if row is None:
            return None
        if row["digest"] != sent.digest:
            raise Refusal("import_key_reused", field="Idempotency-Key", batch=row["batch"])
        return str(row["batch"])

    def _work(self) -> None:
        while (waiting := self._queue.get()) is not None:
            try:
                self._take(waiting)
            finally:
                self._here.pop(waiting.batch, None)
                waiting.ended.set()
                self._slots.release()

    def _take(self, waiting: _Batch) -> None:
        def progress(done: int, total: int) -> None:
            waiting.done = done, total
            self._heed(waiting, between=done == 0)

        try:
            self._heed(waiting, between=True)
            carry_out(
                self._application,
                waiting.batch,
                waiting.job,
                heed=lambda: self._heed(waiting, between=True),
                progress=progress,
            )
        except Stopped:
            self._interrupt(waiting.batch)
        except Exception as error:
            # Whatever it was, nothing is recorded, and the next batch is not to blame.
            self._log_error("import failed", batch=waiting.batch, exc_info=error)
            self._interrupt(waiting.batch)

    def _heed(self, waiting: _Batch, *, between: bool) -> None:
        """Break off where the process ends; say now and then that it lives.

        SQLite has one writer, so nothing can be said while a batch's transaction lasts: only `between`.
        """
        if self.stopping.is_set():
            raise Stopped
        now = self._application.log_recorder.clock()
        if now - self._beaten < BEAT_MICROSECONDS:
            return
        if between or self._application.engine.dialect.name == "postgresql":
            self._beaten = now
            with writing(self._application.engine) as connection:
                batches.keep_alive(connection, self._owner, now=now)
                if waiting.done is not None:
                    batches.advance(connection, waiting.batch, *waiting.done)

    def _interrupt(self, batch: str) -> None:
        try:
            with writing(self._application.engine) as connection:
                batches.interrupt(connection, batch, now=self._application.log_recorder.clock())
        except Exception as error:
            # The database is away: a batch that nobody speaks for is interrupted by itself.
            self._log_error("import not noted", batch=batch, exc_info=error)
