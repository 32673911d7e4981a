"""The shapes of honours, history, pledges, drives, and problems: see `schemas`."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from service.web.schemas import Answer, Moment, Named, Page, Shape


class BorneName(Shape):
    """A name that a unit bore."""

    name: str
    short_name: str | None
    since: Moment


class Honour(Shape):
    """A title that a unit was proposed for, with everything that became of it."""

    cycle: str
    year: int | None
    title: str
    status: str
    since: Moment
    times: int
    consecutive: bool | None
    proposed_on: Moment | None
    proposed_by: str | None
    ballot: str | None
    decided_on: Moment | None
    outcome: str | None
    instead: str | None
    authority: str | None
    number: str | None
    signed_on: date | None
    presented_on: Moment | None
    presented_by: str | None
    place: str | None
    by_delegation: bool | None
    annulled_because: str | None


class Honours(Page):
    """The titles of a unit over the years."""

    unit: str
    name: str
    names: list[BorneName]
    status: str
    ended: Moment | None
    successors: list[Named]
    honours: list[Honour]


class HistoryEntry(Shape):
    """An entry as a sentence, and what amends it."""

    position: int
    on: Moment
    precision: str
    recorded_at: datetime
    topic: str
    stream: str
    unit: Named | None
    actor: str | None
    source: str | None
    sentence: str
    stands: bool
    corrected_by: list[int]
    retracted_by: int | None
    corrects: int | None
    retracts: int | None


class History(Answer):
    """Every entry of a cycle, in the order in which it was true."""

    cycle: str
    entries: list[HistoryEntry]
    next: int | None


class Target(Shape):
    """What a unit set out to reach, and what it reached."""

    target: str
    name: str
    direction: str
    measure: str | None
    goal: Decimal | None
    baseline: Decimal | None
    assigned: bool
    actual: Decimal | None
    met: bool | None


class Figure(Shape):
    """A result that a source states without a target."""

    name: str
    actual: Decimal | None
    measure: str | None
    met: bool | None


class Pledge(Named):
    """The pledge of a unit."""

    registered_on: Moment | None
    signed_on: Moment | None
    withdrawn_on: Moment | None
    pledged_titles: list[str]
    met: int | None
    total: int | None
    all_met: bool | None
    targets: list[Target]
    figures: list[Figure]


class Pledges(Page):
    """The pledges of a cycle."""

    cycle: str
    pledges: list[Pledge]


class UnitPledge(Answer, Pledge):
    """The pledge of one unit."""

    cycle: str


class Drive(Shape):
    """A special drive."""

    drive: str
    name: str
    occasion: str | None
    slogan: str | None
    starts: date | None
    ends: date | None
    launched_on: Moment
    reviewed_on: Moment | None
    closed_on: Moment | None
    findings: str | None
    collectives: int | None
    individuals: int | None
    document: str | None


class Drives(Page):
    """The drives of a cycle."""

    cycle: str
    drives: list[Drive]


class CycleDrive(Answer, Drive):
    """One special drive."""

    cycle: str


class Problem(Shape):
    """Problem details (RFC 9457), in Vietnamese or English as the reader asks."""

    type: str = Field(description="A page that says what it means", examples=["/problems/unknown-id"])
    title: str
    status: int
    detail: str
    remedy: str
    instance: str
    code: str | None = Field(None, description="What programs may look at", examples=["cycle_unknown"])
    field: str | None = Field(None, description="The parameter that is meant")
    rule: str | None = Field(None, description="The rule that it rests on")
    near: list[str] | None = Field(None, description="Ids like the one asked for")
