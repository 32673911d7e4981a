"""The years for which the reader may send a file of targets."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from domain.identity import stream
from domain.refusals import Refusal
from projections.clusters import FORMATIONS, clusters_of
from projections.cycles import Listed, all_cycles
from service.answers import PointUnreadable
from service.authority.holding import phase_of
from service.authority.roles import Role
from service.authority.table import TABLE
from service.pages.clusters import year_label
from service.pages.looking import Look
from service.pages.reach import Reach
from service.paging import Cutting
from service.questions import CYCLE_LINES

PAGE_LINES = 50
TARGETS = "import_targets"


class Sendable(NamedTuple):
    """The cycles of a page for which the reader may send targets; `searched`: there are more than a page."""

    cycles: list[dict[str, Any]]
    total: int
    searched: bool
    next: str | None


def sendable(look: Look, q: str, after: str | None, limit: int = PAGE_LINES) -> Sendable:
    """The cycles that are looked for, of those for which the reader may send targets.

    Raises:
        PointUnreadable: `page_unknown`, where none of them is `after`.
    """
    cutting = Cutting(CYCLE_LINES, q=q or None, after=after, limit=limit)

    def cut(listed: Sequence[Listed]) -> list[Listed]:
        return cutting(_within(look, listed))

    try:
        told = all_cycles(look.connection, look.point, cut=cut)["cycles"]
    except Refusal as refusal:
        raise PointUnreadable("after", refusal) from refusal
    cycles = [
        {**one, "years": year_label(one), "href": f"/imports/targets/{one['cycle']}/new"} for one in told
    ]
    paged = cutting.next is not None or after is not None
    following = cutting.next and look.url("/imports", q=q, cycle=cutting.next)
    return Sendable(cycles, cutting.total, bool(q) or paged, following)


def _within(look: Look, listed: Sequence[Listed]) -> list[Listed]:
    """Those for which the reader may send targets: their office sees to them, or they lead them."""
    reach = Reach(look)
    if reach.is_whole:
        open_ones = TABLE[TARGETS].roles[Role.OFFICE]
        return [one for one in listed if phase_of(one.cycle) in open_ones]
    units = {one["unit"] for one in look.answer("representation", str(look.caller.person))["units"]}
    led = {one.id for one in clusters_of(look.connection, units, look.point)}
    if reach.is_office:
        formations = FORMATIONS.all(look.connection, look.point).values()
        led |= {one.id for one in formations if reach.covers(one.formed.organiser)}
    near = (one for one in listed if one.cycle.opened.cluster in led)
    return [one for one in near if look.acts.may(TARGETS, stream("cycle", one.cycle.id)) is not None]
