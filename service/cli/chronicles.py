"""Chronicles in and out: files in which a cycle is written down."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table

from projections.catalogue import marked
from projections.formats import number
from service.answers import Asked, answer
from service.application import Thidua
from service.cli.failures import UsageProblem
from service.cli.options import Cycle, Files
from service.cli.session import Session, session

if TYPE_CHECKING:  # chronicles need a reader of YAML, which no question waits for
    from service.chronicle.importing import Imported

SUFFIXES = (".yaml", ".yml")

DryRun = Annotated[bool, typer.Option("--dry-run", help=marked("Chỉ kiểm tra, không ghi gì."))]
Output = Annotated[
    Path | None, typer.Option(metavar="FILE", help=marked("Tệp để ghi; mặc định ra màn hình."))
]


def add_to(app: typer.Typer) -> None:
    """Add chronicles to the command line."""
    app.command("import", help=marked("Nhập các biên niên; nhập lại không đổi gì."))(take_in)
    app.command("export", help=marked("Viết một năm thi đua ra thành biên niên."))(write_out)


def take_in(context: typer.Context, files: Files, dry_run: DryRun = False) -> None:
    """Record what chronicles say: each file whole or not at all, the first bad one ends it."""
    here = session(context)
    with here.opened() as application:
        import_shown(here, application, chronicles_in(files), dry_run=dry_run)
    if dry_run:
        here.say(here.words(marked("Chỉ kiểm tra: không ghi gì.")))


def write_out(context: typer.Context, cycle: Cycle, output: Output = None) -> None:
    """Write a cycle as a chronicle, which an empty log takes in again."""
    from service.chronicle.exporting import export_cycle

    here = session(context)
    with here.opened(create=False) as application:
        answer(application, "cycle", cycle, Asked())  # an unknown cycle is told with those like it
        text = export_cycle(application, cycle)
    if output is None:
        typer.echo(text.encode(), nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        sentence = marked("Không ghi được tệp {file}: {problem}.")
        raise UsageProblem(sentence, file=str(output), problem=error.strerror or str(error)) from error
    here.say(here.words(marked("Đã viết {cycle} vào {file}."), cycle=cycle, file=str(output)))


def chronicles_in(files: Sequence[Path]) -> list[Path]:
    """The chronicles that are meant: a folder means those in it, by name."""
    found: list[Path] = []
    for file in files:
        if file.is_dir():
            found += sorted(path for path in file.iterdir() if path.suffix in SUFFIXES)
        else:
            found.append(file)
    if not found:
        raise UsageProblem(marked("Không có tệp biên niên (*.yaml) nào ở đó."))
    return found


def import_shown(here: Session, application: Thidua, paths: Sequence[Path], *, dry_run: bool = False) -> None:
    """Import files with a bar, and show what became of each, also of those before a bad one."""
    from service.chronicle.importing import import_chronicle

    done: list[Imported] = []
    try:
        for path in paths:
            with here.progress(path.name) as progress:
                done.append(import_chronicle(application, path, dry_run=dry_run, progress=progress))
    finally:
        if done:
            here.show(_summary(here, done))


def _summary(here: Session, done: "Sequence[Imported]") -> Table:
    table = Table(box=box.SIMPLE)
    table.add_column(here.words(marked("Tệp")), overflow="fold")
    table.add_column(here.words(marked("Ghi mới")), justify="right")
    table.add_column(here.words(marked("Đã biết")), justify="right")
    for one in done:
        table.add_row(one.file, number(one.recorded, here.language), number(one.known, here.language))
    return table
