"""The ballots that concern a reader: those they can vote on first, then open, counted and settled ones."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.delegations import standing_of
from domain.identity import stream
from domain.moments import Moment, as_datetime
from projections.catalogue import marked
from projections.inbox import AWARDS_FOLLOW_YEARS
from projections.units import UNITS
from service.pages.ballots.elector import FRAGMENT
from service.pages.ballots.naming import called, heading
from service.pages.clusters import year_label
from service.pages.looking import Look, looking
from service.web.guard import Caller, permitted
from service.web.reading import CycleId

router = APIRouter(include_in_schema=False)
_TITLE = marked("Bỏ phiếu")
_OF_CYCLE = marked("Bỏ phiếu: {name} · Năm {years}")
# In the order in which a reader has to do with them.
GROUPS: Mapping[str, str] = marked(
    {
        "vote": "Có thể bỏ phiếu ngay",
        "open": "Đang mở",
        "closed": "Đang kiểm phiếu",
        "decided": "Đã có kết quả",
        "annulled": "Đã hủy",
    }
)


class Listed(NamedTuple):
    """A ballot in a list: `group` is one of `GROUPS`, `waiting` names the reader's units without a vote."""

    group: str
    address: str
    heading: str
    told: Mapping[str, Any]
    year: str
    waiting: str
    elected: str
    tied: str


@router.get("/ballots")
def ballots_page(request: Request, caller: Annotated[Caller, permitted("read_directory")]) -> Response:
    """The ballots of the running years that the reader may read."""
    with looking(request, caller) as look:
        cycles = [
            cycle
            for cycle in look.whole("cycles")["cycles"]
            if _runs(look, cycle) and look.acts.may("read_ballots", stream("cycle", cycle["cycle"]))
        ]
        listed = [one for cycle in cycles for one in _listed(look, cycle)]
        follows = cycles[0]["cycle"] if len(cycles) == 1 else None
        return _page(look, look.text(_TITLE), listed, {"follows": follows, "cycles": cycles, "opens": None})


@router.get("/cycles/{cycle}/ballots")
def cycle_ballots_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_ballots")]
) -> Response:
    """The ballots of one year; it follows the year, so that one that is opened appears by itself."""
    with looking(request, caller) as look:
        told = look.answer("cycle", cycle)
        name = told["name"] or told["cluster"]
        title = look.text(_OF_CYCLE, name=name, years=year_label(told))
        opens = look.offer("open_ballot", stream("cycle", cycle), cycle=cycle)
        context = {"follows": cycle, "cycles": [told], "opens": opens}
        return _page(look, title, _listed(look, told), context)


def _runs(look: Look, cycle: Mapping[str, Any]) -> bool:
    """Whether a year is not over: what is only on record from long ago concerns nobody's vote."""
    recent = cycle["last_year"] + AWARDS_FOLLOW_YEARS >= as_datetime(look.point.as_of).year
    return recent and not cycle["closed"]


def _page(look: Look, title: str, listed: Iterable[Listed], context: Mapping[str, Any]) -> Response:
    found = list(listed)
    groups = [(words, [one for one in found if one.group == group]) for group, words in GROUPS.items()]
    told = {
        **context,
        "groups": [(look.text(words), ballots) for words, ballots in groups if ballots],
        "reads": look.url(look.request.url.path, fragment="1"),
    }
    if FRAGMENT in look.request.query_params:
        return look.fragment("ballots/listed.html", told)
    bar = look.bar("cycle", context["follows"]) if context["follows"] else look.bar()
    return look.page("ballots/listing.html", title, told, bar=bar)


def _listed(look: Look, cycle: dict[str, Any]) -> list[Listed]:
    """The ballots of a year, the latest first."""
    told = look.whole("ballots", cycle["cycle"])["ballots"]
    own = _own(look, {unit.unit for one in told if one["awaited"] for unit in one["awaited"]})
    year = f"{cycle['name'] or cycle['cluster']} · {year_label(cycle)}"
    found = []
    for one in reversed(told):
        waiting = called(unit for unit in one["awaited"] if unit.unit in own)
        group = "vote" if waiting and not look.travels else one["status"]
        address = look.url(f"/ballots/{one['ballot']}")
        found.append(Listed(group, address, heading(look, one), one, year, waiting, *_out(one)))
    return found


def _out(ballot: Mapping[str, Any]) -> tuple[str, str]:
    """Who was elected, and who is tied until a further round."""
    tied = ballot["tied"] if ballot["decided_by"] is None else ()
    return called(ballot["elected"] or ()), called(tied)


def _own(look: Look, units: set[str]) -> set[str]:
    """Those of some units for which the reader votes."""
    person = look.caller.person
    if person is None or not units:
        return set()
    subjects = {stream("unit", unit): unit for unit in units}
    found = UNITS.all(look.connection, look.point, subjects=subjects)
    now = Moment(look.point.as_of)
    return {unit for name, unit in subjects.items() if standing_of(found.get(name), person, now, "votes")}
