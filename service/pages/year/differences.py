"""Two points of a year beside each other: what differs, and the entries that made it so."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.moments import CIVIL_ZONE
from projections.catalogue import marked
from projections.days import cycle_days
from projections.point import Point
from service import answers
from service.pages.looking import Look, looking
from service.pages.written import written_moment
from service.pages.year.differing import Difference, differing
from service.pages.year.entries import entries_told
from service.pages.year.frame import frame, section_page
from service.web.guard import Caller, permitted
from service.web.reading import CycleId

_POINT = ("as_of", "known_at")

router = APIRouter(include_in_schema=False)


class Asked(NamedTuple):
    """One of the two points as it is asked for, in what the fields of the form hold."""

    as_of: str
    known_at: str
    point: Point


@router.get("/cycles/{cycle}/differences")
def differences_page(
    request: Request, cycle: CycleId, caller: Annotated[Caller, permitted("read_audit")]
) -> Response:
    """What differs from one point to another: from before the last milestone to now, unless asked."""
    with looking(request, caller) as look:
        around = frame(look, cycle, "differences")
        milestones = _milestones(look, cycle)
        one, other = _points(look, milestones)
        asked = answers.Asked(also={"other": other.point})
        told = answers.answer_at(look.connection, "differences", (cycle,), one.point, asked)
        found = differing(look, cycle, told["differences"])
        context = {
            "one": one,
            "other": other,
            "milestones": milestones,
            "groups": _grouped(found),
            "count": len(found),
            "entries": [_now(one) for one in entries_told(look, reversed(told["entries"]))],
        }
        heading = look.text(marked("So sánh hai thời điểm"))
        return section_page(look, around, "cycles/differences.html", heading, context)


def _milestones(look: Look, cycle: str) -> list[dict[str, Any]]:
    """The milestones of the year, each with the address that compares from the day before it."""
    days = cycle_days(look.connection, cycle, look.point)
    if days is None:
        return []
    others = {f"other_{name}": _asked(look, name) for name in _POINT}
    return [
        {**one, "href": look.url(look.request.url.path, as_of=_eve(one["on"]), known_at=None, **others)}
        for one in days["milestones"]
    ]


def _asked(look: Look, name: str) -> str:
    """A part of the other point, as it was typed."""
    return look.request.query_params.get(f"other_{name}", "").strip()


def _eve(day: str) -> date:
    """The day before, at whose end a milestone was not reached yet."""
    return date.fromisoformat(day) - timedelta(days=1)


def _points(look: Look, milestones: Iterable[Mapping[str, Any]]) -> tuple[Asked, Asked]:
    """Both points: as they are asked for, else from before the last milestone, so that it is what differs."""
    told = {name: written_moment(_asked(look, name)) or None for name in _POINT}
    other = _stand(look, answers.read_point(told["as_of"], told["known_at"], prefix="other_"))
    own = look.asked
    if own.as_of is None and own.known_at is None and told["known_at"] is None:
        passed = [one["on"] for one in milestones if one["on"] <= other.as_of]
        if passed:
            return _stand(look, answers.Asked(as_of=_eve(passed[-1]))), other
    return _stand(look, own), other


def _stand(look: Look, asked: answers.Asked) -> Asked:
    point = answers.stand(look.application, look.connection, asked).point
    known = asked.known_at
    day = asked.as_of or look.today
    return Asked(
        day.isoformat(),
        "" if known is None else known.astimezone(CIVIL_ZONE).date().isoformat(),
        point,
    )


def _now(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry that leads to its page of now: at the earlier of two points it may not be there yet."""
    return {**entry, "href": f"/events/{entry['position']}"}


def _grouped(found: Iterable[Difference]) -> list[tuple[str, list[Difference]]]:
    """The differences by what they are of: the year, each unit, the steps."""
    groups: dict[str, list[Difference]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    return list(groups.items())
