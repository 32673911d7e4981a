"""The shapes of a unit's honours, of a cycle's history, and of problems: see `schemas`."""

from datetime import date, datetime

from pydantic import Field

from service.web.schemas import Answer, Moment, Named, Shape


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


class Honours(Answer):
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
