"""What comes in from outside, made plain: of the shape asked for, text in one form and without hidden signs.

Every command passes here, whoever asks for it, so the log never holds what it could not read back.
"""

import re
from typing import Any, TypeVar
from unicodedata import category, is_normalized, normalize

import msgspec

from domain.refusals import Refusal

Asked = TypeVar("Asked")
TEXT_LETTERS_MAX = 20_000  # more than the longest article, less than what a slip of the hand pastes
DIGITS_MAX = 15  # whole numbers that canonical JSON carries exactly
_WHITE_SPACE = "\n\r\t"
_BIDIRECTIONAL = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_VALUE = re.compile(r"""Invalid enum value (?:'.*'|".*"|-?\d+)(?=$| - at )""", re.DOTALL)
_PATH = re.compile(r" - at `\$?\.?(?P<path>[^`]*)`$")
# In JSON: how an escape and a blank text begin, and the delete; long or broken figures; hidden signs.
_ESCAPES = ("\\", '""', '" ', "\x7f")
_FIGURE = re.compile(r"[:,\[]-?\d+(?:[.eE]|(?<=\d{16}))")
_HIDDEN = re.compile(rf'[\x80-\x9f{_BIDIRECTIONAL}]|"\s')


def plain_text(value: str) -> str:
    """A text in NFC.

    Raises:
        Refusal: `control_character` for control, direction and half signs, `text_too_long`.
    """
    text = normalize("NFC", value)
    if len(text) > TEXT_LETTERS_MAX:
        raise Refusal("text_too_long", letters=len(text), letters_max=TEXT_LETTERS_MAX)
    for letter in text:
        hidden = category(letter) in {"Cc", "Cs"} and letter not in _WHITE_SPACE
        if hidden or letter in _BIDIRECTIONAL:
            raise Refusal("control_character")
    return text


def plain(asked: Asked) -> Asked:
    """The arguments of a command as JSON would carry them: what it cannot carry, the log could not hold.

    Raises:
        Refusal: those of `plain_text`; `text_blank` for a text that says nothing, `number_too_long`,
            `field_misfits` for a value of another type.
    """
    try:
        written = msgspec.json.encode(asked)
        text = written.decode()
        if len(text) > TEXT_LETTERS_MAX or _is_doubtful(text):
            written = msgspec.json.encode(_each_plain(msgspec.json.decode(written), ""))
        return msgspec.json.decode(written, type=type(asked))
    except UnicodeEncodeError as error:
        raise Refusal("control_character") from error
    except msgspec.ValidationError as error:
        field, problem = place_of(error)
        raise Refusal("field_misfits", field=field, problem=problem) from error


def _is_doubtful(text: str) -> bool:
    """Whether JSON has to be looked at value by value: hardly any has, and it takes ten times as long."""
    if any(sign in text for sign in _ESCAPES) or _FIGURE.search(text):
        return True
    return not text.isascii() and (not is_normalized("NFC", text) or _HIDDEN.search(text) is not None)


def place_of(error: msgspec.ValidationError) -> tuple[str, str]:
    """The path of the field that a validation error is about, and what is wrong with it."""
    # The value itself is never told again: it may be a choice of a ballot.
    text = _VALUE.sub("Invalid enum value", str(error))
    found = _PATH.search(text)
    return (found["path"], text[: found.start()]) if found else ("", text)


def _plain_at(value: str, path: str) -> str:
    try:
        return plain_text(value)
    except Refusal as refusal:
        raise refusal.of_field(path) from None


def _each_plain(value: Any, path: str) -> Any:
    match value:
        case str():
            if not value.strip():
                raise Refusal("text_blank", field=path)
            return _plain_at(value, path)
        case dict():
            return {
                plain_text(name): _each_plain(held, f"{path}.{name}" if path else name)
                for name, held in value.items()
            }
        case list():
            return [_each_plain(held, f"{path}[{place}]") for place, held in enumerate(value)]
        case int() if abs(value) >= 10**DIGITS_MAX:
            raise Refusal("number_too_long", field=path, digits_max=DIGITS_MAX)
        case float():
            return str(value)  # exact figures are text
    return value
