"""Finding the route of a request by its method and the depth of its path, not by a look at each route.

FastAPI asks every route of every router that is included in another, at each level anew: with some four
hundred routes that alone takes longer than most answers.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from re import Match
from typing import NamedTuple

from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send


class _Found(NamedTuple):
    matches: Callable[[str], Match[str] | None]
    route: APIRoute
    app: ASGIApp


class Finder:
    """ASGI middleware of a router that hands what it finds to the very route that the router would find.

    What it does not find (an unknown path, another method, a service below some other path) is left to the
    router. Among routes that fit the first one counts, as with the router.

    Raises:
        TypeError: a route is not one of an endpoint with parts of a path as its parameters.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self.app = app
        self._routes: dict[tuple[str, int], list[_Found]] = defaultdict(list)
        for context in iter_route_contexts(list(routes)):
            route, path = context.original_route, context.path or ""
            if not isinstance(route, APIRoute) or ":" in path:
                raise TypeError(f"{path} cannot be found by its method and depth")
            found = _Found(context.path_regex.match, route, context.app)
            for method in context.methods or ():
                self._routes[method, path.count("/")].append(found)

    def find(self, method: str, path: str) -> tuple[_Found, dict[str, str]] | None:
        """The route of a path, with the parts that it names."""
        for found in self._routes.get((method, path.count("/")), ()):
            fits = found.matches(path)
            if fits is not None:
                return found, fits.groupdict()
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on to its route."""
        if scope["type"] == "http" and not scope.get("root_path"):
            reached = self.find(scope["method"], scope["path"])
            if reached is not None:
                found, scope["path_params"] = reached
                scope["route"], scope["endpoint"] = found.route, found.route.endpoint
                await found.app(scope, receive, send)
                return
        await self.app(scope, receive, send)
