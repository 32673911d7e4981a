"""The line to PostgreSQL is cut as a command is recorded: what is known then, and that it stands once."""

from collections.abc import Iterator
from typing import Any

import pytest
from eventsourcing.persistence import OperationalError
from sqlalchemy.exc import OperationalError as DriverTrouble

from domain.facts import Entry
from domain.moments import Moment
from service.application import Thidua
from service.commands.catalogue import COMMANDS
from service.engine import open_engine
from service.schema import make_schema
from service.verify import verify
from tests.engines.relay import Cut, Relay
from tests.web.house import open_house

CUTS: tuple[Cut, ...] = ("before", "after")
WHEN = Moment.parse("2022-03-01")


@pytest.fixture
def application(postgresql_url: str, relay: Relay) -> Iterator[Thidua]:
    """The application on a log that it reaches by a line that can be cut."""
    opened = Thidua(open_engine(relay.url(postgresql_url)))
    make_schema(opened.engine)
    yield opened
    opened.close()


def register(application: Thidua, command_id: str | None) -> list[Entry]:
    """Register a unit."""
    arguments: Any = COMMANDS["register_unit"].arguments(unit="a", name="Đơn vị")
    return application.execute("register_unit", arguments, when=WHEN, command_id=command_id)


@pytest.mark.parametrize("how", CUTS)
@pytest.mark.parametrize("command_id", ["c-1", None])
def test_a_command_is_recorded_once_though_its_answer_was_lost(
    how: Cut, command_id: str | None, application: Thidua, relay: Relay
) -> None:
    relay.cut_at_commit = how
    (entry,) = register(application, command_id)
    assert relay.cuts == 1
    assert (entry.position, application.max_position()) == (1, 1)
    assert application.recorded(entry.command_id) == [entry]
    assert verify(application.engine).problems == ()


@pytest.mark.parametrize("how", CUTS)
def test_whether_it_was_recorded_is_told_when_the_database_is_back(
    how: Cut, application: Thidua, relay: Relay
) -> None:
    relay.cut_at_commit, relay.dies_with_it = how, True
    with pytest.raises((OperationalError, DriverTrouble)):
        register(application, "c-1")
    relay.is_dead = False
    (entry,) = register(application, "c-1")
    assert (entry.position, application.max_position()) == (1, 1)


@pytest.mark.parametrize("how", CUTS)
def test_a_client_is_told_503_and_has_the_first_answer_when_it_asks_again(
    how: Cut, postgresql_url: str, relay: Relay
) -> None:
    with open_house(relay.url(postgresql_url)) as house:
        office = house.person("office")
        unit, key = {"unit": "a", "name": "Đơn vị"}, {"Idempotency-Key": "lan-gui-1"}
        relay.cut_at_commit, relay.dies_with_it = how, True
        refused = house.post(office, "/units", unit, headers=key)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert house.get(office, "/units").status_code == 503
        relay.is_dead = False
        answers = [house.post(office, "/units", unit, headers=key) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert house.application.max_position() == 1


def test_a_transaction_of_many_commands_is_all_lost_and_not_begun_again(
    application: Thidua, relay: Relay
) -> None:
    relay.cut_at_commit = "before"
    with pytest.raises((OperationalError, DriverTrouble)), application.log_recorder.transaction():
        register(application, "c-1")
    assert application.max_position() == 0
    assert register(application, "c-1")[0].position == 1
