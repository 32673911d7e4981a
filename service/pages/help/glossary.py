"""The words of the pages, read from their file: each term in both languages, with what it means."""

from functools import cache
from importlib.resources import files

import msgspec

from projections.catalogue import Language


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word; `means` says in Vietnamese what it is, `explained` in English."""

    vietnamese: str
    english: str
    means: str
    explained: str

    def meaning(self, language: Language) -> str:
        """What it is, in a language."""
        return self.means if language == "vi" else self.explained


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words about one thing."""

    vietnamese: str
    english: str
    terms: tuple[Term, ...]

    def heading(self, language: Language) -> str:
        """What they are about, in a language."""
        return self.vietnamese if language == "vi" else self.english


class Glossary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All words, part by part."""

    parts: tuple[Part, ...]


@cache
def glossary() -> tuple[Part, ...]:
    """The words of the pages."""
    text = files("service.pages.help").joinpath("glossary.toml").read_bytes()
    return msgspec.toml.decode(text, type=Glossary).parts
