"""A unit: the names it bore, what it came from and went into, its honours and its years."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from projections import formats
from projections.catalogue import marked
from projections.clusters import clusters_of
from projections.units import predecessors
from service.leading import DEPUTIES, LEADS, called
from service.pages.charts.sparkline import Sparkline, sparkline
from service.pages.clusters import cycle_address, year_label
from service.pages.looking import Look, looking
from service.pages.offers import offers
from service.web.guard import Caller, permitted
from service.web.reading import UnitId

ACTS = ("rename_unit", "appoint_representative", "merge_unit", "split_unit", "dissolve_unit")
_CAME_FROM = marked({"merged": "Đơn vị sáp nhập vào đây:", "split": "Tách ra từ đơn vị:"})
_WENT = marked({"merged": "Sáp nhập vào:", "split": "Chia tách thành:", "dissolved": "Giải thể"})
_ENDED = marked({"merged": "đã sáp nhập", "split": "đã chia tách", "dissolved": "đã giải thể"})
RANKS_MIN = 2  # of one rank alone nothing can be seen

router = APIRouter(include_in_schema=False)


@router.get("/units/{unit}")
def unit_page(
    request: Request, unit: UnitId, caller: Annotated[Caller, permitted("read_directory")]
) -> Response:
    """A unit on the day, and all its years until then."""
    with looking(request, caller) as look:
        told = look.answer("unit", unit)
        honours = look.whole("honours", unit)
        years = unit_years(look, unit)
        context = {
            "unit": told,
            "honours": honours["honours"][::-1],
            "ended": None if told["ended"] is None else look.text(_ENDED[told["status"]]),
            "past": past(look, told, honours["names"]),
            "years": years[::-1],
            "spark": _spark(years),
            "clusters": _clusters(look, unit),
            "offers": offers(look, ACTS, stream("unit", unit), unit=unit),
            "represented": look.acts.may("read_representatives", stream("unit", unit)) is not None,
        }
        return look.page("units/unit.html", told["name"], context, bar=look.bar("unit", unit))


def past(look: Look, unit: dict[str, Any], names: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What became of a unit, in order: its names, the units that went into it, and its end."""
    found = [
        {"when": one["since"], "sentence": _named(look, one["name"], first=place == 0), "units": []}
        for place, one in enumerate(names)
    ]
    for other in predecessors(look.connection, unit["unit"], look.point):
        went = {"unit": other.id, "name": other.name}
        ended = other.ended and other.ended.text()
        found.append({"when": ended, "sentence": look.text(_CAME_FROM[other.status]), "units": [went]})
    if unit["ended"] is not None:
        into = [{"unit": one.unit, "name": one.name or one.unit} for one in unit["successors"]]
        found.append({"when": unit["ended"], "sentence": look.text(_WENT[unit["status"]]), "units": into})
    return sorted(found, key=lambda one: _effective(one["when"]))


def _named(look: Look, name: str, *, first: bool) -> str:
    text = marked("Ghi nhận với tên “{name}”") if first else marked("Đổi tên thành “{name}”")
    return look.text(text, name=name)


def _effective(text: str) -> int:
    moment = formats.read_moment(text)
    return 0 if moment is None else moment.effective


def unit_years(look: Look, unit: str) -> list[dict[str, Any]]:
    """The years of a unit; of those that the reader may not read only that it took part is told."""
    found = []
    for one in look.answer("unit_years", unit)["years"]:
        address = cycle_address(look, one["cycle"])
        lineage = look.url(f"/cycles/{one['cycle']}/lineage", unit=unit)
        found.append(
            {
                **one,
                "years": year_label(one),
                "href": address,
                "readable": address is not None,
                "lineage": lineage if address is not None and one["rank"] is not None else None,
                "roles": _roles(look, one),
            }
        )
    return found


def _roles(look: Look, year: dict[str, Any]) -> str:
    kind = look.answer("cluster", year["cluster"])["kind"]
    roles = ((LEADS, year["led"]), (DEPUTIES, year["deputised"]))
    told = [look.text(called(words, kind)) for words, held in roles if held]
    return ", ".join(told) or look.text(marked("thành viên"))


def _spark(years: list[dict[str, Any]]) -> Sparkline | None:
    """The ranks as a small line, where there are enough of them that the reader may see."""
    ranks = [one["rank"] if one["readable"] else None for one in years]
    if sum(rank is not None for rank in ranks) < RANKS_MIN:
        return None
    return sparkline(ranks, least_on_top=True)


def _clusters(look: Look, unit: str) -> list[dict[str, Any]]:
    """The clusters in which a unit is a member on the day."""
    return [
        {"name": one.formed.name, "href": look.url(f"/clusters/{one.id}")}
        for one in clusters_of(look.connection, [unit], look.point)
    ]
