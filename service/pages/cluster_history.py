"""The history of a cluster: its leads, the ranks of its units, and its commendations, over the years."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from domain.identity import stream
from projections import formats
from projections.catalogue import marked
from service.authority.roles import Role
from service.leading import DEPUTIES, LEADS, called
from service.pages.charts.bump import Bump, Ranked, bump
from service.pages.charts.columns import Columns, columns
from service.pages.clusters import cycle_address, leaders, year_label
from service.pages.looking import Look, looking
from service.pages.rendering import Wording
from service.web.guard import Caller, permitted
from service.web.reading import ClusterId

YEARS_MIN = 2  # of one year alone nothing can be compared
YEARS_MAX = 10  # columns of a chart; the table beneath has them all
RANKED_MAX = 12  # lines of a chart where a cluster has more units than can be followed by eye
FIGURES = ("collectives", "individuals")
_SOFT = Markup('<span class="soft">{}</span>')

router = APIRouter(include_in_schema=False)


@router.get("/clusters/{cluster}/history")
def history_page(
    request: Request,
    cluster: ClusterId,
    caller: Annotated[Caller, permitted("read_directory")],
    unit: str | None = None,
) -> Response:
    """A cluster over the years; `unit` is the one whose line stands out."""
    with looking(request, caller) as look:
        told = look.answer("leads", cluster)
        context: dict[str, Any] = {
            "leads": told,
            "leaders": leaders(look, told),
            "lead_word": look.text(called(LEADS, told["kind"])),
            "deputy_word": look.text(called(DEPUTIES, told["kind"])),
            "ranks": None,
        }
        if look.acts.may("read_cycle", stream("cluster", cluster)) is not None:
            context |= _ranked(look, cluster, unit) | _commended(look, cluster)
        title = look.text(marked("Lịch sử: {name}"), name=told["name"])
        return look.page("clusters/history.html", title, context, bar=look.bar("cluster", cluster))


def _ranked(look: Look, cluster: str, unit: str | None) -> dict[str, Any]:
    """The ranks with their drawing; of the reader's own unit, unless another is asked for."""
    told = look.answer("ranks", cluster)
    known = [one["unit"] for one in told["units"]]
    chosen = _own(look, cluster, known) if unit is None else unit
    return {
        "ranks": told,
        "chosen": chosen,
        "chart": rank_chart(told, chosen) if any(one["ranked"] for one in told["cycles"]) else None,
        "rank_columns": [year_label(cycle) for cycle in told["cycles"]],
        "rank_rows": [_rank_row(look, unit, told["cycles"]) for unit in told["units"]],
        "chosen_rows": [place for place, one in enumerate(known) if one == chosen],
    }


def _rank_row(look: Look, unit: dict[str, Any], cycles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row of the table beneath the drawing: the unit, and how it came out of each cycle."""
    by_cycle = {one["cycle"]: one for one in unit["ranks"]}
    name = {"text": unit["name"] or unit["unit"], "href": look.url(f"/units/{unit['unit']}")}
    return [name, *(_rank_cell(look, unit["unit"], by_cycle.get(one["cycle"])) for one in cycles)]


def _rank_cell(look: Look, unit: str, line: dict[str, Any] | None) -> dict[str, Any]:
    """A rank with its points, leading to the entries that made it; else why there is none."""
    if line is None:
        return {"text": _SOFT.format(look.text(marked("không tham gia"))), "value": ""}
    if line["left"] is not None:
        on = Wording(look.language).civil_day(line["left"])
        return {"text": _SOFT.format(look.text(marked("rời {day}"), day=on)), "value": ""}
    if line["rank"] is None:
        return {"text": None, "value": ""}
    points = formats.number(line["points"], look.language)
    return {
        "text": f"{line['rank']} ({points})",
        "value": line["rank"],
        "href": look.url(f"/cycles/{line['cycle']}/lineage", unit=unit),
    }


def _own(look: Look, cluster: str, known: list[str]) -> str | None:
    """The unit that the reader speaks for in the cluster."""
    held = look.acts.may("read_cycle", stream("cluster", cluster))
    if held is None or held.role is Role.OFFICE or held.unit not in known:
        return None
    return held.unit


def rank_chart(told: dict[str, Any], chosen: str | None) -> Bump:
    """The ranks of the last years as a drawing; a year between two cycles that has none stays a gap.

    Of a large cluster the units that stood first at last are drawn, and the chosen one.
    """
    labels = year_axis(told["cycles"])
    lines = []
    for unit in told["units"]:
        by_cycle = {one["cycle"]: one["rank"] for one in unit["ranks"]}
        line = [None if cycle is None else by_cycle.get(cycle) for _, cycle in labels]
        lines.append(Ranked(unit["unit"], unit["name"] or unit["unit"], line))
    if max((cycle["ranked"] for cycle in told["cycles"]), default=0) > RANKED_MAX:
        lines = [line for place, line in enumerate(lines) if place < RANKED_MAX or line.key == chosen]
    return bump([label for label, _ in labels], lines, chosen)


def year_axis(cycles: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """The last years as columns, each with its cycle: None for a year that lies between two and has none."""
    axis: list[tuple[str, str | None]] = []
    reached: int | None = None
    for cycle in cycles:
        missing = range(cycle["first_year"] if reached is None else reached + 1, cycle["first_year"])
        axis += [(str(year), None) for year in missing]
        axis.append((year_label(cycle), cycle["cycle"]))
        reached = max(cycle["last_year"], reached or 0)
    return axis[-YEARS_MAX:]


def _commended(look: Look, cluster: str) -> dict[str, Any]:
    """The totals of each year with their drawings; years whose sources state no single total have none."""
    told = look.answer("cluster_commendations", cluster)
    totals = {one["cycle"]: _total(one) for one in told["cycles"]}
    return {
        "commended": [
            {
                **one,
                "years": year_label(one),
                "line": totals[one["cycle"]],
                "href": cycle_address(look, one["cycle"]),
            }
            for one in told["cycles"]
        ],
        "figures": {name: _drawn(told["cycles"], totals, name) for name in FIGURES},
    }


def _total(cycle: dict[str, Any]) -> dict[str, Any] | None:
    return next((line for line in cycle["commendations"] if line["line"] == cycle["total"]), None)


def _drawn(
    cycles: list[dict[str, Any]], totals: dict[str, dict[str, Any] | None], name: str
) -> Columns | None:
    """The columns of one figure; None where fewer years state it than can be compared."""
    values = {cycle: None if line is None else line[name] for cycle, line in totals.items()}
    if sum(value is not None for value in values.values()) < YEARS_MIN:
        return None
    axis = year_axis(cycles)
    return columns([(label, None if cycle is None else values[cycle]) for label, cycle in axis])
