"""Routes whose guard stands in the thread of their endpoint.

FastAPI gives a guard that waits for the database a thread of its own, and the endpoint another one; to be
passed from thread to thread twice takes as long as many an answer. And what a read looks at is of one
snapshot with what let its caller in.

What brings a body is for a plain route: there the guard stands before the body is read.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from fastapi import Request
from fastapi.params import Depends
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from service.web.guard import Permitted

Endpoint = Callable[..., Response]


class GuardedRoute(APIRoute):
    """A route that runs its guard and then its endpoint, in one thread.

    Raises:
        LookupError: there is no guard among its dependencies, or more than one.
    """

    def __init__(
        self, path: str, endpoint: Endpoint, *, dependencies: Sequence[Depends] | None = None, **told: Any
    ) -> None:
        given = dependencies or ()
        guards = [one.dependency for one in given if isinstance(one.dependency, Permitted)]
        if len(guards) != 1:
            raise LookupError(f"{path} has {len(guards)} guards")
        (self.guard,) = guards
        others = [one for one in given if one.dependency is not self.guard]
        super().__init__(path, _behind(self.guard, endpoint), dependencies=others, **told)

    def get_route_handler(self) -> Callable[[Request], Any]:
        """FastAPI's handler. Whoever may not ask is told so, and not what is wrong with what they ask."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                answer: Response = await handle(request)
            except Exception:
                if not hasattr(request.state, "guarded"):
                    await run_in_threadpool(self.guard, request)
                raise
            return answer

        return guarded


def _behind(guard: Permitted, endpoint: Endpoint) -> Endpoint:
    """An endpoint that is reached by way of its guard alone."""
    told = inspect.signature(endpoint)
    takes_request = "request" in told.parameters

    @wraps(endpoint)
    def guarded(*, request: Request, **values: Any) -> Response:
        request.state.guarded = guard.action
        if takes_request:
            values["request"] = request
        with guard.letting_in(request):
            return endpoint(**values)

    asked = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    named = [one.replace(kind=one.KEYWORD_ONLY) for one in told.parameters.values() if one.name != "request"]
    guarded.__signature__ = told.replace(parameters=[asked, *named])  # type: ignore[attr-defined]
    return guarded
