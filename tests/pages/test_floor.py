"""Style and scripts hold to what the oldest office machines can show."""

import re
import tomllib
from pathlib import Path

import pytest

from service.pages.assets import stylesheet
from tests.pages.floor import features

FLOOR = tomllib.loads(Path(__file__).with_name("floor.toml").read_text(encoding="utf-8"))
PAGES = Path(__file__).parents[2] / "service" / "pages"
SCRIPTS = sorted((PAGES / "scripts").glob("*.js"))
STYLES = sorted((PAGES / "style").glob("*.css"))
ADVICE = "look up which Chrome and Firefox have it first, and add it to tests/pages/floor.toml or do without"


def unknown(style: str) -> set[str]:
    """What a style uses that is neither old enough nor told as an enhancement."""
    return set(features(style)) - set(FLOOR["since"]) - set(FLOOR["enhancements"])


def too_new(script: str) -> list[str]:
    """What a script uses that is newer than the floor."""
    return [one for one in FLOOR["newer"]["scripts"] if re.search(one, script)]


def test_the_style_uses_only_what_is_known_to_the_floor() -> None:
    assert unknown(stylesheet()) == set(), ADVICE


def test_all_that_is_allowed_is_old_enough() -> None:
    chrome, firefox = FLOOR["floor"]["chrome"], FLOOR["floor"]["firefox"]
    assert {name: had for name, had in FLOOR["since"].items() if had[0] > chrome or had[1] > firefox} == {}


def test_no_value_is_newer_than_the_floor() -> None:
    words = set(re.findall(r"(?<![\w.#-])[a-z][a-z-]*", re.sub(r"/\*.*?\*/", "", stylesheet(), flags=re.S)))
    assert words & set(FLOOR["newer"]["values"]) == set()


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("a { & b { color: red } }", "nesting"),
        ("a { b { color: red } }", "nesting"),
        ("a:has(b) { color: red }", ":has()"),
        ("a:not(:has(b)) { color: red }", ":has()"),
        ("a { color: color-mix(in srgb, red, blue) }", "color-mix()"),
        ("@layer x { @media print { a { height: 1dvh } } }", "1dvh"),
        ("@container (min-width: 1px) { a { color: red } }", "@container"),
        ("@media (update: fast) { a { color: red } }", "(update)"),
        ("a { text-wrap: balance }", "text-wrap"),
    ],
)
def test_what_is_newer_is_found_wherever_it_stands(style: str, found: str) -> None:
    assert found in unknown(style)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_is_newer_than_the_floor(script: Path) -> None:
    assert too_new(script.read_text(encoding="utf-8")) == []


def test_a_newer_script_is_found() -> None:
    assert too_new("const sorted = rows.toSorted();") != []
    assert too_new("document.startViewTransition(show);") != []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_every_rule_stands_in_a_layer(style: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.S)
    outside = re.sub(r"@layer [a-z]+ \{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}", "", text)
    left = re.sub(
        r"@(?:font-face|page(?: [a-z]+)?)\s*\{(?:[^{}]|\{[^{}]*\})*\}|@layer [a-z, ]+;", "", outside
    )
    assert left.strip() == "", "put it into a layer that style/layers.css names"
