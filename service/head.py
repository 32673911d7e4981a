"""The head of the log: locked, and advanced with what is written."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Update, bindparam, case, exists, insert, select, update

from projections.generations import LIVE, VERSION, ask_live, follow, generations
from projections.logbook import event_log, log_head
from projections.prepared import Prepared


class Edge(NamedTuple):
    """Where the log ends: its last position, when that was recorded, and the right edge of the tree."""

    position: int
    recorded_at: int
    frontier: bytes


class Head:
    """Locks the head, tells which read models are to be written with it, and advances it.

    On PostgreSQL each question takes a tenth of an append. So there the live generation is asked for once and
    then remembered; to advance the head is refused by the database itself where another one is live by then.
    """

    def __init__(self, dialect: Dialect, *, projects: bool) -> None:
        self._projects = projects
        self._remembers = projects and dialect.name == "postgresql"
        self.remembered: int | None = None
        columns = (log_head.c.position, log_head.c.recorded_at, log_head.c.frontier)
        self._lock = Prepared(select(*columns).with_for_update(), dialect)
        advance = self._advancing()
        self._advance = Prepared(advance, dialect)
        self._insert = Prepared(insert(event_log), dialect)
        self._insert_one: Prepared | None = None
        if dialect.name == "postgresql":
            values: dict[str, Any] = {column.name: bindparam(column.name) for column in event_log.columns}
            together = insert(event_log).values(values).add_cte(advance.cte("advanced"))
            self._insert_one = Prepared(together, dialect)

    def lock(self, connection: Connection) -> None:
        """Hold the head until the transaction ends."""
        self.remembered = None
        self._lock.fetch(connection, {})

    def ask(self, connection: Connection) -> Callable[[], Edge]:
        """Lock the head; what it gives back waits for the answer.

        Raises:
            ReadModelsDiffer: the live read models are not of this version of the software.
        """
        edge = self._lock.ask(connection, {})
        live: Callable[[], int] | None = None
        if self.remembered is not None:
            follow(connection, self.remembered)
        elif self._projects:
            live = ask_live(connection)

        def answer() -> Edge:
            (row,) = edge()
            if live is not None:
                number = live()
                self.remembered = number if self._remembers else None
            return Edge(*row)

        return answer

    def advance(self, connection: Connection, edge: Edge, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows of the log and advance the head to its new edge."""
        values: dict[str, Any] = {f"head_{name}": value for name, value in edge._asdict().items()}
        if self._remembers:
            values |= {"head_generation": self.remembered, "head_version": VERSION}
        if self._insert_one is not None and len(rows) == 1:
            self._insert_one.run(connection, {**rows[0], **values})
            return
        self._insert.run_all(connection, rows)
        self._advance.run(connection, values)

    def _advancing(self) -> Update:
        values: dict[str, Any] = {
            name: bindparam(f"head_{name}", type_=log_head.c[name].type) for name in Edge._fields
        }
        if self._remembers:
            same = generations.c.generation == bindparam("head_generation")
            usable = generations.c.version == bindparam("head_version")
            is_live = exists().where(same, usable, generations.c.state == LIVE)
            # No position is none that the table takes: the transaction fails.
            values["position"] = case((is_live, values["position"]), else_=None)
        return update(log_head).values(values)
