"""What commands of a cycle have in common: the cycle is open, the unit takes part, a step was reached."""

from domain.clusters import Cluster
from domain.cycles import Cycle, require_open, require_step
from domain.identity import cycle_parts
from domain.refusals import Refusal
from domain.steps import Step
from domain.units import require_active
from service.past import Past


def open_cycle(past: Past, cycle: str) -> Cycle:
    """The cycle, if it takes new facts at the moment.

    Raises:
        Refusal: `not_a_cycle`, `cycle_not_opened`, `cycle_is_closed`.
    """
    cycle_parts(cycle)
    return require_open(past.state("cycle", cycle), past.when)


def after_step(past: Past, cycle: str, step: Step) -> Cycle:
    """The cycle, if it is open and has reached a step, where its rules ask for that.

    Raises:
        Refusal: those of `open_cycle`; `step_not_reached`.
    """
    found = open_cycle(past, cycle)
    require_step(found, step, past.when)
    return found


def member(past: Past, cycle: Cycle, unit: str) -> Cluster:
    """The cycle's cluster, if the unit is known and takes part at the moment.

    Where no source names any member, or the cycle is a force's own movement, every known unit may.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`, `not_a_member`.
    """
    cluster: Cluster = past.state("cluster", cycle.opened.cluster)
    require_active(past.state("unit", unit), unit, past.when)
    if cluster.members and cluster.formed.kind != "movement" and unit not in cluster.members:
        members = ", ".join(sorted(cluster.members))
        raise Refusal("not_a_member", cluster=cluster.id, unit=unit, role="unit", members=members)
    return cluster


def known_units(past: Past, *units: str | None) -> None:
    """Check that every unit named is registered.

    Raises:
        Refusal: `unit_not_registered`, `unit_ended`.
    """
    for unit in units:
        if unit is not None:
            require_active(past.state("unit", unit), unit, past.when)
