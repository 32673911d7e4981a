"""Following the log: what is recorded from a position on, as it is recorded."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from eventsourcing.persistence import ListenNotifySubscription

if TYPE_CHECKING:
    from service.log import EventLog

# Another process's append is seen within this time; an append of this process is seen at once.
POLL_SECONDS = 0.5


class LogSubscription(ListenNotifySubscription["EventLog"]):
    """An iterator over the log that waits at its end. A poke is only a hint: the log itself is read."""

    def __init__(
        self,
        recorder: "EventLog",
        gt: int | None,
        topics: Sequence[str],
        leave: Callable[["LogSubscription"], None],
    ) -> None:
        self._leave = leave
        super().__init__(recorder=recorder, gt=gt, topics=topics)

    def poke(self) -> None:
        """Say that the log may have grown."""
        self._has_been_notified.set()

    def stop(self) -> None:
        """End the iteration and stop following."""
        self._leave(self)
        super().stop()

    def _loop_on_pull(self) -> None:
        try:
            self._pull()
            while not self._has_been_stopped:
                self._has_been_notified.wait(POLL_SECONDS)
                self._pull()
        except BaseException as error:
            self._thread_error = self._thread_error or error
            self.stop()
