"""Keeping the database sound: read models made anew, and everything checked against the log."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich import box
from rich.table import Table

from projections.catalogue import marked
from service.cli.failures import Code, Failed
from service.cli.session import Session, session
from service.rebuild import rebuild as rebuild_read_models
from service.verify import Problem
from service.verify import verify as verify_log

Root = Annotated[
    str | None, typer.Option(metavar="HEX", help=marked("Gốc đã ghi lại ở nơi khác, để đối chiếu."))
]
Position = Annotated[
    int | None,
    typer.Option(
        "--position", metavar="POSITION", min=0, help=marked("Mục cuối đã ghi lại ở nơi khác, để đối chiếu.")
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the upkeep to the command line."""
    app.command("rebuild", help=marked("Dựng lại các bảng tra cứu từ nhật ký."))(rebuild)
    app.command("verify", help=marked("Kiểm tra nhật ký và các bảng tra cứu; nêu gốc của nhật ký."))(verify)


def rebuild(context: typer.Context) -> None:
    """Make the read models anew from the log."""
    here = session(context)
    opening = here.opened(create=False, rebuilding=True)
    with opening as application, here.progress(here.words(marked("Dựng lại"))) as progress:
        rebuilt = rebuild_read_models(application, progress)
    here.say(here.words(marked("Đã dựng lại các bảng tra cứu từ {entries} mục."), entries=rebuilt.entries))


def verify(context: typer.Context, root: Root = None, position: Position = None) -> None:
    """Check every entry, the root of the log, and every read model; exit code 1 where something differs."""
    here = session(context)
    opening = here.opened(create=False)
    with opening as application, here.progress(here.words(marked("Kiểm tra"))) as progress:
        report = verify_log(application.engine, progress, expected_root=root and root.lower())
    checked = marked("Đã kiểm tra {entries} mục và {rows} dòng tra cứu.")
    sealed = marked("Gốc của nhật ký đến mục số {position}: {root}")
    here.say(
        here.words(checked, entries=report.entries, rows=report.rows),
        here.words(sealed, position=str(report.position), root=report.root),
    )
    if report.expected_at is not None:
        grown = marked("Gốc đã nêu đúng là của mục số {position}: từ đó đến nay chỉ có ghi thêm.")
        here.say(here.words(grown, position=str(report.expected_at)))
    missing = max(0, (position or 0) - report.position)
    if report.problems:
        here.show(problem_table(here, report.problems))
        codes = {problem.code for problem in report.problems}
        if not (missing and codes == {"root_differs"}):
            here.note(here.words(_OTHER_ROOT if codes == {"root_differs"} else _TAMPERED))
    if missing:
        first = str(report.position + 1)
        here.note(here.words(_OLDER, count=missing, first=first, last=str(position)))
    if report.problems or missing:
        raise Failed(Code.REFUSED)
    here.say(here.words(marked("Không có gì sai lệch.")))


def problem_table(here: Session, problems: Sequence[Problem]) -> Table:
    """What does not agree, a line each."""
    table = Table(box=box.SIMPLE)
    for label in _PROBLEM_LABELS:
        table.add_column(here.words(label), overflow="fold")
    for problem in problems:
        table.add_row(problem.code, problem.where, problem.found, problem.expected)
    return table


_TAMPERED = marked(
    "Nhật ký hoặc bảng tra cứu đã bị sửa ngoài phần mềm: giữ nguyên tệp và so với bản sao lưu."
)
_OLDER = marked(
    "Nhật ký này cũ hơn nhật ký đã ghi lại: thiếu {count} mục, từ mục số {first} đến mục số {last}."
)
_OTHER_ROOT = marked(
    "Không mục nào có gốc đã nêu: chép lại đủ 64 ký tự; nếu đã đủ thì nhật ký không còn là nhật ký ấy."
)
_PROBLEM_LABELS = (marked("Sai lệch"), marked("Ở đâu"), marked("Đang có"), marked("Phải là"))
