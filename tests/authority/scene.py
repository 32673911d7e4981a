"""Given what is recorded, when somebody asks on a day, then by which authority, or why not."""

from collections.abc import Iterable
from typing import Any

from domain.moments import Anchor, Moment, Precision, microseconds
from domain.refusals import Refusal
from service.application import Thidua
from service.authority.askers import Asker, GivenRole
from service.authority.judging import NotPermitted, judge, permit
from service.authority.roles import Role
from service.authority.subjects import of_stream
from service.commands.catalogue import COMMANDS
from service.engine import open_engine
from service.past import Past
from service.schema import make_schema

BEGUN = Moment.parse("2024-01-01", Anchor.START)


class Scene:
    """A cluster `cum` of the units a, b, c and d, organised by `co-quan` under `bo`; it is led year by year.

    The person who speaks for a unit is `p-` and its letter.
    """

    def __init__(self, database_url: str) -> None:
        self._now = 0
        engine = open_engine(database_url)
        make_schema(engine)
        self.app = Thidua(engine, clock=lambda: self._now)
        self.on("2026-06-15")
        self.given("register_unit", unit="bo", name="Bộ")
        self.given("register_unit", unit="co-quan", name="Cơ quan", parent="bo")
        self.given("form_cluster", cluster="cum", name="Cụm", kind="cluster", organiser="co-quan")
        for letter in "abcd":
            self.given("register_unit", unit=letter, name=letter.upper())
            self.given("join_cluster", cluster="cum", unit=letter)
            self.given("appoint_representative", unit=letter, person=f"p-{letter}")
        self.given("assign_lead", cluster="cum", year=2026, mode="assigned", lead="a", deputy="b")
        self.given("open_cycle", "2026-01-05", cycle="cum-2026", cluster="cum", first_year=2026)

    def on(self, day: str) -> None:
        """It is nine in the morning of a day."""
        self._now = microseconds(Moment.parse(f"{day}T09:00+07:00", Anchor.END).civil)

    def given(self, command: str, when: str | None = None, **arguments: Any) -> None:
        """What is recorded, since 2024 unless it says otherwise; nobody is asked for it."""
        anchor = COMMANDS[command].anchor
        self.app.do(command, when=BEGUN if when is None else Moment.parse(when, anchor), **arguments)

    def asked(
        self,
        person: str | Asker,
        command: str,
        *,
        when: str | None = None,
        **arguments: Any,
    ) -> str | NotPermitted:
        """The authority by which an entry is made, or the refusal of the permission table."""
        moment = None if when is None else Moment.parse(when, COMMANDS[command].anchor)
        told = COMMANDS[command].arguments(**arguments)
        try:
            entry, *_ = self.app.execute(command, told, when=moment, judge=judge(_asker(person)))
        except NotPermitted as refusal:
            return refusal
        return str(entry.authority)

    def let_in(self, person: str | Asker, command: str, **arguments: Any) -> bool:
        """Whether the permission table lets somebody ask; what the rules say of it is left open."""
        try:
            return not isinstance(self.asked(person, command, **arguments), NotPermitted)
        except Refusal:
            return True

    def reads(self, person: str | Asker, action: str, stream: str) -> str | NotPermitted:
        """The authority by which somebody reads what a stream is about."""
        with self.app.log_recorder.reading() as connection:
            now = Moment(self.app.log_recorder.now(connection), Precision.INSTANT)
            try:
                return permit(
                    Past(self.app, connection, now, now), action, _asker(person), of_stream(stream)
                ).told()
            except NotPermitted as refusal:
                return refusal


def given_role(person: str, role: Role, units: Iterable[str | None] = (None,)) -> Asker:
    """Somebody who was given a role by hand, over the whole service or over units."""
    return Asker(person=person, grants=tuple(GivenRole(role=role, unit=unit) for unit in units))


def _asker(person: str | Asker) -> Asker:
    return person if isinstance(person, Asker) else Asker(person=person)


def code(told: str | NotPermitted) -> str:
    """The code of a refusal."""
    assert isinstance(told, NotPermitted), f"let in as {told}"
    return told.code
