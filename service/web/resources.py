"""Where each command lives: a noun under what it is about. State changes are resources of their own."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from domain.identity import ballot_cycle, ballot_id, cycle_id
from service.commands.catalogue import COMMANDS

NUMBERS = ("year", "position")  # parameters of paths that are whole numbers


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A command and its path. Path parameters are arguments of the same name; the body holds the others.

    `extra` are fields of the body that are no arguments; `derived` makes an argument of what was given, and
    drops what it used up. `edits` what somebody read before: If-Match has to say which state of it.
    """

    command: str
    path: str
    extra: Mapping[str, Any] = {}
    derives: str | None = None
    derived: Callable[[dict[str, Any]], str] | None = None
    edits: bool = False

    @property
    def named(self) -> list[str]:
        """The parameters of the path."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]


def _ballot_named(given: dict[str, Any]) -> str:
    return ballot_id(given.pop("cycle"), given.pop("name"))


def _round_named(given: dict[str, Any]) -> str:
    return ballot_id(ballot_cycle(given["previous"]), given.pop("name"))


def _cycle_of_years(given: dict[str, Any]) -> str:
    return cycle_id(given["cluster"], given["first_year"], given.get("last_year"))


_UNIT, _CLUSTER, _CYCLE, _BALLOT = (
    "/units/{unit}",
    "/clusters/{cluster}",
    "/cycles/{cycle}",
    "/ballots/{ballot}",
)
_PLEDGE, _DRIVE = f"{_CYCLE}/pledges/{{unit}}", f"{_CYCLE}/drives/{{drive}}"
_SCORE, _VOTE = f"{_CYCLE}/scores/{{unit}}", f"{_BALLOT}/votes/{{elector}}"
_NOMINATION = f"{_CYCLE}/nominations/{{title}}/{{unit}}"

_PLAIN = {
    "register_unit": "/units",
    "rename_unit": f"{_UNIT}/names",
    "merge_unit": f"{_UNIT}/mergers",
    "split_unit": f"{_UNIT}/splits",
    "dissolve_unit": f"{_UNIT}/dissolutions",
    "appoint_representative": f"{_UNIT}/representatives",
    "release_representative": f"{_UNIT}/representatives/{{person}}/releases",
    "grant_delegation": f"{_UNIT}/delegations",
    "revoke_delegation": f"{_UNIT}/delegations/{{stand_in}}/revocations",
    "form_cluster": "/clusters",
    "join_cluster": f"{_CLUSTER}/members",
    "leave_cluster": f"{_CLUSTER}/members/{{unit}}/departures",
    "assign_lead": f"{_CLUSTER}/assignments",
    "elect_lead": f"{_CLUSTER}/elections",
    "hand_over_lead": f"{_CLUSTER}/handovers",
    "accept_handover": f"{_CLUSTER}/handovers/{{year}}/acceptances",
    "launch_cycle": f"{_CYCLE}/launches",
    "adopt_rules": f"{_CYCLE}/rules",
    "review_midyear": f"{_CYCLE}/midyear-reviews",
    "check_ninemonth": f"{_CYCLE}/ninemonth-checks",
    "sum_up_cycle": f"{_CYCLE}/summings-up",
    "sign_minutes": f"{_CYCLE}/minutes",
    "submit_dossier": f"{_CYCLE}/dossiers",
    "close_cycle": f"{_CYCLE}/closures",
    "reopen_cycle": f"{_CYCLE}/reopenings",
    "register_pledge": f"{_CYCLE}/pledges",
    "sign_pledge": f"{_PLEDGE}/signatures",
    "report_target": f"{_PLEDGE}/reports",
    "launch_drive": f"{_CYCLE}/drives",
    "review_drive": f"{_DRIVE}/reviews",
    "close_drive": f"{_DRIVE}/closures",
    "record_inspection": f"{_CYCLE}/inspections",
    "submit_self_score": f"{_SCORE}/self-scores",
    "verify_score": f"{_SCORE}/verifications",
    "explain_score": f"{_SCORE}/explanations",
    "recheck_score": f"{_SCORE}/rechecks",
    "finalise_score": f"{_SCORE}/finalisations",
    "return_score": f"{_SCORE}/returns",
    "report_commendation": f"{_CYCLE}/commendations",
    "take_attendance": f"{_BALLOT}/attendances",
    "appoint_tellers": f"{_BALLOT}/tellers",
    "close_ballot": f"{_BALLOT}/closures",
    "count_roll_call": f"{_BALLOT}/roll-call-counts",
    "count_hands": f"{_BALLOT}/hand-counts",
    "count_paper": f"{_BALLOT}/paper-counts",
    "record_outcome": f"{_BALLOT}/outcomes",
    "acclaim": f"{_BALLOT}/acclamations",
    "contest_ballot": f"{_BALLOT}/contests",
    "annul_ballot": f"{_BALLOT}/annulments",
    "cast_vote": f"{_BALLOT}/votes",
    "propose_nomination": f"{_CYCLE}/nominations",
    "recommend_nomination": f"{_NOMINATION}/recommendations",
    "submit_nomination": f"{_NOMINATION}/submissions",
    "defer_nomination": f"{_NOMINATION}/deferrals",
    "resume_nomination": f"{_NOMINATION}/resumptions",
    "return_nomination": f"{_NOMINATION}/returns",
    "decide_nomination": f"{_NOMINATION}/decisions",
    "present_nomination": f"{_NOMINATION}/presentations",
    "annul_nomination": f"{_NOMINATION}/annulments",
    "restore_nomination": f"{_NOMINATION}/restorations",
}
_EDITS = {
    "amend_pledge": f"{_PLEDGE}/amendments",
    "withdraw_pledge": f"{_PLEDGE}/withdrawals",
    "change_vote": f"{_VOTE}/changes",
    "correct_entry": "/events/{position}/corrections",
    "retract_entry": "/events/{position}/retractions",
}
_NAMED = (
    Resource(command="open_cycle", path="/cycles", derives="cycle", derived=_cycle_of_years),
    Resource(
        command="open_ballot",
        path=f"{_CYCLE}/ballots",
        extra={"name": str},
        derives="ballot",
        derived=_ballot_named,
    ),
    Resource(
        command="open_second_round",
        path="/ballots/{previous}/rounds",
        extra={"name": str},
        derives="ballot",
        derived=_round_named,
    ),
)
# A bare fact passes no decision, so it has no address.
NOT_OVER_HTTP = ("record_fact",)

RESOURCES: Mapping[str, Resource] = {
    resource.command: resource
    for resource in (
        *(Resource(command=command, path=path) for command, path in _PLAIN.items()),
        *(Resource(command=command, path=path, edits=True) for command, path in _EDITS.items()),
        *_NAMED,
    )
    if resource.command in COMMANDS
}
