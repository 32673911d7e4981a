"""Addresses of the web: an origin, as it is compared, and whether an address may be trusted with a secret."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}


def plain_origin(text: str) -> str | None:
    """An origin (scheme, host, port) as it is compared; None for what is none, as `null` of a hidden page."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if not _is_bare(parts):
        return None
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else str(parts.hostname)
    return f"{parts.scheme}://{host}:{PORTS[parts.scheme] if port is None else port}"


def _is_bare(parts: SplitResult) -> bool:
    """Whether there is a host of the web and nothing beside it."""
    beside = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    return parts.scheme in PORTS and bool(parts.hostname) and not beside


def is_safe_address(text: str) -> bool:
    """Whether what is sent to an address is read by nobody on the way: https, or this very machine."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # which is read only now, and may be none
    except ValueError:
        return False
    bare = not (parts.fragment or "@" in parts.netloc) and text.isascii() and text.isprintable()
    if not bare or " " in text or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
