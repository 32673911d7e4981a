"""Roles that are given by hand: administrator, emulation office, inspector. Others follow from the log.

An administrator looks after accounts and nothing else: no votes, no scores. So who administers holds no
other role, and who holds another does not administer.
"""

from typing import Literal, get_args

import msgspec
from sqlalchemy import BigInteger, Connection, bindparam, insert, or_, select, update

from domain.identity import slug
from domain.refusals import Refusal
from projections.statement import Statement
from service.accounts.acts import note
from service.accounts.names import new_id
from service.accounts.persons import hold
from service.accounts.tables import grants

Role = Literal["administrator", "office", "inspector"]
ROLES: tuple[str, ...] = get_args(Role)
ADMINISTRATOR: Role = "administrator"


class Grant(msgspec.Struct, frozen=True):
    """A role of a person: in one unit, or in the whole service where `unit` is None."""

    id: str
    role: str
    unit: str | None


class Given(Grant, frozen=True):
    """A grant with its days."""

    granted_at: int
    granted_by: str | None
    withdrawn_at: int | None
    withdrawn_by: str | None


def give(
    connection: Connection, person: str, role: str, *, unit: str | None = None, by: str | None, now: int
) -> str:
    """Give a role; gives back the id of the grant.

    Raises:
        Refusal: `role_unknown`, `role_of_whole_service`, `role_held_already`, `roles_exclude`,
            `not_a_slug`, `person_unknown`, `person_erased`.
    """
    if role not in ROLES:
        raise Refusal("role_unknown", role=role, known=", ".join(ROLES))
    if unit is not None:
        if role == ADMINISTRATOR:
            raise Refusal("role_of_whole_service", role=role)
        slug(unit, "unit")
    hold(connection, person)
    held_now = held(connection, person, now)
    if any((grant.role, grant.unit) == (role, unit) for grant in held_now):
        raise Refusal("role_held_already", role=role)
    for grant in held_now:
        if ADMINISTRATOR in (role, grant.role):
            raise Refusal("roles_exclude", role=role, held=grant.role)
    grant_id = new_id("g")
    connection.execute(
        insert(grants).values(id=grant_id, person=person, role=role, unit=unit, granted_at=now, granted_by=by)
    )
    note(connection, "role_given", person, by=by, now=now, detail=grant_id)
    return grant_id


def withdraw(connection: Connection, grant: str, *, by: str, now: int) -> None:
    """Withdraw a role. That it was held stays on record.

    Raises:
        Refusal: `grant_unknown`, also for one that is withdrawn.
    """
    standing = grants.c.id == grant, grants.c.withdrawn_at.is_(None)
    withdrawn = update(grants).where(*standing).values(withdrawn_at=now, withdrawn_by=by)
    person = connection.execute(withdrawn.returning(grants.c.person)).scalar()
    if person is None:
        raise Refusal("grant_unknown", grant=grant)
    note(connection, "role_withdrawn", person, by=by, now=now, detail=grant)


def held(connection: Connection, person: str, at: int) -> list[Grant]:
    """The roles that somebody held at a moment."""
    return [Grant(*row) for row in _HELD.rows(connection, {"holder": person, "at": at})]


def of_person(connection: Connection, person: str) -> list[Given]:
    """Every role that somebody was ever given, the earliest first."""
    columns = (grants.c[name] for name in Given.__struct_fields__)
    query = select(*columns).where(grants.c.person == person).order_by(*_ORDER)
    return [Given(**row) for row in connection.execute(query).mappings()]


_ORDER = (grants.c.granted_at, grants.c.id)
_AT = bindparam("at", type_=BigInteger)
_HELD = Statement(
    select(grants.c.id, grants.c.role, grants.c.unit)
    .where(
        grants.c.person == bindparam("holder"),
        grants.c.granted_at <= _AT,
        or_(grants.c.withdrawn_at.is_(None), grants.c.withdrawn_at > _AT),
    )
    .order_by(*_ORDER)
)
