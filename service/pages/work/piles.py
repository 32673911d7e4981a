"""The reader's duties in piles, one for each card, in the order in which a page takes them up.

Nothing of it is told in words yet: of thousands of duties, those that a page shows are chosen here.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from projections.duties.duty import Duty
from service.authority.holding import Held
from service.pages.work.mine import Mine

GROUPS = ("now", "late", "soon", "waiting", "coming")
SOON_DAYS = 14  # what is due within two weeks stands before what merely waits
# A ballot that was begun: people sit in a hall and wait.
_IN_THE_ROOM = frozenset(
    {
        "take_attendance",
        "appoint_tellers",
        "cast_vote",
        "close_ballot",
        "count_roll_call",
        "count_hands",
        "enter_teller_count",
        "acclaim",
        "open_second_round",
    }
)


class Pile(NamedTuple):
    """One act that waits, for one unit or several, by one role. `group` is where it stands on the page."""

    group: str
    held: Held
    duties: list[Duty]


class Stall(NamedTuple):
    """What waits for others in one place, where the reader could record it in their stead: how often what."""

    duty: Duty  # any of them: it names the place
    actions: dict[str, int]


def piles(found: Iterable[Mine], today: date) -> dict[str, list[Pile]]:
    """Duties by group, what is due first before the rest, and what is alike as they were found."""
    made: dict[tuple[Any, ...], Pile] = {}
    for duty, held, _ in found:
        key = (duty.code, duty.cluster, duty.cycle, duty.due, duty.starts, held.role, held.unit)
        if key not in made:
            made[key] = Pile(_group(duty, today), held, [])
        made[key].duties.append(duty)
    grouped: dict[str, list[Pile]] = {group: [] for group in GROUPS}
    for pile in sorted(made.values(), key=_days):
        grouped[pile.group].append(pile)
    return grouped


def stalls(found: Iterable[Mine], today: date) -> list[Stall]:
    """Where others are waited for, place by place, without what is still to come."""
    made: dict[tuple[str, str | None], Stall] = {}
    for duty, _, _ in found:
        if _group(duty, today) != "coming":
            actions = made.setdefault((duty.cluster, duty.cycle), Stall(duty, {})).actions
            actions[duty.action] = actions.get(duty.action, 0) + 1
    return list(made.values())


def _days(pile: Pile) -> tuple[date, date]:
    duty = pile.duties[0]
    return duty.due or date.max, duty.starts or date.min


def _group(duty: Duty, today: date) -> str:
    if duty.action in _IN_THE_ROOM:
        return "now"
    if duty.due is not None and duty.due < today:
        return "late"
    if duty.starts is not None and duty.starts > today:
        return "coming"
    if duty.due is not None and duty.due <= today + timedelta(days=SOON_DAYS):
        return "soon"
    return "waiting"
