"""A database to look at: the example chronicles, a fictional cycle, and the service on top."""

from pathlib import Path
from typing import Annotated

import typer

from projections.catalogue import marked
from service.application import Thidua
from service.cli.chronicles import chronicles_in, import_shown
from service.cli.failures import UsageProblem
from service.cli.options import Port
from service.cli.serving import run
from service.cli.session import Session, session
from service.opening import told_address

SEED = 2026
# In the working directory, beside the installed tree, or where the container image keeps them.
EXAMPLES = (Path("examples"), Path(__file__).parents[2] / "examples", Path("/usr/share/thidua/examples"))

NoServe = Annotated[bool, typer.Option("--no-serve", help=marked("Chỉ tạo dữ liệu, không phục vụ."))]
Examples = Annotated[Path | None, typer.Option(metavar="DIR", help=marked("Thư mục các biên niên mẫu."))]
Clusters = Annotated[int, typer.Option(min=1, max=1_000, help=marked("Số cụm diễn tập."))]
Years = Annotated[int, typer.Option(min=1, max=100, help=marked("Số năm của mỗi cụm."))]
Seed = Annotated[int, typer.Option(min=0, help=marked("Số gieo: cùng số thì cùng diễn biến."))]


def add_to(app: typer.Typer) -> None:
    """Add the demonstration to the command line."""
    app.command("demo", help=marked("Tạo cơ sở dữ liệu mẫu rồi phục vụ tại http://127.0.0.1:8000."))(demo)
    app.command("rehearse", help=marked("Diễn tập: ghi những năm thi đua hư cấu đầy đủ."))(rehearse)


def demo(
    context: typer.Context, port: Port = None, no_serve: NoServe = False, examples: Examples = None
) -> None:
    """Import the examples, rehearse one cycle, and serve."""
    here = session(context)
    with here.opened() as application:
        import_shown(here, application, chronicles_in([_examples(examples)]))
        _rehearse(here, application)
        entries = application.log_recorder.max_notification_id() or 0
    address = told_address(here.settings.database_url)
    here.say(
        here.words(marked("Nhật ký {address} có {entries} mục."), address=address, entries=entries),
        here.words(marked("Thử: thidua leads bca-local-5 --as-of 2022-11-21")),
    )
    if not no_serve:
        told = {} if port is None else {"port": port}
        run(here, here.settings.model_copy(update=told))


def rehearse(context: typer.Context, clusters: Clusters = 1, years: Years = 1, seed: Seed = SEED) -> None:
    """Record fictional cycles."""
    here = session(context)
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


def _examples(given: Path | None) -> Path:
    for path in EXAMPLES if given is None else (given,):
        if path.is_dir():
            return path
    raise UsageProblem(marked("Không thấy thư mục biên niên mẫu: nêu bằng --examples DIR."))
