"""Finding names as people type them: without diacritics, without case, and with a plain d for đ."""

import unicodedata
from collections.abc import Callable, Iterable


def _plain(sign: str) -> str:
    decomposed = unicodedata.normalize("NFD", sign)
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    return bare.replace("đ", "d")  # a letter of its own in Unicode, with no mark to take off


# Every letter of Latin blocks, so that a search through all names need not take each of them apart.
_LETTERS = {
    code: _plain(chr(code)) for code in (*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00))
}


def folded(text: str) -> str:
    """A text without diacritics and case: "Hà Tĩnh" and "HA TINH" come to the same."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    plain = lower.translate(_LETTERS)
    return plain if plain.isascii() else _plain(plain)


def finder(wanted: str) -> Callable[[Iterable[str | None]], bool]:
    """Tells whether each word of `wanted` is part of one of several texts; made once for many lines."""
    words = folded(wanted).split()

    def found(texts: Iterable[str | None]) -> bool:
        looked_at = [folded(text) for text in texts if text is not None]
        return all(any(word in text for text in looked_at) for word in words)

    return found


def matches(wanted: str, texts: Iterable[str | None]) -> bool:
    """Whether each word of `wanted` is part of one of `texts`; no word at all is found everywhere."""
    return finder(wanted)(texts)
