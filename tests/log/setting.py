"""What the tests of the log have in common: small clusters, a roll call, and a look at what is stored."""

from collections.abc import Iterable, Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Engine, select, text

from domain.facts import Entry
from domain.moments import Anchor, Moment
from domain.rules import BallotRule, Source
from projections.generations import followed
from projections.logbook import event_log, log_head
from projections.models import MODELS
from projections.seeking import streams
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.engine import WRITER

YEAR = Moment.parse("2022", Anchor.START)
CYCLE = "cum-2022"
ROLL_CALL = BallotRule(
    modes=("roll_call",),
    base="roll",
    threshold="1/2",
    comparison=">",
    quorum="1/2",
    quorum_base="present",
    tie="second_round",
    self_vote=True,
    change_until_close=False,
    source=Source(reference="a rule for tests", confirmed=False),
)


def stored(stream: str, version: int = 1, topic: str = "topic", state: bytes = b"{}") -> StoredEvent:
    """An event as the library hands it to a recorder."""
    return StoredEvent(originator_id=stream, originator_version=version, topic=topic, state=state)


def ask(
    app: Thidua, command: str, command_id: str, /, when: Moment | None = YEAR, **arguments: Any
) -> list[Entry]:
    """Carry out a command under an id of the caller's."""
    return app.execute(command, COMMANDS[command].arguments(**arguments), when=when, command_id=command_id)


def form_cluster(app: Thidua, units: Iterable[str], cluster: str = "cum") -> None:
    """Register the units and make them the members of a new cluster, all since 2022 began."""
    app.do("form_cluster", when=YEAR, cluster=cluster, name="Cụm diễn tập", kind="cluster")
    for unit in units:
        app.do("register_unit", when=YEAR, unit=unit, name=f"Đơn vị {unit}")
        app.do("join_cluster", when=YEAR, cluster=cluster, unit=unit)


def open_year(app: Thidua, units: Sequence[str]) -> None:
    """A cluster of these units, with its cycle of 2022 open."""
    form_cluster(app, units)
    app.do("open_cycle", when=YEAR, cycle=CYCLE, cluster="cum", first_year=2022)


def open_roll_call(app: Thidua, name: str, roll: Sequence[str], when: Moment | None = None) -> str:
    """Open a roll call on the first of `roll`, now unless it is said; gives the ballot's identity."""
    ballot = f"{CYCLE}.{name}"
    app.do(
        "open_ballot",
        when=when,
        ballot=ballot,
        mode="roll_call",
        rule=ROLL_CALL,
        titles=("don_vi_tien_tien",),
        candidates=(roll[0],),
        roll=tuple(roll),
    )
    return ballot


def log_rows(engine: Engine) -> list[Any]:
    """Every row of the log, by position."""
    with engine.connect() as connection:
        return list(connection.execute(select(event_log).order_by(event_log.c.position)))


def head_of(engine: Engine) -> Any:
    """The one row of the head."""
    with engine.connect() as connection:
        return connection.execute(select(log_head)).one()


def read_models(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every read model, by table."""
    with engine.connect() as connection:
        generation = followed(connection)
        tables = {streams.name: streams} | {model.name: model.table(generation) for model in MODELS}
        return {
            name: sorted(tuple(row) for row in connection.execute(select(table)))
            for name, table in tables.items()
        }


def behind_the_triggers(engine: Engine, *statements: str, **values: Any) -> None:
    """Change what the database forbids to change, as its owner could: with the triggers off."""
    with engine.execution_options(**WRITER).begin() as connection:
        if engine.dialect.name == "sqlite":
            listed = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = [tuple(row) for row in connection.execute(listed)]
            off = [f"DROP TRIGGER {name}" for name, _ in triggers]
            on = [made for _, made in triggers]
        else:
            tables = ("event_log", "log_head")
            off = [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in tables]
            on = [f"ALTER TABLE {table} ENABLE TRIGGER ALL" for table in tables]
        for statement in off:
            connection.exec_driver_sql(statement)
        for statement in statements:
            assert connection.execute(text(statement), values).rowcount > 0, statement
        for statement in on:
            connection.exec_driver_sql(statement)
