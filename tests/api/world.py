"""Worlds to send requests to: the rehearsed year as it is after a scene, with people who may do anything."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from domain.moments import CIVIL_ZONE, microseconds
from projections.logbook import event_log, log_head
from service.accounts import grants, logins, passwords, persons
from service.application import Thidua
from service.authority.roles import Role
from service.authority.table import TABLE
from service.engine import writing
from service.opening import open_thidua
from service.rehearsal.rehearsing import rehearse
from service.web.cookies import SESSION_COOKIE
from service.web.examples import OFFICER, PHRASE, ROLL, STAND_IN
from tests.web.house import House, new_session, open_house

NOW = microseconds(datetime(2026, 12, 31, 9, 0, tzinfo=CIVIL_ZONE))
ADMINISTRATOR, ONLOOKER = "quan-tri-a", "can-bo-z"
Steps = Sequence[tuple[str, Any]]


def clock() -> int:
    """The last day of the rehearsed year, whenever the tests run."""
    return NOW


class World:
    """A house after a scene, and everybody in it.

    The officer is of the office of the whole service and an inspector, and speaks for every unit on the roll;
    the administrator keeps the accounts; the onlooker is signed in and nothing more.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.application: Thidua = house.application
        people = (OFFICER, STAND_IN, ADMINISTRATOR, ONLOOKER)
        self._secrets = {one: new_session(self.application, one) for one in people}

    def headers(self, person: str) -> dict[str, str]:
        """The headers by which a person is known."""
        return {"Cookie": f"{SESSION_COOKIE}={self._secrets[person]}"}

    def caller_of(self, path: str, method: str) -> str:
        """Who may do what an address does."""
        actions: Mapping[tuple[str, str], str] = self.house.app.state.actions
        roles = TABLE[actions[method.upper(), path]].roles
        return ADMINISTRATOR if Role.ADMINISTRATOR in roles and Role.OFFICE not in roles else OFFICER

    def do(self, steps: Steps) -> None:
        """Record what comes before, by commands inside the house."""
        for command, arguments in steps:
            self.application.execute(command, arguments)

    def standing(self) -> tuple[int, bytes]:
        """How far the log is, and the proof of all that is in it."""
        with self.application.log_recorder.reading() as connection:
            row = connection.execute(select(log_head.c.position, log_head.c.frontier)).one()
        return row.position, bytes(row.frontier)

    def position_of(self, stream: str, topic: str) -> int:
        """The entry of a stream that is of a topic."""
        query = select(event_log.c.position).where(
            event_log.c.originator_id == stream, event_log.c.topic == topic
        )
        with self.application.log_recorder.reading() as connection:
            position: int = connection.execute(query).scalars().first() or 1
        return position


class Worlds:
    """Makes worlds: each scene is played once, and each world is a copy of what it left."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._copies = 0

    @contextmanager
    def after(self, scene: str) -> Iterator[World]:
        """A world of one's own after a scene."""
        self._copies += 1
        path = self._directory / f"world-{self._copies}.db"
        shutil.copyfile(self._played(scene), path)
        with open_house(f"sqlite:///{path}", clock=clock) as house:
            yield World(house)

    def _played(self, scene: str) -> Path:
        path = self._directory / f"{scene}.db"
        if not path.exists():
            application = open_thidua(f"sqlite:///{path}", clock=clock)
            try:
                rehearse(application, stop_at=scene)
                _admit(application)
            finally:
                application.close()
        return path


@cache
def _password_of(login: str) -> passwords.Hashed:
    """What every world keeps of a password: it is slow to hash, as it has to be, and so hashed once."""
    return passwords.hashed(PHRASE, login)


def _admit(application: Thidua) -> None:
    """Everybody who may be signed in."""
    known = [(one, _password_of(one)) for one in (OFFICER, STAND_IN)]
    with writing(application.engine) as connection:
        for person in (OFFICER, STAND_IN, ADMINISTRATOR, ONLOOKER):
            persons.create(connection, persons.Personal(), by=None, now=NOW, person=person)
        for person, stored in known:
            logins.set_login(connection, person, person, stored, by=None, now=NOW)
        for person, role in ((OFFICER, "office"), (OFFICER, "inspector"), (ADMINISTRATOR, "administrator")):
            grants.give(connection, person, role, unit=None, by=None, now=NOW)
    for unit in ROLL:
        application.do("appoint_representative", unit=unit, person=OFFICER)
