"""The one path by which anything is recorded: load, decide, check what comes later, save."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import msgspec
from eventsourcing.persistence import IntegrityError

from domain.facts import Entry, Fact
from domain.identity import stream_parts
from domain.moments import Moment, Precision
from domain.timeline import admitted, standing
from domain.topics import NOUNS
from service.commands.catalogue import COMMANDS
from service.log import StreamMoved
from service.past import Past
from service.store import Store

ATTEMPTS_MAX = 5  # a decision that meets this many movements in a row is contended: the caller is told so


class Contended(Exception):
    """What a decision looked at moved each time that it was taken: try again later."""


class Thidua(Store):
    """The application: a store, and `execute`."""

    def execute(
        self,
        name: str,
        arguments: Any,
        *,
        when: Moment | None = None,
        actor: str | None = None,
        command_id: str | None = None,
        source: str | None = None,
    ) -> list[Entry]:
        """Decide the command of that name and record what follows, all or nothing.

        `when` is the moment at which it is true in the world (now, by default); the decision sees the
        state of that moment, and what is recorded for later must still be possible after it. A command
        whose id is recorded already is not repeated: its first answer is given again.

        Raises:
            Refusal: the decision says no, or a later entry would become impossible.
            Contended: other writers were faster five times.
        """
        command = COMMANDS[name]
        if command_id is not None and (answered := self.recorded(command_id)):
            return answered
        identity = command_id or uuid4().hex
        for _ in range(ATTEMPTS_MAX):
            moment = when or Moment(self.log_recorder.clock(), Precision.INSTANT)
            with self.log_recorder.reading() as connection:
                past = Past(self, connection, moment)
                drafts = _drafts(past, command.decide(past, arguments), actor, identity, source)
                earlier = _checked(past, drafts)
            try:
                return self._save(past, drafts, earlier)
            except StreamMoved:
                continue
            except IntegrityError:
                if answered := self.recorded(identity):
                    return answered
        raise Contended(name)

    def do(self, command: str, /, *, when: Moment | None = None, **arguments: Any) -> list[Entry]:
        """`execute` with the arguments by name, for callers inside the house."""
        return self.execute(command, COMMANDS[command].arguments(**arguments), when=when)

    def recorded(self, command_id: str) -> list[Entry]:
        """The entries that a command left, if it was carried out."""
        with self.log_recorder.reading() as connection:
            return self.of_command(command_id, connection)

    def _save(
        self, past: Past, drafts: Sequence[Entry], earlier: Mapping[str, Sequence[Entry]]
    ) -> list[Entry]:
        unchanged = {stream: version for stream, version in past.seen.items() if stream not in earlier}
        recordings = self.events.put(drafts, unchanged=unchanged, earlier=earlier)
        return [
            _placed(draft, recording.notification.id)
            for draft, recording in zip(drafts, recordings, strict=True)
        ]


def _checked(past: Past, drafts: Sequence[Entry]) -> dict[str, Sequence[Entry]]:
    """What each stream had before the drafts, once it is sure that they make nothing later impossible."""
    touched: dict[str, list[Entry]] = defaultdict(list)
    for draft in drafts:
        touched[draft.originator_id].append(draft)
    for stream, new in touched.items():
        check_later(stream, past.entries(stream), new)
    return {stream: past.entries(stream) for stream in touched}


def _drafts(
    past: Past,
    decided: Sequence[tuple[str, Fact]],
    actor: str | None,
    command_id: str,
    source: str | None,
) -> list[Entry]:
    versions: dict[str, int] = {}
    drafts = []
    for ordinal, (stream, fact) in enumerate(decided):
        versions[stream] = versions.get(stream, len(past.entries(stream))) + 1
        drafts.append(
            Entry(
                originator_id=stream,
                originator_version=versions[stream],
                fact=fact,
                effective=past.when.effective,
                precision=past.when.precision,
                actor=actor,
                command_id=command_id,
                ordinal=ordinal,
                source=source,
            )
        )
    return drafts


def check_later(stream: str, earlier: Sequence[Entry], new: Sequence[Entry]) -> None:
    """Refuse what would make impossible something that is recorded for a later moment.

    What comes last in the world's time needs no second look: its decision saw all that stands before.

    Raises:
        Refusal: `contradicts_entry`.
    """
    next_position = max((entry.position for entry in earlier), default=0) + 1
    placed = [_placed(entry, next_position + at) for at, entry in enumerate(new)]
    whole = standing([*earlier, *placed])
    if whole[-len(placed) :] == placed:
        return
    noun = NOUNS[stream_parts(stream)[0]]
    admitted(whole, noun.evolve, noun.admit)


def _placed(entry: Entry, position: int) -> Entry:
    return msgspec.structs.replace(entry, position=position)
