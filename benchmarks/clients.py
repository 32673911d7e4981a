"""Many clients at once: what they get done against one client on the same store, none lost, none doubled."""

from collections.abc import Mapping
from contextlib import ExitStack, closing

from sqlalchemy import select

from benchmarks.engines import Engine
from benchmarks.report import Goal, Line, compared
from benchmarks.rounds import Contender, interleaved
from benchmarks.teams import WORKS, Clients, Processes, Working
from projections.logbook import event_log
from service.application import Thidua

CLIENTS = 16
ROUNDS = 12
ROUND_EVENTS = 320
_GOAL = Goal(at_least="1.5")


def measure(engine: Engine, *, rounds: int = ROUNDS, events: int = ROUND_EVENTS) -> list[Line]:
    """The rows of one engine, all on one database."""
    with ExitStack() as stack:
        application = stack.enter_context(closing(engine.ours("clients")))
        teams: dict[str, Clients | Processes] = {
            "one client": Clients(application, "one", 1),
            f"{CLIENTS} clients": Clients(application, "many", CLIENTS),
        }
        if engine.processes > 1:
            name = f"{engine.processes} processes of {CLIENTS // engine.processes} clients"
            url = engine.url("clients")
            teams[name] = Processes(url, engine.processes, CLIENTS // engine.processes)
        for team in teams.values():
            stack.callback(team.close)
        lines = [line for work in WORKS for line in _measured(engine, teams, work, rounds, events)]
        check(application, {command_id for team in teams.values() for command_id in team.sent})
    return lines


def _measured(
    engine: Engine, teams: Mapping[str, Clients | Processes], work: str, rounds: int, events: int
) -> list[Line]:
    contenders: dict[str, Contender] = {name: Working(team, work) for name, team in teams.items()}
    speeds = interleaved(contenders, rounds=rounds, count=events, warm_up=events)
    one, *others = contenders
    return [
        compared(f"{name}, {work}, {engine.name}", speeds[name], one, speeds[one], _GOAL, unit="events/s")
        for name in others
    ]


def check(application: Thidua, sent: set[str]) -> None:
    """Check that the log holds what was sent, each once, and has no gap.

    Raises:
        RuntimeError: it does not.
    """
    found = select(event_log.c.position, event_log.c.command_id).order_by(event_log.c.position)
    with application.log_recorder.reading() as connection:
        rows = list(connection.execute(found))
    if [row.position for row in rows] != list(range(1, len(rows) + 1)):
        raise RuntimeError("the log has a gap")
    held = [row.command_id for row in rows]
    if len(held) != len(set(held)) or set(held) != sent:
        raise RuntimeError(f"{len(sent)} were sent: {len(sent - set(held))} are lost, {len(held)} are held")
