"""Logins for who plays in the rehearsal of the present year: one for each role, all with one new password.

They are made only in a database that a demonstration began: whoever knows the password may do anything here.
"""

import secrets

import msgspec
from sqlalchemy import Connection, select

from domain.refusals import Refusal
from projections.catalogue import marked
from service.accounts import grants, logins, passwords, persons
from service.accounts.persons import Personal
from service.accounts.tables import account_acts
from service.application import Thidua
from service.engine import writing
from service.rehearsal.cast import person, unit_name
from service.rehearsal.today import Today

PASSWORD_BYTES = 9  # 72 bits in 12 letters that can be copied from a terminal
BEGAN = person("demo-quan-tri")  # whose account is the first thing in the database of a demonstration
_PREFIX = "demo-"


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """A login to use. `role` is a source text of the catalogue, `unit` the one that the person speaks for."""

    role: str
    login: str
    person: str
    granted: grants.Role | None = None
    unit: str | None = None

    @property
    def name(self) -> str:
        """What the person is called: by what they do, as nobody is meant."""
        return f"{self.role} {unit_name(self.unit)} (hư cấu)" if self.unit else f"{self.role} (hư cấu)"


def begin(application: Thidua) -> bool:
    """Begin a demonstration in an empty database; whether this one was begun so, now or before.

    What tells is the account of its administrator: made by the operator, and not by anybody over HTTP.
    """
    is_empty = not application.log_recorder.max_notification_id()
    now = application.log_recorder.clock()
    told = account_acts.c
    with writing(application.engine) as connection:
        if is_empty and not persons.listed(connection, limit=1):
            persons.create(connection, Personal(), by=None, now=now, person=BEGAN)
        made = select(told.id).where(told.person == BEGAN, told.act == "person_created", told.by.is_(None))
        return connection.execute(made).first() is not None


def ready_logins(today: Today) -> tuple[Ready, ...]:
    """A login for each role, by a name that stays the same."""
    told: tuple[Ready, ...] = (
        _ready(marked("Người quản trị"), "quan-tri", granted="administrator"),
        _ready(marked("Cơ quan thi đua"), "van-phong", granted="office"),
        _ready(marked("Người giám sát"), "thanh-tra", granted="inspector"),
        _ready(marked("Cụm trưởng: người đại diện"), "cum-truong", unit=today.lead),
        _ready(marked("Cụm phó: người đại diện"), "cum-pho", unit=today.deputy),
        _ready(marked("Người đại diện"), "dai-dien", unit=today.waiting[0]),
    )
    tellers = (
        Ready(role=marked("Người kiểm phiếu"), login=f"{_PREFIX}kiem-phieu-{at}", person=teller)
        for at, teller in enumerate(today.tellers, start=1)
    )
    return (*told, *tellers)


def _ready(role: str, name: str, *, granted: grants.Role | None = None, unit: str | None = None) -> Ready:
    login = f"{_PREFIX}{name}"
    return Ready(role=role, login=login, person=person(unit or login), granted=granted, unit=unit)


def admit(application: Thidua, wanted: tuple[Ready, ...]) -> str:
    """Make the persons and logins that there are not yet, and give all a new password, which is returned.

    Whoever is signed in by one of them is signed out.
    """
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    hashed = {one.login: passwords.hashed(password, one.login) for one in wanted}
    now = application.log_recorder.clock()
    with writing(application.engine) as connection:
        for one in wanted:
            _person(connection, one, now)
            _free(connection, one, now)
            logins.set_login(connection, one.person, one.login, hashed[one.login], by=None, now=now)
            if one.granted and not grants.held(connection, one.person, now):
                grants.give(connection, one.person, one.granted, by=None, now=now)
    return password


def _person(connection: Connection, one: Ready, now: int) -> None:
    personal = Personal(name=one.name)
    try:
        persons.create(connection, personal, by=None, now=now, person=one.person)
    except Refusal:
        persons.change(connection, one.person, personal, by=None, now=now)


def _free(connection: Connection, one: Ready, now: int) -> None:
    """Take the login's name from who bore it in a rehearsal of an earlier year."""
    known = logins.find(connection, one.login)
    if known is not None and known.person != one.person:
        stored = passwords.Hashed(known.password_hash)
        logins.set_login(connection, known.person, f"cu-{known.person}", stored, by=None, now=now)
