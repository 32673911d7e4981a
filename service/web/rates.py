"""How often one caller may ask: enough for a conference hall behind one address, too little to guess by.

A caller is known by the hash of what it signed in with, else by its address; neither is logged or told.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Literal, NamedTuple

from limits import RateLimitItem, parse
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.clock import Clock
from service.web.bodies import CLOSE, SAFE_METHODS
from service.web.cookies import secure_name
from service.web.networks import network
from service.web.paths import under
from service.web.problems import problem_response
from service.web.windows import MICROSECONDS, Windows

Work = Literal["sign_ins", "writes", "reads", "imports"]
FREE = frozenset({"/livez", "/readyz"})  # who watches over the service must not be told that it is busy
HASH_LETTERS = 16  # 64 bits: no two callers of one day share them
# What one address may send in the names of all who are signed in there: a unit's whole office, and an end to
# who makes up a new token for each request.
CALLERS_AT_ADDRESS = 30


class _Limit(NamedTuple):
    name: str
    rate: RateLimitItem
    key: str


class Rates:
    """ASGI middleware that answers 429 to who asks too often.

    `rates` tells for each kind of work a rate, as "300/minute" ("": no limit); signing in (a POST to one of
    `sign_ins`) is counted by address, whoever asks. `imports` are paths with all that lies under them.
    `cookie` is the plain name of the session's.

    Raises:
        ValueError: a rate cannot be read.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        rates: Mapping[Work, str],
        clock: Clock,
        cookie: str,
        sign_ins: Collection[str],
        imports: Collection[str],
    ) -> None:
        self.app = app
        self._rates: dict[Work, RateLimitItem] = {work: parse(text) for work, text in rates.items() if text}
        self._clock = clock
        self._cookie = cookie
        self._sign_ins = frozenset(sign_ins)
        self._imports = tuple(imports)
        self._limiter = MovingWindowRateLimiter(Windows(clock))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] == "http" and scope["path"] not in FREE:
            request = Request(scope)
            for limit in self._limits(request):
                if not self._limiter.hit(limit.rate, limit.key):
                    response = problem_response(request, "too-many-requests", headers=self._told(limit))
                    await response(scope, receive, send)
                    return
        await self.app(scope, receive, send)

    def _limits(self, request: Request) -> list[_Limit]:
        work = self._work(request)
        rate = self._rates.get(work)
        if rate is None:
            return []
        address = f"{work}:{network(request)}"
        signed_in_with = request.headers.get("authorization") or self._session(request)
        if work == "sign_ins" or not signed_in_with:
            return [_Limit(work, rate, address)]
        digest = sha256(signed_in_with.encode()).hexdigest()[:HASH_LETTERS]
        many = type(rate)(rate.amount * CALLERS_AT_ADDRESS, rate.multiples)
        return [_Limit(work, many, f"{address}:all"), _Limit(work, rate, f"{work}:#{digest}")]

    def _session(self, request: Request) -> str | None:
        """What the session's cookie holds, by either name."""
        return request.cookies.get(secure_name(self._cookie)) or request.cookies.get(self._cookie)

    def _work(self, request: Request) -> Work:
        path = request.scope["path"]
        if request.method in SAFE_METHODS:
            return "reads"
        if request.method == "POST" and path in self._sign_ins:
            return "sign_ins"
        return "imports" if any(under(path, parent) for parent in self._imports) else "writes"

    def _told(self, limit: _Limit) -> dict[str, str]:
        """When to come again: as RFC 9110 has it, and as the draft of the RateLimit header fields does."""
        reset, remaining = self._limiter.get_window_stats(limit.rate, limit.key)
        seconds = max(1, int(reset) - self._clock() // MICROSECONDS)
        return {
            "Retry-After": str(seconds),
            "RateLimit": f'"{limit.name}";r={remaining};t={seconds}',
            "RateLimit-Policy": f'"{limit.name}";q={limit.rate.amount};w={limit.rate.get_expiry()}',
            **CLOSE,
        }
