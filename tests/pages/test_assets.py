"""What pages load: named by its content, kept for a year, and nothing that nobody knows the origin of."""

import re
import tomllib
from collections.abc import Iterator
from gzip import decompress
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.pages import assets
from service.pages.assets import CACHE, asset_url, stylesheet, takes_gzip

PAGES = Path(__file__).parents[2] / "service" / "pages"
VENDORED = PAGES / "vendored"
MANIFEST = tomllib.loads((VENDORED / "manifest.toml").read_text(encoding="utf-8"))["file"]
VIETNAMESE = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """What serves assets, alone."""
    app = FastAPI()
    app.include_router(assets.router)
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("told", MANIFEST, ids=lambda told: told["file"])
def test_what_others_made_is_as_they_made_it(told: dict[str, str]) -> None:
    assert sha256((VENDORED / told["file"]).read_bytes()).hexdigest() == told["sha256"]
    assert told["name"]
    assert told["version"]
    assert told["licence"]
    assert (VENDORED / told["licence_text"]).read_text(encoding="utf-8").strip()


def test_nothing_else_lies_beside_it() -> None:
    known = {told["file"] for told in MANIFEST} | {told["licence_text"] for told in MANIFEST}
    found = {str(path.relative_to(VENDORED)) for path in VENDORED.rglob("*") if path.is_file()}
    assert found == known | {"manifest.toml"}


def test_nothing_points_outside() -> None:
    for name, one in assets.assets().items():
        if one.packed is not None:
            text = one.content.decode()
            assert "sourceMappingURL" not in text, name
            assert set(re.findall(r"https?://[^\"')\s]+", text)) <= {"http://www.w3.org/2000/svg"}, name
            assert "data:" not in text, name


def test_an_address_names_the_content(client: TestClient) -> None:
    for name in assets.assets():
        told = client.get(asset_url(name))
        assert told.status_code == 200, name
        assert f".{sha256(told.content).hexdigest()[:12]}." in asset_url(name)
        assert told.headers["cache-control"] == CACHE


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("pages.css", "text/css; charset=utf-8"),
        ("pages.js", "text/javascript; charset=utf-8"),
        ("icons.svg", "image/svg+xml"),
        ("mark.svg", "image/svg+xml"),
        ("be-vietnam-pro-latin-400.woff2", "font/woff2"),
    ],
)
def test_media_types_are_those_that_browsers_insist_on(
    client: TestClient, name: str, media_type: str
) -> None:
    assert client.get(asset_url(name)).headers["content-type"] == media_type


def test_text_is_packed_for_those_who_take_it(client: TestClient) -> None:
    packed = client.get(asset_url("pages.css"), headers={"Accept-Encoding": "br, gzip"})
    plain = client.get(asset_url("pages.css"), headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) // 3
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_letters_are_packed_already(client: TestClient) -> None:
    told = client.get(asset_url("be-vietnam-pro-latin-400.woff2"), headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in told.headers
    assert told.content.startswith(b"wOF2")


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("identity, *;q=0", False),
        ("br", False),
        ("", False),
    ],
)
def test_packing_is_asked_for(accepted: str, taken: bool) -> None:
    assert takes_gzip(accepted) is taken


@pytest.mark.parametrize(
    "name", ["pages.css", "pages.000000000000.css", "manifest.toml", "..%2Fassets.py", "licences%2Fhtmx.txt"]
)
def test_there_is_nothing_else(client: TestClient, name: str) -> None:
    assert client.get(f"/assets/{name}").status_code == 404


def test_an_unknown_name_is_an_error_of_ours() -> None:
    with pytest.raises(LookupError, match=re.escape("pages.ccs")):
        asset_url("pages.ccs")


def test_the_style_names_its_letters_by_their_content() -> None:
    style = assets.assets()["pages.css"]
    assert style.packed is not None
    named = set(re.findall(r'url\("([^"]+)"\)', decompress(style.packed).decode()))
    letters = {one.address for name, one in assets.assets().items() if name.endswith(".woff2")}
    assert named == letters


def test_every_vietnamese_letter_is_in_the_letters() -> None:
    ranges = [
        (int(first, 16), int(last or first, 16))
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", stylesheet())
    ]
    written = VIETNAMESE + VIETNAMESE.upper() + "–“”…‹›·"
    assert [one for one in written if not any(first <= ord(one) <= last for first, last in ranges)] == []


def test_every_sign_that_pages_name_is_there() -> None:
    there = set(
        re.findall(r'<symbol id="([a-z0-9-]+)"', (VENDORED / "icons.svg").read_text(encoding="utf-8"))
    )
    templates = [path.read_text(encoding="utf-8") for path in (PAGES / "templates").rglob("*.html")]
    named = {name for text in templates for name in re.findall(r'icon\("([a-z0-9-]+)"', text)}
    assert named - there == set()
    assert len(named) > 5
