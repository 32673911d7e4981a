"""The service, put together from its settings."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TextIO

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.types import Lifespan

from service.bulk.imports import Imports
from service.clock import Clock, system_clock
from service.kept import Kept
from service.live.hub import Hub
from service.opening import open_thidua
from service.settings import Settings, listed
from service.web import metrics, oidc
from service.web.bodies import Bodies, Taken, body_too_large
from service.web.cookies import SESSION_COOKIE
from service.web.envelope import Envelope, json_log
from service.web.finding import Finder
from service.web.guard import actions
from service.web.openapi import described
from service.web.origins import Origins
from service.web.paths import PREFIX
from service.web.problems import tell_problems
from service.web.rates import Rates, Work
from service.web.routers import routes

API_VERSION = "1"
SIGN_INS = (f"{PREFIX}/sessions", "/sign-ins")
IMPORTS = f"{PREFIX}/imports"
IMPORT_PAGES = "/imports"
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data"
IMPORTED_TYPES = frozenset({"application/json", "application/yaml", "text/csv"})


class Service(FastAPI):
    """FastAPI, with the description of problems and commands that it cannot know of."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if not self.openapi_schema:
            self.openapi_schema = described(super().openapi(), self.state.actions)
        return self.openapi_schema


def create_app(settings: Settings, *, clock: Clock = system_clock, log_to: TextIO | None = None) -> FastAPI:
    """The service on the database that `settings` names, opened when it starts and closed when it stops.

    `log_to` takes the JSON log lines: standard error, unless told otherwise.

    Raises:
        LookupError: a route has no row in the permission table.
    """
    log = json_log(log_to or sys.stderr)
    app = Service(
        title="thidua",
        version=API_VERSION,
        summary="The emulation year of police clusters: who led, who voted what, what stood on which day",
        lifespan=_lifespan(settings, clock, log),
        openapi_url=None,  # served by a route of its own, which has its row in the permission table
        docs_url=None,  # FastAPI's pages load their scripts from other hosts
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.metrics = metrics.Metrics()
    app.state.log = log
    app.state.kept = Kept()
    _guard(app, settings, clock, log)
    tell_problems(app)
    app.add_exception_handler(413, body_too_large)
    app.router.routes.extend(routes())
    app.router.middleware_stack = Finder(app.router.middleware_stack, app.routes)
    app.state.actions = actions(app)
    return app


def _lifespan(settings: Settings, clock: Clock, log: Any) -> Lifespan[Any]:
    """What is opened when the service starts, and closed in order when it stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        application = app.state.thidua = open_thidua(
            settings.database_url, clock=clock, limits=settings.limits
        )
        imports = app.state.imports = Imports(application, log_error=log.error)
        hub = app.state.hub = Hub(application.log_recorder)
        provider = app.state.provider = oidc.provider_of(settings, clock)
        log.info("started")
        try:
            yield
        finally:
            hub.close()
            await run_in_threadpool(imports.close, settings.shutdown_seconds)
            if provider is not None:
                provider.close()
            application.close()
            log.info("stopped")

    return lifespan


def _guard(app: FastAPI, settings: Settings, clock: Clock, log: Any) -> None:
    """What stands before every route, the innermost first."""
    app.add_middleware(
        Origins,
        cookie=SESSION_COOKIE,
        origins=listed(settings.origins),
        guarded=frozenset(SIGN_INS),
        programs=PREFIX,
    )
    app.add_middleware(
        Bodies,
        usual=Taken(bytes_max=settings.body_bytes_max),
        others={
            IMPORTS: Taken(bytes_max=settings.import_bytes_max, media_types=IMPORTED_TYPES),
            PREFIX: Taken(bytes_max=settings.body_bytes_max),
            IMPORT_PAGES: Taken(bytes_max=settings.import_bytes_max, media_types=frozenset({FILES})),
            "/": Taken(bytes_max=settings.body_bytes_max, media_types=frozenset({FORM})),
        },
    )
    rates: dict[Work, str] = {
        "sign_ins": settings.rate_sign_ins,
        "writes": settings.rate_writes,
        "reads": settings.rate_reads,
        "imports": settings.rate_imports,
    }
    app.add_middleware(
        Rates,
        rates=rates,
        clock=clock,
        cookie=SESSION_COOKIE,
        sign_ins=SIGN_INS,
        imports=[IMPORTS, IMPORT_PAGES],
    )
    app.add_middleware(metrics.Measured, metrics=app.state.metrics)
    app.add_middleware(Envelope, log=log)
