"""Entries of the journal as pages of a year tell them: a sentence, its day, and whether it still stands."""

from collections.abc import Iterable, Mapping
from typing import Any

from service.pages.looking import Look


def entries_told(look: Look, events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Entries in the order given, with the address of each."""
    return [
        {
            "position": one["position"],
            "when": one["on"],
            "topic": one["topic"],
            "sentence": one["sentences"][look.language],
            "href": look.url(f"/events/{one['position']}"),
            "stands": one["stands"],
            "corrects": one["corrects"] is not None,
            "struck": not one["stands"] or bool(one["corrected_by"]),
        }
        for one in events
    ]
