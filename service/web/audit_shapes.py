"""The shapes of audit answers: entries as recorded, what made a number, what differs, and who voted: see
`schemas`.
"""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from service.web.schemas import Answer, Moment, Named, Page, Shape


class Sentences(Shape):
    """What an entry says, in each language."""

    vi: str = Field(examples=["Phát động thi đua."])
    en: str = Field(examples=["The emulation was launched."])


class BriefEntry(Shape):
    """What an entry says and when."""

    position: int = Field(examples=[512])
    topic: str = Field(examples=["cycle.launched"])
    on: Moment = Field(description="When it is true in the world", examples=["2022-03-01"])
    precision: str = Field(examples=["day"])
    recorded_at: datetime
    sentences: Sentences


class WholeEntry(BriefEntry):
    """An entry with its envelope: who recorded it, in what capacity, by which session, and what amends it."""

    stream: str = Field(examples=["cycle:bca-local-5-2022"])
    version: int = Field(description="Its place in the stream", examples=[3])
    unit: Named | None
    cycle: str | None
    actor: str | None = Field(description="An opaque id: see `GET /persons/{person}`")
    authority: str | None = Field(examples=["lead:ca-tinh-ha-tinh"])
    session: str | None = Field(description="The public id of a session or API token")
    command_id: str
    source: str | None
    reason: str | None = Field(description="Why it was written down late")
    stands: bool
    corrected_by: list[int]
    retracted_by: int | None
    corrects: int | None
    retracts: int | None
    withheld: bool = Field(description="Choices are left out, as the ballot is not over")


class RawEntry(WholeEntry):
    """An entry with its fact as it is recorded."""

    fact: dict[str, Any]


class Proof(Shape):
    """What proves an entry: its leaf of the log's tree, and the salted commitment to its fact."""

    leaf: str
    commitment: str
    salt: str | None = Field(None, description="Left out with the choices of a ballot that is not over")


class ProvenEntry(RawEntry):
    """An entry with its proof, and what it amends and what amends it, by position."""

    proof: Proof
    chain: list[WholeEntry]


class Event(Answer):
    """One entry of the log."""

    event: ProvenEntry


class Events(Answer):
    """Entries as they were recorded, by position."""

    events: list[RawEntry]
    next: int | None = Field(
        description="What to ask for `after` to have the following page; null on the last. A page may hold "
        "few entries, or none, and not be the last: where no index leads to them, only a part of the log is "
        "looked through at once.",
        examples=[None],
    )


class Made(Shape):
    """The entries that made one number or word of the board."""

    what: str = Field(examples=["score.final"])
    unit: Named | None
    entries: list[int]
    latest: int | None = Field(description="The last of them in the world's time, which decided it")
    shared: list[str] = Field(description="Groups of entries that made several numbers together")


class Lineage(Answer):
    """What made each number of a board."""

    cycle: str
    unit: Named | None
    shared: dict[str, list[int]]
    lineage: list[Made]
    entries: list[BriefEntry]


class Stood(Shape):
    """One of two points."""

    as_of: date
    known_at: datetime
    position: int


class Difference(Shape):
    """What is told otherwise at the other point, and the entries behind it."""

    what: str = Field(examples=["rank"])
    unit: Named | None
    before: Any
    after: Any
    entries: list[int]


class Differences(Answer):
    """What differs from one point to the other."""

    cycle: str
    one: Stood
    other: Stood
    differences: list[Difference]
    entries: list[WholeEntry]


class VoteEntry(Shape):
    """What one elector chose for one candidate, when and how; null while the ballot is not over."""

    ballot: str
    round: int
    title: str | None
    elector: Named
    candidate: Named
    choice: str | None
    changed_from: str | None
    counts: bool = Field(description="Not so for a vote that its elector changed")
    withheld: bool
    at: Moment
    recorded_at: datetime
    channel: str = Field(examples=["hall"])
    capacity: str | None
    actor: str | None
    authority: str | None = Field(examples=["representative:ca-tinh-ha-tinh"])
    session: str | None
    position: int
    corrected_by: list[int]


class VoteEntries(Page):
    """Who voted what and when."""

    cycle: str
    ballot: str | None
    votes: list[VoteEntry]


class Attempt(Shape):
    """Something that was refused: where, and by which rule, never with what content."""

    id: int
    at: datetime
    person: str | None
    session: str | None
    action: str = Field(examples=["cast_vote"])
    about: str = Field(
        description="The path that it was asked at",
        examples=["/api/v1/ballots/bca-local-5-2022.titles/votes"],
    )
    code: str = Field(examples=["not_permitted"])


class Attempts(Shape):
    """Refused attempts, the latest first."""

    known_at: datetime
    attempts: list[Attempt]
    next: int | None = Field(description="What to ask for `after`; null on the last page", examples=[None])
