"""In which language the texts of a page are, and whether something is left in them that is no language."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import select

from projections.catalogue import Language, english
from projections.logbook import event_log
from service.accounts.tables import persons
from service.application import Thidua
from tests.pages.markup import Element, Markup
from tests.rooms import ROOT

# Letters that English does not have: who sees one on an English page sees Vietnamese.
_VIETNAMESE = re.compile(
    "[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEFT_OVER = re.compile(r"\b(None|null|undefined|NaN)\b|^(True|False)$|[{}]|\b[a-z]+(_[a-z]+)+\b")
_CODE = re.compile(r"[a-z]*(_[a-z]+)*")
_OF_CODE = frozenset({"code", "pre", "kbd", "samp"})
RULE_SETS = ROOT / "domain" / "rulesets"
_ID = re.compile(r"\b[a-z]+-[0-9a-f]{12,}\b")  # made by a machine: letters of no language
_PARAMETER = re.compile(r"\{[^{}]*\}|[\[\]|]")


class Wording:
    """What people say in a world, rather than the service, and so reads the same in both languages."""

    def __init__(self, said: Iterable[str]) -> None:
        self._said = frozenset(" ".join(one.split()) for one in said)
        longest = sorted((one for one in self._said if len(one) > 1), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest))) if longest else None
        words = {word for one in self._said for word in _words(one)}
        self._english = _words_of_english() - words
        self._faults: dict[tuple[str, str], str | None] = {}

    def faults(self, page: Markup, language: Language) -> Iterator[str]:
        """Texts in the other language, and codes that nobody put into words."""
        for text, element in page.texts():
            if _is_code(element):
                continue
            told = _language_of(element) or language
            key = told, text
            if key not in self._faults:
                self._faults[key] = self._fault(text, told)
            fault = self._faults[key]
            if fault is not None:
                yield fault

    def _fault(self, text: str, language: str) -> str | None:
        rest = _ID.sub(" ", text)  # first: a figure that somebody said may be part of one
        if self._pattern is not None:
            rest = self._pattern.sub(" ", rest)
        left = _LEFT_OVER.search(rest)
        if left is not None:
            return f"{left[0]!r} is left in {text!r}"
        if language == "en":
            return f"Vietnamese: {text!r}" if _VIETNAMESE.search(rest) else None
        foreign = sorted(set(_words(rest)) & self._english)
        return f"English {', '.join(foreign)}: {text!r}" if foreign else None


def said_in(application: Thidua) -> set[str]:
    """Every text in the facts of a log, the accounts and the rule sets; not the codes, which have words."""
    told = event_log.c
    found: set[str] = set()
    with application.log_recorder.reading() as connection:
        for state, *texts in connection.execute(select(told.state, told.source, told.reason)):
            found |= {*_texts(json.loads(state)), *(text for text in texts if text)}
        for row in connection.execute(select(persons.c.name, persons.c.rank)):
            found |= {text for text in row if text}
    for path in RULE_SETS.glob("*.toml"):
        found |= set(
            _texts(tomllib.loads(path.read_text(encoding="utf-8")))
        )  # laws are quoted by their names
    return {text for text in found if not _CODE.fullmatch(text)}


def _texts(told: Any) -> Iterator[str]:
    match told:
        case str():
            yield told
        case dict():
            for value in told.values():
                yield from _texts(value)
        case list():
            for value in told:
                yield from _texts(value)


@cache
def _words_of_english() -> frozenset[str]:
    """The words of the English texts that no Vietnamese text has."""
    own = {word for _, source in english() for word in _words(_PARAMETER.sub(" ", source))}
    return frozenset(word for text in english().values() for word in _words(_PARAMETER.sub(" ", text))) - own


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _is_code(element: Element) -> bool:
    return any(one.tag in _OF_CODE for one in element.above())


def _language_of(element: Element) -> str:
    return next((one["lang"] for one in element.above() if one["lang"]), "")
