"""What the audit takes in its queries: filters of the journal, a second point, refused attempts."""

from typing import Annotated

import msgspec
from pydantic import Field, StringConstraints

from projections.events import EventFilter
from service import answers
from service.audit.asking import event_filter
from service.audit.files import EVENT_LINES
from service.paging import PAGE_LINES_MAX
from service.plain import DIGITS_MAX
from service.web.exporting import Formatted
from service.web.reading import WORDS_MAX, PageQuery, PointQuery

NUMBER_MAX = 10**DIGITS_MAX - 1  # of a position: whole numbers that JSON carries exactly

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]+$", max_length=WORDS_MAX)]
Time = Annotated[str, StringConstraints(max_length=WORDS_MAX)]
_A_TIME = "a day (its {}) or an instant with an offset"


class JournalQuery(PointQuery, Formatted):
    """Which entries are asked for, and the page of them."""

    actor: Id | None = Field(None, description="Only what this person recorded, by opaque id")
    session: Id | None = Field(None, description="Only what came through this session or API token")
    unit: Id | None = Field(
        None,
        description="Only the entries of this unit, and those that name it, votes of others excepted",
        examples=["ca-tinh-ha-tinh"],
    )
    topic: Id | None = Field(None, description="Only entries of this kind", examples=["vote.cast"])
    stream: Id | None = Field(
        None, description="Only entries of this stream", examples=["cycle:bca-local-5-2022"]
    )
    recorded_from: Time | None = Field(
        None, description=f"Recorded then or later: {_A_TIME.format('beginning')}", examples=["2022-11-01"]
    )
    recorded_until: Time | None = Field(
        None, description=f"Recorded by then: {_A_TIME.format('end')}", examples=["2022-11-30"]
    )
    effective_from: Time | None = Field(
        None, description=f"True then or later: {_A_TIME.format('beginning')}", examples=["2022-11-01"]
    )
    effective_until: Time | None = Field(
        None, description=f"True by then: {_A_TIME.format('end')}", examples=["2022-11-30"]
    )
    newest_first: bool = Field(True, description="The latest recorded first")
    after: int | None = Field(
        None, ge=0, le=NUMBER_MAX, description="The `next` of the page before", examples=[120]
    )
    limit: int = Field(EVENT_LINES, ge=1, le=PAGE_LINES_MAX, description="The most entries of a page")

    def wanted(self) -> EventFilter:
        """Which entries are asked for.

        Raises:
            PointUnreadable: a time cannot be read.
        """
        names = type(self).model_fields.keys() & set(EventFilter.__struct_fields__)
        return event_filter({name: getattr(self, name) for name in sorted(names)})

    def asked(self) -> answers.Asked:
        """The question, with its filter and page."""
        page = {"after": self.after, "limit": self.limit, "newest_first": self.newest_first}
        return msgspec.structs.replace(super().asked(), also={"asked": self.wanted(), **page})


class EventsQuery(JournalQuery):
    """Entries of the whole log."""

    cycle: Id | None = Field(None, description="Only entries of this cycle", examples=["bca-local-5-2022"])
    cluster: Id | None = Field(
        None, description="Only entries of this cluster and its cycles", examples=["bca-local-5"]
    )


class LineageQuery(PointQuery, Formatted):
    """What made a board."""

    unit: Id | None = Field(None, description="Only the numbers of this unit", examples=["ca-tinh-ha-tinh"])


class DifferencesQuery(PointQuery, Formatted):
    """The two points that are compared."""

    other_as_of: str | None = Field(
        None, description="The day to compare with; today by default", examples=["2022-12-31"]
    )
    other_known_at: str | None = Field(
        None, description="What was recorded by then counts for it; now by default", examples=["2023-01-15"]
    )

    def asked(self) -> answers.Asked:
        """The question, with both points."""
        other = answers.read_point(self.other_as_of, self.other_known_at, prefix="other_")
        return msgspec.structs.replace(super().asked(), other=other)


class VotesQuery(PageQuery, Formatted):
    """Who voted what, and the page of it."""


class AttemptsQuery(Formatted):
    """Which refused attempts."""

    model_config = PointQuery.model_config

    about: Annotated[str, StringConstraints(pattern=r"^/[!-~]*$", max_length=WORDS_MAX)] | None = Field(
        None,
        description="Only what was asked at this path, or below it, or at one that begins so",
        examples=["/api/v1/cycles/bca-local-5-2022"],
    )
    person: Id | None = Field(None, description="Only what this person tried, by opaque id")
    after: int | None = Field(
        None, ge=0, le=NUMBER_MAX, description="The `next` of the page before", examples=[120]
    )
    limit: int = Field(EVENT_LINES, ge=1, le=PAGE_LINES_MAX, description="The most attempts of a page")
