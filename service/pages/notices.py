"""What a page tells above everything else: what was recorded a moment ago, and what is unusual about it."""

from typing import TYPE_CHECKING, NamedTuple

from domain.refusals import Refusal
from projections.advice import advice
from projections.event_lines import EventLines

if TYPE_CHECKING:
    from service.pages.looking import Look

RECORDED = "recorded"  # the parameter by which a form, once it is carried out, names the entry that it left
_DIGITS_MAX = 18


class Notice(NamedTuple):
    """An entry of the reader's own that was recorded a moment ago."""

    position: int
    sentence: str
    warnings: list[str]


def notices(look: "Look") -> list[Notice]:
    """What the reader has just recorded; an address that names somebody else's entry tells nothing."""
    asked = look.request.query_params.get(RECORDED, "")
    if look.caller.is_anonymous or not (asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS_MAX):
        return []
    try:
        entry = look.past.at(int(asked))
    except Refusal:
        return []
    if entry.actor != look.caller.person:
        return []
    line = EventLines(look.connection, look.point, [entry], {}).brief(entry)
    warnings = advice(look.connection, entry)[look.language]
    return [Notice(entry.position, line["sentences"][look.language], list(warnings))]
