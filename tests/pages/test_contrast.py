"""The colours of both themes can be told apart by tired eyes on poor screens."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "service" / "pages" / "style" / "tokens.css").read_text(
    encoding="utf-8"
)
GROUNDS = ("ground", "panel", "sunk")
# Text on the ground it stands on, and how many times lighter one has to be (WCAG 2.2: 1.4.3, 1.4.6, 1.4.11).
BODY, WORDS, EDGES = 7, 4.5, 3
PAIRS = [
    *(("ink", ground, BODY) for ground in GROUNDS),
    *(("ink", f"{name}-ground", BODY) for name in ("green", "amber", "blue", "wrong")),
    *(("muted", ground, WORDS) for ground in GROUNDS),
    *(("blue", ground, WORDS) for ground in (*GROUNDS, "amber-ground", "green-ground", "blue-ground")),
    *(("blue-deep", ground, WORDS) for ground in GROUNDS),
    *(("wrong", ground, WORDS) for ground in ("ground", "panel", "wrong-ground")),
    *(("green", ground, WORDS) for ground in ("ground", "panel", "green-ground")),
    *(("amber", ground, WORDS) for ground in ("ground", "panel", "amber-ground")),
    ("panel", "green", WORDS),
    ("on-red", "red", WORDS),
    ("on-red", "red-deep", WORDS),
    ("ground", "ink", WORDS),
    ("edge", "ground", EDGES),
    ("edge", "panel", EDGES),
]  # fmt: skip


def colours(start: str) -> dict[str, str]:
    """The colours of the block that begins so."""
    block = TOKENS[TOKENS.index(start) :]
    found: dict[str, str] = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block[: block.index("}")]))
    return found


LIGHT = colours(":root {")
DARK = {**LIGHT, **colours(':root[data-theme="dark"]')}


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG has it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How many times lighter one colour is than another."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_edges_stand_out_from_their_ground(theme: dict[str, str]) -> None:
    told = {f"{one} on {other}": round(contrast(theme[one], theme[other]), 2) for one, other, _ in PAIRS}
    assert {
        pair: had for (pair, had), (_, _, asked) in zip(told.items(), PAIRS, strict=True) if had < asked
    } == {}


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_the_dark_theme_is_one_whether_wished_or_chosen() -> None:
    assert colours(':root:not([data-theme="light"])') == colours(':root[data-theme="dark"]')
    assert set(DARK) == set(LIGHT)
