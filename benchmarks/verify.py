"""Verify: the log checked against its hashes and the read models against the log, against merely hashing."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import select

from benchmarks.engines import Engine
from benchmarks.logs import Logs
from benchmarks.report import Goal, Line, compared
from benchmarks.rounds import Contender, interleaved
from projections.logbook import event_log
from service.application import Thidua
from service.evidence import Sealed
from service.verify import verify

ROUNDS = 3
HASHED_ENTRIES_MAX = 100_000  # their bytes are held in memory; a larger log has more of the same
_STATE_TAG, _LEAF, _NODE = b"thidua.state.v1\x00", b"\x00", b"\x01"  # as docs/reference/log.md has them
_LOG = "SELECT state, event_log.* FROM event_log ORDER BY position"
_ENVELOPE_TEXT = b"\x5a" * 450  # bytes, about
_ENVELOPE = [name for name in Sealed.__struct_fields__ if name != "commitment"]


class Verified:
    """The whole of it."""

    def __init__(self, application: Thidua) -> None:
        self._application = application

    def prepare(self, count: int) -> None:
        """Nothing: the log is loaded."""

    def run(self, prepared: object) -> int:
        """Verify, and tell how many entries there were.

        Raises:
            RuntimeError: something does not agree, so it was not all looked at.
        """
        report = verify(self._application.engine)
        if report.problems:
            raise RuntimeError(f"the log does not verify: {report.problems[0]}")
        return report.entries


class Hashed:
    """SHA-256 over what verify hashes of the first entries: the bytes lie in memory, nothing else is done."""

    def __init__(self, application: Thidua) -> None:
        self._texts = list(texts(application))

    def prepare(self, count: int) -> None:
        """Nothing: the bytes are there."""

    def run(self, prepared: object) -> int:
        """Hash them, entry by entry."""
        for entry in self._texts:
            for text in entry:
                sha256(text).digest()
        return len(self._texts)


class Read:
    """What neither can do without: every column of every entry read by the bare driver, and hashed."""

    def __init__(self, engine: Engine, database: str) -> None:
        self._engine = engine
        self._database = database

    def prepare(self, count: int) -> None:
        """Nothing: the log is loaded."""

    def run(self, prepared: object) -> int:
        """Read them, and hash each state and as many bytes as an envelope has."""
        read = 0
        for state, *_ in self._engine.rows(self._database, _LOG):
            sha256(state.encode()).digest()
            sha256(_ENVELOPE_TEXT).digest()
            read += 1
        return read


def texts(application: Thidua) -> Iterator[Sequence[bytes]]:
    """What verify hashes of each entry, as it hashes it: its state, its envelope, the nodes that it closes.

    Raises:
        RuntimeError: the log has other hashes, so these are not the bytes.
    """
    encoder = msgspec.json.Encoder(order="sorted")
    edge: list[bytes] = []
    with application.log_recorder.reading() as connection:
        found = connection.execute(select(event_log).order_by(event_log.c.position).limit(HASHED_ENTRIES_MAX))
        for size, row in enumerate(found):
            committed = _STATE_TAG + bytes(row.salt) + row.state.encode()
            envelope: dict[str, Any] = {name: getattr(row, name) for name in _ENVELOPE}
            sealed = _LEAF + encoder.encode(Sealed(**envelope, commitment=bytes(row.commitment).hex()))
            if [sha256(text).digest() for text in (committed, sealed)] != [row.commitment, row.leaf]:
                raise RuntimeError(f"entry {row.position} was hashed otherwise")
            yield [committed, sealed, *_nodes(edge, size, bytes(row.leaf))]


def _nodes(edge: list[bytes], size: int, leaf: bytes) -> list[bytes]:
    """What is hashed to make a leaf part of the tree, whose right edge moves on."""
    merged, hashed = leaf, []
    while size & 1:
        hashed.append(_NODE + edge.pop() + merged)
        merged = sha256(hashed[-1]).digest()
        size >>= 1
    edge.append(merged)
    return hashed


def measure(logs: Logs, events: int, *, rounds: int = ROUNDS) -> list[Line]:
    """The rows of a log of `events` entries."""
    application = logs.ours(events)
    hashed = Hashed(application)
    contenders: dict[str, Contender] = {
        "ours": Verified(application),
        "hashed": hashed,
        "read": Read(logs.engine, logs.database(events)),
    }
    speeds = interleaved(contenders, rounds=rounds, count=events)
    work = f"verify, {logs.engine.name}, {events:,} events"
    against = "SHA-256 of the same bytes in memory: salted state, envelope, tree nodes, entry by entry"
    reading = "raw SELECT of all columns, and two SHA-256"
    return [
        compared(work, speeds["ours"], against, speeds["hashed"], Goal(at_least="0.3"), unit="events/s"),
        compared(work, speeds["ours"], reading, speeds["read"], None, unit="events/s"),
    ]
