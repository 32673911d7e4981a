"""The special drives of a cycle."""

from typing import Any

from sqlalchemy import Connection

from domain.drives import Drive
from domain.identity import stream, stream_parts
from projections.asof import Model
from projections.cycles import cycle_at
from projections.point import Point

DRIVES = Model("drives", "drive", Drive)


def drives(connection: Connection, cycle: str, point: Point) -> dict[str, Any] | None:
    """The drives of a cycle in the order of their launch; None for an unknown cycle."""
    if cycle_at(connection, cycle, point) is None:
        return None
    found = DRIVES.all(connection, point, cycle=cycle).items()
    ordered = sorted(found, key=lambda named: (named[1].launched.effective, named[0]))
    return {
        **point.told(),
        "cycle": cycle,
        "drives": [_told(stream_parts(name)[1][1], drive) for name, drive in ordered],
    }


def drive(connection: Connection, cycle: str, drive: str, point: Point) -> dict[str, Any] | None:
    """One drive of a cycle; None for an unknown one."""
    found = DRIVES.of(connection, stream("drive", cycle, drive), point)
    return None if found is None else {**point.told(), "cycle": cycle, **_told(drive, found)}


def _told(name: str, drive: Drive) -> dict[str, Any]:
    launch, review = drive.launch, drive.review
    return {
        "drive": name,
        "name": launch.name,
        "occasion": launch.occasion,
        "slogan": launch.slogan,
        "starts": launch.starts,
        "ends": launch.ends,
        "launched_on": drive.launched.text(),
        "reviewed_on": drive.reviewed and drive.reviewed.text(),
        "closed_on": drive.closed and drive.closed.text(),
        "findings": review and review.findings,
        "collectives": review and review.collectives,
        "individuals": review and review.individuals,
        "document": (review and review.document) or launch.document,
    }
