"""The one path by which anything is recorded: load, decide, check what comes later, save."""

from collections import defaultdict
from collections.abc import Callable, Sequence
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
from service.appends import StreamMoved
from service.commands.catalogue import COMMANDS
from service.commands.command import Askable, Decided
from service.origin import Origin
from service.past import Past
from service.plain import plain, plain_text
from service.postgresql import is_lost
from service.sealing import Draft
from service.store import Store

ATTEMPTS_MAX = 5  # a decision that meets this many movements in a row is contended: the caller is told so


class Contended(Exception):
    """What a decision looked at moved each time that it was taken: try again later."""


class VersionDiffers(Exception):
    """The stream has moved since the asker saw it: `stream` is at `found`, not at `expected`."""

    def __init__(self, stream: str, expected: int, found: int) -> None:
        super().__init__(stream, expected, found)
        self.stream = stream
        self.expected = expected
        self.found = found


# Says by which authority a command is asked for (None: nobody is asked), or raises what forbids it. What it
# looks at in the log is part of what the decision rests on, so authority that ends meanwhile is judged anew.
Judge = Callable[[Past, Askable, Any], str | None]


class Thidua(Store):
    """The application: a store, and `execute`."""

    def execute(
        self,
        name: str,
        arguments: Any,
        *,
        when: Moment | None = None,
        by: Origin = Origin(),
        command_id: str | None = None,
        judge: Judge | None = None,
        version: int | None = None,
    ) -> list[Entry]:
        """Decide the command of that name and record what follows, all or nothing.

        `when` is the moment at which it is true in the world (now, by default): it is decided on the state
        of then, and what is recorded for later must still be possible. A command whose id is recorded is not
        repeated: its first answer is given again. What is known to a day is placed at the day's beginning or,
        where it cannot be, at its end. `version` is that of the stream, as whoever asks last saw it.

        Raises:
            Refusal: the arguments cannot be recorded (`plain`), `judge` or the decision says no, a later
                entry would become impossible, or `command_id_reused`: the id stands for another command.
            Contended: other writers were faster five times. VersionDiffers: the stream is not at `version`.
            OperationalError: the database cannot be written to now, or the connection was lost twice; whether
                it was recorded is then told by asking again with the same id.
        """
        envelope = _Envelope(by, uuid4().hex if command_id is None else command_id).plain()
        known_as = None if command_id is None else envelope.command_id
        asked = _Asked(COMMANDS[name], plain(arguments), when, judge, version, known_as)
        return self._carried_out(asked, envelope)

    def weigh(
        self,
        name: str,
        arguments: Any,
        *,
        when: Moment | None = None,
        by: Origin = Origin(),
        judge: Judge | None = None,
        version: int | None = None,
    ) -> list[Entry]:
        """The entries that a command would leave now; nothing is recorded, and another may come before it.

        Raises:
            Refusal, VersionDiffers: as `execute` would.
        """
        asked = _Asked(COMMANDS[name], plain(arguments), when, judge, version, None)
        envelope = _Envelope(by, uuid4().hex).plain()
        return self._placed(asked, envelope, self._weighed)

    def do(self, command: str, /, *, when: Moment | None = None, **arguments: Any) -> list[Entry]:
        """`execute` with the arguments by name, for callers inside the house."""
        return self.execute(command, COMMANDS[command].arguments(**arguments), when=when)

    def recorded(self, command_id: str) -> list[Entry]:
        """The entries that a command left, if it was carried out."""
        with self.log_recorder.reading() as connection:
            return self.of_command(command_id, connection)

    def _carried_out(self, asked: "_Asked", envelope: "_Envelope") -> list[Entry]:
        """Decide and record: again where what was looked at moved, and once where the connection was lost."""
        lost = False
        for _ in range(ATTEMPTS_MAX):
            try:
                return self._placed(asked, envelope, self._recorded)
            except StreamMoved:
                continue
            except (IntegrityError, Refusal, VersionDiffers) as error:
                # The same command may have been carried out meanwhile, and be what stands in the way.
                if answered := self._answered(asked, envelope.command_id if lost else asked.command_id):
                    return answered
                if not isinstance(error, IntegrityError):
                    raise
            except Exception as error:
                # The answer to whether it was recorded went with the connection: its id tells, on another.
                if lost or not is_lost(error):
                    raise
                lost = True
                if answered := self._answered(asked, envelope.command_id):
                    return answered
        raise Contended(asked.command.name)

    def _answered(self, asked: "_Asked", command_id: str | None) -> list[Entry]:
        """The first answer to a command that was carried out already; nothing if it was not."""
        entries = [] if command_id is None else self.recorded(command_id)
        return asked.answered_by(entries) if entries else []

    def _placed(self, asked: "_Asked", envelope: "_Envelope", attempt: "_Attempt") -> list[Entry]:
        """Attempt what is known to a day at its beginning or, where it cannot have been then, at its end."""
        when = asked.when
        try:
            return attempt(asked, when, envelope)
        except Refusal:
            if when is None or when.precision is not Precision.DAY:
                raise
            end = min(day_end(when.civil.date()), self.log_recorder.clock())
            if end <= when.effective:
                raise
            with suppress(Refusal):
                return attempt(asked, Moment(end, Precision.DAY), envelope)
            raise  # what is told is why it cannot have been at the day's beginning

    def _recorded(self, asked: "_Asked", when: Moment | None, envelope: "_Envelope") -> list[Entry]:
        decided = self._decided(asked, when, envelope)
        if decided.is_answered:
            return decided.entries
        drafts = [cast("Draft", self.mapper.to_stored_event(entry)) for entry in decided.entries]
        earlier = decided.earlier
        unchanged = {stream: version for stream, version in decided.seen.items() if stream not in earlier}
        return self.log_recorder.record(drafts, unchanged=unchanged, earlier=earlier, present=when is None)

    def _weighed(self, asked: "_Asked", when: Moment | None, envelope: "_Envelope") -> list[Entry]:
        return self._decided(asked, when, envelope).entries

    def _decided(self, asked: "_Asked", when: Moment | None, envelope: "_Envelope") -> "_Decided":
        with self.log_recorder.reading() as connection:
            if asked.command_id and (answered := self.of_command(asked.command_id, connection)):
                return _Decided(asked.answered_by(answered), {}, {}, is_answered=True)
            now = Moment(self.log_recorder.now(connection), Precision.INSTANT)
            past = Past(self, connection, when or now, now)
            envelope = envelope.judged(past, asked)
            decided = asked.command.decide(past, asked.arguments)
            asked.check_version(past, decided)
            entries = _drafts(past, decided, envelope)
            return _Decided(entries, _checked(past, entries), past.seen)


class _Decided(NamedTuple):
    """The drafts of a decision, what their streams hold before them, and every stream that it looked at.

    Where the command was carried out already, the entries are those that it left then.
    """

    entries: list[Entry]
    earlier: dict[str, Sequence[Entry]]
    seen: dict[str, int]
    is_answered: bool = False


class _Asked(NamedTuple):
    command: Askable
    arguments: Any
    when: Moment | None
    judge: Judge | None
    version: int | None
    command_id: str | None

    def check_version(self, past: Past, decided: Decided) -> None:
        if self.version is None:
            return
        stream = decided[0][0]
        found = len(past.entries(stream))
        if found != self.version:
            raise VersionDiffers(stream, self.version, found)

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


_Attempt = Callable[[_Asked, Moment | None, "_Envelope"], list[Entry]]


class _Envelope(NamedTuple):
    by: Origin
    command_id: str

    def plain(self) -> "_Envelope":
        if not self.command_id.strip():
            raise Refusal("text_blank", field="command_id")
        return _Envelope(self.by.plain(), plain_text(self.command_id))

    def judged(self, past: Past, asked: _Asked) -> "_Envelope":
        if asked.judge is None:
            return self
        authority = asked.judge(past, asked.command, asked.arguments)
        return self._replace(by=msgspec.structs.replace(self.by, authority=authority))


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
                actor=envelope.by.actor,
                authority=envelope.by.authority,
                session=envelope.by.session,
                command_id=envelope.command_id,
                ordinal=ordinal,
                source=envelope.by.source,
                reason=envelope.by.reason,
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
