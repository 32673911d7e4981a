"""The headers that make an answer safe, whatever it is."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Scope

IS_HEAD = "thidua.is_head"  # in the scope of a request whose content is kept back, though it is told as GET
HSTS_SECONDS = 31_536_000  # a year: the least that lists of https-only sites ask for
SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# As they go out: to set them one by one takes as long as to find who calls.
_SAFE = {name.lower().encode(): value.encode() for name, value in SAFE_HEADERS.items()}


def dress(headers: MutableHeaders, scope: Scope, cookie: str) -> None:
    """Add to the headers of an answer what every answer has.

    Over https it tells browsers to stay there. What somebody is told who brought the session `cookie` or a
    token is kept by no cache, unless the answer itself says how long it may be.
    """
    told = [one for one in headers.raw if one[0] not in _SAFE]
    headers.raw[:] = [*told, *_SAFE.items()]
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}"
    asked = Headers(scope=scope)
    if "authorization" in asked or any(cookie in one for one in asked.getlist("cookie")):
        headers.setdefault("Cache-Control", "no-store")
