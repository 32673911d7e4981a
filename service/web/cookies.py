"""The cookie that holds a session's secret, by the name that fits how the service is reached."""

from starlette.requests import HTTPConnection

SESSION_COOKIE = "thidua_session"


def secure_name(name: str) -> str:
    """A cookie's name over https, which browsers take and send only there, and from this very host alone.

    So no other host of the domain, and nobody on an unprotected line, can put one of theirs in its place.
    """
    return f"__Host-{name}"


def is_secure(request: HTTPConnection) -> bool:
    """Whether the service is reached over https, itself or through a proxy that it trusts."""
    return request.scope.get("scheme") in ("https", "wss")


def session_cookie(request: HTTPConnection) -> str:
    """The name of the session's cookie; the one of the other scheme is as good as none."""
    return secure_name(SESSION_COOKIE) if is_secure(request) else SESSION_COOKIE
