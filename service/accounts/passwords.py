"""Passwords: which are taken, how they are stored, and how one is checked.

Long rather than intricate, with no rules of composition (NIST SP 800-63B-4, section 3.1.1.2).
"""

from functools import cache
from typing import NewType
from unicodedata import normalize

import msgspec
from pwdlib import PasswordHash

from domain.refusals import Refusal
from service.accounts.gate import Gate

LETTERS_MIN = 12  # beyond guessing at the rate that `failures` lets through
LETTERS_MAX = 200  # a long sentence; more is only work for the hasher
HASHINGS_AT_ONCE = 4  # each takes 64 MiB: a crowd at the door must not use up the memory
# Those at work and those in line: half of the threads that answer requests, so that the rest stay free.
HASHINGS_IN_LINE = 20
WAIT_SECONDS = 3  # as long as somebody watches a page that does nothing

Hashed = NewType("Hashed", str)
# Argon2id at 64 MiB, 3 passes, 4 lanes: the second recommended option of RFC 9106.
_hasher = PasswordHash.recommended()
gate = Gate(at_once=HASHINGS_AT_ONCE, in_line=HASHINGS_IN_LINE, seconds=WAIT_SECONDS)

_OBVIOUS = frozenset(
    """
    0123456789012 111111111111 121212121212 123123123123 123456123456 123456654321 123456789000 123456789012
    1234567890123 12345678901234 123456781234 1234567891011 987654321000 987654321012 abcabcabcabc
    abcd12345678 abcdefghijkl abcdefgh1234 administrator administrator1 adminadminadmin anhyeuem1234
    congannhandan congan123456 iloveyou1234 khongcomatkhau letmein12345 matkhau12345 matkhau123456
    matkhaumatkhau motmotmotmot motthaibabon1 password1234 password12345 password123456 passwordpassword
    qwerty123456 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiopasdf thiduakhenthuong thidua123456
    thiduathidua vietnam12345 vietnamvietnam viandantoquoc vianninhtoquoc 1q2w3e4r5t6y 1qaz2wsx3edc
    """.split()
)


class Checked(msgspec.Struct, frozen=True):
    """Whether a password is right; `renewed` is its new hash where the stored one is of weaker making."""

    is_right: bool
    renewed: Hashed | None = None


def require_takeable(password: str, login: str) -> None:
    """Check that a password may be that of a login. It takes no time.

    Raises:
        Refusal: `password_too_short`, `password_too_long`, `password_holds_login`, `password_obvious`,
            `control_character`.
    """
    text = _normal(password)
    if len(text) < LETTERS_MIN:
        raise Refusal("password_too_short", letters_min=LETTERS_MIN)
    if len(text) > LETTERS_MAX:
        raise Refusal("password_too_long", letters_max=LETTERS_MAX)
    plainly = text.casefold()
    if login.casefold() in plainly:
        raise Refusal("password_holds_login")
    if "".join(plainly.split()) in _OBVIOUS or len(set(plainly)) == 1:
        raise Refusal("password_obvious")
    if _is_broken(text):
        raise Refusal("control_character")


def hashed(password: str, login: str) -> Hashed:
    """What is stored of a new password for a login. It takes a tenth of a second: not in a transaction.

    Raises:
        Refusal: those of `require_takeable`.
        Busy.
    """
    require_takeable(password, login)
    with gate.turn():
        return Hashed(_hasher.hash(_normal(password)))


def checked(password: str, stored: str | None) -> Checked:
    """Whether a password is that of a stored hash; without one it takes as long, and it is not.

    Raises:
        Busy.
    """
    nobodys = _nobodys()
    text = _normal(password)
    # What could never have been stored is not hashed in full, but something is, to take as long.
    unusable = len(text) > LETTERS_MAX or _is_broken(text)
    with gate.turn():
        is_right, renewed = _hasher.verify_and_update("" if unusable else text, stored or nobodys)
    if stored is None or unusable or not is_right:
        return Checked(is_right=False)
    return Checked(is_right=True, renewed=None if renewed is None else Hashed(renewed))


def _normal(password: str) -> str:
    """One form for what keyboards write in several: NFC."""
    return normalize("NFC", password)


def _is_broken(text: str) -> bool:
    """Whether it holds half a letter, which no encoding can write."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


@cache
def _nobodys() -> str:
    """The hash that stands in for that of an unknown login. Made once a process, at the first sign-in."""
    return _hasher.hash("no login has this password")
