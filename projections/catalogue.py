"""The words of the service: Vietnamese source strings, their English, and how a text is filled.

A text names what it speaks of in braces: `{unit:unit}` is the parameter `unit` told as a unit. What stands in
square brackets is left out where one of its parameters is not known; of `[… | …]` the first stands of which
all is known. So one text serves a full record and a partial one alike.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Literal, TypeVar, get_args

from babel.messages.pofile import read_po

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Texts = TypeVar("Texts", str, Mapping[str, str])
# Tells a parameter by its name and its kind, as the text asks for it; None where it is not known.
Tell = Callable[[str, str], str | None]

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"\{(?P<name>\w+)(?::(?P<kind>\w+))?\}", re.ASCII)


def marked(texts: Texts) -> Texts:
    """Give back Vietnamese source texts, marked as such: a test looks up the English of every one."""
    return texts


_NOT_STATED = marked("không nêu")


@cache
def english() -> Mapping[tuple[str, str], str]:
    """The English of every source text, by its context ("" for none) and the text."""
    read = [read_po(BytesIO(raw)) for raw in english_files().values()]
    messages = [message for catalogue in read for message in catalogue if message.id]
    return {(message.context or "", str(message.id)): str(message.string) for message in messages}


def english_files() -> Mapping[str, bytes]:
    """The files that hold the English, by name: one for each part of the service."""
    folder = resources.files("projections").joinpath("locale/en")
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name: file.read_bytes() for file in found if file.name.endswith(".po")}


def wording(language: Language, text: str, context: str = "") -> str:
    """A Vietnamese source text in a language; untranslated text stays Vietnamese, as gettext has it.

    A `context` tells apart what is one word in Vietnamese and two in English.
    """
    if language == "vi":
        return text
    known = english()
    return known.get((context, text)) or known.get(("", text), text)


def not_stated(language: Language) -> str:
    """How a language says that a source does not say: never 0 and never a dash."""
    return wording(language, _NOT_STATED)


def places(text: str) -> Iterator[tuple[str, str]]:
    """The parameters that a text names, each with the kind it is told as ("" for none)."""
    for found in _PLACE.finditer(text):
        yield found["name"], found["kind"] or ""


def fill(language: Language, text: str, tell: Tell) -> str:
    """The words of a source text in a language, with its parameters told by `tell`.

    A parameter outside brackets that is not known reads as not stated. What is put in is not read again,
    so a reason in brackets or braces stays as it was written.
    """

    def choice(found: re.Match[str]) -> str:
        for one in found[1].split("|"):
            if all(tell(name, kind) is not None for name, kind in places(one)):
                return one
        return ""

    def place(found: re.Match[str]) -> str:
        told = tell(found["name"], found["kind"] or "")
        return not_stated(language) if told is None else told

    return _PLACE.sub(place, _CHOICE.sub(choice, wording(language, text)))


def translate(language: Language, text: str, /, **params: str | None) -> str:
    """A Vietnamese source text in a language, filled with texts as they are.

    Figures, dates and names are told by `phrases.phrase`.
    """
    return fill(language, text, lambda name, _kind: params.get(name))
