"""A steady load over HTTP: so many clients, each of whom asks at its own beat, whatever the service does."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from itertools import count
from threading import Event
from time import monotonic_ns
from typing import NamedTuple

from tests.serving import WAIT_SECONDS

PERIOD_MILLISECONDS = 200  # between two requests of one client
MILLISECOND = 1_000_000
SECOND = 1_000_000_000


class Answer(NamedTuple):
    """How long after it was due a request was answered, and whether as it should be."""

    nanoseconds: int
    is_good: bool


class Request(NamedTuple):
    """One request of a client."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]
    status: int


class Client:
    """Sends a request whenever one is due, on one connection, and what is late at once.

    The wait counts from when a request was due: a service that stops does not make fewer requests late.
    """

    def __init__(self, port: int, requests: Iterator[Request]) -> None:
        self._port = port
        self._requests = requests

    def run(self, first_due: int, over: Callable[[int], bool]) -> list[Answer]:
        """Send until it is `over`, which is asked of each moment at which a request is due.

        Moments are nanoseconds of the monotonic clock.
        """
        answers: list[Answer] = []
        waiting = Event()
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=WAIT_SECONDS)) as connection:
            for due in count(first_due, PERIOD_MILLISECONDS * MILLISECOND):
                if over(due):
                    return answers
                early = due - monotonic_ns()
                if early > 0:
                    waiting.wait(early / SECOND)
                is_good = _is_answered(connection, next(self._requests))
                answers.append(Answer(monotonic_ns() - due, is_good))
        return answers


def _is_answered(connection: HTTPConnection, request: Request) -> bool:
    try:
        connection.request(request.method, request.path, request.body, request.headers)
        with connection.getresponse() as answer:
            answer.read()
            return answer.status == request.status
    except (OSError, HTTPException):
        connection.close()  # the next request opens it again
        return False


class Load:
    """Readers and writers, each with a thread and a connection of its own."""

    def __init__(self, port: int, readers: Sequence[Iterator[Request]], writers: Sequence[Iterator[Request]]):
        self._readers = [Client(port, requests) for requests in readers]
        self._writers = [Client(port, requests) for requests in writers]

    def run(self, over: Callable[[int], bool]) -> tuple[list[Answer], list[Answer]]:
        """The answers to reads and to writes."""
        clients = [*self._readers, *self._writers]
        start = monotonic_ns()
        step = PERIOD_MILLISECONDS * MILLISECOND // len(clients)  # not all at one moment
        with ThreadPoolExecutor(len(clients)) as pool:
            tasks = [pool.submit(one.run, start + place * step, over) for place, one in enumerate(clients)]
            found = [task.result() for task in tasks]
        several = len(self._readers)
        return _together(found[:several]), _together(found[several:])


def _together(found: Sequence[list[Answer]]) -> list[Answer]:
    return [answer for answers in found for answer in answers]
