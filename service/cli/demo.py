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
from service.rehearsal import rehearse as rehearse_cycles

SEED = 1
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
    app.command("rehearse", help=marked("Diễn tập: ghi những chu kỳ hư cấu đầy đủ."))(rehearse)


def demo(
    context: typer.Context, port: Port = None, no_serve: NoServe = False, examples: Examples = None
) -> None:
    """Import the examples, rehearse one cycle, and serve."""
    here = session(context)
    with here.opened() as application:
        held = application.log_recorder.max_notification_id() or 0
        if held:
            here.say(
                here.words(
                    marked("Cơ sở dữ liệu đã có {entries} mục; chỉ nhập thêm phần còn thiếu."), entries=held
                )
            )
        import_shown(here, application, chronicles_in([_examples(examples)]))
        if not held:
            _rehearse(here, application, seed=SEED, clusters=1, years=1)
        entries = application.log_recorder.max_notification_id() or 0
    here.say(
        here.words(marked("Sổ ghi có {entries} mục."), entries=entries),
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


def _rehearse(here: Session, application: Thidua, *, seed: int, clusters: int, years: int) -> None:
    before = application.log_recorder.max_notification_id() or 0
    with here.progress(here.words(marked("Diễn tập"))) as progress:
        rehearse_cycles(application, seed=seed, clusters=clusters, years=years, progress=progress)
    after = application.log_recorder.max_notification_id() or 0
    sentence = marked("Diễn tập (hư cấu): {clusters} cụm, {years} năm, ghi {entries} mục.")
    here.say(here.words(sentence, clusters=clusters, years=years, entries=after - before))


def _examples(given: Path | None) -> Path:
    for path in EXAMPLES if given is None else (given,):
        if path.is_dir():
            return path
    raise UsageProblem(marked("Không thấy thư mục biên niên mẫu: nêu bằng --examples DIR."))
