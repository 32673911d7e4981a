"""Judging by the permission table: the authority by which an act is asked for, or why there is none."""

from collections.abc import Iterable, Mapping
from typing import Any

from service.application import Judge
from service.authority.amending import may_amend
from service.authority.askers import Asker
from service.authority.denials import TABLE_RULE, NotPermitted, SignInNeeded, denied, no_row, scope_missing
from service.authority.holding import Held, Holding
from service.authority.roles import Role, Scope
from service.authority.subjects import Subject, of_command
from service.authority.table import TABLE, Phases, Row
from service.commands.command import Askable
from service.past import Past

__all__ = ["FROM_MINUTES", "NotPermitted", "SignInNeeded", "judge", "permit"]

# What somebody holds without a look at the log, unless it was given over some unit.
_GIVEN = frozenset({Role.ANYONE, Role.PERSON, Role.ADMINISTRATOR, Role.INSPECTOR, Role.OFFICE})
FROM_MINUTES = "minutes"  # the channel of a vote that a record keeper writes down after the minutes


def permit(past: Past, action: str, asker: Asker, subject: Subject) -> Held:
    """The role by which an asker may take an action on a subject.

    Raises:
        SignInNeeded: nobody is signed in, and it is not for anyone.
        NotPermitted: `not_permitted`, `not_permitted_in_phase`, `token_scope_missing`, `session_needed`.
    """
    return _Act(past, _row(action), asker, subject, {}).permitted()


def judge(asker: Asker) -> Judge:
    """How the commands that somebody asks for are judged, each inside its own decision."""

    def judged(past: Past, command: Askable, arguments: Any) -> str:
        row = _row(command.name)
        subject = of_command(past, command, arguments, row)
        return _Act(past, row, asker, subject, _asked(arguments)).permitted().told()

    return judged


def _looked_at(row: Row) -> Iterable[tuple[Role, Phases]]:
    """The roles of a row, in the order in which they are looked at.

    By which of them somebody reads is told nowhere, so what costs least comes first; a command is recorded
    with the first one that allows it.
    """
    if row.scope is not Scope.READ:
        return row.roles.items()
    return sorted(row.roles.items(), key=lambda one: one[0] not in _GIVEN)


def _row(action: str) -> Row:
    if action not in TABLE:
        raise no_row(action)
    return TABLE[action]


def _asked(arguments: Any) -> Mapping[str, Any]:
    return {name: getattr(arguments, name) for name in arguments.__struct_fields__}


class _Act:
    """One act that is asked for: by whom, on what, and with which arguments."""

    def __init__(
        self, past: Past, row: Row, asker: Asker, subject: Subject, asked: Mapping[str, Any]
    ) -> None:
        self._past = past
        self._row = row
        self._asker = asker
        self._subject = subject
        self._asked = asked
        self._dated = past.when != past.now

    def permitted(self) -> Held:
        """The first role of the row that allows it."""
        row, asker = self._row, self._asker
        if asker.is_anonymous and Role.ANYONE not in row.roles:
            raise SignInNeeded(row.action)
        if row.scope not in asker.scopes and Role.ANYONE not in row.roles:
            raise scope_missing(row.scope)
        holding = Holding(self._past, asker, self._subject, row.delegated)
        for role, phases in _looked_at(row):
            if holding.phase not in phases:
                continue
            held = holding.of(role)
            if held is not None and self._allows(held, holding):
                return held
        if row.action == "open_ballot" and not self._fits(Role.LEAD):
            named = "rule" if self._asked["rule"] is not None else "roll"
            raise NotPermitted("ballot_terms_pinned", rule=TABLE_RULE, field=named)
        fitting = [role for role in row.roles if self._fits(role)]
        raise denied(row, holding, fitting=fitting, dated=self._dated)

    def _fits(self, role: Role) -> bool:
        """Whether such an act can be taken in a role at all, whoever holds it."""
        match self._row.action:
            case "cast_vote":
                # Nobody votes in another's name; record keepers copy what the minutes hold.
                return (role is Role.REPRESENTATIVE) == bool(self._asked["channel"] != FROM_MINUTES)
            case "change_vote":
                return bool(self._asked["channel"] != FROM_MINUTES)
            case "open_ballot":
                # Who chairs a ballot holds it by the rule that was adopted, with the members as its roll.
                return role is Role.OFFICE or (self._asked["rule"] is None and not self._asked["roll"])
            case "correct_entry" | "retract_entry":
                new = self._asked.get("new", {})
                return role is Role.OFFICE or may_amend(self._past, self._asked["position"], role, new)
            case _:
                return True

    def _allows(self, held: Held, holding: Holding) -> bool:
        """Whether a role that somebody holds allows this very act."""
        role, asked = held.role, self._asked
        if not self._fits(role):
            return False
        if self._dated and role not in self._row.late and self._row.scope is Scope.WRITE:
            return False  # the date of a vote, say, is when it is cast, and nothing that its elector chooses
        match self._row.action:
            case "grant_delegation" | "revoke_delegation":
                return role is not Role.REPRESENTATIVE or bool(asked["by"] == self._asker.person)
            case "elect_lead" | "hand_over_lead":
                return role is Role.OFFICE or not holding.deposes(asked, role)
            case "accept_handover":
                return role is not Role.REPRESENTATIVE or holding.is_named(asked["year"])
            case _:
                return True
