"""What somebody holds by now: a command may wait, and its sender lose a role meanwhile.

Roles that follow from the log are judged inside the decision anyhow; those given by hand stand beside it.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection

from service.accounts import grants, persons
from service.application import Judge
from service.authority.askers import Asker, given_roles
from service.authority.judging import judge
from service.commands.command import Askable
from service.past import Past


def renewed(asker: Asker, connection: Connection, now: int) -> Asker:
    """An asker with the roles that they hold by now (microseconds UTC).

    Who was disabled or erased since may do nothing more.
    """
    if asker.person is None:
        return asker
    held = grants.held(connection, asker.person, now)
    let_in = persons.is_let_in(connection, asker.person)
    return msgspec.structs.replace(
        asker,
        grants=given_roles(held),
        scopes=asker.scopes if let_in else frozenset(),
    )


def judge_by_now(asker: Asker) -> Judge:
    """`judge` by what the asker holds when the decision is taken, as often as it is taken."""

    def judged(past: Past, command: Askable, arguments: Any) -> str | None:
        by_now = renewed(asker, past.connection, past.now.effective)
        return judge(by_now)(past, command, arguments)

    return judged
