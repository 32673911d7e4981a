"""Taking a chronicle in: each entry is a command like any other, and a file is recorded whole or not."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from domain.facts import Entry
from domain.identity import stream
from domain.moments import Moment
from domain.refusals import Refusal
from domain.timeline import standing
from domain.units import UnitRegistered, UnitRenamed
from service.application import Contended, Thidua
from service.chronicle.entries import FieldProblem, Reading, field_problem, read_entry, said
from service.chronicle.problem import ChronicleProblem
from service.chronicle.reading import Lines, read
from service.chronicle.shape import FORMAT, Chronicle, DeclaredUnit
from service.commands.catalogue import COMMANDS

Progress = Callable[[int, int], None]


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file: entries recorded now, and entries that were known already."""

    file: str
    title: str
    cycle: str | None
    recorded: int
    known: int


class _DryRun(Exception):
    """Ends a transaction whose outcome is not wanted."""


def no_progress(_done: int, _of: int) -> None:
    """Tell nobody."""


def load(path: Path) -> tuple[Chronicle, Lines]:
    """A chronicle and the lines of its parts.

    Raises:
        ChronicleProblem: see `reading.read`; `field_missing`, `field_unknown`, `field_misfits`,
            `format_unknown`.
    """
    data, lines = read(path)
    try:
        chronicle = msgspec.convert(data, Chronicle)
    except msgspec.ValidationError as error:
        problem = _problem_of_a_unit(data) or field_problem(error, Chronicle.__struct_fields__)
        raise ChronicleProblem(path, lines.of(problem.field), problem.field, problem.refusal) from error
    if chronicle.chronicle != FORMAT:
        refusal = Refusal("format_unknown", found=chronicle.chronicle, known=FORMAT)
        raise ChronicleProblem(path, lines.of("chronicle"), "chronicle", refusal)
    return chronicle, lines


def _problem_of_a_unit(data: Any) -> FieldProblem | None:
    """The problem of the first declared unit that has one, by its slug: a shape's error names none."""
    units = data.get("units") if isinstance(data, dict) else None
    for unit, declared in units.items() if isinstance(units, dict) else ():
        try:
            msgspec.convert(declared, DeclaredUnit)
        except msgspec.ValidationError as error:
            problem = field_problem(error, DeclaredUnit.__struct_fields__)
            return FieldProblem(f"units.{unit}.{problem.field}".rstrip("."), problem.refusal)
    return None


def import_chronicle(
    application: Thidua,
    path: Path,
    *,
    actor: str | None = None,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> Imported:
    """Record what a chronicle says and the log does not know yet.

    Raises:
        ChronicleProblem: with file, line, field, rule; nothing of the file is recorded then.
    """
    chronicle, lines = load(path)
    taking = _Import(application, path, chronicle, lines, actor)
    try:
        with application.log_recorder.transaction():
            taking.units()
            taking.entries(progress)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return Imported(
        file=path.name,
        title=chronicle.title,
        cycle=chronicle.cycle,
        recorded=taking.recorded,
        known=taking.known,
    )


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


class _Import:
    def __init__(
        self, application: Thidua, path: Path, chronicle: Chronicle, lines: Lines, actor: str | None
    ) -> None:
        self._application = application
        self._path = path
        self._chronicle = chronicle
        self._lines = lines
        self._actor = actor
        self._labels: dict[str, int] = {}
        self.recorded = 0
        self.known = 0

    def units(self) -> None:
        for unit, declared in self._chronicle.units.items():
            try:
                self._unit(unit, declared)
            except Refusal as refusal:
                at = f"units.{unit}.{refusal.params.get('field', '')}".rstrip(".")
                raise ChronicleProblem(self._path, self._lines.of(at), at, refusal) from refusal

    def _unit(self, unit: str, declared: DeclaredUnit) -> None:
        with self._application.log_recorder.reading() as connection:
            known = standing(self._application.timeline(stream("unit", unit), connection))
        if known:
            require_agreement(unit, declared, known)
            self.known += 1
            return
        details = msgspec.structs.asdict(declared)
        told = details.pop("source")
        source = self._chronicle.source if told is msgspec.UNSET else told
        arguments = COMMANDS["register_unit"].arguments(unit=unit, **details)
        moment = Moment.unknown(COMMANDS["register_unit"].anchor, None)
        self._application.execute("register_unit", arguments, when=moment, actor=self._actor, source=source)
        self.recorded += 1

    def entries(self, progress: Progress) -> None:
        repeats: Counter[bytes] = Counter()
        raws = self._chronicle.entries
        for place, raw in enumerate(raws):
            at = f"entries[{place}]"
            content = msgspec.json.encode(said(raw), order="deterministic")
            try:
                reading = read_entry(raw, self._chronicle, self._labels, repeats[content])
                self._take(reading)
            except FieldProblem as problem:
                field = f"{at}.{problem.field}" if problem.field else at
                raise self._problem(field, problem.field, problem.refusal) from problem
            except Refusal as refusal:
                field = str(refusal.params.get("field", ""))
                raise self._problem(f"{at}.{field}" if field else at, field, refusal) from refusal
            except Contended as contended:
                raise self._problem(at, "", Refusal("contended")) from contended
            repeats[content] += 1
            progress(place + 1, len(raws))

    def _problem(self, at: str, field: str, refusal: Refusal) -> ChronicleProblem:
        return ChronicleProblem(self._path, self._lines.of(at), field, refusal)

    def _take(self, reading: Reading) -> None:
        before = self._application.recorded(reading.command_id)
        entries = before or self._application.execute(
            reading.command,
            reading.arguments,
            when=reading.when,
            actor=self._actor,
            command_id=reading.command_id,
            source=reading.source,
        )
        if before:
            self.known += 1
        else:
            self.recorded += 1
        if reading.label is not None:
            self._labels[reading.label] = entries[0].position
