"""The service, put together from its settings."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TextIO

from fastapi import FastAPI

from service.log import Clock, system_clock
from service.opening import open_thidua
from service.settings import Settings
from service.web import health, pages, reads
from service.web.envelope import Envelope, json_log
from service.web.openapi import described
from service.web.problems import tell_problems

API_VERSION = "1"
OPENAPI_PATH = "/api/v1/openapi.json"


class Service(FastAPI):
    """FastAPI, with the description of problems that it cannot know of."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if not self.openapi_schema:
            self.openapi_schema = described(super().openapi())
        return self.openapi_schema


def create_app(settings: Settings, *, clock: Clock = system_clock, log_to: TextIO | None = None) -> FastAPI:
    """The service on the database that `settings` names, opened when it starts and closed when it stops.

    `log_to` takes the JSON log lines: standard error, unless told otherwise.
    """
    log = json_log(log_to or sys.stderr)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        application = app.state.thidua = open_thidua(settings.database_url, clock=clock)
        log.info("started")
        try:
            yield
        finally:
            application.close()
            log.info("stopped")

    app = Service(
        title="thidua",
        version=API_VERSION,
        summary="The emulation year of police clusters: who led, who voted what, what stood on which day",
        lifespan=lifespan,
        openapi_url=OPENAPI_PATH,
        docs_url=None,  # FastAPI's pages load their scripts from other hosts
        redoc_url=None,
        redirect_slashes=False,
    )
    app.add_middleware(Envelope, log=log)
    tell_problems(app)
    app.include_router(reads.router)
    app.include_router(health.router)
    app.include_router(pages.router)
    return app
