"""A small fictional world to ask questions of: a log, commands on days, and points on days."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, Self

import msgspec
import psycopg
from sqlalchemy import Connection

from domain.criteria import Criterion, ScoringTable
from domain.cycles import RulesAdopted
from domain.facts import Entry
from domain.marks import Mark
from domain.moments import Moment, day_end
from domain.rules import BallotRule, Source
from projections.point import Point
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.engine import open_engine
from service.origin import Origin
from service.rulebook import rule_set
from service.schema import make_schema

CLUSTER = "cum"
CYCLE = "cum-2022"
UNITS = {"a": "Đơn vị A", "b": "Đơn vị B", "c": "Đơn vị C"}
TABLE = ScoringTable(
    id="bang-diem",
    name="Bảng điểm diễn tập",
    maximum=Decimal(100),
    criteria=(
        Criterion(id="ket-qua", name="Kết quả", kind="quantitative", maximum=Decimal(60)),
        Criterion(id="truc-tiep", name="Chấm thẳng", kind="direct", maximum=Decimal(40), knockout=True),
    ),
)
Question = Callable[[Connection, str, Point], dict[str, Any] | None]


def ballot_rule(**changes: Any) -> BallotRule:
    """A ballot rule for rehearsals: two thirds of the roll, second round on a tie."""
    rule = BallotRule(
        modes=("acclamation", "show_of_hands", "roll_call", "secret_paper", "written_opinion"),
        base="roll",
        threshold="2/3",
        comparison=">=",
        quorum="2/3",
        quorum_base="present_or_consulted",
        tie="second_round",
        self_vote=True,
        change_until_close=True,
        source=Source(reference="Quy định diễn tập", confirmed=False),
    )
    return msgspec.structs.replace(rule, **changes)


def marks(actual: int | str, points: int | str) -> tuple[Mark, ...]:
    """A unit's marks: an actual against a target of 100, and points given outright."""
    return (
        Mark(criterion="ket-qua", actual=Decimal(actual), target=Decimal(100)),
        Mark(criterion="truc-tiep", points=Decimal(points)),
    )


class World:
    """An application whose clock goes on by one second at each look."""

    def __init__(self, database_url: str) -> None:
        self.now = Moment.parse("2024-01-01").effective
        engine = open_engine(database_url)
        make_schema(engine)
        self.app = Thidua(engine, self._clock)

    def _clock(self) -> int:
        self.now += 1_000_000
        return self.now

    def do(
        self, name: str, on: str | None = "2022-01-01", /, *, source: str | None = None, **said: Any
    ) -> int:
        """Carry out a command on a day, and give the position of the first entry that it left."""
        command = COMMANDS[name]
        when = None if on is None else Moment.parse(on, command.anchor)
        recorded: list[Entry] = self.app.execute(
            name, command.arguments(**said), when=when, by=Origin(source=source)
        )
        return recorded[0].position

    def form(self, *units: str, cluster: str = CLUSTER, kind: str = "cluster") -> None:
        """Form a cluster of units, all since 2022 began."""
        self.do("form_cluster", cluster=cluster, name="Cụm diễn tập", kind=kind)
        for unit in units:
            self.do("register_unit", unit=unit, name=UNITS[unit])
            self.do("join_cluster", cluster=cluster, unit=unit)

    def open(self, *units: str, table: ScoringTable | None = TABLE, strict: bool = False) -> None:
        """A cluster of units whose cycle of 2022 is open, with its rules adopted on 1 March.

        The rules of 2022 ask for no order of the steps; `strict` ones are the same but for that.
        """
        self.form(*units)
        self.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022, slogans=("Thi đua",))
        said: dict[str, Any] = {"rule_set": "law-2003", "scoring_table": table}
        self.do("adopt_rules", "2022-03-01", cycle=CYCLE, **said)
        if strict:
            rules = msgspec.structs.replace(rule_set("law-2003"), sequence="strict")
            adopted = RulesAdopted(rule_set=rules, scoring_table=table, document="Quy định diễn tập")
            fact = msgspec.json.decode(msgspec.json.encode(adopted))
            self.do("record_fact", "2022-03-01", stream=f"cycle:{CYCLE}", topic="rules.adopted", fact=fact)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that reads."""
        with self.app.log_recorder.reading() as connection:
            yield connection

    def point(self, as_of: str = "2022-12-31", position: int | None = None) -> Point:
        """The end of a day, with all that is known or what was at a position."""
        known = self.app.max_position() if position is None else position
        return Point(day_end(date.fromisoformat(as_of)), self.now, known or 0)

    def ask(
        self, question: Question, key: str = CYCLE, as_of: str = "2022-12-31", position: int | None = None
    ) -> Any:
        """The answer to a question as JSON tells it."""
        with self.reading() as connection:
            told = question(connection, key, self.point(as_of, position))
        return msgspec.json.decode(msgspec.json.encode(told))

    def statements(self, question: Question, key: str = CYCLE) -> int:
        """How many statements the database is sent for a question."""
        sent: list[str] = []
        point = self.point()
        with self.reading() as connection:
            driver: Any = connection.connection.driver_connection
            if connection.dialect.name == "sqlite":
                driver.set_trace_callback(sent.append)
                question(connection, key, point)
                driver.set_trace_callback(None)
            else:
                driver.cursor_factory = noting(sent)
                question(connection, key, point)
                driver.cursor_factory = psycopg.Cursor
        return sum(statement.startswith("SELECT") for statement in sent)


def noting(sent: list[str]) -> type[psycopg.Cursor[Any]]:
    """A cursor that notes every statement that it is given."""

    class Noting(psycopg.Cursor[Any]):
        def execute(self, query: Any, *rest: Any, **options: Any) -> Self:
            sent.append(str(query))
            return super().execute(query, *rest, **options)

    return Noting
