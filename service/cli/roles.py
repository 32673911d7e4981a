"""What those who lead are called: a cluster has a cụm trưởng, a bloc a khối trưởng, a movement neither."""

from collections.abc import Mapping
from typing import Any

from projections.catalogue import marked
from service.cli.grid import Cell, Teller, facts

LEADS: Mapping[str, str] = marked({"cluster": "Cụm trưởng", "block": "Khối trưởng"})
DEPUTIES: Mapping[str, str] = marked({"cluster": "Cụm phó", "block": "Khối phó"})
HANDOVERS: Mapping[str, str] = marked({"cluster": "Bàn giao cụm trưởng", "block": "Bàn giao khối trưởng"})
_MOVEMENT = "movement"


def called(words: Mapping[str, str], kind: Cell) -> str:
    """The source text for a kind of cluster; most are clusters, so an unknown one is called so."""
    return words.get(kind or "", words["cluster"])


def leaders(tell: Teller, kind: Cell, told: dict[str, Any]) -> list[str]:
    """Who leads and who is the deputy, one a line; nothing for a movement, which nobody leads in turn."""
    if kind == _MOVEMENT:
        return []
    return facts(
        tell,
        (called(LEADS, kind), tell.unit(told["lead"])),
        (called(DEPUTIES, kind), tell.unit(told["deputy"])),
    )
