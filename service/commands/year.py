"""Commands inside the year: pledges, drives, inspections, scores, commendations."""

from collections.abc import Mapping
from typing import Any

from domain import commendations, drives, inspections, pledges, scores
from service.commands.command import Command
from service.commands.guards import after_step, known_units, member, open_cycle
from service.past import Past


def _open(past: Past, arguments: Any) -> Mapping[str, Any]:
    open_cycle(past, arguments.cycle)
    return {}


def _pledging(past: Past, arguments: Any) -> Mapping[str, Any]:
    member(past, after_step(past, arguments.cycle, "launched"), arguments.unit)
    return {}


def _taking_part(past: Past, arguments: Any) -> Mapping[str, Any]:
    member(past, open_cycle(past, arguments.cycle), arguments.unit)
    return {}


def _inspecting(past: Past, arguments: Any) -> Mapping[str, Any]:
    known_units(past, arguments.by)
    return _taking_part(past, arguments)


def _scoring(past: Past, arguments: Any) -> Mapping[str, Any]:
    cycle = after_step(past, arguments.cycle, "rules_adopted")
    member(past, cycle, arguments.unit)
    return {"table": cycle.scoring_table}


def _scored(past: Past, arguments: Any) -> Mapping[str, Any]:
    member(past, after_step(past, arguments.cycle, "rules_adopted"), arguments.unit)
    return {}


def _commended(past: Past, arguments: Any) -> Mapping[str, Any]:
    known_units(past, arguments.unit)
    return _open(past, arguments)


PLEDGE = ("pledge", "cycle", "unit")
DRIVE = ("drive", "cycle", "drive")
SCORE = ("score", "cycle", "unit")

COMMANDS = (
    Command("register_pledge", pledges.register, *PLEDGE, supply=_pledging),
    Command("sign_pledge", pledges.sign, *PLEDGE, supply=_pledging),
    Command("amend_pledge", pledges.amend, *PLEDGE, supply=_taking_part),
    Command("withdraw_pledge", pledges.withdraw, *PLEDGE, supply=_taking_part),
    Command("report_target", pledges.report, *PLEDGE, supply=_taking_part),
    Command("launch_drive", drives.launch, *DRIVE, supply=_open),
    Command("review_drive", drives.review, *DRIVE, supply=_open),
    Command("close_drive", drives.close, *DRIVE, supply=_open),
    Command(
        "record_inspection",
        inspections.record,
        "inspection",
        "cycle",
        "unit",
        "inspection",
        supply=_inspecting,
    ),
    Command("submit_self_score", scores.self_submit, *SCORE, supply=_scoring, supplied=["table"]),
    Command("verify_score", scores.verify, *SCORE, supply=_scoring, supplied=["table"]),
    Command("explain_score", scores.explain, *SCORE, supply=_scoring, supplied=["table"]),
    Command("recheck_score", scores.recheck, *SCORE, supply=_scoring, supplied=["table"]),
    Command("finalise_score", scores.finalise, *SCORE, supply=_scored),
    Command("return_score", scores.return_to_draft, *SCORE, supply=_scored),
    Command("report_commendation", commendations.report, "commendation", "cycle", supply=_commended),
)
