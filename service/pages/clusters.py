"""A cluster: who leads it, who its members are and since when, and its years."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.identity import stream
from projections.catalogue import marked
from service.leading import DEPUTIES, LEADS, MOVEMENT, called
from service.pages.looking import Look, looking
from service.pages.offers import offers
from service.pages.rendering import Wording
from service.web.guard import Caller, permitted
from service.web.reading import ClusterId

ACTS = ("open_cycle", "assign_lead", "elect_lead", "hand_over_lead", "join_cluster")

router = APIRouter(include_in_schema=False)


@router.get("/clusters/{cluster}")
def cluster_page(
    request: Request, cluster: ClusterId, caller: Annotated[Caller, permitted("read_directory")]
) -> Response:
    """A cluster on the day."""
    with looking(request, caller) as look:
        told = look.answer("cluster", cluster)
        context = {
            "cluster": told,
            "leaders": leaders(look, told),
            "members": _members(told),
            "years": years(look, cluster),
            "offers": offers(look, ACTS, stream("cluster", cluster), cluster=cluster),
            "audits": look.acts.may("read_audit", stream("cluster", cluster)) is not None,
        }
        return look.page("clusters/cluster.html", told["name"], context, bar=look.bar("cluster", cluster))


def leaders(look: Look, told: dict[str, Any]) -> list[dict[str, Any]]:
    """Lead and deputy of the day as a pair of names, with the day since when; none for a movement."""
    if told["kind"] == MOVEMENT:
        return []
    since = Wording(look.language).civil_day(look.answer("leads", told["cluster"])["effective_from"])
    return [
        {
            "term": look.text(called(words, told["kind"])),
            "name": unit and unit.name,
            "href": unit and look.url(f"/units/{unit.unit}"),
            "since": unit and since,
        }
        for words, unit in ((LEADS, told["lead"]), (DEPUTIES, told["deputy"]))
    ]


def years(look: Look, cluster: str) -> list[dict[str, Any]]:
    """The cycles of a cluster, the latest first; with an address where the reader may read them."""
    return [
        {
            **one,
            "years": year_label(one),
            "status": look.text(marked("đã đóng")) if one["closed"] else look.text(marked("đang mở")),
            "href": cycle_address(look, one["cycle"]),
        }
        for one in look.whole("cycles", also={"cluster": cluster})["cycles"]
    ]


def year_label(cycle: dict[str, Any]) -> str:
    """The year of a cycle, or its first and last: `2022`, `2015–2020`."""
    return years_label(cycle["first_year"], cycle["last_year"])


def years_label(first: int, last: int) -> str:
    """A first and a last year as they are written: `2022`, `2015–2020`."""
    return str(first) if first == last else f"{first}–{last}"


def cycle_address(look: Look, cycle: str) -> str | None:
    """Where a cycle is found; None where the reader may not read it."""
    may = look.acts.may("read_cycle", stream("cycle", cycle))
    return None if may is None else look.url(f"/cycles/{cycle}")


def _members(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The members in the order of the rotation: whose last turn is longest ago come first."""
    since = {member["unit"]: member["since"] for member in told["members"]}
    return [{**turn, "since": since[turn["unit"]]} for turn in told["rotation"]]
