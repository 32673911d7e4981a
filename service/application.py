"""The one path by which anything is recorded: load, decide, check what comes later, save."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple, cast
from uuid import uuid4

import msgspec
from eventsourcing.persistence import IntegrityError

from domain.facts import Entry
from domain.identity import stream_parts
from domain.moments import Moment, Precision, day_end
from domain.refusals import Refusal
from domain.timeline import admitted, standing
from domain.topics import NOUNS
from service.commands.catalogue import COMMANDS
from service.commands.command import Askable, Decided
from service.log import Draft, StreamMoved
from service.past import Past
from service.plain import plain, plain_text
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
        whose id is recorded already is not repeated: its first answer is given again. What is known to a day
        is placed at the day's beginning or, where that cannot be, at its end.

        Raises:
            Refusal: the arguments cannot be recorded (`plain`), the decision says no, a later entry would
                become impossible, or `command_id_reused` for an id that stands for another command.
            Contended: other writers were faster five times.
        """
        asked = _Asked(COMMANDS[name], plain(arguments), when)
        identity = uuid4().hex if command_id is None else command_id
        envelope = _Envelope(actor, identity, source).plain()
        if command_id is not None and (answered := self.recorded(command_id)):
            return asked.answered_by(answered)
        for _ in range(ATTEMPTS_MAX):
            try:
                return self._placed(asked, envelope)
            except StreamMoved:
                continue
            except (IntegrityError, Refusal) as error:
                # The same command may have been carried out meanwhile, and be what stands in the way.
                if command_id is not None and (answered := self.recorded(command_id)):
                    return asked.answered_by(answered)
                if isinstance(error, Refusal):
                    raise
        raise Contended(name)

    def do(self, command: str, /, *, when: Moment | None = None, **arguments: Any) -> list[Entry]:
        """`execute` with the arguments by name, for callers inside the house."""
        return self.execute(command, COMMANDS[command].arguments(**arguments), when=when)

    def recorded(self, command_id: str) -> list[Entry]:
        """The entries that a command left, if it was carried out."""
        with self.log_recorder.reading() as connection:
            return self.of_command(command_id, connection)

    def _placed(self, asked: "_Asked", envelope: "_Envelope") -> list[Entry]:
        """Record what is known to a day at its beginning or, where it cannot have been then, at its end."""
        when = asked.when
        try:
            return self._attempt(asked, when, envelope)
        except Refusal:
            if when is None or when.precision is not Precision.DAY:
                raise
            end = min(day_end(when.civil.date()), self.log_recorder.clock())
            if end <= when.effective:
                raise
            with suppress(Refusal):
                return self._attempt(asked, Moment(end, Precision.DAY), envelope)
            raise  # what is told is why it cannot have been at the day's beginning

    def _attempt(self, asked: "_Asked", when: Moment | None, envelope: "_Envelope") -> list[Entry]:
        with self.log_recorder.reading() as connection:
            moment = when or Moment(self.log_recorder.now(connection), Precision.INSTANT)
            past = Past(self, connection, moment)
            entries = _drafts(past, asked.command.decide(past, asked.arguments), envelope)
            earlier = _checked(past, entries)
        drafts = [cast("Draft", self.mapper.to_stored_event(entry)) for entry in entries]
        unchanged = {stream: version for stream, version in past.seen.items() if stream not in earlier}
        return self.log_recorder.record(drafts, unchanged=unchanged, earlier=earlier, present=when is None)


class _Asked(NamedTuple):
    command: Askable
    arguments: Any
    when: Moment | None

    def answered_by(self, entries: list[Entry]) -> list[Entry]:
        """The entries, if they are what this command left: an id stands for one command only."""
        first = entries[0]
        same_date = self.when is None or self.when.text() == first.moment.text()
        if not same_date or not self.command.left(self.arguments, first):
            raise Refusal(
                "command_id_reused",
                command_id=first.command_id,
                position=first.position,
                topic=first.topic,
            )
        return entries


class _Envelope(NamedTuple):
    actor: str | None
    command_id: str
    source: str | None

    def plain(self) -> "_Envelope":
        if not self.command_id.strip():
            raise Refusal("text_blank", field="command_id")
        actor, source = (None if text is None else plain_text(text) for text in (self.actor, self.source))
        return _Envelope(actor, plain_text(self.command_id), source)


def _checked(past: Past, drafts: Sequence[Entry]) -> dict[str, Sequence[Entry]]:
    """What each stream had before the drafts, once it is sure that they make nothing later impossible."""
    touched: dict[str, list[Entry]] = defaultdict(list)
    for draft in drafts:
        touched[draft.originator_id].append(draft)
    for stream, new in touched.items():
        check_later(stream, past.entries(stream), new)
    return {stream: past.entries(stream) for stream in touched}


def _drafts(past: Past, decided: Decided, envelope: _Envelope) -> list[Entry]:
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
                actor=envelope.actor,
                command_id=envelope.command_id,
                ordinal=ordinal,
                source=envelope.source,
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
