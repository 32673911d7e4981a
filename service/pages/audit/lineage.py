"""Where a number of the board comes from: the entries that made it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from projections import formats
from projections.board_words import GROUPS, called
from projections.catalogue import marked
from projections.units import Named
from projections.words import word
from service.pages.audit.votes import ballot_label
from service.pages.clusters import year_label
from service.pages.looking import Look, looking
from service.pages.rendering import sentence
from service.web.guard import Caller, permitted
from service.web.paths import PREFIX
from service.web.reading import CycleId, UnitId

Line = dict[str, Any]

# The words of the codes that a board holds, by the part that it is.
_WORDS = {"status": "unit_status", "ranked_by": "stage"}

router = APIRouter(include_in_schema=False)


@router.get("/cycles/{cycle}/lineage")
def lineage_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_audit")]
) -> Response:
    """What made the numbers of a board; those of a unit have a page of their own."""
    with looking(request, caller) as look:
        found = look.answer("lineage", cycle)
        board = look.answer("standings", cycle)
        told = look.answer("cycle", cycle)
        title = look.text(marked("Nguồn gốc các con số: năm {years}"), years=year_label(told))
        context = {
            **_context(look, told, found, board, unit=None),
            "units": [
                {**one, "href": look.url(f"/cycles/{cycle}/lineage/{one['unit']}")}
                for one in board["members"]
            ],
        }
        return look.page("audit/lineage.html", title, context, bar=look.bar("cycle", cycle))


@router.get("/cycles/{cycle}/lineage/{unit}")
def unit_lineage_page(
    request: Request, cycle: CycleId, unit: UnitId, caller: Annotated[Caller, permitted("read_audit")]
) -> Response:
    """What made the numbers of one unit."""
    with looking(request, caller) as look:
        found = look.answer("unit_lineage", cycle, unit)
        board = look.answer("standings", cycle)
        told = look.answer("cycle", cycle)
        named = found["unit"]
        title = look.text(
            marked("Nguồn gốc các con số: {unit}, năm {years}"),
            unit=named.name or named.unit,
            years=year_label(told),
        )
        own: Line = next((one for one in board["members"] if one["unit"] == unit), {})
        context = {**_context(look, told, found, own, unit=unit), "units": []}
        return look.page("audit/lineage.html", title, context, bar=look.bar("cycle", cycle))


def _context(
    look: Look, cycle: Line, found: Line, values: Mapping[str, Any], *, unit: str | None
) -> dict[str, Any]:
    key = cycle["cycle"]
    labels = {one["ballot"]: ballot_label(look, one) for one in look.whole("votes", key)["ballots"]}
    entries = {one["position"]: _entry(look, one) for one in found["entries"]}
    groups = [name for name in found["shared"] if found["shared"][name]]
    anchors = {name: f"group-{number}" for number, name in enumerate(groups, 1)}
    lines = [one for one in found["lineage"] if (one["unit"] and one["unit"].unit) == unit]
    asked = look.request.query_params.get("what")
    file = look.url(f"{PREFIX}/cycles/{key}/lineage", unit=unit, format="csv")
    return {
        "cycle": {**cycle, "years": year_label(cycle), "href": look.url(f"/cycles/{key}")},
        "unit": unit,
        "whole": look.url(f"/cycles/{key}/lineage"),
        "asked": asked,
        "lines": [_line(look, one, values, entries, labels, anchors) for one in lines],
        "groups": [
            {
                "anchor": anchors[name],
                "called": _group(look, name, labels),
                "entries": [entries[position] for position in found["shared"][name]],
            }
            for name in groups
            if any(name in one["shared"] for one in lines)
        ],
        "file": file,
    }


def _line(
    look: Look,
    one: Line,
    values: Mapping[str, Any],
    entries: Mapping[int, Line],
    labels: Mapping[str, str],
    anchors: Mapping[str, str],
) -> Line:
    """A number of the board, with the entries of its own and the groups that it shares with others."""
    own = [
        {**entries[position], "decides": position == one["latest"] and len(one["entries"]) > 1}
        for position in one["entries"]
    ]
    groups = [
        {"anchor": anchors[name], "called": _group(look, name, labels)}
        for name in one["shared"]
        if name in anchors
    ]
    called = _called(look, one["what"], labels)
    return {**one, "called": called, "value": value(look, values, one["what"]), "own": own, "groups": groups}


def _entry(look: Look, one: Mapping[str, Any]) -> Line:
    told = sentence(one["sentences"][look.language])
    return {**one, "href": look.url(f"/events/{one['position']}"), "sentence": told}


def _called(look: Look, what: str, labels: Mapping[str, str]) -> str:
    """A part of the board as people call it: titles and ballots by their words instead of their ids."""
    name, _, which = what.partition(":")
    if name == "title":
        which = word("title", which, look.language)
    return sentence(called(look.language, _joined(name, labels.get(which, which))))


def _group(look: Look, name: str, labels: Mapping[str, str]) -> str:
    kind, _, which = name.partition(":")
    return sentence(called(look.language, _joined(kind, labels.get(which, which)), GROUPS))


def _joined(name: str, which: str) -> str:
    return f"{name}:{which}" if which else name


def value(look: Look, told: Mapping[str, Any], what: str) -> str | None:
    """What the board says where a lineage is of one number or word; None where it is of more, or none."""
    found: Any = told
    for part in what.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    match found:
        case bool():
            return word("met", "yes" if found else "no", look.language)
        case int() if what in ("first_year", "last_year"):
            return str(found)
        case int() | Decimal():
            return formats.number(found, look.language)
        case Named():
            return found.name or found.unit
        case str() if what in _WORDS:
            return word(_WORDS[what], found, look.language)
        case str():
            return found
        case [*titles] if what == "pledged_titles":
            return ", ".join(word("title", title, look.language) for title in titles)
    return None
