"""The first page that somebody opens is light enough for a slow line."""

import re

from service.pages.assets import Asset, assets, stylesheet

FIRST_LOAD_BYTES_MAX = 150 * 1024
HTML_BYTES_MAX = 25 * 1024  # compressed; the largest page is well below
EVERYWHERE = ("400", "600")  # weights of letters; 700 is for the projector, which is no first page


def sent(asset: Asset) -> int:
    """The bytes that go over the line."""
    return len(asset.content if asset.packed is None else asset.packed)


def test_the_first_load_is_light() -> None:
    """All that any page but the projector loads, also what only pages of a running ballot do."""
    spare = {
        name for name in assets() if name.endswith(".woff2") and not name.endswith(f"-{EVERYWHERE[0]}.woff2")
    }
    spare -= {name for name in spare if name.endswith(f"-{EVERYWHERE[1]}.woff2")}
    bytes_by_name = {name: sent(one) for name, one in assets().items() if name not in spare}
    assert len([name for name in bytes_by_name if name.endswith(".woff2")]) == 4
    assert sum(bytes_by_name.values()) <= FIRST_LOAD_BYTES_MAX - HTML_BYTES_MAX, bytes_by_name


def test_the_heaviest_letters_are_for_the_projector_alone() -> None:
    without_faces = re.sub(r"@font-face \{[^}]*\}", "", stylesheet())
    bold = re.findall(r"([^{}]+)\{[^{}]*(?:font-weight: (?:700|bold)|font: 700)", without_faces)
    assert [one.strip() for one in bold if "projector" not in one] == []
