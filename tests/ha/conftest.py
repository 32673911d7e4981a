"""One cluster for all tests here, with the service on it and a hall of electors before open ballots."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, NamedTuple

import pytest

from service.opening import open_thidua
from tests.ha.cluster import Cluster, running
from tests.ha.database import Database
from tests.ha.voters import Voting
from tests.live.rush import Rush, Vote
from tests.live.servers import Server, serving

BALLOTS = 220
PROCESSES = 2
# Short, so that a commit that waits for a standby outlasts it.
STATEMENT_SECONDS = 2


FIGURES = pytest.StashKey[list[str]]()


class Site(NamedTuple):
    """The service on a cluster of databases."""

    cluster: Cluster
    database: Database
    servers: list[Server]
    rush: Rush
    voting: Voting

    def votes(self, first: int, ballots: int) -> list[Vote]:
        """Every elector's vote on so many ballots, in an order of chance."""
        meant = self.rush.ballots[first : first + ballots]
        return [vote for vote in self.rush.votes() if vote.ballot in meant]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Three nodes that have settled, the database on them, and service processes that know all three."""
    directory = tmp_path_factory.mktemp("site")
    with ExitStack() as stack:
        cluster = stack.enter_context(running())
        database = Database(cluster, directory)
        database.make()
        application = open_thidua(database.url())
        stack.callback(application.close)
        rush = Rush(application, BALLOTS)
        told = {"THIDUA_DATABASE_STATEMENT_SECONDS": str(STATEMENT_SECONDS)}
        servers = [stack.enter_context(serving(database.url(), directory, **told)) for _ in range(PROCESSES)]
        yield Site(cluster, database, servers, rush, Voting(rush, [server.url for server in servers]))


@pytest.fixture
def tell(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Adds a line to what is told at the end of the run."""
    return pytestconfig.stash.setdefault(FIGURES, []).append


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Tell what was measured."""
    figures = config.stash.get(FIGURES, [])
    if figures:
        terminalreporter.section("measured")
        for figure in figures:
            terminalreporter.write_line(figure)
