"""Who sends a file: the operator at the machine, whom nobody judges, or somebody who asks over HTTP."""

from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.identity import stream, stream_parts
from domain.moments import Anchor, Moment
from domain.refusals import Refusal
from service.application import Judge
from service.asking import require_datable
from service.authority.askers import Asker
from service.authority.judging import judge, permit
from service.authority.renewing import renewed
from service.authority.subjects import of_stream
from service.commands.command import Askable
from service.commands.guards import is_cast_live
from service.origin import Origin
from service.past import Past

# What anybody who is signed in may read, so that they may be told that it is recorded already.
_OPEN_TO_READ = ("unit", "cluster")


# What makes choices known.
_ENDING = ("close_ballot", "annul_ballot")


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who sends a file. `asker` is None for the operator; `reason` is why its lines are written down late.

    A line whose file names no reason is late because it is taken from its source.
    """

    asker: Asker | None = None
    actor: str | None = None
    reason: str | None = None

    def origin(self, source: str | None) -> Origin:
        """Where a line comes from, as its entries' envelope has it."""
        if self.asker is None:
            return Origin(actor=self.actor, source=source, reason=self.reason)
        return Origin(
            actor=self.asker.person, session=self.asker.session, source=source, reason=self.reason or source
        )

    def by(self, connection: Connection, now: int) -> "Sender":
        """The sender with what they hold by now, which may be less than when they sent the file.

        Who was disabled or erased since may do nothing more.
        """
        if self.asker is None:
            return self
        return msgspec.structs.replace(self, asker=renewed(self.asker, connection, now))

    def judge(self) -> Judge | None:
        """What judges each line as it is decided; None for the operator."""
        if self.asker is None:
            return None
        allowed = judge(self.asker)

        def judged(past: Past, command: Askable, arguments: Any) -> str | None:
            authority = allowed(past, command, arguments)
            if command.name in _ENDING:
                _refuse_live(past, arguments.ballot)
            return authority

        return judged

    def require_datable(self, when: Moment | None, anchor: Anchor, now: int, source: str | None) -> None:
        """Check that the sender may give a line its date; the operator may give any.

        Raises:
            Refusal: `effective_in_future`, `late_reason_needed`.
        """
        if self.asker is not None and when is not None:
            require_datable(when, anchor, now, self.reason or source)

    def require_reader(self, past: Past, stream: str) -> None:
        """Check that the sender may be told that a line is recorded already.

        Raises:
            NotPermitted: they may not read the entries of that stream.
        """
        if self.asker is not None and stream_parts(stream)[0] not in _OPEN_TO_READ:
            permit(past, "read_events", self.asker, of_stream(stream))


def _refuse_live(past: Past, ballot: str) -> None:
    """Keep a file from ending a ballot that electors are voting on.

    What its later lines are refused for would tell the count, and once it is refused, or was but tried,
    nobody could see that somebody knows.
    """
    state = past.latest_of(stream("ballot", ballot))
    if state is not None and state.is_open and is_cast_live(past, ballot):
        raise Refusal("ballot_cast_live", ballot=ballot)
