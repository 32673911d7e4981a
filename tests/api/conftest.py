"""Worlds, made once for each worker."""

from collections.abc import Iterator

import pytest

from tests.api.world import World, Worlds


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Makes worlds after the scenes of the rehearsed year."""
    return Worlds(tmp_path_factory.mktemp("worlds"))


@pytest.fixture(scope="module")
def world(worlds: Worlds) -> Iterator[World]:
    """A year with some of everything in it, that nothing here may change."""
    with worlds.after("amended") as world:
        yield world
