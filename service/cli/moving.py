"""Moving house: the whole database into another one, on either engine."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import psycopg
import typer
from sqlalchemy.exc import DBAPIError

from projections.catalogue import marked
from service.cli.failures import Code, Failed
from service.cli.session import Session, session
from service.cli.upkeep import problem_table
from service.database_url import told_address
from service.moving.copying import Checked, check, copy
from service.moving.refusing import CopyRefused, OtherLog, SourceBroken, TableDiffers, TargetAhead
from service.opening import Unreachable, opened
from service.rebuild import rebuild
from service.store import Store

Source = Annotated[str, typer.Argument(metavar="SOURCE_URL", help=marked("Cơ sở dữ liệu để chép."))]
Target = Annotated[
    str,
    typer.Argument(metavar="TARGET_URL", help=marked("Cơ sở dữ liệu trống, hoặc đích của lần chép dở dang.")),
]
LogOnly = Annotated[
    bool,
    typer.Option(
        "--log-only", help=marked("Chỉ chép nhật ký, khi dịch vụ còn chạy; lần sau chép phần còn lại.")
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the move to the command line."""
    app.command("copy", help=marked("Chép cả cơ sở dữ liệu sang nơi khác; chạy lại thì chép tiếp."))(copy_all)


def copy_all(context: typer.Context, source: Source, target: Target, log_only: LogOnly = False) -> None:
    """Copy everything, make the read models anew, and verify."""
    here = session(context)
    limits = here.settings.limits.for_upkeep()
    with (
        opened(source, create=False, rebuilding=True, limits=limits) as ours,
        opened(target, rebuilding=True, limits=limits) as theirs,
        _telling(here, {ours: source, theirs: target}),
    ):
        with here.progress(here.words(marked("Chép nhật ký"))) as progress:
            copied = copy(ours, theirs, progress, log_only=log_only)
        if copied.is_whole:
            here.say(here.words(_NOTHING_TO_DO, position=str(copied.position)))
            return
        here.say(
            here.words(
                _COPIED, source=told_address(source), target=told_address(target), entries=copied.entries,
                rows=copied.rows, position=str(copied.position),
            )
        )  # fmt: skip
        if log_only:
            here.say(here.words(_LOG_ONLY))
            return
        with here.progress(here.words(marked("Dựng lại"))) as progress:
            rebuild(theirs, progress)
        with here.progress(here.words(marked("Kiểm tra"))) as progress:
            checked = check(ours, theirs, progress)
    _show(here, checked)


def _show(here: Session, checked: Checked) -> None:
    report = checked.report
    here.say(here.words(_SEALED, position=str(report.position), root=report.root))
    if not report.problems:
        here.say(here.words(marked("Không có gì sai lệch.")))
        return
    here.show(problem_table(here, report.problems))
    if checked.own_problems:
        here.note(here.words(_NOT_THE_SAME))
        raise Failed(Code.REFUSED)
    here.say(here.words(_OF_THE_SOURCE))


@contextmanager
def _telling(here: Session, addresses: dict[Store, str]) -> Iterator[None]:
    """Tell why a copy was refused, and which of the two databases failed."""
    try:
        yield
    except CopyRefused as refused:
        sentence, params = _told(refused)
        here.note(here.words(sentence, **params))
        raise Failed(Code.REFUSED) from refused
    except (sqlite3.Error, psycopg.Error, DBAPIError) as error:
        raise _unreachable(addresses, getattr(error, "orig", error)) from error


def _unreachable(addresses: dict[Store, str], error: BaseException) -> Unreachable:
    """Of its words only the first line is told: PostgreSQL goes on with the row that it was about."""
    failed = [
        address
        for store, address in addresses.items()
        if isinstance(error, store.engine.dialect.loaded_dbapi.Error)
    ]
    address = told_address(
        failed[-1]
    )  # the target where both are of one kind: it is the one that is written to
    return Unreachable(address, next(iter(str(error).splitlines()), type(error).__name__))


def _told(refused: CopyRefused) -> tuple[str, dict[str, Any]]:
    match refused:
        case OtherLog():
            return _OTHER_LOG, {"position": str(refused.position)}
        case TargetAhead():
            return _AHEAD, {"held": str(refused.held), "offered": str(refused.offered)}
        case TableDiffers():
            return _TABLE_DIFFERS, {"table": refused.table}
        case SourceBroken():
            return _SOURCE_BROKEN, {"position": str(refused.position)}
        case _:
            raise refused


_COPIED = marked(
    "Đã chép {entries} mục và {rows} dòng ngoài nhật ký từ {source} sang {target}, đến mục số {position}."
)
_NOTHING_TO_DO = marked("Không có gì để chép: đích đã có đủ, đến mục số {position}.")
_LOG_ONLY = marked(
    "Đích chưa dùng được: dừng dịch vụ rồi chạy lại, không có --log-only, để chép phần còn lại."
)
_SEALED = marked("Gốc của nhật ký đến mục số {position}: {root}")
_OTHER_LOG = marked(
    "Đích giữ một nhật ký khác: mục số {position} không giống ở nguồn. Hãy chép vào một cơ sở dữ liệu trống."
)
_AHEAD = marked(
    "Đích đã đi trước: có đến mục số {held}, nguồn chỉ đến mục số {offered}. Kiểm tra lại đâu là nguồn."
)
_TABLE_DIFFERS = marked(
    "Bảng {table} ở đích không giống ở nguồn: đích đã được dùng, hoặc nguồn còn chạy sau lần chép trước. "
    "Dừng dịch vụ và chép vào một cơ sở dữ liệu trống."
)
_SOURCE_BROKEN = marked("Nhật ký ở nguồn sai lệch từ mục số {position}: chạy thidua verify trên nguồn.")
_NOT_THE_SAME = marked(
    "Bản chép có sai lệch mà nguồn không có: đừng dùng nó; chép lại vào một cơ sở dữ liệu trống."
)
_OF_THE_SOURCE = marked("Nguồn cũng có những sai lệch này: bản chép giống hệt nguồn.")
