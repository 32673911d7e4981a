"""Why the permission table does not allow an act: by which row, who may act, and from when."""

from collections.abc import Collection, Iterable

from domain.refusals import Refusal
from service.authority.holding import Holding
from service.authority.roles import Phase, Role, Scope
from service.authority.table import Phases, Row

TABLE_RULE = "permission table"
_TENURES = (Role.LEAD, Role.DEPUTY)


class NotPermitted(Refusal):
    """The permission table does not allow it; says the rule, who can act, and from when."""


class SignInNeeded(Exception):
    """Nobody is signed in, and the action is not for anyone."""


def no_row(action: str) -> NotPermitted:
    """What is not in the table is allowed to nobody."""
    return NotPermitted("not_permitted", rule=TABLE_RULE, action=action, who=(), phase=None)


def scope_missing(scope: Scope) -> NotPermitted:
    """A token does not reach so far; some things are done only by who has signed in."""
    if scope is Scope.SESSION:
        return NotPermitted("session_needed", rule=TABLE_RULE)
    return NotPermitted("token_scope_missing", rule=TABLE_RULE, scope=str(scope))


def denied(row: Row, holding: Holding, *, fitting: Collection[Role], dated: bool) -> NotPermitted:
    """Says who can act: now, or where nobody can now, in which phases; and from when the asker can.

    `fitting` are the roles in which such an act can be taken at all; `dated` says that it is dated
    otherwise than now.
    """
    phase = holding.phase
    phases = _ordered(frozenset().union(*row.roles.values()))
    if phases and str(phase) not in phases:
        return NotPermitted(
            "not_permitted_in_phase",
            rule=TABLE_RULE,
            action=row.action,
            who=_who(row.roles, holding),
            phase=str(phase),
            phases=phases,
        )
    may_now = [role for role, allowed in row.roles.items() if phase in allowed and role in fitting]
    mine = [role for role in row.roles if role in fitting and holding.of(role) is not None]
    if dated and not row.late.intersection(mine) and set(mine).intersection(may_now):
        late = [role for role in may_now if role in row.late]
        return NotPermitted(
            "not_permitted_dated", rule=TABLE_RULE, action=row.action, who=_who(late, holding)
        )
    later = [] if set(mine).intersection(may_now) else mine
    return NotPermitted(
        "not_permitted",
        rule=TABLE_RULE,
        action=row.action,
        who=_who(may_now, holding),
        phase=None if phase is Phase.NONE else str(phase),
        yours=_ordered(frozenset().union(*(row.roles[role] for role in later))) or None,
        since=holding.leads_from([role for role in _TENURES if role in may_now]),
    )


def _ordered(phases: Phases) -> tuple[str, ...]:
    return tuple(str(phase) for phase in Phase if phase in phases)


def _who(roles: Iterable[Role], holding: Holding) -> tuple[str, ...]:
    """Each role with the unit that holds it; with nothing after the colon where that is not known."""
    told = []
    for role in roles:
        unit = holding.holder(role)
        told.append(f"{role}:{unit or ''}" if unit or role in _TENURES else str(role))
    return tuple(told)
