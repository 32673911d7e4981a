"""Scenes of a year for what waits in it: launched, pledged, summed up, a ballot opened, a vote cast."""

from typing import Any

from domain.pledges import Target
from projections.inbox import inbox
from tests.projections.world import CYCLE, World, ballot_rule

BALLOT = f"{CYCLE}.suy-ton"
FLAG = "flag_ministry"


def duties(world: World, as_of: str = "2022-12-31", cycle: str = CYCLE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.ask(inbox, cycle, as_of)["duties"]
    return found


def codes(world: World, as_of: str = "2022-12-31") -> list[str]:
    """The duties of the year by their codes, those of a unit with it."""
    return [named(duty) for duty in duties(world, as_of)]


def named(duty: dict[str, Any]) -> str:
    return duty["code"] if duty["unit"] is None else f"{duty['code']} {duty['unit']['unit']}"


def of(world: World, code: str, as_of: str = "2022-12-31") -> dict[str, Any]:
    """The only duty of a code."""
    (found,) = [duty for duty in duties(world, as_of) if duty["code"] == code]
    return found


def launched(world: World, *units: str, strict: bool = True) -> None:
    world.open(*(units or ("a", "b")), strict=strict)
    world.do("launch_cycle", "2022-02-01", cycle=CYCLE)


def pledged(world: World, *units: str, targets: tuple[Target, ...] = ()) -> None:
    for unit in units or ("a", "b"):
        world.do("register_pledge", "2022-02-10", cycle=CYCLE, unit=unit, targets=targets)
        world.do("sign_pledge", "2022-02-11", cycle=CYCLE, unit=unit)


def summed_up(world: World, strict: bool = True) -> None:
    """A year of two units whose conference was held; nobody scored."""
    launched(world, strict=strict)
    world.do("sum_up_cycle", "2022-11-22", cycle=CYCLE)


def opened(world: World, mode: str = "roll_call", on: str = "2022-11-22", **said: Any) -> None:
    rule = None if mode == "acclamation" else said.pop("rule", ballot_rule())
    roll = said.pop("roll", ("a", "b"))
    candidates = said.pop("candidates", ("a",))
    world.do(
        "open_ballot",
        on,
        ballot=BALLOT,
        mode=mode,
        rule=rule,
        titles=(FLAG,),
        candidates=candidates,
        roll=roll,
        **said,
    )


def vote(world: World, elector: str, *candidates: str) -> None:
    choices = dict.fromkeys(candidates or ("a",), "for")
    world.do("cast_vote", "2022-11-22", ballot=BALLOT, elector=elector, choices=choices, channel="hall")
