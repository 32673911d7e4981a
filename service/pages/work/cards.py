"""Duties in words, as cards of a page: each with its way, its reason and its day."""

from collections.abc import Collection
from datetime import date
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
from service.pages.work.piles import Pile, Stall
from service.web.resources import RESOURCES

COUNTING = "/ballots/{ballot}/tellers"  # tellers enter what is no command of the log
ROOM = "/ballots/{ballot}"  # an elector's page of a ballot is the form of its vote
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


class Place(NamedTuple):
    """Where others are waited for, and how often for what."""

    place: str
    place_address: str
    acts: dict[str, int]


def cards(look: Look, shown: Collection[Pile], clusters: dict[str, Cluster]) -> list[Card]:
    """Piles in words: what is due first, then by the fact that each follows from."""
    known = {id(duty): pile for pile in shown for duty in pile.duties}
    duties = [duty for pile in shown for duty in pile.duties]
    units = {pile.held.unit for pile in shown}
    names = Names(look.connection, look.point, units)
    made: dict[int, Card] = {}
    for duty, words in told_in_order(look.connection, duties, look.point):
        pile = known[id(duty)]
        if id(pile) not in made:
            made[id(pile)] = _card(look, pile, clusters[duty.cluster], names)
        made[id(pile)].lines.append(_line(look, duty, words))
    return list(made.values())


def places(look: Look, shown: Collection[Stall], clusters: dict[str, Cluster]) -> list[Place]:
    """Where others are waited for, in words."""
    return [
        Place(
            _place(look, duty, clusters[duty.cluster]),
            _place_address(look, duty),
            {sentence(word("action", action, look.language)): count for action, count in actions.items()},
        )
        for duty, actions in shown
    ]


def _card(look: Look, pile: Pile, cluster: Cluster, names: Names) -> Card:
    duty = pile.duties[0]
    return Card(
        code=duty.code,
        title=sentence(word("action", duty.action, look.language)),
        place=_place(look, duty, cluster),
        place_address=_place_address(look, duty) if _may_read(look, duty) else None,
        why=_why(look, pile.held, names),
        group=pile.group,
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
