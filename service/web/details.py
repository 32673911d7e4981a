"""The shapes of what is told of a cluster, of scores, nominations, inspections and representatives."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from service.web.records import Honour
from service.web.schemas import Answer, Moment, Named, Page, Score, Shape


class ClusterMember(Named):
    """A member of a cluster."""

    since: Moment = Field(examples=["2022"])


class Turn(Named):
    """The years in which a member led its cluster, and was its deputy."""

    led: list[int] = Field(examples=[[2022]])
    deputised: list[int] = Field(examples=[[2021]])


class Cluster(Answer):
    """One cluster or bloc; in `rotation` those come first whose last turn to lead is longest ago."""

    cluster: str = Field(examples=["bca-local-5"])
    name: str
    kind: Literal["cluster", "block", "movement"]
    organiser: Named | None
    series: str | None
    number: str | None
    formed_on: Moment
    document: str | None
    lead: Named | None
    deputy: Named | None
    members: list[ClusterMember]
    rotation: list[Turn]


class Mark(Shape):
    """What one stage states of a criterion; `evidence` are references, not the papers themselves."""

    stage: str = Field(examples=["verified"])
    points: Decimal | None = Field(examples=["38.5"])
    passed: bool | None
    actual: Decimal | None
    target: Decimal | None
    assigned: bool
    evidence: list[str] = Field(examples=[["Báo cáo số 12"]])
    note: str | None


class StagePoints(Shape):
    """The points of a criterion at each stage that is reached; null too where a source states totals only."""

    self: Decimal | None
    verified: Decimal | None
    final: Decimal | None


class Explanation(Shape):
    """A unit's answer to how a criterion was marked."""

    text: str
    evidence: list[str]


class ScoredCriterion(Shape):
    """A criterion with its marks; one of a table that another has taken the place of has no name or kind."""

    criterion: str = Field(examples=["ket-qua"])
    name: str | None
    kind: str | None
    maximum: Decimal | None
    knockout: bool | None
    group: str | None = Field(description="The group of criteria that it is in")
    marks: list[Mark]
    points: StagePoints
    explanation: Explanation | None


class Reached(Shape):
    """When each stage was reached."""

    self: Moment | None
    verified: Moment | None
    explained: Moment | None
    rechecked: Moment | None
    final: Moment | None


class CriteriaScore(Named):
    """The score of a unit, criterion by criterion."""

    stage: str = Field(examples=["final"])
    reached: Reached
    returned_on: Moment | None
    score: Score
    knocked_out: list[str] = Field(description="The knock-out criteria that it failed")
    unmarked: list[str] = Field(description="The criteria that nobody has marked yet")
    criteria: list[ScoredCriterion]


class ScoreHead(Shape):
    """The scoring table of a cycle, null throughout where none is adopted."""

    cycle: str
    scoring_table: str | None
    table_name: str | None
    max: Decimal | None


class Scores(Page, ScoreHead):
    """The scores of a cycle."""

    scores: list[CriteriaScore]


class UnitScore(Answer, ScoreHead, CriteriaScore):
    """The score of one unit."""


class ListedNomination(Honour):
    """A nomination in a list."""

    unit: Named


class Nomination(Answer, ListedNomination):
    """One nomination."""


class Nominations(Page):
    """The nominations of a cycle, by title and unit."""

    cycle: str
    nominations: list[ListedNomination]


class Inspection(Shape):
    """An inspection of a unit; `by` is the unit that inspected it."""

    unit: Named
    inspection: str = Field(examples=["1"])
    on: Moment
    kind: Literal["cross", "superior", "self"] | None
    by: Named | None
    findings: str | None
    document: str | None


class Inspections(Page):
    """The inspections of a cycle, in the order of their days."""

    cycle: str
    inspections: list[Inspection]


class Representative(Shape):
    """A person who speaks for a unit, by an id that says nothing of who it is."""

    person: str = Field(examples=["p-7f3a9c"])
    capacity: str | None = Field(examples=["phó trưởng phòng"])
    since: Moment


class Delegation(Shape):
    """What a representative (`by`) delegated to a stand-in, up to the end of a civil day."""

    stand_in: str = Field(examples=["p-51be02"])
    by: str = Field(examples=["p-7f3a9c"])
    scopes: list[str] = Field(examples=[["votes"]])
    since: Moment
    until: date = Field(examples=["2022-12-31"])


class Representatives(Answer):
    """Who speaks for a unit; nobody any more once it has ended."""

    unit: str
    name: str
    ended: Moment | None
    representatives: list[Representative]
    delegations: list[Delegation] = Field(description="Those in force on the day")
