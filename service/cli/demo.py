"""A database to look at: the example chronicles, fictional cycles, logins for each role, and the service."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Table

from projections.catalogue import marked
from projections.formats import number
from service.application import Thidua
from service.cli.chronicles import chronicles_in, import_shown
from service.cli.failures import UsageProblem
from service.cli.options import Port
from service.cli.serving import run
from service.cli.session import Session, session
from service.database_url import told_address
from service.loading import LogInUse
from service.rehearsal import logins
from service.rehearsal.cast import unit_name
from service.rehearsal.today import Today, rehearse_today

SEED = 2026
# In the working directory, beside the installed tree, or where the container image keeps them.
EXAMPLES = (Path("examples"), Path(__file__).parents[2] / "examples", Path("/usr/share/thidua/examples"))

NoServe = Annotated[bool, typer.Option("--no-serve", help=marked("Chỉ tạo dữ liệu, không phục vụ."))]
Examples = Annotated[Path | None, typer.Option(metavar="DIR", help=marked("Thư mục các biên niên mẫu."))]
Clusters = Annotated[int, typer.Option(min=1, max=10_000, help=marked("Số cụm diễn tập."))]
Years = Annotated[int, typer.Option(min=1, max=100, help=marked("Số năm của mỗi cụm."))]
Seed = Annotated[int, typer.Option(min=0, help=marked("Số gieo: cùng số thì cùng diễn biến."))]
Entries = Annotated[
    int | None,
    typer.Option(min=1, help=marked("Nạp thẳng chừng này mục vào nhật ký trống, mỗi cụm mười đơn vị.")),
]


def add_to(app: typer.Typer) -> None:
    """Add the demonstration to the command line."""
    app.command("demo", help=marked("Tạo cơ sở dữ liệu mẫu rồi phục vụ tại http://127.0.0.1:8000."))(demo)
    app.command("rehearse", help=marked("Diễn tập: ghi những năm thi đua hư cấu đầy đủ."))(rehearse)


def demo(
    context: typer.Context, port: Port = None, no_serve: NoServe = False, examples: Examples = None
) -> None:
    """Import the examples, rehearse one cycle, and serve."""
    here = session(context)
    told = {} if port is None else {"port": port}
    settings = here.settings.model_copy(update=told)
    with here.opened() as application:
        began_here = logins.begin(application)
        import_shown(here, application, chronicles_in([_examples(examples)]))
        _rehearse(here, application)
        if began_here:
            _open_doors(here, application, f"http://{settings.host}:{settings.port}")
        entries = application.log_recorder.max_notification_id() or 0
    address = told_address(here.settings.database_url)
    here.say(
        here.words(marked("Nhật ký {address} có {entries} mục."), address=address, entries=entries),
        here.words(marked("Thử: thidua leads bca-local-5 --as-of 2022-11-21")),
    )
    if not began_here:
        sentence = marked(
            "Không lập tài khoản mẫu: cơ sở dữ liệu này không do thidua demo lập. "
            "Nêu một cơ sở dữ liệu trống bằng --database, trước lệnh."
        )
        here.note(here.words(sentence))
    if not no_serve:
        run(here, settings)


def rehearse(
    context: typer.Context,
    clusters: Clusters = 1,
    years: Years = 1,
    seed: Seed = SEED,
    entries: Entries = None,
) -> None:
    """Record fictional cycles; with `entries` load as many in bulk."""
    here = session(context)
    if entries is not None:
        _load(here, seed=seed, clusters=clusters, years=years, entries=entries)
        return
    with here.opened() as application:
        _rehearse(here, application, seed=seed, clusters=clusters, years=years)


def _rehearse(
    here: Session, application: Thidua, *, seed: int = SEED, clusters: int = 1, years: int = 1
) -> None:
    from service.rehearsal.rehearsing import rehearse as rehearse_cycles

    with here.progress(here.words(marked("Diễn tập"))) as progress:
        played = rehearse_cycles(application, seed=seed, clusters=clusters, years=years, progress=progress)
    sentence = marked("Diễn tập (hư cấu): {cycles} năm thi đua, ghi mới {entries} mục; xem thử {cycle}.")
    here.say(here.words(sentence, cycles=len(played.cycles), entries=played.entries, cycle=played.cycles[-1]))


def _load(here: Session, *, seed: int, clusters: int, years: int, entries: int) -> None:
    from service.rehearsal.nation import load_nation

    opening = here.opened(rebuilding=True)
    with opening as application, here.progress(here.words(marked("Nạp và dựng bảng tra cứu"))) as progress:
        try:
            loaded = load_nation(
                application, seed=seed, clusters=clusters, years=years, entries=entries, progress=progress
            )
        except LogInUse as error:
            sentence = marked(
                "Nhật ký đã có {entries} mục khác: nêu một cơ sở dữ liệu trống bằng --database, trước lệnh."
            )
            raise UsageProblem(sentence, entries=number(error.position, here.language)) from error
    sentence = marked("Diễn tập (hư cấu): nạp mới {entries} mục; bảng tra cứu đã dựng xong.")
    here.say(here.words(sentence, entries=loaded))


def _open_doors(here: Session, application: Thidua, address: str) -> None:
    """Play the present year up to a ballot that is open, and show by which logins one can go on."""
    with here.progress(here.words(marked("Diễn tập"))) as progress:
        today = rehearse_today(application, progress=progress)
    wanted = logins.ready_logins(today)
    password = logins.admit(application, wanted)
    table = Table(box=box.SIMPLE)
    for heading in (marked("Vai trò"), marked("Tên đăng nhập"), marked("Đơn vị")):
        table.add_column(here.words(heading), overflow="fold")
    for one in wanted:
        table.add_row(here.words(one.role), one.login, unit_name(one.unit) if one.unit else "")
    here.show(table)
    here.say(
        here.words(marked("Mật khẩu chung, đặt lại mỗi lần chạy thidua demo: {password}"), password=password),
        here.words(
            marked("Năm {cycle} đang bỏ phiếu: mở {address}, đăng nhập {login} là bỏ phiếu được ngay."),
            cycle=today.cycle,
            address=address,
            login=next(one.login for one in wanted if one.unit == today.waiting[0]),
        ),
        here.words(marked("Hoặc từ dòng lệnh: đăng nhập, rồi bỏ phiếu:")),
        *_curl(today, wanted, password, address),
    )


def _curl(today: Today, wanted: tuple[logins.Ready, ...], password: str, address: str) -> tuple[str, str]:
    """A line that signs an elector in, and one by which it votes."""
    voter = next(one for one in wanted if one.unit == today.waiting[0])
    credentials = json.dumps({"login": voter.login, "password": password})
    choices = dict.fromkeys(today.candidates, "for")
    vote = json.dumps({"elector": voter.unit, "choices": choices, "channel": "hall"})
    sending = "-H 'Content-Type: application/json'"
    return (
        f"curl -sc cookies.txt {sending} -d '{credentials}' {address}/api/v1/sessions",
        f"curl -sb cookies.txt {sending} -H 'Idempotency-Key: demo-1' -d '{vote}' "
        f"{address}/api/v1/ballots/{today.roll_call}/votes",
    )


def _examples(given: Path | None) -> Path:
    for path in EXAMPLES if given is None else (given,):
        if path.is_dir():
            return path
    raise UsageProblem(marked("Không thấy thư mục biên niên mẫu: nêu bằng --examples DIR."))
