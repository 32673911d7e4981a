"""Scenes that an audit looks at: a ballot with named votes, open or over, by persons and their sessions."""

from typing import Any

from domain.moments import Moment
from projections.events import EventFilter, event, events
from service.commands.catalogue import COMMANDS
from service.origin import Origin
from tests.projections.world import CLUSTER, CYCLE, World, ballot_rule

BALLOT = f"{CYCLE}.co"
REASON = "Ghi nhầm khi nhập liệu"
FAR = "2199-12-31"
HALL, CHANGED = "2022-11-22T09:00:00+07:00", "2022-11-22T09:30:00+07:00"


def begin(world: World) -> None:
    """A cycle of three units, with a roll call on units a and b open."""
    world.form("a", "b", "c")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    said: dict[str, Any] = {
        "rule": ballot_rule(quorum="1/3"),
        "titles": ("flag_ministry",),
        "candidates": ("a", "b"),
    }
    world.do("open_ballot", "2022-11-22", ballot=BALLOT, mode="roll_call", **said)


def cast(world: World, elector: str, choice: str, channel: str = "hall", *, change: bool = False) -> int:
    """An elector votes the same on both candidates, in a session of its own; the entry's position."""
    command = COMMANDS["change_vote" if change else "cast_vote"]
    choices = dict.fromkeys(("a", "b"), choice)
    said = {"ballot": BALLOT, "elector": elector, "choices": choices, "channel": channel}
    by = Origin(actor=f"p-{elector}", authority=f"representative:{elector}", session=f"s-{elector}")
    when = Moment.parse(CHANGED if change else HALL, command.anchor)
    return world.app.execute(command.name, command.arguments(**said), when=when, by=by)[0].position


def close(world: World) -> None:
    """The ballot is closed."""
    world.do("close_ballot", "2022-11-22T10:00:00+07:00", ballot=BALLOT)


def journal(world: World, as_of: str = FAR, position: int | None = None, **said: Any) -> dict[str, Any]:
    """A page of the journal; what is no option of it is a filter."""
    options = {"limit": 1_000, "newest_first": False}
    options |= {
        name: said.pop(name) for name in ("after", "limit", "newest_first", "scanned_max") if name in said
    }
    with world.reading() as connection:
        return events(connection, world.point(as_of, position), EventFilter(**said), **options)  # type: ignore[arg-type]


def positions(world: World, **said: Any) -> list[int]:
    """The entries of a page by position."""
    return [line["position"] for line in journal(world, **said)["events"]]


def entry(world: World, position: int, as_of: str = FAR, known: int | None = None) -> Any:
    """One entry of the journal."""
    with world.reading() as connection:
        found = event(connection, position, world.point(as_of, known))
    return found and found["event"]
