"""Commands on a cycle: the steps of its year."""

from collections.abc import Mapping
from typing import Any

from domain import cycles
from domain.identity import cycle_id, cycle_parts
from domain.refusals import Refusal
from service.commands.command import Command
from service.commands.guards import known_units
from service.past import Past
from service.rulebook import rule_set


def _cluster(past: Past, arguments: Any) -> Mapping[str, Any]:
    """The cluster is formed, and the cycle is named for it and its years."""
    named = cycle_id(arguments.cluster, arguments.first_year, arguments.last_year)
    if arguments.cycle != named:
        raise Refusal("cycle_named_otherwise", field="cycle", cycle=arguments.cycle, named=named)
    if past.state("cluster", arguments.cluster) is None:
        raise Refusal("cluster_not_formed", cluster=arguments.cluster)
    return {}


def _rules(_past: Past, arguments: Any) -> Mapping[str, Any]:
    """The rule set, if it holds in the cycle's years: no year is judged by the rules of another."""
    rules = rule_set(arguments.rule_set)
    _, first_year, last_year = cycle_parts(arguments.cycle)
    if not rules.holds_within(first_year, last_year):
        raise Refusal(
            "rules_not_valid",
            rule=rules.id,
            rule_set=rules.id,
            cycle=arguments.cycle,
            valid_from=rules.valid_from,
            valid_to=rules.valid_to,
        )
    return {"rule_set": rules}


def _host(past: Past, arguments: Any) -> Mapping[str, Any]:
    known_units(past, arguments.host, *getattr(arguments, "chairs", ()))
    return {}


def _latest(past: Past, arguments: Any) -> Mapping[str, Any]:
    return {"latest": past.latest_exact(arguments.cycle)}


COMMANDS = (
    Command("open_cycle", cycles.open_cycle, "cycle", "cycle", supply=_cluster),
    Command("launch_cycle", cycles.launch, "cycle", "cycle", supply=_host),
    Command(
        "adopt_rules",
        cycles.adopt_rules,
        "cycle",
        "cycle",
        also={"rule_set": str},
        supply=_rules,
        supplied=["rule_set"],
    ),
    Command("review_midyear", cycles.review_midyear, "cycle", "cycle", supply=_host),
    Command("check_ninemonth", cycles.check_ninemonth, "cycle", "cycle", supply=_host),
    Command("sum_up_cycle", cycles.sum_up, "cycle", "cycle", supply=_host),
    Command("sign_minutes", cycles.sign_minutes, "cycle", "cycle"),
    Command("submit_dossier", cycles.submit, "cycle", "cycle"),
    Command("close_cycle", cycles.close, "cycle", "cycle", supply=_latest, supplied=["latest"]),
    Command("reopen_cycle", cycles.reopen, "cycle", "cycle"),
)
