"""What the pages load: style, scripts, letters and signs, each at an address that names its content.

A changed file has a new address, so that browsers keep what they have for a year and never ask again.
"""

import re
from collections.abc import Iterator
from functools import cache
from gzip import compress
from hashlib import sha256
from pathlib import Path

import msgspec
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from service.web.guard import permitted

STYLE = "pages.css"
LAYERS = "layers.css"  # says in which order the layers weigh; the other files may stand in any order
HASH_LETTERS = 12  # of hexadecimal: enough to tell versions of one file apart
CACHE = "public, max-age=31536000, immutable"  # a year is the longest that caches keep anything
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
PACKED = frozenset({".css", ".js", ".svg"})  # letters are packed already
_FOLDER = Path(__file__).parent
_NEVER = re.compile(r"q=0(\.0*)?")  # a weight that takes none of it
_URL = re.compile(r'url\("(?P<name>[^":/]+)"\)')

router = APIRouter(include_in_schema=False)


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """A file that pages load; `address` is its name with its hash, `packed` its content by gzip."""

    name: str
    address: str
    media_type: str
    content: bytes
    packed: bytes | None


@router.get("/assets/{name}", dependencies=[permitted("see_pages")])
def asset(request: Request, name: str) -> Response:
    """A file that pages load, for as long as browsers like to keep it."""
    found = _by_address().get(name)
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": CACHE}
    if found.packed is None:
        return Response(found.content, media_type=found.media_type, headers=headers)
    headers["Vary"] = "Accept-Encoding"
    if not takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(found.content, media_type=found.media_type, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(found.packed, media_type=found.media_type, headers=headers)


def asset_url(name: str) -> str:
    """Where a file is found: of the style and the scripts by name, and of what lies in `vendored/`.

    Raises:
        LookupError: there is no such file.
    """
    found = assets().get(name)
    if found is None:
        raise LookupError(f"no asset is called {name!r}")
    return f"/assets/{found.address}"


@cache
def assets() -> dict[str, Asset]:
    """Every file that pages may load, by its plain name; read and packed once."""
    found = {path.name: _asset(path.name, path.read_bytes()) for path in _files()}

    def addressed(told: re.Match[str]) -> str:
        return f'url("{found[told["name"]].address}")'

    found[STYLE] = _asset(STYLE, _URL.sub(addressed, stylesheet()).encode())
    return found


def stylesheet() -> str:
    """All style as it is written, the order of the layers first."""
    files = sorted((_FOLDER / "style").glob("*.css"), key=lambda path: (path.name != LAYERS, path.name))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header takes gzip: named, and not with a weight of zero."""
    for one in accepted.lower().split(","):
        coding, _, weight = one.partition(";")
        if coding.strip() in ("gzip", "*"):
            return _NEVER.fullmatch(weight.replace(" ", "")) is None
    return False


@cache
def _by_address() -> dict[str, Asset]:
    return {one.address: one for one in assets().values()}


def _files() -> Iterator[Path]:
    for folder in ("scripts", "signs", "vendored"):
        yield from (path for path in sorted((_FOLDER / folder).iterdir()) if path.suffix in MEDIA_TYPES)


def _asset(name: str, content: bytes) -> Asset:
    stem, suffix = name.rsplit(".", 1)
    return Asset(
        name=name,
        address=f"{stem}.{sha256(content).hexdigest()[:HASH_LETTERS]}.{suffix}",
        media_type=MEDIA_TYPES[f".{suffix}"],
        content=content,
        packed=compress(content, 9, mtime=0) if f".{suffix}" in PACKED else None,
    )
