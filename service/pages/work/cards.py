"""Duties as cards of a page: equal ones of several units together, with their way, reason and day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from domain.clusters import Cluster
from domain.identity import cycle_parts, stream
from projections.catalogue import marked, translate
from projections.duties.duty import Duty
from projections.duties.telling import told_in_order
from projections.phrases import phrase
from projections.units import Names
from projections.words import word
from service.authority.holding import Held
from service.authority.roles import Role
from service.commands.catalogue import COMMANDS
from service.pages.looking import Look
from service.pages.offers import NEW
from service.pages.rendering import sentence
from service.pages.work.mine import Mine
from service.web.resources import RESOURCES

GROUPS = ("now", "late", "soon", "waiting", "coming")
SOON_DAYS = 14  # what is due within two weeks stands before what merely waits
COUNTING = "/ballots/{ballot}/tellers"  # tellers enter what is no command of the log
ROOM = "/ballots/{ballot}"  # an elector's page of a ballot is the form of its vote
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

_WHY = {
    Role.LEAD: marked("Vì bạn đại diện {unit:unit}, cụm trưởng."),
    Role.DEPUTY: marked("Vì bạn đại diện {unit:unit}, cụm phó."),
    Role.REPRESENTATIVE: marked("Vì bạn đại diện {unit:unit}."),
    Role.OFFICE: marked("Vì bạn làm việc tại cơ quan thi đua[ của {unit:unit}]."),
    Role.TELLER: marked("Vì bạn ở trong ban kiểm phiếu."),
}
_STANDING_IN = marked("Vì bạn được ủy quyền thay người đại diện {unit:unit}, đến hết {until:date}.")


class Line(NamedTuple):
    """One duty on a card: its unit, its reason, the way to it, and the entry that it follows from."""

    unit: str | None
    because: str
    address: str
    since: dict[str, Any]


class Card(NamedTuple):
    """One act that waits, for one unit or for several. `group` is where it stands on the page."""

    code: str
    title: str
    place: str
    place_address: str | None  # None for who may not read the year, as a teller
    why: str
    group: str
    starts: date | None
    due: date | None
    rule: str | None
    lines: list[Line]

    @property
    def address(self) -> str:
        """The way to the first of them."""
        return self.lines[0].address


def cards(look: Look, found: Iterable[Mine], clusters: dict[str, Cluster]) -> list[Card]:
    """The reader's duties in order: overdue, due soon, waiting, still to come."""
    known = {id(one.duty): one for one in found}
    told = told_in_order(look.connection, [one.duty for one in known.values()], look.point)
    units = {one.held.unit for one in known.values()}
    names = Names(look.connection, look.point, units)
    made: dict[tuple[Any, ...], Card] = {}
    for duty, words in told:
        one = known[id(duty)]
        key = (duty.code, duty.cluster, duty.cycle, duty.due, duty.starts, one.held.role, one.held.unit)
        if key not in made:
            made[key] = _card(look, one, clusters[duty.cluster], names)
        made[key].lines.append(_line(look, duty, words))
    return sorted(made.values(), key=lambda card: GROUPS.index(card.group))


class Stall(NamedTuple):
    """What waits for others in one place, where the reader could record it in their stead: how often what."""

    place: str
    place_address: str
    acts: dict[str, int]


def stalls(look: Look, found: Iterable[Mine], clusters: dict[str, Cluster]) -> list[Stall]:
    """Where others are waited for, place by place, without what is still to come."""
    made: dict[tuple[str, str | None], Stall] = {}
    for one in found:
        duty = one.duty
        if _group(duty, look.today) == "coming":
            continue
        key = duty.cluster, duty.cycle
        if key not in made:
            made[key] = Stall(_place(look, duty, clusters[duty.cluster]), _place_address(look, duty), {})
        act = sentence(word("action", duty.action, look.language))
        made[key].acts[act] = made[key].acts.get(act, 0) + 1
    return list(made.values())


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


def _card(look: Look, one: Mine, cluster: Cluster, names: Names) -> Card:
    duty = one.duty
    return Card(
        code=duty.code,
        title=sentence(word("action", duty.action, look.language)),
        place=_place(look, duty, cluster),
        place_address=_place_address(look, duty) if _may_read(look, duty) else None,
        why=_why(look, one.held, names),
        group=_group(duty, look.today),
        starts=duty.starts,
        due=duty.due,
        rule=duty.rule,
        lines=[],
    )


def _place(look: Look, duty: Duty, cluster: Cluster) -> str:
    if duty.cycle is None:
        return cluster.formed.name
    _, first, last = cycle_parts(duty.cycle)
    years = str(first) if first == last else f"{first}–{last}"
    return translate(look.language, marked("{name} · Năm {years}"), name=cluster.formed.name, years=years)


def _place_address(look: Look, duty: Duty) -> str:
    return look.url(f"/cycles/{duty.cycle}" if duty.cycle else f"/clusters/{duty.cluster}")


def _may_read(look: Look, duty: Duty) -> bool:
    return duty.cycle is None or look.acts.may("read_cycle", stream("cycle", duty.cycle)) is not None


def _why(look: Look, held: Held, names: Names) -> str:
    standing = held.standing
    if standing is not None and standing.by is not None:
        return phrase(look.language, _STANDING_IN, names, {"unit": held.unit, "until": standing.until})
    return phrase(look.language, _WHY[held.role], names, {"unit": held.unit})


def _line(look: Look, duty: Duty, words: dict[str, Any]) -> Line:
    named = words["unit"]
    return Line(
        unit=named and (named.name or named.unit),
        because=sentence(words["because"][look.language]),
        address=address_of(look, duty),
        since=words["since"],
    )


def address_of(look: Look, duty: Duty) -> str:
    """The form of a duty, with what is known filled in."""
    subject = duty.subject
    resource = RESOURCES.get(duty.action)
    if duty.action == "cast_vote":
        return look.url(ROOM.format(**subject), elector=duty.unit)
    if resource is None:
        return look.url(COUNTING.format(**subject))
    path = resource.path.format_map({name: subject[name] for name in resource.named})
    taken = _arguments(duty.action) - {*resource.named, resource.derives}
    return look.url(path + NEW, **{name: value for name, value in subject.items() if name in taken})


def _arguments(action: str) -> set[str]:
    return set(COMMANDS[action].arguments.__struct_fields__)
