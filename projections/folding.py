"""Finding names as people type them: without diacritics, without case, and with a plain d for đ."""

import unicodedata
from collections.abc import Iterable

_PLAIN = str.maketrans({"đ": "d"})  # a letter of its own in Unicode, with no mark to take off


def folded(text: str) -> str:
    """A text without diacritics and case: "Hà Tĩnh" and "HA TINH" come to the same."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_PLAIN)


def matches(wanted: str, texts: Iterable[str | None]) -> bool:
    """Whether each word of `wanted` is part of one of `texts`; no word at all is found everywhere."""
    looked_at = [folded(text) for text in texts if text is not None]
    return all(any(word in text for text in looked_at) for word in folded(wanted).split())
