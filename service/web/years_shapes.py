"""The shapes of what is told over the years of a cluster and of a unit: see `schemas`."""

from decimal import Decimal

from service.web.schemas import Answer, CommendationLine, Moment, Named, Shape, Targets, TitleStatus


class RankedCycle(Shape):
    """A cycle as ranks stand in it: `ranked_by` is the stage whose points they come from."""

    cycle: str
    first_year: int
    last_year: int
    closed: bool
    ranked_by: str | None
    ranked: int


class CycleRank(Shape):
    """How a unit came out of one cycle; one that `left` in the course of it has no rank."""

    cycle: str
    rank: int | None
    points: Decimal | None
    left: Moment | None


class RankedUnit(Named):
    """A unit over the years; `member`: whether it belongs to the cluster on the day."""

    member: bool
    ranks: list[CycleRank]


class Ranks(Answer):
    """The ranks of the units of a cluster over its cycles, the earliest years first."""

    cluster: str
    name: str
    kind: str
    cycles: list[RankedCycle]
    units: list[RankedUnit]


class CycleCommendations(Shape):
    """The commendations of one cycle; `total` is the line that counts them all, where there is just one."""

    cycle: str
    first_year: int
    last_year: int
    total: str | None
    commendations: list[CommendationLine]


class ClusterCommendations(Answer):
    """The commendations of a cluster over its cycles; nothing is added up."""

    cluster: str
    name: str
    kind: str
    cycles: list[CycleCommendations]


class UnitYear(Shape):
    """One cycle of a unit; `name` is that of its cluster, `ranked` how many units have a rank in it."""

    cycle: str
    cluster: str
    name: str | None
    first_year: int
    last_year: int
    left: Moment | None
    led: bool
    deputised: bool
    rank: int | None
    ranked: int
    ranked_by: str | None
    points: Decimal | None
    max: Decimal | None
    targets: Targets
    titles: list[TitleStatus]


class UnitYears(Answer):
    """The cycles that a unit took part in, the earliest years first."""

    unit: str
    name: str
    status: str
    years: list[UnitYear]
