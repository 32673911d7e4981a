"""Answers that were told, kept as long as nothing new is in the log: many look at one board at once."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

import msgspec

from service.answers import Answer, Asked, Key, Stand, encode
from service.questions import QUERIES

KEPT_BYTES_MAX = 32 * 1024 * 1024  # of all answers together: some hundred of the largest boards


class Kept:
    """The answers of one service, by all that they follow from; the one not asked for longest goes first.

    That is the question, its day, and the log to its very end: each entry that is recorded, and each
    midnight, has them made anew. Who may have an answer is judged before, each time.
    """

    def __init__(self, bytes_max: int = KEPT_BYTES_MAX) -> None:
        self._bytes_max = bytes_max
        self._bytes = 0
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str, key: Key, found: Stand, asked: Asked) -> bytes | None:
        """The answer as JSON, with the point at which it is asked for now; None where it is not kept."""
        wanted = _question(name, key, found, asked)
        with self._lock:
            rest = self._answers.get(wanted)
            if rest is None:
                return None
            self._answers.move_to_end(wanted)
        return _point(found) + rest

    def put(self, name: str, key: Key, found: Stand, asked: Asked, told: Answer) -> bytes:
        """The answer as JSON, which is kept where its question lets it be."""
        body, point, wanted = encode(told), _point(found), _question(name, key, found, asked)
        if wanted is not None and body.startswith(point) and len(body) <= self._bytes_max:
            self._keep(wanted, body[len(point) :])
        return body

    def _keep(self, wanted: Hashable, rest: bytes) -> None:
        with self._lock:
            self._bytes += len(rest) - len(self._answers.pop(wanted, b""))
            self._answers[wanted] = rest
            while self._bytes > self._bytes_max:
                self._bytes -= len(self._answers.popitem(last=False)[1])


def _question(name: str, key: Key, found: Stand, asked: Asked) -> Hashable:
    """All that an answer follows from; None for one that is not kept."""
    if not QUERIES[name].kept or asked.whole or asked.q or asked.only or asked.also or asked.other:
        return None
    point, head = found.point, (found.head, found.head_at)
    return name, key, point.as_of, point.position, head, asked.language, asked.after, asked.limit


def _point(found: Stand) -> bytes:
    """How the JSON of an answer begins."""
    return msgspec.json.encode(found.point.told())[:-1]
