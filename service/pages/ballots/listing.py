"""The ballots that concern a reader: those they can vote on first, then open, counted and settled ones."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from domain.cycles import Cycle
from domain.identity import stream
from domain.moments import as_datetime
from projections.ballot_answers import several
from projections.catalogue import marked
from projections.clusters import CLUSTERS
from projections.cycles import CYCLES, last_year
from projections.folding import matches
from projections.inbox import AWARDS_FOLLOW_YEARS
from service.pages.ballots.elector import FRAGMENT
from service.pages.ballots.groups import GROUPS, Asked, Grouped, grouped, shown
from service.pages.ballots.naming import called, heading
from service.pages.clusters import year_label
from service.pages.looking import Look, looking
from service.pages.parts import AFTER_MAX, Part
from service.web.guard import Caller, permitted
from service.web.reading import CycleId

router = APIRouter(include_in_schema=False)
_TITLE = marked("Bỏ phiếu")
_OF_CYCLE = marked("Bỏ phiếu: {name} · Năm {years}")
_Group = Annotated[str | None, Query(pattern=f"^({'|'.join(GROUPS)})$")]
_After = Annotated[int, Query(ge=0, le=AFTER_MAX)]
_Words = Annotated[str, Query(max_length=200)]


class Listed(NamedTuple):
    """A ballot in a list; `waiting` names the reader's units without a vote."""

    address: str
    heading: str
    told: Mapping[str, Any]
    year: str
    waiting: str
    elected: str
    tied: str


@router.get("/ballots")
def ballots_page(
    request: Request,
    caller: Annotated[Caller, permitted("read_directory")],
    group: _Group = None,
    after: _After = 0,
    q: _Words = "",
) -> Response:
    """The ballots of the running years that the reader may read."""
    with looking(request, caller) as look:
        running = _running(look)
        cycles = _readable(look, _called(look, running, q) if q else running)
        follows = cycles[0] if len(cycles) == 1 and not q else None
        context = {"follows": follows, "cycles": cycles, "opens": None}
        return _page(look, look.text(_TITLE), Asked(group, after, q), context)


@router.get("/cycles/{cycle}/ballots")
def cycle_ballots_page(
    request: Request,
    cycle: CycleId,
    caller: Annotated[Caller, permitted("read_ballots")],
    group: _Group = None,
    after: _After = 0,
) -> Response:
    """The ballots of one year; it follows the year, so that one that is opened appears by itself."""
    with looking(request, caller) as look:
        told = look.answer("cycle", cycle)
        name = told["name"] or told["cluster"]
        title = look.text(_OF_CYCLE, name=name, years=year_label(told))
        opens = look.offer("open_ballot", stream("cycle", cycle), cycle=cycle)
        context = {"follows": cycle, "cycles": [cycle], "opens": opens}
        return _page(look, title, Asked(group, after), context)


def _running(look: Look) -> list[Cycle]:
    """The years that are not over, the latest first: what is only on record concerns nobody's vote."""
    year = as_datetime(look.point.as_of).year
    found = [
        cycle
        for cycle in CYCLES.all(look.connection, look.point).values()
        if not cycle.closed and last_year(cycle) + AWARDS_FOLLOW_YEARS >= year
    ]
    return sorted(found, key=lambda cycle: (-last_year(cycle), -cycle.opened.first_year, cycle.id))


def _called(look: Look, cycles: Iterable[Cycle], words: str) -> list[Cycle]:
    """The cycles of clusters whose name or number holds each of some words."""
    formed = CLUSTERS.all(look.connection, look.point).values()
    wanted = {
        one.id for one in formed if matches(words, [one.formed.name, one.formed.series, one.formed.number])
    }
    return [cycle for cycle in cycles if cycle.opened.cluster in wanted]


def _readable(look: Look, cycles: Iterable[Cycle]) -> list[str]:
    """Those of the cycles whose ballots the reader may read."""
    clusters = {cycle.id: cycle.opened.cluster for cycle in cycles}
    look.past.foresee("cluster", set(clusters.values()))
    look.past.foresee("cycle", clusters)
    look.acts.only_for(look.named_by)
    return [cycle for cycle in clusters if look.acts.may("read_ballots", stream("cycle", cycle))]


def _page(look: Look, title: str, asked: Asked, context: Mapping[str, Any]) -> Response:
    parts = shown(grouped(look, context["cycles"]), asked)
    listed = _listed(look, parts)
    told = {
        **context,
        "groups": [
            (group, look.text(GROUPS[group]), listed[group], one) for group, one in parts.items() if one.shown
        ],
        "cut": not all(one.is_whole for one in parts.values()),
        "address": look.request.url.path,
        "asked": asked,
        "reads": look.url(
            look.request.url.path, group=asked.group, after=asked.after or None, q=asked.words, fragment="1"
        ),
    }
    if FRAGMENT in look.request.query_params:
        return look.fragment("ballots/listed.html", told)
    bar = look.bar("cycle", context["follows"]) if context["follows"] else look.bar()
    return look.page("ballots/listing.html", title, told, bar=bar)


def _listed(look: Look, parts: Mapping[str, Part[Grouped]]) -> dict[str, list[Listed]]:
    """What is shown of each group, in words."""
    wanted = [one.ballot for cut in parts.values() for one in cut.shown]
    told = {one["ballot"]: one for one in several(look.connection, wanted, look.point)}
    years = {cycle: _year(look, cycle) for cycle in dict.fromkeys(one.opened.cycle for one in wanted)}
    return {
        group: [_line(look, one, told[one.ballot.id], years[one.ballot.opened.cycle]) for one in cut.shown]
        for group, cut in parts.items()
    }


def _line(look: Look, one: Grouped, told: Mapping[str, Any], year: str) -> Listed:
    waiting = called(unit for unit in told["awaited"] if unit.unit in one.waiting)
    address = look.url(f"/ballots/{one.ballot.id}")
    return Listed(address, heading(look, told), told, year, waiting, *_out(told))


def _year(look: Look, cycle: str) -> str:
    told = look.answer("cycle", cycle)
    return f"{told['name'] or told['cluster']} · {year_label(told)}"


def _out(ballot: Mapping[str, Any]) -> tuple[str, str]:
    """Who was elected, and who is tied until a further round."""
    tied = ballot["tied"] if ballot["decided_by"] is None else ()
    return called(ballot["elected"] or ()), called(tied)
