"""What a reader may do: the permission table asked before an act, so that a page offers what can succeed."""

from collections.abc import Collection, Iterable
from itertools import chain
from typing import NamedTuple

from domain.delegations import Scope as Delegated
from domain.refusals import Refusal
from service.authority.askers import Asker
from service.authority.denials import NotPermitted, denied
from service.authority.holding import Held, Holding
from service.authority.roles import Role
from service.authority.subjects import Subject, of_stream
from service.authority.table import TABLE
from service.past import Past

_FOR_A_UNIT = frozenset({Role.LEAD, Role.DEPUTY, Role.REPRESENTATIVE, Role.MEMBER})


class _Asked(NamedTuple):
    subject: Subject
    delegated: Delegated | None


class _Judged(NamedTuple):
    """What an asker holds for a subject: by each role that was looked at already."""

    holding: Holding
    held: dict[Role, Held | None]


class Acts:
    """The roles of one asker, worked out once for each subject.

    The decision itself judges again, with its arguments: what is offered here may still be refused there.
    """

    def __init__(self, past: Past, asker: Asker) -> None:
        self._past = past
        self._asker = asker
        self._judged: dict[_Asked, _Judged] = {}
        self._units: Collection[str] | None = None

    def only_for(self, units: Collection[str]) -> None:
        """Note that no other units name the asker: whether they speak for those need not be read.

        It spares those who look at thousands of clusters what their units say, and changes no answer.
        """
        self._units = units

    def may(self, action: str, subject: Subject | str) -> Held | None:
        """By which role the asker can take an action on a subject, or on that of a stream; None for none."""
        row = TABLE[action]
        if row.scope not in self._asker.scopes:
            return None
        about = subject if isinstance(subject, Subject) else self.subject(subject)
        judged = self._judged_on(_Asked(about, row.delegated))
        phase = judged.holding.phase
        for role, phases in row.roles.items():
            held = self._role(judged, role) if phase in phases else None
            if held is not None:
                return held
        return None

    def any(self, actions: Iterable[str], subject: Subject | str) -> bool:
        """Whether one of the actions can be taken."""
        return any(self.may(action, subject) for action in actions)

    def require(self, action: str, subject: Subject | str, others: Iterable[Subject] = ()) -> None:
        """Check that the asker can take an action on a subject, or else on one of the others.

        Raises:
            NotPermitted: for the subject, with who can, and from when.
        """
        if not any(self.may(action, one) is not None for one in chain([subject], others)):
            raise self.refusal(action, subject)

    def refusal(self, action: str, subject: Subject | str) -> NotPermitted:
        """Why the asker cannot take an action: by which row, who can, and from when."""
        row = TABLE[action]
        about = subject if isinstance(subject, Subject) else self.subject(subject)
        holding = self._judged_on(_Asked(about, row.delegated)).holding
        return denied(row, holding, fitting=tuple(row.roles), dated=False)

    def subject(self, stream: str) -> Subject:
        """What a stream is about; nothing where it names nothing."""
        try:
            return of_stream(stream)
        except Refusal:
            return Subject()

    def _judged_on(self, asked: _Asked) -> _Judged:
        if asked not in self._judged:
            holding = Holding(self._past, self._asker, asked.subject, asked.delegated)
            self._judged[asked] = _Judged(holding, {})
        return self._judged[asked]

    def _role(self, judged: _Judged, role: Role) -> Held | None:
        if role not in judged.held:
            may = self._may_speak(judged.holding, role)
            judged.held[role] = judged.holding.of(role) if may else None
        return judged.held[role]

    def _may_speak(self, holding: Holding, role: Role) -> bool:
        """Whether a role can be held at all, by the units that name the asker where they are known."""
        units = self._units
        if units is None or role not in _FOR_A_UNIT:
            return True
        if not units:
            return False
        if role is Role.MEMBER:
            return not holding.members().isdisjoint(units)
        return holding.holder(role) in units
