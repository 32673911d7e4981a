"""Told to stop, the service ends in order: it answers what it has begun, and closes what stays open."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.serving import Served, asked, serving

SHUTDOWN_SECONDS = 1


@contextmanager
def stopping(database_url: str) -> Iterator[Served]:
    """A service that does not wait long for who is slow to take an answer."""
    with serving(database_url, shutdown_seconds=str(SHUTDOWN_SECONDS)) as served:
        yield served


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_in_order(how: signal.Signals, sqlite_url: str) -> None:
    with stopping(sqlite_url) as served:
        code, events = served.stop(how)
    assert code == 0
    assert (events[0], events[-1]) == ("started", "stopped")


def test_a_connection_that_waits_for_its_next_question_is_closed(sqlite_url: str) -> None:
    with stopping(sqlite_url) as served, served.connect() as waiting:
        assert asked(waiting, "/livez").startswith(b"HTTP/1.1 200 ")
        code, events = served.stop(signal.SIGTERM)
        assert waiting.recv(1) == b""
    assert (code, events[-1]) == (0, "stopped")


def test_a_request_that_never_ends_is_cut_off(sqlite_url: str) -> None:
    head = b"POST /api/v1/units HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with stopping(sqlite_url) as served, served.connect() as endless:
        endless.sendall(head + b"Content-Length: 100\r\n\r\n{")
        with served.connect() as other:  # answered after: so the endless one has been taken up
            assert asked(other, "/livez").startswith(b"HTTP/1.1 200 ")
        code, events = served.stop(signal.SIGTERM)
    assert (code, events[-1]) == (0, "stopped")
