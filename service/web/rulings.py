"""The shapes of rules: rule sets with their sources, and the scoring table of a cycle."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from service.web.schemas import Answer, Moment, Page, Shape


class Source(Shape):
    """Where a rule comes from; `confirmed` only where the text itself was read and says so."""

    reference: str = Field(examples=["Luật Thi đua, khen thưởng 06/2022/QH15"])
    article: str | None = Field(examples=["26"])
    confirmed: bool


class BallotRule(Shape):
    """How a ballot is held, and what makes a candidate pass."""

    modes: list[str] = Field(examples=[["roll_call", "written_opinion"]])
    base: str = Field(examples=["roll"])
    threshold: str = Field(examples=["2/3"])
    comparison: str = Field(examples=[">="])
    quorum: str = Field(examples=["2/3"])
    quorum_base: str = Field(examples=["present_or_consulted"])
    tie: str = Field(examples=["second_round"])
    self_vote: bool
    change_until_close: bool
    source: Source


class Quota(Shape):
    """The largest share of units that may be proposed for a title."""

    fraction: str = Field(examples=["1/5"])
    scope: str
    rounding: str
    of: str | None
    source: Source


class TitleRule(Shape):
    """A title: who gives it, and what a unit must be first."""

    code: str = Field(examples=["flag_ministry"])
    vietnamese: str
    english: str
    level: str
    authority: str
    prerequisites: list[str]
    requires_leading: bool
    ballot: BallotRule | None
    quota: Quota | None
    source: Source


class ScoreRule(Shape):
    """How scores are rounded, and equal ones told apart."""

    digits: int
    rounding: str
    at: str
    bonus_above_maximum: bool
    tie_break: list[str]
    source: Source


class PinnedRuleSet(Shape):
    """A rule set with all its parts."""

    rule_set: str = Field(examples=["law-2022"])
    version: int
    vietnamese: str
    english: str
    valid_from: date
    valid_to: date | None
    sequence: str
    pledge_required: bool
    titles: list[TitleRule]
    ballot: BallotRule
    score: ScoreRule
    sources: list[Source]


class RuleSet(Answer, PinnedRuleSet):
    """One rule set that comes with the service."""


class ListedRuleSet(Shape):
    """A rule set in a list, with the codes of its titles."""

    rule_set: str = Field(examples=["law-2022"])
    version: int
    vietnamese: str
    english: str
    valid_from: date
    valid_to: date | None
    titles: list[str]


class RuleSets(Page):
    """The rule sets that come with the service."""

    rule_sets: list[ListedRuleSet]


class Criterion(Shape):
    """A line of a scoring table: a group, or a criterion that is marked."""

    id: str = Field(examples=["ket-qua"])
    name: str
    kind: str = Field(examples=["quantitative"])
    maximum: Decimal
    knockout: bool
    criteria: list["Criterion"]


class ScoringTable(Shape):
    """A scoring table; `maximum` is the sum of its top criteria, bonus and penalty apart."""

    id: str
    name: str
    maximum: Decimal = Field(examples=["100"])
    criteria: list[Criterion]


class Rules(Answer):
    """The rules that a cycle has pinned; null where none are adopted, or stated."""

    cycle: str
    adopted_on: Moment | None
    document: str | None
    entry: int | None = Field(description="The entry of the log that adopted them", examples=[12])
    rule_set: PinnedRuleSet | None
    scoring_table: ScoringTable | None
