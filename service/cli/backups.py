"""Backups of the SQLite database: taken while the service runs, and put back knowingly."""

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from domain.moments import Moment, Precision
from projections.catalogue import marked
from projections.formats import moment
from service.backups.comparing import Missing, NotThatLog
from service.backups.manifest import ManifestUnreadable
from service.backups.restoring import BackupDamaged, DatabaseInUse, Plan, Restored, look, restore
from service.backups.sqlite_files import NoLog
from service.backups.taking import back_up
from service.cli.failures import Code, Failed, UsageProblem
from service.cli.session import Session, session
from service.cli.upkeep import problem_table
from service.clock import system_clock
from service.database_url import told_address
from service.opening import DatabaseMissing

ACTS_TOLD = 20
GUIDE = "docs/guide/backups.md"

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help=marked("Tệp sao lưu; bản kê là FILE.json."))]
Replace = Annotated[
    bool, typer.Option("--replace", help=marked("Thay cơ sở dữ liệu đang có; tệp cũ được giữ bên cạnh."))
]
AcceptLoss = Annotated[
    bool, typer.Option("--accept-loss", help=marked("Vẫn khôi phục dù thiếu các mục đã nêu."))
]
KnownPosition = Annotated[
    int | None,
    typer.Option(metavar="POSITION", min=0, help=marked("Mục cuối đã ghi lại ở nơi khác, để đối chiếu.")),
]
KnownRoot = Annotated[
    str | None, typer.Option(metavar="HEX", help=marked("Gốc đã ghi lại ở nơi khác, để đối chiếu."))
]


def add_to(app: typer.Typer) -> None:
    """Add the backups to the command line."""
    app.command("backup", help=marked("Sao lưu cơ sở dữ liệu SQLite, cả khi dịch vụ đang chạy."))(take)
    app.command("restore", help=marked("Khôi phục từ một bản sao lưu; nêu rõ những gì sẽ thiếu."))(put_back)


def take(context: typer.Context, file: BackupFile) -> None:
    """Take a backup, and tell the head of its log."""
    here = session(context)
    database = _database(here)
    if not database.is_file():
        raise DatabaseMissing(told_address(here.settings.database_url), str(database))
    try:
        with here.progress(here.words(marked("Sao lưu"))) as progress:
            manifest = back_up(database, file, now=system_clock(), progress=progress)
    except FileExistsError as error:
        sentence = marked("Tệp {file} đã có: hãy đặt tên khác, ví dụ theo ngày.")
        raise UsageProblem(sentence, file=str(file)) from error
    except OSError as error:
        raise _unwritten(file, error) from error
    except NoLog as error:
        raise _unreadable(here, error) from error
    here.say(
        here.words(marked("Đã sao lưu vào {file}: {size} byte."), file=str(file), size=manifest.size),
        here.words(_SEALED, position=str(manifest.position), root=manifest.root),
        here.words(marked("Ghi lại số và gốc ấy ở nơi khác: khi khôi phục sẽ đối chiếu được.")),
    )


def put_back(
    context: typer.Context, file: BackupFile, replace: Replace = False, accept_loss: AcceptLoss = False,
    known_position: KnownPosition = None, known_root: KnownRoot = None,
) -> None:  # fmt: skip
    """Tell what a backup holds and what would be missing, and put it in place where that is allowed."""
    here = session(context)
    database = _database(here)
    try:
        plan = look(
            file, database, noted_position=known_position, noted_root=known_root and known_root.lower()
        )
        _tell_plan(here, plan)
        if plan.missing and not accept_loss:
            raise _refused(here, marked("Không đổi gì. Chấp nhận thiếu thì chạy lại với --accept-loss."))
        if plan.replaces and not replace:
            raise _refused(here, _NOT_EMPTY, database=str(database))
        with here.progress(here.words(marked("Khôi phục"))) as progress:
            restored = restore(plan, now=system_clock(), progress=progress)
    except (BackupDamaged, DatabaseInUse, ManifestUnreadable, NotThatLog) as error:
        sentence, params = _told(error)
        raise _refused(here, sentence, **params) from error
    except NoLog as error:
        raise _unreadable(here, error) from error
    except OSError as error:
        raise _unwritten(database, error) from error
    _tell_restored(here, plan, restored)


def _database(here: Session) -> Path:
    """The file of the database that is configured; PostgreSQL has its own tools."""
    try:
        url = make_url(here.settings.database_url)
    except ArgumentError as error:
        raise DatabaseMissing(told_address(here.settings.database_url), "") from error
    if url.get_backend_name() != "sqlite" or not url.database:
        raise UsageProblem(_OWN_TOOLS, guide=GUIDE)
    return Path(url.database)


def _tell_plan(here: Session, plan: Plan) -> None:
    held = plan.manifest
    here.say(
        here.words(
            marked("Bản sao lưu lúc {made}, phần mềm {software}."),
            made=_time(here, held.made_at), software=held.software,
        ),
        here.words(_SEALED, position=str(held.position), root=held.root),
    )  # fmt: skip
    for missing in plan.missing:
        here.note(_missing_words(here, missing))
    if plan.acts:
        here.note(here.words(_ACTS, count=len(plan.acts)))
        for act in plan.acts[-ACTS_TOLD:]:
            here.note(f"  {_time(here, act.at)}  {act.act}  {act.person}")


def _missing_words(here: Session, missing: Missing) -> str:
    if missing.first is None or missing.last is None:
        return here.words(_UNREADABLE_NOW if missing.of == "replaced" else _ROOT_UNKNOWN)
    return here.words(
        _OLDER_THAN_REPLACED if missing.of == "replaced" else _OLDER_THAN_NOTED,
        count=missing.last - missing.first + 1,
        first=str(missing.first),
        last=str(missing.last),
    )


def _tell_restored(here: Session, plan: Plan, restored: Restored) -> None:
    here.say(here.words(marked("Đã khôi phục và kiểm tra {database}."), database=str(plan.database)))
    if restored.kept is not None:
        here.say(here.words(marked("Tệp cũ được giữ tại {kept}."), kept=str(restored.kept)))
    here.say(
        here.words(marked("Mọi phiên đăng nhập và mã truy cập đã hết hiệu lực: đăng nhập lại, lập mã mới."))
    )
    if restored.problems:
        here.show(problem_table(here, restored.problems))
        here.say(here.words(marked("Những sai lệch này đã có khi sao lưu: bản sao lưu giữ nguyên chúng.")))


def _time(here: Session, at: int) -> str:
    return moment(Moment(at, Precision.INSTANT), here.language)


def _refused(here: Session, sentence: str, **params: Any) -> Failed:
    here.note(here.words(sentence, **params))
    return Failed(Code.REFUSED)


def _unreadable(here: Session, error: NoLog) -> Failed:
    sentence = marked("Không đọc được nhật ký trong {file}: {problem}.")
    return _refused(here, sentence, file=str(error.file), problem=error.problem)


def _unwritten(file: Path, error: OSError) -> UsageProblem:
    sentence = marked("Không đọc hoặc không ghi được {file}: {problem}.")
    return UsageProblem(sentence, file=error.filename or str(file), problem=error.strerror or str(error))


def _told(error: Exception) -> tuple[str, dict[str, str]]:
    match error:
        case ManifestUnreadable():
            return marked("Không đọc được bản kê {file} của bản sao lưu."), {"file": str(error.file)}
        case NotThatLog():
            return _OTHER_LOG, {"position": str(error.position), "found": error.found}
        case DatabaseInUse():
            return marked("Cơ sở dữ liệu đang được dùng: dừng dịch vụ rồi chạy lại."), {}
        case _:
            return marked("Bản sao lưu đã hỏng: tệp hoặc nhật ký trong đó không khớp với bản kê."), {}


_SEALED = marked("Gốc của nhật ký đến mục số {position}: {root}")
_OWN_TOOLS = marked("PostgreSQL sao lưu và khôi phục bằng công cụ của chính nó: xem {guide}.")
_NOT_EMPTY = marked("{database} đã có dữ liệu; không đổi gì. Muốn thay thì chạy lại với --replace.")
_OLDER_THAN_REPLACED = marked(
    "Bản sao lưu không có {count} mục mà cơ sở dữ liệu đang có: từ mục số {first} đến mục số {last}."
)
_OLDER_THAN_NOTED = marked(
    "Bản sao lưu cũ hơn nhật ký đã ghi lại: thiếu {count} mục, từ mục số {first} đến mục số {last}."
)
_UNREADABLE_NOW = marked(
    "Không đọc được cơ sở dữ liệu đang có, nên không biết bản sao lưu thiếu những mục nào: "
    "đối chiếu bằng --known-position và --known-root."
)
_ROOT_UNKNOWN = marked(
    "Không mục nào của bản sao lưu có gốc đã nêu: nó cũ hơn, hoặc thuộc một nhật ký khác. "
    "Nêu cả --known-position để biết thiếu mục nào."
)
_OTHER_LOG = marked(
    "Bản sao lưu thuộc một nhật ký khác: gốc của nó đến mục số {position} là {found}, không phải gốc đã nêu."
)
_ACTS = marked("Sau bản sao lưu có {count} việc về tài khoản, phải làm lại nếu còn cần; những việc cuối:")
