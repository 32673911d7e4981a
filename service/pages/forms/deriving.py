"""Ids that a form makes up when they are left blank: from a name, or the next number."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.identity import stream
from service.pages.forms.asked import Asked
from service.pages.forms.slugs import slug_of

Values = dict[str, Any]


def derive(asked: Asked, values: Values) -> Values:
    """The values of a form with the ids that were left blank."""
    told = dict(values)
    made = _MADE.get(asked.command)
    if made is not None:
        field, make = made
        if field not in told:
            derived = make(asked, told)
            if derived:
                told[field] = derived
    if isinstance(told.get("targets"), list):
        told["targets"] = _with_ids(told["targets"])
    return told


def _of_name(_asked: Asked, told: Values) -> str:
    return slug_of(str(told.get("name", "")))


def _ballot(asked: Asked, told: Values) -> str:
    titles = told.get("titles") or []
    name = "-".join(str(title).replace("_", "-") for title in titles) or slug_of(
        str(told.get("question", ""))
    )
    return _free(asked, "ballot", f"{asked.named.get('cycle')}.", name or "bo-phieu")


def _round(asked: Asked, _told: Values) -> str:
    cycle, _, name = asked.named.get("previous", "").partition(".")
    return _free(asked, "ballot", f"{cycle}.", f"{name}-vong-2")


def _free(asked: Asked, kind: str, prefix: str, name: str) -> str:
    """The name, or with a number after it where that is taken."""
    taken = set(asked.look.past.streams(stream(kind, prefix)))
    found, number = name, 2
    while stream(kind, prefix + found) in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def _inspection(asked: Asked, told: Values) -> str:
    unit = str(told.get("unit", ""))
    if not unit.isprintable():
        return "1"  # no id, as the decision will say; PostgreSQL would take a NUL for a fault
    known = asked.look.past.streams(stream("inspection", asked.named.get("cycle", ""), unit, ""))
    numbers = [int(last) for name in known if (last := name.rpartition(":")[2]).isdecimal()]
    return str(max(numbers, default=0) + 1)


def _line(asked: Asked, _told: Values) -> str:
    entries = asked.look.past.entries(stream("commendation", asked.named.get("cycle", "")))
    return f"dong-{len(entries) + 1}"


def _with_ids(rows: list[Values]) -> list[Values]:
    """Targets, each with an id of its own."""
    taken = {row["id"] for row in rows if row.get("id")}
    told = []
    for row in rows:
        found = row.get("id")
        if not found and row.get("name"):
            name = slug_of(str(row["name"])) or "chi-tieu"
            found, number = name, 2
            while found in taken:
                found, number = f"{name}-{number}", number + 1
            taken.add(found)
        told.append({**row, "id": found} if found else row)
    return told


_MADE: Mapping[str, tuple[str, Callable[[Asked, Values], str]]] = {
    "register_unit": ("unit", _of_name),
    "form_cluster": ("cluster", _of_name),
    "launch_drive": ("drive", _of_name),
    "open_ballot": ("name", _ballot),
    "open_second_round": ("name", _round),
    "record_inspection": ("inspection", _inspection),
    "report_commendation": ("line", _line),
}
# The fields that may be left blank, though the command needs them.
DERIVED = frozenset((command, field) for command, (field, _) in _MADE.items())
