"""What can be chosen in a field: members of the cluster, titles of the rules, targets of a pledge."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from domain.rules import RuleSet
from projections.ballots import BALLOTS
from projections.catalogue import marked
from projections.units import Named
from projections.words import TABLES
from service.accounts import persons
from service.authority.subjects import Subject
from service.pages.choices import Choices, cluster_choices, unit_choices
from service.pages.forms.asked import Asked
from service.pages.forms.shapes import Shape
from service.pages.rendering import sentence
from service.rulebook import rule_sets

PERSONS_MAX = 500  # of a list to choose from; beyond that an id is typed
NOT_STATED = marked("không nêu")


class Option(msgspec.Struct, frozen=True):
    """Something to choose: what is sent, how it reads, and under which heading it stands."""

    value: str
    label: str
    group: str = ""


class Offered(NamedTuple):
    """What can be chosen in a field. `free`: it is some of many, and any other id can be typed."""

    options: Sequence[Option]
    free: bool = False


def offered(asked: Asked, shape: Shape) -> Offered | None:
    """What can be chosen in a field; None where anything can be typed."""
    if shape.kind in ("choice", "choices"):
        return Offered([Option(code, _word(asked, shape.table, code)) for code in shape.codes])
    if shape.name == "cluster" and asked.command == "open_cycle":
        return _some_of(cluster_choices(asked.look))
    special = _SPECIAL.get(shape.name)
    if special is not None and shape.kind in ("text", "unit", "units"):
        return Offered(special(asked))
    match shape.kind:
        case "unit" | "units":
            return _units(asked, shape)
        case "title" | "titles":
            return Offered(_titles(asked))
        case "person" | "persons":
            found = _persons(asked)
            return None if found is None else Offered(found)
    return None


def _word(asked: Asked, table: str, code: str) -> str:
    return sentence(asked.look.text(TABLES[table][code])) if code in TABLES.get(table, {}) else code


def _named(units: Iterable[Named], group: str = "") -> list[Option]:
    return [Option(one.unit, one.name or one.unit, group) for one in units]


# Fields that only a member of the cluster, or somebody of the year, can stand in.
_MEMBERS_ONLY = frozenset(
    {"signatories", "present", "elected", "chosen", "tied", "roll", "candidates", "deputy"}
)
_FREE = frozenset({"to", "authority", "grantor"})  # a unit, or whatever the document says


def _some_of(choices: Choices, heading: str = "", *, without: Collection[str] = ()) -> Offered:
    found = [Option(code, words, heading) for code, words in choices.options if code not in without]
    return Offered(found, free=not choices.whole)


def _units(asked: Asked, shape: Shape) -> Offered | None:
    if shape.name in _FREE or (asked.command == "register_unit" and shape.name == "unit"):
        return None
    members = asked.members
    inside = {one.unit for one in members}
    going = unit_choices(asked.look, ended=False)
    if asked.command == "join_cluster" or not members:
        return _some_of(going, without=inside)
    if shape.name in _MEMBERS_ONLY or shape.name == "unit":
        return Offered(_named(members))
    text = asked.look.text
    others = _some_of(going, text(marked("Đơn vị khác")), without=inside)
    return Offered([*_named(members, text(marked("Đơn vị của cụm"))), *others.options], others.free)


def _titles(asked: Asked) -> list[Option]:
    """The titles of the rules that the cycle adopted; those of the latest rule set until then."""
    rules: RuleSet | None = None if asked.year is None else asked.year.rules.rule_set
    pinned = rules if rules is not None else list(rule_sets().values())[-1]
    return [Option(one.code, _word(asked, "title", one.code)) for one in pinned.titles]


def _persons(asked: Asked) -> list[Option] | None:
    look = asked.look
    if look.acts.may("read_persons", Subject()) is None:
        own = look.person
        if own is None:
            return None
        return None if asked.command != "sign_pledge" else [Option(own.person, own.name or own.person)]
    found = persons.listed(look.connection, limit=PERSONS_MAX + 1)
    if len(found) > PERSONS_MAX:
        return None
    return [Option(one.person, one.name or one.person) for one in found if one.erased_at is None]


def _rule_sets(asked: Asked) -> Sequence[Option]:
    vietnamese = asked.look.language == "vi"
    found = reversed(list(rule_sets().values()))
    return [Option(one.id, one.vietnamese if vietnamese else one.english) for one in found]


def _targets(asked: Asked) -> list[Option]:
    pledge = None if asked.year is None else asked.year.pledges.get(asked.named.get("unit", ""))
    return [] if pledge is None else [Option(one.id, one.name) for one in pledge.targets]


def _ballots(asked: Asked) -> list[Option]:
    cycles = [asked.cycle] if asked.cycle else []
    if asked.cycle is None and asked.cluster is not None:
        told = asked.look.whole("cycles", only={"cluster": asked.cluster.id})
        cycles = [one["cycle"] for one in told["cycles"]]
    found = []
    for cycle in cycles:
        held = BALLOTS.all(asked.look.connection, asked.point, cycle=cycle).values()
        found += [Option(one.id, one.opened.question or one.id) for one in held if not one.is_annulled]
    return found


def _former_pledges(asked: Asked) -> list[Option]:
    """The earlier cycles of the cluster, whose pledges a new one may be made from."""
    if asked.cluster is None:
        return []
    told = asked.look.whole("cycles", only={"cluster": asked.cluster.id})["cycles"]
    return [Option(one["cycle"], str(one["first_year"])) for one in told if one["cycle"] != asked.cycle]


def _table(name: str) -> Callable[[Asked], list[Option]]:
    return lambda asked: [Option(code, _word(asked, name, code)) for code in TABLES[name]]


_SPECIAL: Mapping[str, Callable[[Asked], Sequence[Option]]] = {
    "rule_set": _rule_sets,
    "target": _targets,
    "ballot": _ballots,
    "copied_from": _former_pledges,
    "form": _table("form"),
    "level": _table("level"),
}
