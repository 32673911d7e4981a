"""Every route of the service, by what it is about."""

from starlette.routing import BaseRoute

from service.pages.routers import PAGES
from service.web import (
    attempts,
    audit_reads,
    commands,
    document,
    fairness_reads,
    grants,
    health,
    identities,
    imports,
    metrics,
    oidc,
    persons,
    pokes,
    reads,
    sessions,
    teller_counts,
    tokens,
)

ROUTERS = (
    reads.router,
    audit_reads.router,
    fairness_reads.router,
    attempts.router,
    commands.commands_router(),
    teller_counts.router,
    pokes.router,
    sessions.router,
    tokens.router,
    persons.router,
    grants.router,
    identities.router,
    imports.router,
    document.router,
    health.router,
    metrics.router,
    oidc.router,
    *PAGES,
)


def routes() -> list[BaseRoute]:
    """The routes, in the order in which the OpenAPI document tells them.

    They hold nothing of a service, so that all services of one process share them: to make them takes a third
    of a second.
    """
    return [route for router in ROUTERS for route in router.routes]
