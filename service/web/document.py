"""The OpenAPI document, for programs and for who writes them."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from service.web.guard import permitted

router = APIRouter(include_in_schema=False)


@router.get("/api/v1/openapi.json", dependencies=[permitted("read_openapi")])
def read_document(request: Request) -> JSONResponse:
    """What the service answers to, as an OpenAPI document."""
    document: dict[str, Any] = request.app.openapi()
    return JSONResponse(document, headers={"Cache-Control": "max-age=3600"})
