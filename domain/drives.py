"""A special drive inside the year: launched, reviewed, closed.

Stream `drive:{cycle}:{drive}`. Source: Law 06/2022/QH15 art 16-17 (emulation by theme has its own launch,
targets and review); that police clusters run several a year is told by press reports.
"""

from datetime import date
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from domain.facts import Entry, Fact
from domain.moments import Anchor, Moment
from domain.refusals import Refusal


class DriveLaunched(Fact, frozen=True, kw_only=True):
    """A drive was called for; `starts` and `ends` are its first and last day as announced.

    A launch known only to a year counts from the year's start: what it tells is that the drive ran in it,
    and a review on a day of that year must find it launched.
    """

    topic: ClassVar[str] = "drive.launched"
    anchor: ClassVar[Anchor] = Anchor.START
    name: str
    occasion: str | None = None
    slogan: str | None = None
    starts: date | None = None
    ends: date | None = None
    document: str | None = None


class DriveReviewed(Fact, frozen=True, kw_only=True):
    """The drive's results were looked at; how many collectives and individuals were commended for it."""

    topic: ClassVar[str] = "drive.reviewed"
    findings: str | None = None
    collectives: int | None = None
    individuals: int | None = None
    document: str | None = None


class DriveClosed(Fact, frozen=True, kw_only=True):
    """The drive came to its end."""

    topic: ClassVar[str] = "drive.closed"
    document: str | None = None


class Drive(msgspec.Struct, frozen=True, kw_only=True):
    """A drive: what was launched, when it was last reviewed with what outcome, when it was closed."""

    launch: DriveLaunched
    launched: Moment
    review: DriveReviewed | None = None
    reviewed: Moment | None = None
    closed: Moment | None = None


def evolve(drive: Drive | None, entry: Entry) -> Drive | None:
    """The drive after an entry; the latest review stands."""
    match entry.fact:
        case DriveLaunched() as launch:
            return Drive(launch=launch, launched=entry.moment)
        case DriveReviewed() as review if drive is not None:
            return replace(drive, review=review, reviewed=entry.moment)
        case DriveClosed() if drive is not None:
            return replace(drive, closed=entry.moment)
        case _:
            return drive


def admit(drive: Drive | None, fact: Fact, when: Moment) -> None:
    """Check that a fact can follow in this stream. A drive may be reviewed more than once, also once closed.

    Raises:
        Refusal: `drive_already_launched`, `drive_ends_before_start`, `drive_not_launched`,
            `drive_already_closed`, `count_negative`.
    """
    match fact:
        case DriveLaunched(starts=starts, ends=ends):
            if drive is not None:
                raise Refusal(
                    "drive_already_launched", name=drive.launch.name, launched=drive.launched.text()
                )
            if starts is not None and ends is not None and ends < starts:
                raise Refusal("drive_ends_before_start", name=fact.name, starts=starts, ends=ends)
        case DriveReviewed(collectives=collectives, individuals=individuals):
            _launched(drive)
            for field, count in (("collectives", collectives), ("individuals", individuals)):
                if count is not None and count < 0:
                    raise Refusal("count_negative", field=field, count=count)
        case DriveClosed():
            held = _launched(drive)
            if held.closed is not None:
                raise Refusal("drive_already_closed", name=held.launch.name, closed=held.closed.text())
        case _:
            pass


def _launched(drive: Drive | None) -> Drive:
    if drive is None:
        raise Refusal("drive_not_launched")
    return drive


def launch(
    drive: Drive | None,
    *,
    when: Moment,
    name: str,
    occasion: str | None = None,
    slogan: str | None = None,
    starts: date | None = None,
    ends: date | None = None,
    document: str | None = None,
) -> DriveLaunched:
    """Call for a drive.

    Raises:
        Refusal: `drive_already_launched`, `drive_ends_before_start`.
    """
    fact = DriveLaunched(
        name=name, occasion=occasion, slogan=slogan, starts=starts, ends=ends, document=document
    )
    admit(drive, fact, when)
    return fact


def review(
    drive: Drive | None,
    *,
    when: Moment,
    findings: str | None = None,
    collectives: int | None = None,
    individuals: int | None = None,
    document: str | None = None,
) -> DriveReviewed:
    """Look at what a drive brought.

    Raises:
        Refusal: `drive_not_launched`, `count_negative`.
    """
    fact = DriveReviewed(
        findings=findings, collectives=collectives, individuals=individuals, document=document
    )
    admit(drive, fact, when)
    return fact


def close(drive: Drive | None, *, when: Moment, document: str | None = None) -> DriveClosed:
    """End a drive.

    Raises:
        Refusal: `drive_not_launched`, `drive_already_closed`.
    """
    fact = DriveClosed(document=document)
    admit(drive, fact, when)
    return fact
