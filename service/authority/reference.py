"""The page on who may do what, made from the permission table by `python -m service.authority.reference`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from domain.delegations import DAYS_MAX, SCOPES
from projections.words import word
from service.asking import AHEAD_DAYS_MAX
from service.authority.roles import Phase, Role
from service.authority.table import TABLE, Phases, Row
from service.authority.words import HOLDERS
from service.commands.amendments import REASON_LETTERS_MIN
from service.settings import Settings
from service.web.app import create_app

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
LETTERS = {Phase.NONE: "N", Phase.RUNNING: "R", Phase.CONCLUDED: "S", Phase.CLOSED: "C"}
# Where each part of the page begins in the table.
HEADINGS = {
    "register_unit": "Units, and who speaks for them",
    "form_cluster": "Clusters and their lead",
    "open_cycle": "The steps of a year",
    "register_pledge": "Pledges",
    "launch_drive": "Drives and inspections",
    "submit_self_score": "Scores and commendations",
    "open_ballot": "Ballots and votes",
    "propose_nomination": "Titles",
    "correct_entry": "Corrections and imports",
    "read_directory": "Reading",
    "sign_in": "People and their accounts",
    "see_pages": "The service itself",
}
WITHOUT_ROUTE: Mapping[str, str] = {
    "record_fact": "no route: it passes no decision, so only the operator of the machine records one",
}
_HOLDERS = "\n".join(f"| `{role}` | {HOLDERS[role]} |" for role in Role)
_INTRODUCTION = f"""\
# Who may do what

Made by `python -m service.authority.reference` from `service/authority/table.py`; a test checks that it is
up to date, and a route without a row does not start. What is not allowed here is refused.

A cell says in which phases of the cycle a role may act: **N** none concerned, or not opened yet ·
**R** running · **S** summed up, not closed yet · **C** closed · **all** of them. An empty cell allows
nothing. Acts that concern no cycle are in phase N.

*Past* says who may date an act otherwise than now: **all** who may act, nobody (–), or these roles. A past
date needs a reason of at least {REASON_LETTERS_MIN} letters; an act is never dated ahead, a state of affairs
(a membership, an appointment) at most {AHEAD_DAYS_MAX} days. *Stand-in* is the scope in which a stand-in acts
for the representative; – where only the appointed representative may. *Token* is the scope that an API token
needs; `session` is for who has signed in, never for a token.

## Who holds a role

| role | who holds it |
| --- | --- |
{_HOLDERS}

Who speaks for a unit: its appointed representatives, and stand-ins to whom one of them delegated
({", ".join(f"`{scope}`" for scope in SCOPES)}; at most {DAYS_MAX} days), until the last day, the release of
who delegated, or the end of the unit. To act as lead or deputy a stand-in needs the scope `lead`. All is
judged at the moment of asking, inside the decision
([why](../adr/0007-authority-inside-the-decision.md)).

Beyond the table:

- A representative's vote counts when it is cast, and its channel is never `minutes`; record keepers write
  down only what the minutes hold.
- A representative grants and takes back only delegations of their own.
- Once a tenure runs, the lead of the year before changes neither its lead, its deputy nor its beginning. A
  lead may let the next one begin before the new year, from today on; a deputy may not, nor does a deputy
  change what is recorded of the next.
- A handover that names no lead is accepted by the office alone.
- A lead and a deputy correct and retract what they could have recorded themselves, and nothing that an office
  or a teller recorded. Once a ballot on which electors voted themselves is closed, and its choices are
  known, its close, its attendance and its votes are for the office alone to put right; no vote is copied
  from minutes any more.
- A lead and a deputy open a ballot by the rule that the year has adopted, and on all members of the day; an
  office may state another rule or roll.
- An import neither closes nor annuls a ballot on which electors are voting themselves.
- Who registers a unit that others had named as the one above them does not come to stand over those others.
"""


def routes() -> Mapping[str, Sequence[str]]:
    """The routes of each action, as method and path."""
    found: dict[str, list[str]] = defaultdict(list)
    app = create_app(Settings(database_url="sqlite://"))
    for (method, path), action in app.state.actions.items():
        found[action].append(f"{method} {path}")
    return {action: sorted(told) for action, told in found.items()}


def reference() -> str:
    """The page, in Markdown."""
    served = routes()
    page = [_INTRODUCTION]
    for heading, rows in _parts():
        roles = [role for role in Role if any(role in row.roles for row in rows)]
        head = ["action", *map(str, roles), "past", "stand-in", "token"]
        page.append(f"## {heading}\n")
        page += [_line(head), _line(["---"] * len(head))]
        page += [_line(_cells(row, roles)) for row in rows]
        page.append("\nRoutes:\n")
        page += [_routes(row.action, served.get(row.action, ())) for row in rows]
        page.append("")
    return "\n".join(page)


def _parts() -> Iterator[tuple[str, list[Row]]]:
    starts = [name for name in TABLE if name in HEADINGS]
    names = list(TABLE)
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        rows = names[names.index(start) : None if end is None else names.index(end)]
        yield HEADINGS[start], [TABLE[name] for name in rows]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(row: Row, roles: Sequence[Role]) -> list[str]:
    return [
        f"`{row.action}`",
        *(_phases(row.roles.get(role, frozenset())) for role in roles),
        _late(row),
        f"`{row.delegated}`" if row.delegated else "–",
        f"`{row.scope}`",
    ]


def _phases(phases: Phases) -> str:
    if phases == frozenset(Phase):
        return "all"
    return "".join(letter for phase, letter in LETTERS.items() if phase in phases)


def _late(row: Row) -> str:
    late = [str(role) for role in row.roles if role in row.late]
    if late and len(late) == len(row.roles):
        return "all"
    return ", ".join(late) or "–"


def _routes(action: str, served: Sequence[str]) -> str:
    told = " · ".join(f"`{route}`" for route in served) or WITHOUT_ROUTE.get(action, "no route yet")
    return f"- `{action}` ({word('action', action, 'en')}): {told}"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
