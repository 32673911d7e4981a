"""Commands on units: registering them, their succession, who represents them and who stands in."""

from collections.abc import Mapping
from typing import Any

from domain import delegations, units
from domain.clusters import MemberLeft
from domain.identity import stream
from domain.refusals import Refusal
from service.commands.command import Command, Decided
from service.commands.guards import nothing_later
from service.past import Past

UNIT_ENDED = "đơn vị sáp nhập, chia tách hoặc giải thể"  # as the history tells why it left its clusters


def _successor(past: Past, arguments: Any) -> Mapping[str, Any]:
    nothing_later(past, arguments.unit)
    return {"into": past.state("unit", arguments.successor)}


def _ending(past: Past, arguments: Any) -> Mapping[str, Any]:
    nothing_later(past, arguments.unit)
    return {}


def _successors(past: Past, arguments: Any) -> Mapping[str, Any]:
    into: tuple[str, ...] = arguments.into
    if len(set(into)) < len(into):
        raise Refusal("successor_named_twice", unit=arguments.unit, into=", ".join(into))
    nothing_later(past, arguments.unit)
    return {"successors": {unit: past.state("unit", unit) for unit in arguments.into}}


def _leave_clusters(past: Past, arguments: Any) -> Decided:
    """A unit that ended is a member no longer; its successor joins by decision only."""
    return [
        (stream("cluster", cluster), MemberLeft(unit=arguments.unit, reason=UNIT_ENDED))
        for cluster in past.clusters_of(arguments.unit)
    ]


COMMANDS = (
    Command("register_unit", units.register, "unit", "unit"),
    Command("rename_unit", units.rename, "unit", "unit"),
    Command(
        "merge_unit",
        units.merge,
        "unit",
        "unit",
        supply=_successor,
        supplied=["into"],
        follow=_leave_clusters,
    ),
    Command(
        "split_unit",
        units.split,
        "unit",
        "unit",
        also={"into": tuple[str, ...]},
        supply=_successors,
        supplied=["successors"],
        follow=_leave_clusters,
    ),
    Command("dissolve_unit", units.dissolve, "unit", "unit", supply=_ending, follow=_leave_clusters),
    Command("appoint_representative", units.appoint, "unit", "unit"),
    Command("release_representative", units.release, "unit", "unit"),
    Command("grant_delegation", delegations.grant, "unit", "unit"),
    Command("revoke_delegation", delegations.revoke, "unit", "unit"),
)
