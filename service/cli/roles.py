"""Who leads, as the tables tell it."""

from collections.abc import Mapping
from typing import Any

from projections.catalogue import marked
from service.cli.grid import Cell, Teller, facts
from service.leading import DEPUTIES, LEADS, MOVEMENT, called

__all__ = ["DEPUTIES", "HANDOVERS", "LEADS", "called", "leaders"]

HANDOVERS: Mapping[str, str] = marked({"cluster": "Bàn giao cụm trưởng", "block": "Bàn giao khối trưởng"})


def leaders(tell: Teller, kind: Cell, told: dict[str, Any]) -> list[str]:
    """Who leads and who is the deputy, one a line; nothing for a movement, which nobody leads in turn."""
    if kind == MOVEMENT:
        return []
    return facts(
        tell,
        (called(LEADS, kind), tell.unit(told["lead"])),
        (called(DEPUTIES, kind), tell.unit(told["deputy"])),
    )
