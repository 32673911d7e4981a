"""An entry of the journal as a line of a page: its sentence, both of its times, and what became of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from domain.moments import DAY_MICROSECONDS, microseconds
from projections.catalogue import marked
from projections.fairness import LATE_DAYS
from projections.formats import read_moment
from service.pages.audit.people import People
from service.pages.looking import Look

Line = dict[str, Any]


class Mark(NamedTuple):
    """What is to be noticed of an entry: words, with the kind of state whose sign goes with them."""

    text: str
    kind: str


def entry_lines(look: Look, told: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Entries as a page lists them."""
    listed = list(told)
    people = People(look, [one["authority"] for one in listed])
    return [entry_line(look, one, people) for one in listed]


def entry_line(look: Look, one: Mapping[str, Any], people: People) -> Line:
    """One entry, with its address, who recorded it, and its marks."""
    return {
        **one,
        "href": look.url(f"/events/{one['position']}"),
        "sentence": one["sentences"][look.language],
        "who": people.name(one["actor"]),
        "who_href": people.address(one["actor"]),
        "capacity": people.authority(one["authority"]),
        "marks": marks(look, one),
    }


def marks(look: Look, one: Mapping[str, Any]) -> list[Mark]:
    """What is to be noticed of an entry."""
    found = []
    days = days_late(one["on"], one["recorded_at"])
    if days > LATE_DAYS:
        found.append(Mark(look.text(marked("ghi sau {days} ngày"), days=str(days)), "late"))
    if one["corrects"] is not None:
        found.append(
            Mark(look.text(marked("đính chính mục {position}"), position=str(one["corrects"])), "now")
        )
    if one["retracts"] is not None:
        found.append(Mark(look.text(marked("rút mục {position}"), position=str(one["retracts"])), "now"))
    if one["corrected_by"]:
        by = ", ".join(str(position) for position in one["corrected_by"])
        found.append(Mark(look.text(marked("đã đính chính (mục {position})"), position=by), "partly"))
    if one["retracted_by"] is not None:
        by = str(one["retracted_by"])
        found.append(Mark(look.text(marked("đã rút (mục {position})"), position=by), "annulled"))
    if one["withheld"]:
        found.append(Mark(look.text(marked("chưa nêu lựa chọn")), "locked"))
    return found


def days_late(on: str, recorded_at: str) -> int:
    """How many whole days after it was true something was recorded; 0 where that is not known."""
    moment = read_moment(on)
    bounds = None if moment is None else moment.bounds()
    if bounds is None:
        return 0
    return max(microseconds(datetime.fromisoformat(recorded_at)) - bounds[1], 0) // DAY_MICROSECONDS
