"""Commands on nominations: proposing a title for a unit, and what becomes of the proposal."""

from collections.abc import Mapping
from typing import Any

from domain import nominations
from domain.identity import stream, stream_parts
from domain.refusals import Refusal
from domain.rules import RuleSet
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
    return {
        "title_rule": rules.title(arguments.title),
        "held": _held(past, arguments.cycle, arguments.unit),
        "strict": rules.sequence == "strict",
    }


def _held(past: Past, cycle: str, unit: str) -> tuple[str, ...]:
    """The titles that a unit stands proposed for or holds at the moment."""
    names = [stream_parts(name) for name in past.streams(stream("nomination", cycle, ""))]
    found = [past.state(kind, *parts) for kind, parts in names if parts[-1] == unit]
    return tuple(one.title for one in found if one is not None and one.is_held)


def _known(past: Past, arguments: Any) -> Mapping[str, Any]:
    known_units(past, arguments.unit)
    _rules(past, arguments)
    return {}


def _rules(past: Past, arguments: Any) -> RuleSet | None:
    """The rules of the cycle, which know the title; None where no source states any."""
    cycle = past.state("cycle", arguments.cycle)
    rules: RuleSet | None = cycle and cycle.rule_set
    if rules is not None:
        rules.title(arguments.title)
    return rules


def _strictly(past: Past, arguments: Any) -> Mapping[str, Any]:
    """Awards come after the close, too, so only that the cycle was opened and its rules are looked at."""
    known_units(past, arguments.unit)
    if past.state("cycle", arguments.cycle) is None:
        raise Refusal("cycle_not_opened", cycle=arguments.cycle, since=None)
    rules = _rules(past, arguments)
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
