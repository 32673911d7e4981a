"""Writing appends: the head locked, what was looked at checked, rows sealed and inserted."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from projections.logbook import Name, event_log
from projections.prepared import Prepared
from projections.projector import Projector
from service.appends import Append
from service.clock import Clock
from service.evidence import SALT_BYTES, grow
from service.head import Edge, Head
from service.sealing import Draft, recorded, sealed_rows


class LogWriter:
    """Writes into a transaction that somebody else begins and ends."""

    def __init__(self, dialect: Dialect, projector: Projector | None, clock: Clock) -> None:
        self._projector = projector
        self._clock = clock
        self._head = Head(dialect, projects=projector is not None)
        self._known = _Known(dialect)

    def lock(self, connection: Connection) -> None:
        """Hold the head until the transaction ends."""
        self._head.lock(connection)

    def write(self, connection: Connection, append: Append) -> None:
        """Write one append.

        Raises:
            StreamMoved: what its decision looked at has moved. Whatever the database's own keys refuse.
        """
        head, versions, _ = self._begin(connection, append.unchanged, ())
        append.check(versions)
        self._write(connection, [append], head)
        append.error = None

    def write_together(self, connection: Connection, appends: Sequence[Append]) -> None:
        """Write appends, each of which is checked against the log and those before it.

        What is refused is noted as the error of that append, and the others are written.
        """
        streams = {name for append in appends for name in (*append.unchanged, *append.firsts)}
        asked = {command for append in appends for command in append.commands}
        head, versions, commands = self._begin(connection, streams, asked)
        sound = []
        for append in appends:
            try:
                append.check_beside(versions, commands)
            except Exception as error:
                append.error = error
                continue
            versions |= append.lasts
            commands |= append.commands
            sound.append(append)
        if sound:
            self._write(connection, sound, head)
        for append in sound:
            append.error = None

    def taken_back(self) -> None:
        """Say that a transaction was taken back: what was remembered of it is forgotten."""
        self._head.remembered = None
        if self._projector is not None:
            self._projector.forget()

    @property
    def remembers(self) -> bool:
        """Whether the next write may fail because other read models are live than is remembered."""
        return self._head.remembered is not None

    def _begin(
        self, connection: Connection, streams: Any, commands: Any
    ) -> tuple[Edge, dict[str, int], set[str]]:
        """The locked head and what is known of some streams and commands: on PostgreSQL one question."""
        head = self._head.ask(connection)
        known = self._known.ask(connection, list(streams), list(commands))
        return head(), *known()

    def _write(self, connection: Connection, appends: Sequence[Append], head: Edge) -> None:
        position, last, frontier = head
        rows: list[dict[str, Any]] = []
        for append in appends:
            first = max(self._clock(), last + 1)
            last = first + len(append.stored) - 1
            rows += _sealed(append, position + len(rows) + 1, first)
        edge = grow(bytes(frontier), position, [row["leaf"] for row in rows])
        self._head.advance(connection, Edge(position + len(rows), last, edge), rows)
        if self._projector is not None:
            for append in appends:
                self._projector.project(connection, append.entries, append.earlier)


def _sealed(append: Append, first_position: int, first: int) -> list[dict[str, Any]]:
    salts = os.urandom(SALT_BYTES * len(append.stored))
    rows = sealed_rows(append.stored, first_position, first, salts, present=append.present)
    append.positions = [row["position"] for row in rows]
    append.entries = [
        recorded(event, row)
        for event, row in zip(append.stored, rows, strict=True)
        if isinstance(event, Draft)
    ]
    return rows


class _Known:
    """Asks which version streams have, and which commands are recorded."""

    def __init__(self, dialect: Dialect) -> None:
        stream, command = event_log.c.originator_id, event_log.c.command_id
        version = func.max(event_log.c.originator_version)
        self._at_once = dialect.name == "postgresql"
        if self._at_once:
            wanted: Any = any_(bindparam("wanted", type_=ARRAY(Name)))
        else:
            wanted = bindparam("wanted")
        self._versions = Prepared(select(stream, version).where(stream == wanted).group_by(stream), dialect)
        self._commands = Prepared(select(command).where(command == wanted).distinct(), dialect)

    def ask(
        self, connection: Connection, streams: list[str], commands: list[str]
    ) -> Callable[[], tuple[dict[str, int], set[str]]]:
        versions = self._ask(connection, self._versions, streams)
        recorded = self._ask(connection, self._commands, commands)
        return lambda: (
            {stream: version for answer in versions for stream, version in answer()},
            {command for answer in recorded for (command,) in answer()},
        )

    def _ask(
        self, connection: Connection, question: Prepared, wanted: list[str]
    ) -> list[Callable[[], list[Any]]]:
        asked: list[Mapping[str, Any]] = [{"wanted": one} for one in wanted]
        if self._at_once:
            asked = [{"wanted": wanted}] if wanted else []
        return [question.ask(connection, values) for values in asked]
