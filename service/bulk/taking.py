"""Taking the lines of a file in: each is a command like any other, and a refused one ends nothing yet.

A refused line leaves nothing behind, so those after it are tried, too, and a file tells all its problems at
once. In the end all of it is recorded, or nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.facts import Entry
from domain.identity import stream
from domain.moments import Moment, Precision
from domain.refusals import Refusal
from domain.timeline import standing
from domain.units import UnitRegistered, UnitRenamed
from service.application import Contended, Thidua
from service.bulk.problem import ImportRefused, LineProblem
from service.bulk.sender import Sender
from service.chronicle.shape import DeclaredUnit
from service.commands.amendments import RecordFact
from service.commands.catalogue import COMMANDS
from service.commands.command import Askable, Command
from service.fields import FieldProblem
from service.past import Past

Progress = Callable[[int, int], None]
# Where a problem is: by the field of a line and the refusal, the number of the line and the field as told.
Where = Callable[[str, Refusal], tuple[int, str]]


def no_progress(_done: int, _of: int) -> None:
    """Tell nobody."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line as a command. With a `command_id` it is known when it is sent again."""

    command: str
    arguments: Any
    when: Moment | None
    source: str | None
    command_id: str | None
    where: Where


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file: lines recorded now and known already, and the positions of its entries."""

    recorded: int
    known: int
    first: int | None
    last: int | None


class _DryRun(Exception):
    """Ends a transaction whose outcome is not wanted."""


class Taking:
    """What becomes of the lines of one file, inside one transaction."""

    def __init__(self, application: Thidua, sender: Sender, progress: Progress, total: int) -> None:
        self._application = application
        self._sender = sender
        self._progress = progress
        self._total = total
        self._done = 0
        self._recorded = 0
        self._known = 0
        self._positions: list[int] = []
        self._refused: dict[str, int] = {}
        self.problems: list[LineProblem] = []

    @property
    def outcome(self) -> Outcome:
        """What became of the lines so far."""
        positions = self._positions
        return Outcome(
            recorded=self._recorded,
            known=self._known,
            first=min(positions, default=None),
            last=max(positions, default=None),
        )

    def command(self, line: Line) -> list[Entry]:
        """Carry a line out. Gives its entries; none where it is refused, which `problems` then tells."""
        watch = _Watch(self._sender)
        entries: list[Entry] = []
        try:
            entries = self._found(line) or self._carried_out(line, watch)
        except Refusal as refusal:
            self.refuse(line.where, "", refusal, watch.looked_at)
            self._refused.setdefault(_own_stream(line), self.problems[-1].line)
        except Contended:
            self.refuse(line.where, "", Refusal("contended"))
        self._step()
        return entries

    def unit(self, unit: str, declared: DeclaredUnit, when: Moment, source: str | None, where: Where) -> None:
        """Register a unit that is not known; check that a file and the log mean the same where it is."""
        name = stream("unit", unit)
        with self._application.log_recorder.reading() as connection:
            known = standing(self._application.timeline(name, connection))
        if not known:
            details = msgspec.structs.asdict(declared)
            del details["source"]
            arguments = COMMANDS["register_unit"].arguments(unit=unit, **details)
            told = Line(
                command="register_unit", arguments=arguments, when=when, source=source,
                command_id=None, where=where,
            )  # fmt: skip
            self.command(told)
            return
        try:
            require_agreement(unit, declared, known)
            self._known += 1
        except Refusal as refusal:
            self.refuse(where, "", refusal)
            self._refused.setdefault(name, self.problems[-1].line)
        self._step()

    def misread(self, problem: FieldProblem, where: Where) -> None:
        """Note a line that cannot even be read."""
        self.refuse(where, problem.field, problem.refusal)
        self._step()

    def refuse(self, where: Where, field: str, refusal: Refusal, looked_at: Sequence[str] = ()) -> None:
        """Note what is wrong with a line, and the refused line that it may follow from."""
        line, told = where(field or str(refusal.params.get("field") or ""), refusal)
        before = [self._refused[name] for name in looked_at if name in self._refused]
        follows = min(before, default=None)
        self.problems.append(LineProblem(line=line, field=told, refusal=refusal, follows=follows))

    def _found(self, line: Line) -> list[Entry]:
        """The entries of a line that is recorded already, for who may be told so."""
        if line.command_id is None:
            return []
        with self._application.log_recorder.reading() as connection:
            entries = self._application.of_command(line.command_id, connection)
            if entries:
                now = Moment(self._application.log_recorder.now(connection), Precision.INSTANT)
                past = Past(self._application, connection, now, now)
                self._sender.require_reader(past, entries[0].originator_id)
                self._known += 1
        return entries

    def _carried_out(self, line: Line, watch: "_Watch") -> list[Entry]:
        now = self._application.log_recorder.clock()
        self._sender.require_datable(line.when, COMMANDS[line.command].anchor, now, line.source)
        entries = self._application.execute(
            line.command,
            line.arguments,
            when=line.when,
            by=self._sender.origin(line.source),
            command_id=line.command_id,
            judge=watch,
        )
        self._recorded += 1
        self._positions += [entry.position for entry in entries]
        return entries

    def _step(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)


class _Watch:
    """Judges as the sender is judged, and remembers what the decision looks at."""

    def __init__(self, sender: Sender) -> None:
        self._judge = sender.judge()
        self._past: Past | None = None

    def __call__(self, past: Past, command: Askable, arguments: Any) -> str | None:
        self._past = past
        return None if self._judge is None else self._judge(past, command, arguments)

    @property
    def looked_at(self) -> list[str]:
        """The streams that the decision has looked at."""
        return [] if self._past is None else list(self._past.seen)


def undertake(
    application: Thidua,
    work: Callable[[Taking], None],
    sender: Sender,
    *,
    total: int,
    dry_run: bool = False,
    progress: Progress = no_progress,
    finish: Callable[[Connection, Outcome], None] | None = None,
) -> Outcome:
    """Do the work of a file in one transaction, of which `finish` is the last part.

    A dry run does all of it and takes it back. Nobody else can write meanwhile.

    Raises:
        ImportRefused: with the problems of every line; nothing is recorded then.
    """
    taking = Taking(application, sender, progress, total)
    try:
        with application.log_recorder.transaction() as connection:
            work(taking)
            if taking.problems:
                raise ImportRefused(taking.problems)
            if dry_run:
                raise _DryRun
            if finish is not None:
                finish(connection, taking.outcome)
    except _DryRun:
        return msgspec.structs.replace(taking.outcome, first=None, last=None)
    return taking.outcome


def require_agreement(unit: str, declared: DeclaredUnit, known: Sequence[Entry]) -> None:
    """Check that a file means the unit that the log knows: by a name that it bore, and with no other details.

    Raises:
        Refusal: `unit_declared_otherwise`, naming the field.
    """
    registered = next(entry.fact for entry in known if isinstance(entry.fact, UnitRegistered))
    names = [entry.fact.name for entry in known if isinstance(entry.fact, UnitRegistered | UnitRenamed)]
    if declared.name not in names:
        raise Refusal(
            "unit_declared_otherwise", unit=unit, field="name", told=declared.name, known=", ".join(names)
        )
    for field in ("short_name", "kind", "parent", "fictional"):
        told, held = getattr(declared, field), getattr(registered, field)
        if told and told != held:
            raise Refusal("unit_declared_otherwise", unit=unit, field=field, told=told, known=held)


def _own_stream(line: Line) -> str:
    """The stream that a line would have written to; "" for one that amends an entry."""
    if isinstance(line.arguments, RecordFact):
        return line.arguments.stream
    command = COMMANDS[line.command]
    if not isinstance(command, Command):
        return ""
    return stream(command.kind, *(getattr(line.arguments, key) for key in command.keys))
