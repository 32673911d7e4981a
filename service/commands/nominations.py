"""Commands on nominations: proposing a title for a unit, and what becomes of the proposal."""

from collections.abc import Mapping
from typing import Any

from domain import nominations
from domain.identity import stream
from domain.refusals import Refusal
from service.commands.command import Command
from service.commands.guards import known_units, open_cycle
from service.past import Past

NOMINATION = ("nomination", "cycle", "title", "unit")


def _proposing(past: Past, arguments: Any) -> Mapping[str, Any]:
    """What the cycle's rules say of the title, and which titles the unit has on the way or holds."""
    cycle = open_cycle(past, arguments.cycle)
    known_units(past, arguments.unit)
    rules = cycle.rule_set
    if rules is None:
        return {"title_rule": None, "held": (), "strict": False}
    others = past.streams(stream("nomination", arguments.cycle, ""))
    mine = [name for name in others if name.endswith(f":{arguments.unit}")]
    held = [found.title for name in mine if (found := past.latest_of(name)) is not None]
    return {
        "title_rule": rules.title(arguments.title),
        "held": tuple(held),
        "strict": rules.sequence == "strict",
    }


def _known(past: Past, arguments: Any) -> Mapping[str, Any]:
    known_units(past, arguments.unit)
    return {}


def _strictly(past: Past, arguments: Any) -> Mapping[str, Any]:
    """Awards come after the close, too, so only that the cycle was opened and its rules are looked at."""
    known_units(past, arguments.unit)
    cycle = past.state("cycle", arguments.cycle)
    if cycle is None:
        raise Refusal("cycle_not_opened", cycle=arguments.cycle, since=None)
    rules = cycle.rule_set
    return {"strict": rules is not None and rules.sequence == "strict"}


COMMANDS = (
    Command(
        "propose_nomination",
        nominations.propose,
        *NOMINATION,
        supply=_proposing,
        supplied=["title_rule", "held", "strict"],
    ),
    Command(
        "recommend_nomination", nominations.recommend, *NOMINATION, supply=_strictly, supplied=["strict"]
    ),
    Command("submit_nomination", nominations.submit, *NOMINATION, supply=_strictly, supplied=["strict"]),
    Command("defer_nomination", nominations.defer, *NOMINATION, supply=_known),
    Command("resume_nomination", nominations.resume, *NOMINATION, supply=_known),
    Command("return_nomination", nominations.send_back, *NOMINATION, supply=_known),
    Command("decide_nomination", nominations.decide, *NOMINATION, supply=_strictly, supplied=["strict"]),
    Command("present_nomination", nominations.present, *NOMINATION, supply=_strictly, supplied=["strict"]),
    Command("annul_nomination", nominations.annul, *NOMINATION, supply=_known),
    Command("restore_nomination", nominations.restore, *NOMINATION, supply=_known),
)
