"""Servers, lines and roles of PostgreSQL that a test may break."""

from collections.abc import Iterator

import pytest

from tests.engines.relay import Relay, relayed
from tests.engines.staff import Staff
from tests.postgres import Server, running
from tests.service.conftest import run_cli

__all__ = ["run_cli"]


@pytest.fixture(scope="package")
def own_server() -> Iterator[Server]:
    """A server that these tests may stop; nobody else uses it, and it keeps what it has committed."""
    with running() as server:
        yield server


@pytest.fixture
def relay(postgresql: Server) -> Iterator[Relay]:
    """A line to the session's server."""
    with relayed(postgresql.socket) as line:
        yield line


@pytest.fixture
def staff(postgresql: Server, postgresql_url: str, worker_id: str) -> Staff:
    """A database that belongs to a role of its own, and two roles that were granted nothing yet."""
    return Staff(postgresql, postgresql_url, worker_id)
