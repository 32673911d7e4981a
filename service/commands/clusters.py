"""Commands on clusters: forming them, their members, and the lead's coming and going."""

from collections.abc import Mapping
from typing import Any

from domain import clusters
from service.commands.command import Command
from service.commands.guards import known_units, nothing_later
from service.past import Past


def _organiser(past: Past, arguments: Any) -> Mapping[str, Any]:
    known_units(past, arguments.organiser)
    return {}


def _unit(past: Past, arguments: Any) -> Mapping[str, Any]:
    known_units(past, arguments.unit)
    return {}


def _pair(past: Past, arguments: Any) -> Mapping[str, Any]:
    known_units(past, arguments.lead, arguments.deputy)
    return {}


def _leaving(past: Past, arguments: Any) -> Mapping[str, Any]:
    nothing_later(past, arguments.unit, arguments.cluster)
    return {}


COMMANDS = (
    Command("form_cluster", clusters.form, "cluster", "cluster", supply=_organiser),
    Command("join_cluster", clusters.join, "cluster", "cluster", supply=_unit),
    Command("leave_cluster", clusters.leave, "cluster", "cluster", supply=_leaving),
    Command("assign_lead", clusters.assign, "cluster", "cluster", supply=_pair),
    Command("elect_lead", clusters.elect, "cluster", "cluster", supply=_pair),
    Command("hand_over_lead", clusters.hand_over, "cluster", "cluster", supply=_pair),
    Command("accept_handover", clusters.accept, "cluster", "cluster", supply=_unit),
)
