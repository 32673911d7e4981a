"""What is wrong with the markup of a page, found in one pass that is quick enough for thousands of pages.

It reads what our templates write: small letters, quoted attributes, every element closed. Where a page is
not of that shape it says so; `test_crawl` has html5lib read one page of each kind besides.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import pairwise

_TOKEN = re.compile(
    r"<!--.*?-->|<!doctype html>"
    r"|<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?:\s+[^\s\"'=<>/]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*)\s*/?>"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s\"'=<>/]+)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ADDRESSES = ("href", "src", "action", "formaction", "srcset", "poster", "data", "xlink:href")
_REFERENCES = ("for", "form", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls")
_NOT_LABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})
_WITHOUT_WORDS = frozenset({"script", "style", "template", "textarea"})


class Element:
    """An element of a page, with what it holds in order."""

    __slots__ = ("attributes", "children", "parent", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str], parent: "Element | None") -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def above(self) -> Iterator["Element"]:
        """The elements that it stands in, itself first."""
        one: Element | None = self
        while one is not None:
            yield one
            one = one.parent

    def text(self) -> str:
        """What can be read in it, with single spaces."""
        parts = (one if isinstance(one, str) else one.text() for one in self.children)
        return " ".join(unescape("".join(parts)).split())


class Markup:
    """The elements of a page in their order, and what is wrong with how they are written."""

    def __init__(self, page: str) -> None:
        self.elements: list[Element] = []
        self.faults: list[str] = []
        root = here = Element("", {}, None)
        reached = 0
        for found in _TOKEN.finditer(page):
            if found.start() != reached:
                self.faults.append(f"cannot be read: {page[reached : found.start()][:60]!r}")
            reached = found.end()
            here = self._take(found, here)
        if here is not root:
            self.faults.append(f"<{here.tag}> is not closed")
        if reached != len(page):
            self.faults.append(f"cannot be read: {page[reached:][:60]!r}")

    def _take(self, found: re.Match[str], here: Element) -> Element:
        tag, text = found["tag"], found["text"]
        if text is not None:
            here.children.append(text)
        elif tag is not None and found["end"]:
            if here.tag != tag or here.parent is None:
                self.faults.append(f"</{tag}> closes <{here.tag}>")
                return here
            return here.parent
        elif tag is not None:
            one = Element(tag, _attributes(found["attributes"]), here)
            here.children.append(one)
            self.elements.append(one)
            return here if tag in _VOID else one
        return here

    def of(self, *tags: str) -> list[Element]:
        """The elements of these kinds, in the order of the page."""
        return [one for one in self.elements if one.tag in tags]

    def texts(self) -> Iterator[tuple[str, Element]]:
        """What a reader is told, each piece with where it stands: texts, and the words in attributes."""
        for one in self.elements:
            if one.tag in _WITHOUT_WORDS:
                continue
            for child in one.children:
                if isinstance(child, str) and not child.isspace():
                    yield " ".join(unescape(child).split()), one
            for name in ("alt", "title", "placeholder", "aria-label", "label"):
                if one[name]:
                    yield unescape(one[name]), one


def _attributes(told: str) -> dict[str, str]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(told)} if told else {}


def markup_faults(page: Markup) -> list[str]:
    """What breaks our rules for every page: its outline, its names for who cannot see it, what it loads."""
    return [
        *page.faults,
        *_outline(page),
        *_references(page),
        *_names(page),
        *_tables(page),
        *_loaded(page),
    ]


def _outline(page: Markup) -> Iterator[str]:
    levels = [int(one.tag[1]) for one in page.of(*_HEADINGS)]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} after h{before}"
    if len(page.of("main")) != 1:
        yield f"{len(page.of('main'))} main"
    if "title" not in [one.tag for one in page.elements if one.parent and one.parent.tag == "head"]:
        yield "no title"
    if any(not one.text() for one in page.of(*_HEADINGS, "title", "caption", "legend")):
        yield "an empty heading"


def _references(page: Markup) -> Iterator[str]:
    ids = Counter(one["id"] for one in page.elements if "id" in one.attributes)
    yield from (f"id {name!r} {times} times" for name, times in ids.items() if times > 1 or not name)
    for one in page.elements:
        for name in _REFERENCES:
            if name in one.attributes:
                yield from (f"{name} leads to no {part!r}" for part in one[name].split() if part not in ids)
        if one["href"].startswith("#") and one["href"][1:] not in ids:
            yield f"{one['href']} leads nowhere"


def _names(page: Markup) -> Iterator[str]:
    labelled = {one["for"] for one in page.of("label")}
    for one in page.of("input", "select", "textarea"):
        if one["type"] in _NOT_LABELLED or one["id"] in labelled or _is_named(one):
            continue
        if not any(above.tag == "label" for above in one.above()):
            yield f"{one.tag} {one['name']!r} has no label"
    for one in page.of("a", "button", "summary"):
        if not one.text() and not _is_named(one):
            yield f"a {one.tag} without words: {one['href']}"
    yield from (
        f"an image without alt: {one['src']}" for one in page.of("img") if "alt" not in one.attributes
    )
    for one in page.of("svg"):
        titled = any(isinstance(child, Element) and child.tag == "title" for child in one.children)
        if one["aria-hidden"] != "true" and not titled and not _is_named(one):
            yield "an svg that is neither named nor hidden"


def _is_named(one: Element) -> bool:
    return bool(one["aria-label"] or one["aria-labelledby"])


def _tables(page: Markup) -> Iterator[str]:
    for table in page.of("table"):
        if not any(isinstance(child, Element) and child.tag == "caption" for child in table.children):
            yield "a table without a caption"
    if any("scope" not in one.attributes for one in page.of("th")):
        yield "a th without a scope"


def _loaded(page: Markup) -> Iterator[str]:
    for one in page.elements:
        for name, value in one.attributes.items():
            if name == "style" or name.startswith("on"):
                yield f"an attribute {name} on {one.tag}"
            if name in _ADDRESSES and (":" in value.partition("/")[0] or value.startswith("//")):
                yield f"{name} is not of this service: {value}"
        if one.tag == "style" or (one.tag == "script" and not one["src"]):
            yield f"an inline {one.tag}"
        if one.tag in ("script", "link", "img") and not (one["src"] or one["href"]).startswith("/assets/"):
            yield f"{one.tag} is not an asset"
