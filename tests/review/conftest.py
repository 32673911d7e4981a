"""A fresh world on each engine."""

from tests.projections.conftest import world

__all__ = ["world"]
