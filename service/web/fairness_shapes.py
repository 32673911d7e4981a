"""The shapes of what is told of how evenly years were kept: see `schemas`."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from service.web.audit_shapes import BriefEntry
from service.web.schemas import Answer, Moment, Named, Page, Shape


class KeptFigures(Shape):
    """The figures of a cycle."""

    total: int = Field(description="Entries that stand")
    late: int
    undated: int = Field(description="Those of which no day is known: whether they are late nobody can say")
    amended: int = Field(description="Corrections and retractions that are in force")
    corrections: int = Field(description="Those among them that came after the end of something")
    votes: int = Field(description="Named votes that count")
    indirect: int = Field(description="Those that somebody else sent for the elector, or that came on paper")


class UnitShare(Shape):
    """What of a unit's entries is late; without a unit, of those that are of no single one."""

    unit: Named | None
    entries: int
    late: int
    longest: int | None = Field(description="The most days that one is late")


class LateEntry(Shape):
    """An entry that was recorded late, by whole days after it was true."""

    position: int = Field(examples=[512])
    topic: str = Field(examples=["score.verified"])
    unit: Named | None
    on: Moment
    recorded_at: datetime
    days: int = Field(examples=[45])
    reason: str | None


class LateCorrection(BriefEntry):
    """A correction or retraction, with what had ended when it was recorded."""

    amends: int
    reason: str
    after: list[Literal["vote", "summing_up", "closing"]]


class VoteWays(Shape):
    """How the named votes came: how many by each channel, and by whom they were sent."""

    channels: dict[str, int]
    by: dict[str, int] = Field(
        description="`representative`, `stand_in`, `record_keeper`, or `unstated`",
        examples=[{"representative": 5, "stand_in": 1}],
    )


class IndirectVote(Shape):
    """A vote that somebody else sent for the elector's representative, or that came on paper."""

    ballot: str
    elector: Named
    at: Moment
    recorded_at: datetime
    channel: str = Field(examples=["minutes"])
    actor: str | None
    authority: str | None
    by: str = Field(examples=["record_keeper"])
    position: int


class Fairness(Page):
    """How one year was kept; `next` is of the late entries."""

    cycle: str
    cluster: str
    name: str | None
    late_days: int
    entries: KeptFigures
    units: list[UnitShare]
    late: list[LateEntry]
    corrections: list[LateCorrection]
    votes: VoteWays
    indirect: list[IndirectVote]


class Turn(Shape):
    """A member's turns at the lead. `waited`: the years since then, or since it joined, that it did not lead;
    `round`: whether these are as many as the cluster has members.
    """

    unit: Named
    since: Moment
    led: list[int]
    waited: int | None
    round: bool


class KeptCycle(KeptFigures):
    """The figures of one cycle of a cluster."""

    cycle: str
    first_year: int
    last_year: int


class ClusterFairness(Answer):
    """The turns at the lead of a cluster, and how its years were kept."""

    cluster: str
    name: str
    kind: str
    late_days: int
    year: int
    unstated: list[int] = Field(description="Years whose lead nobody states")
    turns: list[Turn]
    cycles: list[KeptCycle]
