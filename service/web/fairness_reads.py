"""How evenly years were kept: late entries, corrections afterwards, how votes came, and turns at the lead."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from projections.fairness import LATE_DAYS
from service import answers
from service.web import fairness_shapes as shapes
from service.web.guard import permitted
from service.web.openapi import problems
from service.web.paths import PREFIX
from service.web.reading import ClusterId, CycleId, PageQuery, PointQuery, Reading

LATE_DAYS_MAX = 3_650
LateDays = Annotated[
    int,
    Field(ge=0, le=LATE_DAYS_MAX, description="What was recorded more than so many days late is called late"),
]
router = APIRouter(prefix=PREFIX, tags=["audit"], responses=problems(401, 403, 404, 422, 429, 503))


class FairnessQuery(PageQuery):
    """From how many days on an entry is late, and the page of the late ones."""

    late_days: LateDays = LATE_DAYS

    def asked(self) -> answers.Asked:
        """The question, with its page."""
        return msgspec.structs.replace(super().asked(), also={"late_days": self.late_days})


class ClusterFairnessQuery(PointQuery):
    """From how many days on an entry is late."""

    late_days: LateDays = LATE_DAYS

    def asked(self) -> answers.Asked:
        """The question."""
        return msgspec.structs.replace(super().asked(), also={"late_days": self.late_days})


# Asynchronous, though they wait for nothing: each would cost a request a thread of its own.
async def _fairness(request: Request, told: Annotated[FairnessQuery, Query()]) -> Reading:
    return Reading(request, told.asked())


async def _cluster(request: Request, told: Annotated[ClusterFairnessQuery, Query()]) -> Reading:
    return Reading(request, told.asked())


@router.get(
    "/cycles/{cycle}/fairness",
    operation_id="get_fairness",
    summary="How a year was kept",
    response_model=shapes.Fairness,
    dependencies=[permitted("read_audit")],
)
def get_fairness(read: Annotated[Callable[..., Response], Depends(_fairness)], cycle: CycleId) -> Response:
    """What was recorded late, what was put right after the vote, the summing-up or the close, and which votes
    came otherwise than from the elector's own representative. Late entries are told page by page.
    """
    return read("fairness", cycle)


@router.get(
    "/clusters/{cluster}/fairness",
    operation_id="get_cluster_fairness",
    summary="Turns at the lead, and how the years were kept",
    response_model=shapes.ClusterFairness,
    dependencies=[permitted("read_audit")],
)
def get_cluster_fairness(
    read: Annotated[Callable[..., Response], Depends(_cluster)], cluster: ClusterId
) -> Response:
    """The years in which each member led, how long it has waited, and the figures of each cycle."""
    return read("cluster_fairness", cluster)
