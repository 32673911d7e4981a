"""Addresses: where the interface begins, and which of them the middlewares treat unlike the others."""

from collections.abc import Mapping
from typing import TypeVar

Told = TypeVar("Told")
PREFIX = "/api/v1"


def under(path: str, parent: str) -> bool:
    """Whether a path is another one or lies below it; `/imports-old` does not lie below `/imports`."""
    return path == parent or path.startswith(parent.rstrip("/") + "/")


def longest(told: Mapping[str, Told]) -> list[tuple[str, Told]]:
    """What is told of paths, the more exact path first."""
    return sorted(told.items(), key=lambda one: len(one[0]), reverse=True)
