"""Whether the process lives, and whether it can answer."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from service.opening import ReadModelsDiffer, check_read_models
from service.web.guard import permitted
from service.web.openapi import problems
from service.web.problems import problem_response

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
def readyz(request: Request) -> Health | Response:
    """Checks that the database is reachable and its read models are of this software's version."""
    try:
        check_read_models(request.app.state.thidua.engine)
    except ReadModelsDiffer:
        return problem_response(request, "read-models-differ")
    return Health()
