"""The shapes of ballots and votes: see `schemas`."""

from pydantic import Field

from service.web.schemas import Answer, Moment, Named, Page, Shape


class Quorum(Shape):
    """Who takes part, against how many must."""

    attending: int | None
    needed: int
    met: bool | None


class Count(Shape):
    """The figures of a count."""

    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    present: int | None
    consulted: int | None


class Candidate(Named):
    """A candidate's votes, with their arithmetic."""

    votes_for: int | None
    votes_against: int | None
    votes_abstain: int | None
    base: str | None
    base_size: int | None
    share: str | None
    needed: int | None
    threshold: str | None
    comparison: str | None
    passed: bool | None
    elected: bool | None


class Vote(Shape):
    """One elector's vote, by name; its choices are told once the ballot is over."""

    elector: Named
    choices: dict[str, str] | None
    at: Moment
    channel: str
    capacity: str | None
    changes: int


class Attendance(Shape):
    """Who was there when the attendance was last taken while the ballot was open."""

    present: list[Named]
    at: Moment
    document: str | None


class ListedBallot(Shape):
    """A ballot with its status and count, as far as they are stated."""

    ballot: str
    round: int
    previous: str | None
    titles: list[str]
    question: str | None
    mode: str
    status: str
    contested: bool
    annulled_because: str | None
    opened_at: Moment
    closed_at: Moment | None
    decided_at: Moment | None
    seats: int | None
    roll: list[Named]
    present: list[Named] | None
    attendance: Attendance | None
    tellers: list[str]
    quorum: Quorum | None
    count: Count | None
    candidates: list[Candidate]
    tied: list[Named]
    decided_by: str | None
    elected: list[Named] | None
    awaited: list[Named]
    document: str | None
    sentences: dict[str, list[str]]
    warnings: dict[str, list[str]]


class HeldBallot(ListedBallot):
    """A ballot with its votes."""

    votes: list[Vote]


class Votes(Page):
    """The ballots of a cycle with their votes."""

    cycle: str
    ballots: list[HeldBallot]


class Ballots(Page):
    """The ballots of a cycle."""

    cycle: str
    ballots: list[ListedBallot]


class Ballot(Answer, ListedBallot):
    """One ballot."""

    cycle: str


class BallotVotes(Answer, HeldBallot):
    """One ballot with its votes."""

    cycle: str


class ElectorVote(Answer, Vote):
    """The vote of one elector, and how far its ballot has come."""

    cycle: str
    ballot: str
    status: str = Field(examples=["open"])
