"""A fresh world on each engine."""

from collections.abc import Iterator

import pytest

from tests.projections.world import World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """An empty world."""
    made = World(database_url)
    yield made
    made.app.close()
