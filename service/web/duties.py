"""The shapes of what waits to be done: see `schemas`."""

from datetime import date
from typing import Literal

from pydantic import Field

from service.web.schemas import Answer, Moment, Named, Shape


class Cause(Shape):
    """The entry that made a duty due."""

    position: int
    topic: str
    on: Moment


class Duty(Shape):
    """An act that is waited for, and why. It is gone once a fact makes it needless."""

    code: str = Field(description="Why it is waited for", examples=["sign_pledge"])
    action: str = Field(description="The act, as the permission table names it", examples=["sign_pledge"])
    cluster: str
    cycle: str | None
    unit: Named | None = Field(description="Who has to act, or whom the act is about")
    subject: dict[str, str | int] = Field(
        description="What the act is about, by the names of its parameters",
        examples=[{"cycle": "bca-local-5-2022", "unit": "ca-tinh-ha-tinh"}],
    )
    since: Cause
    starts: date | None = Field(description="Before this day it is still to come")
    due: date | None = Field(description="The last day for it; null where no fact gives one")
    rule: str | None = Field(description="The text by which it is due then")
    because: dict[Literal["vi", "en"], str]


class Inbox(Answer):
    """What waits in a cycle, by the last day for it where there is one."""

    cycle: str
    cluster: str
    duties: list[Duty]
