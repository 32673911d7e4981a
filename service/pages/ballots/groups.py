"""Ballots in groups, by what a reader has to do with them; of many, which of a group a page tells."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.ballots import Ballot
from domain.moments import Moment
from projections import votes
from projections.ballots import BALLOTS
from projections.catalogue import marked
from service.pages.looking import Look
from service.pages.parts import Part, part

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
GOING_MAX = 200  # ballots of a group that a page tells while they go on
SETTLED_MAX = 50  # once they are settled
_SETTLED = ("decided", "annulled")


class Asked(NamedTuple):
    """Which part of a list is asked for: of all groups the beginning, or one from a ballot on."""

    group: str | None
    after: int
    words: str = ""


class Grouped(NamedTuple):
    """A ballot, the group in which it stands, and the reader's units whose votes it waits for."""

    group: str
    ballot: Ballot
    waiting: frozenset[str]


def grouped(look: Look, cycles: Sequence[str]) -> list[Grouped]:
    """The ballots of cycles in their order, of each the latest first."""
    place = {cycle: index for index, cycle in enumerate(cycles)}
    found = sorted(
        BALLOTS.all(look.connection, look.point, cycles=cycles).values(),
        key=lambda one: (one.opened_at.effective, one.id),
        reverse=True,
    )
    waiting = _waiting(look, found)
    made = []
    for ballot in sorted(found, key=lambda one: place[one.opened.cycle]):
        units = waiting.get(ballot.id, frozenset())
        group = "vote" if units and not look.travels else votes.status(ballot)
        made.append(Grouped(group, ballot, units))
    return made


def shown(found: Sequence[Grouped], asked: Asked) -> dict[str, Part[Grouped]]:
    """What a page tells of each group: of more than it takes, those that began or ended last."""
    parts = {}
    for group in GROUPS if asked.group is None else (asked.group,):
        lines = [one for one in found if one.group == group]
        latest = sorted(range(len(lines)), key=lambda index: _last(lines[index].ballot), reverse=True)
        cut = part(latest, SETTLED_MAX if group in _SETTLED else GOING_MAX, asked.after)
        parts[group] = Part([lines[index] for index in sorted(cut.shown)], cut.total, cut.after, cut.next)
    return parts


def _last(ballot: Ballot) -> int:
    return (ballot.decided_at or ballot.opened_at).effective


def _waiting(look: Look, found: Sequence[Ballot]) -> dict[str, frozenset[str]]:
    """The units for which the reader votes and has not yet, by ballot."""
    own = look.speaks_for(Moment(look.point.as_of), "votes")
    asked = [ballot for ballot in found if ballot.is_open and not own.isdisjoint(ballot.opened.roll)]
    cast = votes.votes_on(look.connection, asked, look.point)
    return {
        ballot.id: frozenset(own.intersection(votes.awaited(ballot, cast[ballot.id]))) for ballot in asked
    }
