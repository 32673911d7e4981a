"""A database with something of everything in it: all that is odd in a log, and a row in each table beside."""

from typing import Any

from sqlalchemy import Engine, insert, select

from domain.counts import Count
from domain.moments import Moment
from projections.logbook import event_log, log_head
from service.accounts import failures, grants, identities, logins, passwords, persons, tokens
from service.accounts.tables import oidc_sign_ins
from service.application import Thidua
from service.audit import attempts
from service.bulk import batches
from service.engine import writing
from service.evidence import root
from service.live import teller_counts
from service.moving.beside import BESIDE
from tests.log.setting import CYCLE, YEAR, behind_the_triggers, open_roll_call, open_year, stored

LOGIN = "nguoi-thu"
PASSWORD = "Mật khẩu để thử 1"
LIFETIME = 86_400_000_000
TOPIC_OF_LATER = "thing.from_a_later_version"


def furnish(application: Thidua) -> str:
    """Fill a database; gives the id of a person who can sign in with `LOGIN` and `PASSWORD`."""
    fill_log(application)
    return fill_beside(application)


def fill_log(application: Thidua) -> None:
    """A small year with a late, a corrected and a retracted entry, one of an unknown topic, one erased."""
    units = ("a", "b", "c")
    open_year(application, units)
    ballot = open_roll_call(application, "b1", units)
    for unit in units:
        application.do("cast_vote", ballot=ballot, elector=unit, choices={"a": "for"}, channel="hall")
    application.do("close_ballot", ballot=ballot, present=units)
    application.do("count_roll_call", ballot=ballot)
    (late,) = application.do(
        "rename_unit", when=Moment.parse("2022-03-01"), unit="a", name="Công an Đơn vị Ạ̃"
    )
    application.do(
        "correct_entry", position=late.position, reason="Nhập nhầm khi chép", new={"name": "Đ\t\\N\n"}
    )
    application.do("retract_entry", position=late.position, reason="Biên bản không có “việc” này")
    for version in (1, 2):
        unknown = stored("unit:later", version, TOPIC_OF_LATER, '{"a":"ệ"}'.encode())
        application.log_recorder.insert_events([unknown])
    behind_the_triggers(
        application.engine,
        "UPDATE event_log SET state = NULL, salt = NULL WHERE topic = :topic AND originator_version = 2",
        topic=TOPIC_OF_LATER,
    )
    application.do("register_unit", when=YEAR, unit="d", name="Đơn vị Đ")


def fill_beside(application: Thidua) -> str:
    """A row at least in every table beside the log."""
    now = application.log_recorder.clock()
    with writing(application.engine) as connection:
        person = persons.create(connection, persons.Personal(name="Người Thử"), by=None, now=now)
        stored_password = passwords.hashed(PASSWORD, LOGIN)
        logins.set_login(connection, person, LOGIN, stored_password, by=None, now=now)
        grants.give(connection, person, grants.ADMINISTRATOR, by=None, now=now)
        identities.link(connection, person, "https://id.example", "chu-the", by=None, now=now)
        scopes = frozenset({"read"})
        tokens.create(
            connection, person, label="Bảng ở hội trường", scopes=scopes, expires_at=now + LIFETIME, now=now
        )
        connection.execute(insert(oidc_sign_ins).values(secret_hash="00", expires_at=now))
        attempts.note(connection, now=now, person=person, session=None, action="x", about="/y", code="z")
        count = Count(issued=3, returned=3, valid=3, invalid=0)
        waiting = teller_counts.Waiting(
            entry="e", teller="t", count=count, entered_at=now, times=1, disagreements=0
        )
        teller_counts.enter(connection, f"{CYCLE}.b2", waiting)
        sent = batches.Sent(
            kind="units",
            cycle=None,
            person=person,
            session=None,
            key=None,
            digest="00",
            dry_run=True,
            reason=None,
        )
        batches.add(connection, sent, owner="o", now=now)
    failures.attempt(application.engine, "ai-do", now, "")
    logins.sign_in(application.engine, LOGIN, PASSWORD, now=now, lifetime=LIFETIME)
    return person


def fill_more(application: Thidua, *, cluster: str = "them", signing_in: bool = True) -> None:
    """What happens in a service that runs: an entry, and a session."""
    application.do("form_cluster", cluster=cluster, name="Cụm thêm", kind="cluster")
    if signing_in:
        signs_in(application)


def signs_in(application: Thidua) -> str:
    """Sign in as the person who was put in; their id."""
    now = application.log_recorder.clock()
    return logins.sign_in(application.engine, LOGIN, PASSWORD, now=now, lifetime=LIFETIME).person


def all_rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the log, its head and every table beside, as the driver gives them."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in (event_log, log_head, *BESIDE)
        }


def root_of(engine: Engine) -> str:
    """The root of a log, as its head has it."""
    with engine.connect() as connection:
        return root(bytes(connection.execute(select(log_head.c.frontier)).scalar_one())).hex()
