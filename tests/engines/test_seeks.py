"""On PostgreSQL a question about one cycle or cluster reads its own entries, and not the whole log."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from benchmarks.corpus import CLUSTER_CYCLE, board
from projections.events import EventFilter, events
from projections.fairness import fairness
from projections.history import history
from projections.point import LATEST
from projections.standings import standings
from projections.steps import steps
from service.application import Thidua
from service.loading import load
from service.opening import opened
from service.rebuild import rebuild
from tests.conftest import NewDatabase

CLUSTER = CLUSTER_CYCLE.rpartition("-")[0]
ENTRIES, UNITS = 5_000, 12
READ_MAX = ENTRIES // 4  # rows of all tables together; what misses an index reads the whole log
QUESTIONS: dict[str, Callable[[Connection], Any]] = {
    "standings": lambda connection: standings(connection, CLUSTER_CYCLE, LATEST),
    "steps": lambda connection: steps(connection, CLUSTER_CYCLE, LATEST),
    "fairness": lambda connection: fairness(connection, CLUSTER_CYCLE, LATEST),
    "history": lambda connection: history(connection, CLUSTER_CYCLE, LATEST, "vi"),
    "the journal of a cycle": lambda connection: events(
        connection, LATEST, EventFilter(cycle=CLUSTER_CYCLE), limit=100
    ),
    "the journal of a cluster": lambda connection: events(
        connection, LATEST, EventFilter(cluster=CLUSTER), limit=100
    ),
}
READ = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"


@pytest.fixture(scope="module")
def application(new_database: NewDatabase) -> Iterator[Thidua]:
    """The service on a log of one board and several clusters."""
    with opened(new_database("postgresql")) as application:
        load(application, board(ENTRIES, UNITS))
        rebuild(application)
        with application.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
        yield application


@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_question_reads_what_it_is_about(application: Thidua, asked: str) -> None:
    with application.log_recorder.reading() as connection:
        # So small a log may well be read whole; one of a million must not, wherever there is another way.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        before = connection.exec_driver_sql(READ).scalar_one()
        assert QUESTIONS[asked](connection)
        read = connection.exec_driver_sql(READ).scalar_one() - before
    assert read <= READ_MAX, read
