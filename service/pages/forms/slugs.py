"""Ids made of names, so that nobody has to make one up: `Xuân 2026` becomes `xuan-2026`."""

import re

from domain.identity import SLUG_LENGTH_MAX
from projections.folding import folded

_LETTERS_MAX = SLUG_LENGTH_MAX // 2  # readable in an address, and room for what is added to tell two apart


def slug_of(text: str) -> str:
    """A slug that reads like a text; empty where the text has no letter or digit."""
    parts = re.findall(r"[a-z0-9]+", folded(text))
    made = ""
    for part in parts:
        if made and len(made) + len(part) + 1 > _LETTERS_MAX:
            break
        made = f"{made}-{part}" if made else part[:_LETTERS_MAX]
    return made
