"""A call of every route that parses and changes nothing: what a path names, and the least body."""

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi.routing import iter_route_contexts

from service.authority.roles import Phase
from service.pages.routers import PAGES
from tests.authority.cast import ANOTHER, CONCERNED, DEPUTY, LEAD, YEARS, Cast, cycle

# No stream is at this version, so what would be recorded is refused in the end: 412.
NEVER = {"if-match": '"999999"'}
REASON = "Thử quyền của từng vai trò"
COUNT: Mapping[str, Any] = {"issued": 1}
NO_COUNT = {"teller": "p-none", "count": COUNT}
DEADLINE_SECONDS = 60  # of answers that normally come at once
ON_PAPER = ("teller", "paper", "tie")
IN_A_YEAR = re.compile(r"\{(cycle|ballot|previous|position)\}")

_BODIES: Mapping[str, Mapping[str, Any]] = {
    "register_unit": {"unit": CONCERNED, "name": "C", "parent": "co-quan"},
    "rename_unit": {"name": "C"},
    "merge_unit": {"successor": ANOTHER},
    "split_unit": {"into": [ANOTHER]},
    "appoint_representative": {"person": "p-none"},
    "grant_delegation": {"stand_in": "p-none", "scopes": ["votes"], "until": "2026-07-01"},
    "form_cluster": {"cluster": "cum-moi", "name": "Cụm", "kind": "cluster", "organiser": "co-quan"},
    "join_cluster": {"unit": CONCERNED},
    "assign_lead": {"year": 2027, "mode": "assigned", "lead": LEAD},
    "elect_lead": {"year": 2027, "lead": LEAD, "deputy": DEPUTY},
    "hand_over_lead": {"year": 2027, "lead": LEAD},
    "accept_handover": {"unit": CONCERNED},
    "adopt_rules": {"rule_set": "law-2022"},
    "reopen_cycle": {"reason": REASON},
    "register_pledge": {"unit": CONCERNED},
    "launch_drive": {"drive": "dot", "name": "Đợt"},
    "record_inspection": {"unit": ANOTHER, "inspection": "1", "by": CONCERNED},
    "explain_score": {"explanations": []},
    "return_score": {"reason": REASON},
    "report_commendation": {"line": "1"},
    "take_attendance": {"present": [LEAD]},
    "appoint_tellers": {"tellers": ["p-none", "p-other"]},
    "count_hands": {"count": COUNT},
    "count_paper": {"first": NO_COUNT, "second": NO_COUNT},
    "enter_teller_count": {"issued": -1},
    "decide_tie": {"chosen": []},
    "contest_ballot": {"by": CONCERNED, "reason": REASON},
    "annul_ballot": {"reason": REASON},
    "cast_vote": {"elector": CONCERNED, "choices": {LEAD: "for", CONCERNED: "for"}, "channel": "hall"},
    "change_vote": {"choices": {LEAD: "for", CONCERNED: "for"}, "channel": "hall"},
    "propose_nomination": {"title": "advanced_unit", "unit": CONCERNED},
    "defer_nomination": {"reason": REASON},
    "return_nomination": {"reason": REASON},
    "decide_nomination": {"outcome": "granted"},
    "annul_nomination": {"reason": REASON},
    "restore_nomination": {"reason": REASON},
    "amend_pledge": {"reason": REASON},
    "withdraw_pledge": {"reason": REASON},
    "correct_entry": {"reason": REASON},
    "retract_entry": {"reason": REASON},
    "open_ballot": {"name": "moi", "mode": "roll_call"},
    "open_second_round": {"name": "vong-hai"},
    "create_person": {"rank": 1},
}


class Call(msgspec.Struct, frozen=True):
    """A request without its sender."""

    action: str
    method: str
    path: str
    body: bytes
    template: str
    phase: Phase


def page_paths() -> frozenset[str]:
    """The paths of the pages, which no program asks for."""
    routes = [route for router in PAGES for route in router.routes]
    return frozenset(str(context.path) for context in iter_route_contexts(routes))


def phases_of(action: str, template: str) -> tuple[Phase, ...]:
    """The phases in which a route can be asked: every one where it is of a year, else none."""
    of_a_year = IN_A_YEAR.search(template) or action == "open_cycle"
    return tuple(Phase) if of_a_year else (Phase.NONE,)


def names(cast: Cast, action: str, phase: Phase) -> dict[str, str | int]:
    """What the parameters of a path are, for an action in a phase about the unit concerned."""
    on_paper = any(part in action for part in ON_PAPER)
    ballot = f"{cycle(phase)}.{'phieu-giay' if on_paper else 'ghi-ten'}"
    return {
        "cycle": cycle(phase),
        "ballot": ballot,
        "previous": ballot,
        "cluster": "cum",
        "unit": CONCERNED,
        "elector": CONCERNED,
        "title": "advanced_unit",
        "drive": "dot",
        "position": cast.positions[phase],
        "year": 2027,
        "rule_set": "law-2022",
        "slug": "not-permitted",
    }


def call(cast: Cast, action: str, method: str, template: str, phase: Phase) -> Call:
    """The call of a route in a phase, about the unit concerned."""
    named = names(cast, action, phase)
    path = re.sub(r"\{(\w+)\}", lambda found: str(named.get(found[1], "p-none")), template)
    return Call(action, method, path, _body(cast, action, phase), template, phase)


def _body(cast: Cast, action: str, phase: Phase) -> bytes:
    told = dict(_BODIES.get(action, {}))
    if action == "open_cycle":
        told = {"cluster": "cum", "first_year": YEARS[phase]}
    if action in {"grant_delegation", "revoke_delegation"}:
        told["by"] = cast.persons["representative"]
    return json.dumps(told).encode()


async def status_of(app: Any, call: Call, headers: Mapping[str, str]) -> int:
    """The status that the service answers with; asked at its own door, as a client takes longer than it.

    `headers` say who asks, and what else differs from a program that sends JSON.
    """
    found = []
    body = call.body if call.method == "POST" else b""
    told = {"host": "testserver", "content-length": str(len(body)), "content-type": "application/json"}
    sent = {**told, **NEVER, **{name.lower(): value for name, value in headers.items()}}
    to_come = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        # Who asked leaves once all is sent, so a stream of events ends, too.
        return to_come.pop() if to_come else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            found.append(message["status"])

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": call.path,
        "raw_path": call.path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("testclient", 1),
        "server": ("testserver", 80),
        "state": {},
    }
    async with asyncio.timeout(DEADLINE_SECONDS):
        await app(scope, receive, send)
    return int(found[0])
