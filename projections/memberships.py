"""The members of a cluster over time: who came when, who left when and why, and in which years each led."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.clusters import Cluster, MemberJoined, MemberLeft, every_tenure
from domain.facts import Entry
from domain.identity import stream
from domain.timeline import standing
from projections.clusters import CLUSTERS
from projections.entries import entries
from projections.point import Point
from projections.units import Names, by_name


class _Stay(msgspec.Struct, kw_only=True):
    """A membership: its first entry, and the one that ended it."""

    unit: str
    joined: Entry
    left: Entry | None = None


def memberships(connection: Connection, cluster: str, point: Point) -> dict[str, Any] | None:
    """Every membership that began by the point, the earliest first; None for an unknown cluster.

    A unit that left and came back has two. `entry` is the position of what made a membership, and of what
    ended it. `led` are the years of the unit's tenures as lead, whichever membership they fell in.
    """
    found = CLUSTERS.of(connection, stream("cluster", cluster), point)
    if found is None:
        return None
    own = entries(connection, point, of=[stream("cluster", cluster)])
    stays = _stays(standing(own, as_of=point.as_of))
    names = Names(connection, point, {stay.unit for stay in stays})
    ordered = sorted(stays, key=lambda stay: (stay.joined.effective, by_name(names.named(stay.unit))))
    led = _led(found)
    return {
        **point.told(),
        "cluster": cluster,
        "name": found.formed.name,
        "kind": found.formed.kind,
        "formed_on": found.formed_on.text(),
        "memberships": [_told(stay, names, led) for stay in ordered],
    }


def _stays(stands: list[Entry]) -> list[_Stay]:
    """The memberships of entries in their order. One restated keeps its beginning, as `evolve` has it."""
    stays: list[_Stay] = []
    open_ones: dict[str, _Stay] = {}
    for entry in stands:
        match entry.fact:
            case MemberJoined(unit=unit) if unit not in open_ones:
                open_ones[unit] = _Stay(unit=unit, joined=entry)
                stays.append(open_ones[unit])
            case MemberLeft(unit=unit) if unit in open_ones:
                open_ones.pop(unit).left = entry
    return stays


def _led(cluster: Cluster) -> Mapping[str, list[int]]:
    """The years in which each unit led, in order."""
    led: defaultdict[str, list[int]] = defaultdict(list)
    for year, lead in sorted({(one.year, one.lead or "") for one in every_tenure(cluster)}):
        led[lead].append(year)
    return led


def _told(stay: _Stay, names: Names, led: Mapping[str, list[int]]) -> dict[str, Any]:
    return {
        "unit": stay.unit,
        "name": names.named(stay.unit).name,
        "since": stay.joined.moment.text(),
        "entry": stay.joined.position,
        "left": None if stay.left is None else _end(stay.left),
        "led": led.get(stay.unit, []),
    }


def _end(left: Entry) -> dict[str, Any]:
    reason = left.fact.reason if isinstance(left.fact, MemberLeft) else None
    return {"when": left.moment.text(), "reason": reason, "entry": left.position}
