"""Taking a chronicle in: each entry is a command like any other, and a file is recorded whole or not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from domain.moments import Moment
from domain.refusals import Refusal
from service.application import Thidua
from service.bulk.problem import ImportRefused, LineProblem
from service.bulk.sender import Sender
from service.bulk.taking import Line, Progress, Taking, Where, no_progress, undertake
from service.chronicle.entries import Reading, read_entry, said
from service.chronicle.problem import ChronicleProblem
from service.chronicle.reading import Lines, read
from service.chronicle.shape import FORMAT, Chronicle, DeclaredUnit
from service.commands.catalogue import COMMANDS
from service.fields import FieldProblem, field_problem

_FIRST_POSITION = 1  # stands for that of a labelled entry while nothing is recorded yet


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file: entries recorded now, and entries that were known already."""

    file: str
    title: str
    cycle: str | None
    recorded: int
    known: int


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
        ChronicleProblem: with file, line, field, rule, and the problems of other lines; nothing of the file
            is recorded then.
    """
    try:
        written = Written(*read(path))
        outcome = undertake(
            application,
            written.take,
            Sender(actor=actor),
            total=len(written),
            dry_run=dry_run,
            progress=progress,
        )
    except ImportRefused as refused:
        raise _of_file(path, refused) from refused
    chronicle = written.chronicle
    return Imported(
        file=path.name,
        title=chronicle.title,
        cycle=chronicle.cycle,
        recorded=outcome.recorded,
        known=outcome.known,
    )


class Written:
    """A chronicle as it is written: its shape is right, and every entry by itself.

    Raises:
        ImportRefused: `field_missing`, `field_unknown`, `field_misfits`, `format_unknown`, and for entries
            those of `read_entry`.
    """

    def __init__(self, data: Any, lines: Lines) -> None:
        self._lines = lines
        self.chronicle = self._shaped(data)
        self._check_entries()

    def __len__(self) -> int:
        return len(self.chronicle.units) + len(self.chronicle.entries)

    def take(self, taking: Taking) -> None:
        """Take its units and entries in, in their order; an entry may name one before it by its label."""
        for unit, declared in self.chronicle.units.items():
            told = declared.source
            source = self.chronicle.source if told is msgspec.UNSET else told
            moment = Moment.unknown(COMMANDS["register_unit"].anchor, None)
            taking.unit(unit, declared, moment, source, self._where(f"units.{unit}", outer=f"units.{unit}"))
        labels: dict[str, int] = {}
        for where, reading in self._readings(labels):
            if isinstance(reading, FieldProblem):  # it names an entry that was refused
                taking.misread(reading, where)
                continue
            line = Line(
                command=reading.command,
                arguments=reading.arguments,
                when=reading.when,
                source=reading.source,
                command_id=reading.command_id,
                where=where,
            )
            entries = taking.command(line)
            if entries and reading.label is not None:
                labels[reading.label] = entries[0].position

    def _shaped(self, data: Any) -> Chronicle:
        try:
            chronicle = msgspec.convert(data, Chronicle)
        except msgspec.ValidationError as error:
            found = list(_problems_of_units(data)) or [field_problem(error, Chronicle.__struct_fields__)]
            raise ImportRefused(
                [self._problem(one.field, one.field, one.refusal) for one in found]
            ) from error
        if chronicle.chronicle != FORMAT:
            refusal = Refusal("format_unknown", found=chronicle.chronicle, known=FORMAT)
            raise ImportRefused([self._problem("chronicle", "chronicle", refusal)])
        return chronicle

    def _check_entries(self) -> None:
        """Read every entry before any is recorded, so that all slips of the pen are told at once."""
        labels: dict[str, int] = {}
        problems = []
        for where, reading in self._readings(labels):
            if isinstance(reading, FieldProblem):
                line, field = where(reading.field, reading.refusal)
                problems.append(LineProblem(line=line, field=field, refusal=reading.refusal))
            elif reading.label is not None:
                labels[reading.label] = _FIRST_POSITION
        if problems:
            raise ImportRefused(problems)

    def _readings(self, labels: Mapping[str, int]) -> Iterator[tuple[Where, Reading | FieldProblem]]:
        """Each entry as it reads with the labels of those before it."""
        repeats: Counter[bytes] = Counter()
        for place, raw in enumerate(self.chronicle.entries):
            content = msgspec.json.encode(said(raw), order="deterministic")
            where = self._where(f"entries[{place}]")
            try:
                yield where, read_entry(raw, self.chronicle, labels, repeats[content])
            except FieldProblem as problem:
                yield where, problem
            except Refusal as refusal:
                yield where, FieldProblem(str(refusal.params.get("field", "")), refusal)
            repeats[content] += 1

    def _where(self, at: str, outer: str = "") -> Where:
        """Where the parts of something stand; its fields are told by their path below `outer`."""

        def where(field: str, _refusal: Refusal) -> tuple[int, str]:
            told = f"{outer}.{field}".strip(".")
            return self._lines.of(f"{at}.{field}".rstrip(".")), told

        return where

    def _problem(self, at: str, field: str, refusal: Refusal) -> LineProblem:
        return LineProblem(line=self._lines.of(at), field=field, refusal=refusal)


def _of_file(path: Path, refused: ImportRefused) -> ChronicleProblem:
    first, *others = refused.problems
    return ChronicleProblem(
        path,
        first.line,
        first.field,
        first.refusal,
        [ChronicleProblem(path, one.line, one.field, one.refusal) for one in others],
    )


def _problems_of_units(data: Any) -> Iterator[FieldProblem]:
    """The problems of declared units, by the slug of each: a shape's error names none."""
    units = data.get("units") if isinstance(data, dict) else None
    for unit, declared in units.items() if isinstance(units, dict) else ():
        try:
            msgspec.convert(declared, DeclaredUnit)
        except msgspec.ValidationError as error:
            problem = field_problem(error, DeclaredUnit.__struct_fields__)
            yield FieldProblem(f"units.{unit}.{problem.field}".rstrip("."), problem.refusal)
