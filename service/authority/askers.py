"""Who asks: a person with the roles that were given to them, through a session or a token."""

from collections.abc import Iterable

import msgspec

from service.accounts.grants import Grant
from service.authority.roles import Role, Scope


class GivenRole(msgspec.Struct, frozen=True, kw_only=True):
    """A role that was given to a person: over a unit and what is below it, or over the whole service."""

    role: Role
    unit: str | None = None


def given_roles(grants: Iterable[Grant]) -> tuple[GivenRole, ...]:
    """The roles that grants give."""
    return tuple(GivenRole(role=Role(grant.role), unit=grant.unit) for grant in grants)


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. `person` is None for somebody who is not signed in.

    `session` is the public id of the session or token; `scopes` what a token is good for, all for a session.
    """

    person: str | None = None
    session: str | None = None
    scopes: frozenset[Scope] = frozenset(Scope)
    grants: tuple[GivenRole, ...] = ()

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is signed in."""
        return self.person is None


ANONYMOUS = Asker()
