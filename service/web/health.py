"""Whether the process lives, and whether it can answer."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel

from service.opening import check_read_models
from service.web.guard import permitted
from service.web.openapi import problems

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """It is well."""

    status: Literal["ok"] = "ok"


@router.get(
    "/livez", operation_id="livez", summary="The process lives", dependencies=[permitted("see_health")]
)
def livez() -> Health:
    """Answers as long as the process does; it asks nothing of the database."""
    return Health()


@router.get(
    "/readyz", operation_id="readyz", summary="The service can answer",
    response_model=Health, responses=problems(503), dependencies=[permitted("see_health")],
)  # fmt: skip
def readyz(request: Request) -> Health:
    """Checks that the database is reachable and its read models are of this software's version."""
    check_read_models(request.app.state.thidua.engine)
    return Health()
