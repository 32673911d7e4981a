"""The shapes of answers, for OpenAPI: the read models write the bytes, and a test holds them to these.

Unknown is null, never 0. A date known to a month or a year is written so (`2019-11`, `2019`); `unknown`
stands where a source gives none. Exact figures are text.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Moment = str


class Shape(BaseModel):
    """A part of an answer; nothing undeclared is in it."""

    model_config = ConfigDict(extra="forbid")


class Named(Shape):
    """A unit, with the name that it bore on the day."""

    unit: str = Field(examples=["ca-tinh-ha-tinh"])
    name: str | None = Field(examples=["Công an tỉnh Hà Tĩnh"])


class Answer(Shape):
    """An answer, and the point that it stands at."""

    as_of: date = Field(examples=["2022-11-21"])
    known_at: datetime = Field(examples=["2026-01-15T09:00:00+07:00"])
    position: int = Field(description="The last entry of the log that was counted in", examples=[512])


class Page(Answer):
    """One page of a list."""

    next: str | None = Field(
        description="What to ask for `after` to have the following page; null on the last", examples=[None]
    )


class Lead(Shape):
    """One tenure; `handed_over_on` is the day of the act, `effective_from` that of effect."""

    year: int
    lead: Named | None
    deputy: Named | None
    mode: str
    handed_over_on: Moment | None
    accepted_on: Moment | None
    effective_from: date


class Leads(Answer):
    """The lead and deputy of a cluster on the day, and every tenure that is recorded."""

    cluster: str
    name: str
    kind: str
    lead: Named | None
    deputy: Named | None
    mode: str | None
    handed_over_on: Moment | None
    effective_from: date | None
    lineage: list[Lead]


class ListedCycle(Shape):
    """A cycle in a list; `name` is that of its cluster."""

    cycle: str
    cluster: str
    name: str | None
    first_year: int
    last_year: int
    movement: str | None
    theme: str | None
    closed: bool


class Cycle(Answer, ListedCycle):
    """One cycle."""


class Cycles(Page):
    """Every cycle, the latest years first."""

    cycles: list[ListedCycle]


class ListedCluster(Shape):
    """A cluster in a list."""

    cluster: str
    name: str
    kind: str
    organiser: Named | None
    series: str | None
    number: str | None
    formed_on: Moment
    document: str | None
    lead: Named | None
    deputy: Named | None
    members: list[Named]


class Clusters(Page):
    """Every cluster, by name."""

    clusters: list[ListedCluster]


class ListedUnit(Shape):
    """A unit in a list."""

    unit: str
    name: str
    short_name: str | None
    kind: str | None
    parent: Named | None
    fictional: bool
    status: str
    ended: Moment | None
    successors: list[Named]


class Unit(Answer, ListedUnit):
    """One unit."""


class Units(Page):
    """Every unit, by name."""

    units: list[ListedUnit]


class Score(Shape):
    """The points of a unit at each stage, and the most that it could reach."""

    self: Decimal | None
    verified: Decimal | None
    final: Decimal | None
    max: Decimal | None


class Targets(Shape):
    """How many targets were met, of how many."""

    met: int | None
    total: int | None
    all_met: bool | None


class TitleStatus(Shape):
    """A title that a unit was proposed for, and what became of it."""

    title: str
    status: str
    since: Moment
    times: int
    year: int | None


class UnitVotes(Shape):
    """The votes on a unit in one ballot."""

    ballot: str
    title: str | None
    votes_for: int | None
    votes_against: int | None
    votes_abstain: int | None
    elected: bool | None


class Member(Named):
    """One unit on the board."""

    status: str | None
    left: Moment | None
    rank: int | None
    score: Score
    targets: Targets
    pledged_titles: list[str]
    titles: list[TitleStatus]
    votes: list[UnitVotes]


class Period(Shape):
    """The days that a figure covers."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)

    from_: date | None = Field(alias="from")
    to: date | None


class CommendationLine(Shape):
    """A count of commendations as its source states it."""

    line: str
    form: str | None
    grade: str | None
    level: str | None
    grantor: str | None
    unit: Named | None
    collectives: int | None
    individuals: int | None
    awards: int | None
    counting: Literal["instances", "distinct", "unstated"]
    within: str | None
    period: Period
    note: str | None
    reported_on: Moment
    position: int
    source: str | None
    document: str | None


class Commendations(Page):
    """The commendations reported in a cycle; nothing is added up."""

    cycle: str
    commendations: list[CommendationLine]


class Standings(Answer):
    """The board of a cycle; `year` is null for a period of several years."""

    cycle: str
    cluster: str
    name: str | None
    cluster_kind: str | None
    year: int | None
    first_year: int
    last_year: int
    movement: str | None
    theme: str | None
    slogans: list[str]
    step: str
    lead: Named | None
    deputy: Named | None
    rule_set: str | None
    max: Decimal | None
    ranked_by: str | None
    members: list[Member]
    commendations: list[CommendationLine]


class CanAct(Shape):
    """Who can take a step next."""

    role: str
    units: list[Named]


class Step(Shape):
    """One step of the year: `reached`, `partly`, `now`, `not_stated` or `waiting`."""

    step: str
    status: str
    optional: bool
    on: Moment | None
    precision: str | None
    done: int | None
    of: int | None
    missing: list[Named]
    who: list[Named]
    documents: list[str]
    entries: list[int]
    can_act: CanAct | None


class Steps(Answer):
    """How far a cycle has come."""

    cycle: str
    cluster: str
    cluster_kind: str | None
    step: str
    steps: list[Step]
