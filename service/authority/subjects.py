"""What an act is about: its cluster, cycle, unit and ballot, as far as it has one."""

from typing import Any

import msgspec

from domain.identity import ballot_cycle, cycle_id, cycle_parts, stream, stream_parts
from domain.moments import civil_year
from service.authority.table import Row
from service.commands.amendments import CorrectEntry, RecordFact, RetractEntry
from service.commands.command import Askable, Command
from service.commands.streams import STREAM_PARTS
from service.past import Past


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What an act is about. `unit` is the one for which a representative would act; `above` the unit that
    stands over something not yet known: the organiser of a cluster to form, the parent of a unit to register.
    `year` is the last one that the lead of the act answers for.
    """

    cluster: str | None = None
    cycle: str | None = None
    unit: str | None = None
    ballot: str | None = None
    above: str | None = None
    year: int | None = None

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and last year whose lead answers for it; None where it is of no year."""
        if self.cycle is not None:
            return cycle_parts(self.cycle)[1:]
        return None if self.year is None else (self.year, self.year)


def of_stream(name: str) -> Subject:
    """What a stream is about.

    Raises:
        Refusal: `not_a_cycle`, `not_a_ballot`.
    """
    kind, values = stream_parts(name)
    parts = dict(zip(STREAM_PARTS.get(kind, ()), values, strict=False))
    ballot = parts.get("ballot")
    cycle = parts.get("cycle") or (None if ballot is None else ballot_cycle(ballot))
    cluster = parts.get("cluster") or (None if cycle is None else cycle_parts(cycle)[0])
    unit = parts.get("unit") or parts.get("elector")
    return Subject(cluster=cluster, cycle=cycle, unit=unit, ballot=ballot)


def of_command(past: Past, command: Askable, arguments: Any, row: Row) -> Subject:
    """What a command is about, by its arguments.

    Raises:
        Refusal: `position_unknown`, `moment_out_of_range`, and those of `of_stream`.
    """
    match arguments:
        case CorrectEntry() | RetractEntry():
            return of_stream(past.at(arguments.position).originator_id)
        case RecordFact():
            return of_stream(arguments.stream)
    if not isinstance(command, Command):
        return Subject()
    found = of_stream(stream(command.kind, *(getattr(arguments, key) for key in command.keys)))
    unit = getattr(arguments, row.own, None) or (found.unit if row.own == "unit" else None)
    changed: dict[str, Any] = {"unit": unit}
    match row.action:
        case "form_cluster":
            changed["above"] = arguments.organiser
        case "register_unit":
            changed["above"] = arguments.parent
        case "elect_lead" | "hand_over_lead":
            civil_year(arguments.year)
            changed["year"] = arguments.year - 1  # it is the lead of the year before who sees to it
        case "open_cycle":
            opened = cycle_id(arguments.cluster, arguments.first_year, arguments.last_year)
            changed.update(cluster=arguments.cluster, cycle=opened)
    return msgspec.structs.replace(found, **changed)
