"""After which scene of the rehearsed year each example of the OpenAPI document can be asked for.

What else has to come before it is recorded by commands inside the house.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from service.commands.catalogue import COMMANDS
from service.rulebook import rule_set
from service.web.examples import BALLOT, COUNT, CYCLE, EXAMPLES, ROLL, TITLE, A, B
from service.web.payload import body_type, read_payload
from service.web.resources import RESOURCES

Step = tuple[str, Any]


class Scene(NamedTuple):
    """Where an example can be asked for: after a scene, and what else was recorded."""

    after: str
    before: tuple[Step, ...] = ()


def step(command: str, **arguments: Any) -> Step:
    """A command inside the house."""
    return command, COMMANDS[command].arguments(**arguments)


def example(command: str) -> Step:
    """The example of a command itself, as a step before another."""
    resource, told = RESOURCES[command], EXAMPLES[command]
    raw = msgspec.json.encode(told.body)
    return command, read_payload(resource, body_type(resource), told.path, raw).arguments


def opened(mode: str, **more: Any) -> Step:
    """The ballot of the examples, open in another mode."""
    told = {"ballot": BALLOT, "titles": (TITLE,), "candidates": (A, B), "mode": mode}
    return step("open_ballot", **{**told, **more})


def votes(choices: Mapping[str, Mapping[str, str]]) -> tuple[Step, ...]:
    """Votes on the ballot of the examples."""
    return tuple(
        step("cast_vote", ballot=BALLOT, elector=elector, choices=told, channel="hall")
        for elector, told in choices.items()
    )


_CLOSED = example("close_ballot")
_TELLERS = example("appoint_tellers")
_ALL_FOR = votes({unit: {A: "for", B: "for"} for unit in ROLL})
_TIED = votes({unit: {A: "for", B: "for"} for unit in ROLL[:4]} | {ROLL[4]: {A: "against", B: "against"}})
_CHANGEABLE = msgspec.structs.replace(rule_set("law-2022").ballot_rule(TITLE), change_until_close=True)
_TIED_COUNT = {
    **COUNT,
    "options": [
        {"candidate": unit, "votes_for": 4, "votes_against": 1, "votes_abstain": 0} for unit in (A, B)
    ],
}
_SELF_SCORED, _VERIFIED = example("submit_self_score"), example("verify_score")
_PROPOSED = example("propose_nomination")
_SUBMITTED = (_PROPOSED, example("recommend_nomination"), example("submit_nomination"))
_DECIDED = (*_SUBMITTED, example("decide_nomination"))
_DRIVE = step("launch_drive", cycle=CYCLE, drive="xuan-dien-tap", name="Đợt thi đua mùa xuân")
# Signed by none yet; the conference of the examples signs for one unit after the other.
_NEW = step("register_unit", unit="don-vi-moi", name="Đơn vị mới", parent="dien-tap")
_VOTED = votes({B: {A: "for", B: "for"}})

SCENES: Mapping[str, Scene] = {
    **dict.fromkeys(
        ("register_unit", "rename_unit", "merge_unit", "split_unit", "dissolve_unit"), Scene("formed")
    ),
    **dict.fromkeys(
        ("appoint_representative", "release_representative", "grant_delegation"), Scene("formed")
    ),
    **dict.fromkeys(("form_cluster", "leave_cluster", "assign_lead", "elect_lead"), Scene("formed")),
    "revoke_delegation": Scene("formed", (example("grant_delegation"),)),
    "join_cluster": Scene("formed", (_NEW,)),
    "hand_over_lead": Scene("pledged"),
    "accept_handover": Scene("pledged", (example("hand_over_lead"),)),
    "open_cycle": Scene("opened"),
    "launch_cycle": Scene("opened"),
    "adopt_rules": Scene("opened"),
    "register_pledge": Scene("launched"),
    "sign_pledge": Scene("launched", (example("register_pledge"),)),
    "review_drive": Scene("launched", (_DRIVE,)),
    "close_drive": Scene("launched", (_DRIVE,)),
    **dict.fromkeys(("amend_pledge", "withdraw_pledge", "report_target", "launch_drive"), Scene("pledged")),
    **dict.fromkeys(("record_inspection", "review_midyear", "check_ninemonth"), Scene("pledged")),
    **dict.fromkeys(("report_commendation", "sum_up_cycle", "submit_self_score"), Scene("reported")),
    "verify_score": Scene("reported", (_SELF_SCORED,)),
    "return_score": Scene("reported", (_SELF_SCORED,)),
    "explain_score": Scene("reported", (_SELF_SCORED, _VERIFIED)),
    "recheck_score": Scene("reported", (_SELF_SCORED, _VERIFIED)),
    "finalise_score": Scene("reported", (_SELF_SCORED, _VERIFIED)),
    **dict.fromkeys(("open_ballot", "sign_minutes", "propose_nomination"), Scene("summed_up")),
    "take_attendance": Scene("summed_up", (opened("roll_call"),)),
    "cast_vote": Scene("summed_up", (opened("roll_call"),)),
    "close_ballot": Scene("summed_up", (opened("roll_call"),)),
    "contest_ballot": Scene("summed_up", (opened("roll_call"),)),
    "annul_ballot": Scene("summed_up", (opened("roll_call"),)),
    "acclaim": Scene("summed_up", (opened("acclamation"),)),
    "record_outcome": Scene("summed_up", (opened("unstated"),)),
    "appoint_tellers": Scene("summed_up", (opened("secret_paper"),)),
    "change_vote": Scene("summed_up", (opened("roll_call", rule=_CHANGEABLE), *_VOTED)),
    "count_roll_call": Scene("summed_up", (opened("roll_call"), *_ALL_FOR, _CLOSED)),
    "count_hands": Scene("summed_up", (opened("show_of_hands"), _CLOSED)),
    "count_paper": Scene("summed_up", (opened("secret_paper"), _TELLERS, _CLOSED)),
    "enter_teller_count": Scene("summed_up", (opened("secret_paper"), _TELLERS, _CLOSED)),
    "get_teller_counts": Scene("summed_up", (opened("secret_paper"), _TELLERS, _CLOSED)),
    "open_second_round": Scene(
        "summed_up",
        (opened("roll_call", seats=1), *_TIED, _CLOSED, example("count_roll_call")),
    ),
    "recommend_nomination": Scene("summed_up", (_PROPOSED,)),
    "submit_nomination": Scene("summed_up", _SUBMITTED[:2]),
    "defer_nomination": Scene("summed_up", (_PROPOSED,)),
    "resume_nomination": Scene("summed_up", (_PROPOSED, example("defer_nomination"))),
    "return_nomination": Scene("summed_up", _SUBMITTED),
    "decide_nomination": Scene("summed_up", _SUBMITTED),
    "present_nomination": Scene("summed_up", _DECIDED),
    "annul_nomination": Scene("summed_up", _DECIDED),
    "restore_nomination": Scene("summed_up", (*_DECIDED, example("annul_nomination"))),
    "submit_dossier": Scene("minuted"),
    "close_cycle": Scene("amended"),
    "reopen_cycle": Scene("closed"),
    "correct_entry": Scene("launched"),
    "retract_entry": Scene("launched"),
}
# What else is asked for is asked on the last evening of the year, when there is some of everything.
LATEST = Scene("amended")
