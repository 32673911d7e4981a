"""Who may have sent a change: a page of this service, or a program; never another site's page.

A browser adds our cookie to what another site's page sends (cross-site request forgery). It also says where
the request comes from, in headers that no page can set: `Sec-Fetch-Site`, and `Origin` where it has no such
header or the address is not https. (W3C Fetch Metadata Request Headers; RFC 6454.)
"""

from collections.abc import Collection

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.web.bodies import CLOSE, SAFE_METHODS
from service.web.paths import under
from service.web.problems import problem_response
from service.webaddress import plain_origin

OURS = frozenset({"same-origin", "none"})  # none: typed, or opened from a bookmark


class Origins:
    """ASGI middleware that refuses a change which another site's page sent.

    Below `programs` it looks at requests with our `cookie`, and at those to the `guarded` paths without it as
    well: signing in, lest another site sign the reader in as somebody else. Everywhere else are pages, whose
    forms no other site sends: what comes without the cookie is kept past the door, or signs the reader out.
    `origins` are those that count as ours beside the address itself, as where a proxy does not pass the
    scheme on.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        cookie: str,
        origins: Collection[str],
        guarded: Collection[str],
        programs: str,
    ) -> None:
        self.app = app
        self._cookie = cookie
        self._programs = programs
        self._guarded = frozenset(guarded)
        self._origins = frozenset(map(plain_origin, origins))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            request = Request(scope)
            # Looked for by its mere name, which the one over https holds as well: what a browser sends
            # malformed must not pass for absent.
            carried = any(self._cookie in one for one in request.headers.getlist("cookie"))
            looked_at = carried or scope["path"] in self._guarded or not under(scope["path"], self._programs)
            if looked_at and not self._is_ours(request):
                await problem_response(request, "cross-site", headers=CLOSE)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _is_ours(self, request: Request) -> bool:
        sites = request.headers.getlist("sec-fetch-site")
        if sites:
            return OURS.issuperset(sites)
        told = request.headers.getlist("origin")
        if not told:
            # Every browser that the pages are made for (Chrome 109, Firefox 115 and later) tells one of the
            # two with a change. Who tells neither is a program: its cookie is its own, no page lent it.
            return True
        own = plain_origin(f"{request.scope['scheme']}://{request.headers.get('host', '')}")
        ours = self._origins | ({own} if own else set())
        return all(plain_origin(one) in ours for one in told) and None not in map(plain_origin, told)
