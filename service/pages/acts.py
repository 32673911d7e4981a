"""What a reader may do: the permission table asked before an act, so that a page offers what can succeed."""

from collections.abc import Iterable
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


class _Asked(NamedTuple):
    subject: Subject
    delegated: Delegated | None


class Acts:
    """The roles of one asker, worked out once for each subject.

    The decision itself judges again, with its arguments: what is offered here may still be refused there.
    """

    def __init__(self, past: Past, asker: Asker) -> None:
        self._past = past
        self._asker = asker
        self._holdings: dict[_Asked, Holding] = {}
        self._held: dict[tuple[_Asked, Role], Held | None] = {}

    def may(self, action: str, subject: Subject | str) -> Held | None:
        """By which role the asker can take an action on a subject, or on that of a stream; None for none."""
        row = TABLE[action]
        if row.scope not in self._asker.scopes:
            return None
        about = subject if isinstance(subject, Subject) else self.subject(subject)
        asked = _Asked(about, row.delegated)
        for role, phases in row.roles.items():
            if self._holding(asked).phase in phases:
                held = self._role(asked, role)
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
        holding = self._holding(_Asked(about, row.delegated))
        return denied(row, holding, fitting=tuple(row.roles), dated=False)

    def subject(self, stream: str) -> Subject:
        """What a stream is about; nothing where it names nothing."""
        try:
            return of_stream(stream)
        except Refusal:
            return Subject()

    def _holding(self, asked: _Asked) -> Holding:
        if asked not in self._holdings:
            self._holdings[asked] = Holding(self._past, self._asker, asked.subject, asked.delegated)
        return self._holdings[asked]

    def _role(self, asked: _Asked, role: Role) -> Held | None:
        if (asked, role) not in self._held:
            self._held[asked, role] = self._holding(asked).of(role)
        return self._held[asked, role]
