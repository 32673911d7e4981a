"""The audit on the command line: the journal, what made a board, what differs, and what was refused."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import msgspec
import typer

from domain.moments import as_datetime
from projections.catalogue import Language, marked
from projections.events import EventFilter
from service import answers
from service.audit.asking import event_filter
from service.audit.files import (
    EVENT_LINES,
    attempt_file,
    attempt_page,
    attempt_window,
    event_file,
    event_window,
)
from service.audit.tables import exported
from service.cli import tables
from service.cli.options import AfterEntry, AsJson, AsOf, Cycle, KnownAt, Lang, Limit, Position
from service.cli.session import Session, session

AsCsv = Annotated[bool, typer.Option("--csv", help=marked("Xuất toàn bộ thành tệp CSV cho bảng tính."))]
Actor = Annotated[str | None, typer.Option(help=marked("Chỉ mục do người này ghi (mã người)."), metavar="ID")]
Through = Annotated[
    str | None,
    typer.Option("--session", help=marked("Chỉ mục ghi qua phiên hoặc mã truy cập này."), metavar="ID"),
]
OfUnit = Annotated[str | None, typer.Option("--unit", help=marked("Chỉ mục của đơn vị này."), metavar="UNIT")]
OfCycle = Annotated[
    str | None, typer.Option("--cycle", help=marked("Chỉ mục của năm thi đua này."), metavar="CYCLE")
]
OfCluster = Annotated[
    str | None,
    typer.Option("--cluster", help=marked("Chỉ mục của cụm, khối này và các năm của nó."), metavar="CLUSTER"),
]
Topic = Annotated[
    str | None, typer.Option(help=marked("Chỉ mục thuộc loại này, ví dụ vote.cast."), metavar="TOPIC")
]
Stream = Annotated[str | None, typer.Option(help=marked("Chỉ mục của dòng này."), metavar="STREAM")]
RecordedFrom = Annotated[str | None, typer.Option(help=marked("Ghi từ lúc nào."), metavar="TIME")]
RecordedUntil = Annotated[str | None, typer.Option(help=marked("Ghi đến lúc nào."), metavar="TIME")]
EffectiveFrom = Annotated[str | None, typer.Option(help=marked("Xảy ra từ lúc nào."), metavar="TIME")]
EffectiveUntil = Annotated[str | None, typer.Option(help=marked("Xảy ra đến lúc nào."), metavar="TIME")]
OldestFirst = Annotated[
    bool, typer.Option("--oldest-first", help=marked("Mục cũ trước; mặc định mới trước."))
]
OtherAsOf = Annotated[
    str | None, typer.Option(help=marked("Ngày để so sánh; mặc định hôm nay."), metavar="DATE")
]
OtherKnownAt = Annotated[
    str | None, typer.Option(help=marked("Mốc “biết đến” để so sánh; mặc định bây giờ."), metavar="TIME")
]
About = Annotated[
    str | None, typer.Option(help=marked("Chỉ việc ở địa chỉ bắt đầu như thế này."), metavar="PATH")
]
Person = Annotated[str | None, typer.Option(help=marked("Chỉ việc của người này (mã người)."), metavar="ID")]

_GOES_ON = marked("Tệp chưa hết: xem tiếp bằng --after {next}.")


def add_to(app: typer.Typer) -> None:
    """Add the audit to the command line."""
    for ask, help_text in (
        (events, marked("Nhật ký: mọi mục như đã ghi, ai ghi, qua phiên nào.")),
        (event, marked("Một mục của nhật ký, điều nó sửa và điều sửa nó.")),
        (lineage, marked("Mỗi con số trên bảng do những mục nào tạo nên.")),
        (differences, marked("Bảng và các bước khác nhau thế nào giữa hai thời điểm.")),
        (attempts, marked("Các lần bị từ chối: ai, khi nào, ở đâu, theo quy tắc nào.")),
    ):
        app.command(ask.__name__, help=help_text)(ask)


def events(
    context: typer.Context, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, as_csv: AsCsv = False, lang: Lang = None,
    actor: Actor = None, through: Through = None, unit: OfUnit = None, cycle: OfCycle = None,
    cluster: OfCluster = None, topic: Topic = None, stream: Stream = None,
    recorded_from: RecordedFrom = None, recorded_until: RecordedUntil = None,
    effective_from: EffectiveFrom = None, effective_until: EffectiveUntil = None,
    oldest_first: OldestFirst = False, after: AfterEntry = None, limit: Limit = None,
) -> None:  # fmt: skip
    """The journal."""
    here = _speaking(context, lang)
    wanted = event_filter({
        "actor": actor, "session": through, "unit": unit, "cycle": cycle, "cluster": cluster,
        "topic": topic, "stream": stream, "recorded_from": recorded_from, "recorded_until": recorded_until,
        "effective_from": effective_from, "effective_until": effective_until,
    })  # fmt: skip
    asked = answers.read_point(as_of, known_at, here.language)
    if as_csv:
        _event_file(here, asked, wanted, newest_first=not oldest_first, after=after)
        return
    page = {"after": after, "limit": limit or EVENT_LINES, "newest_first": not oldest_first}
    asked = msgspec.structs.replace(asked, also={"asked": wanted, **page})
    _answer(here, "events", None, asked, as_json=as_json, as_csv=False)


def event(
    context: typer.Context, position: Position, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, as_csv: AsCsv = False, lang: Lang = None,
) -> None:  # fmt: skip
    """One entry."""
    here = _speaking(context, lang)
    asked = answers.read_point(as_of, known_at, here.language)
    _answer(here, "event", str(position), asked, as_json=as_json, as_csv=as_csv)


def lineage(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, as_csv: AsCsv = False, lang: Lang = None, unit: OfUnit = None,
) -> None:  # fmt: skip
    """What made a board."""
    here = _speaking(context, lang)
    asked = answers.read_point(as_of, known_at, here.language)
    name, key = ("lineage", (cycle,)) if unit is None else ("unit_lineage", (cycle, unit))
    _answer(here, name, key, asked, as_json=as_json, as_csv=as_csv)


def differences(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    other_as_of: OtherAsOf = None, other_known_at: OtherKnownAt = None,
    as_json: AsJson = False, as_csv: AsCsv = False, lang: Lang = None,
) -> None:  # fmt: skip
    """What differs between two points."""
    here = _speaking(context, lang)
    other = answers.read_point(other_as_of, other_known_at, prefix="other_")
    asked = msgspec.structs.replace(answers.read_point(as_of, known_at, here.language), other=other)
    _answer(here, "differences", cycle, asked, as_json=as_json, as_csv=as_csv)


def attempts(
    context: typer.Context, about: About = None, person: Person = None,
    as_json: AsJson = False, as_csv: AsCsv = False, lang: Lang = None,
    after: AfterEntry = None, limit: Limit = None,
) -> None:  # fmt: skip
    """What was refused."""
    here = _speaking(context, lang)
    if as_csv:
        _attempt_file(here, about=about, person=person, after=after)
        return
    with here.opened(create=False) as application, application.log_recorder.reading() as connection:
        known_at = as_datetime(application.log_recorder.clock()).isoformat()
        page = attempt_page(connection, about=about, person=person, after=after, limit=limit or EVENT_LINES)
    _show(here, "attempts", {"known_at": known_at, **page}, as_json=as_json)


def _speaking(context: typer.Context, lang: Language | None) -> Session:
    here = session(context)
    here.language = lang or here.language
    return here


def _answer(
    here: Session, name: str, key: answers.Key, asked: answers.Asked, *, as_json: bool, as_csv: bool
) -> None:
    whole = msgspec.structs.replace(asked, whole=as_csv)
    with here.opened(create=False) as application:
        told = answers.answer(application, name, key, whole)
    if as_csv:
        _write(here, exported(name, told), None)
    else:
        _show(here, name, told, as_json=as_json)


def _show(here: Session, name: str, told: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        here.json(dict(told))
    else:
        here.show(*tables.shown(name, dict(told), here.language))


def _event_file(
    here: Session, asked: answers.Asked, wanted: EventFilter, *, newest_first: bool, after: int | None
) -> None:
    with here.opened(create=False) as application:
        with application.log_recorder.reading() as connection:
            point = answers.stand(application, connection, asked).point
            covered = event_window(connection, point, wanted, after=after, newest_first=newest_first)
        content = event_file(application, point, wanted, covered, newest_first=newest_first)
        _write(here, content, covered.next)


def _attempt_file(here: Session, *, about: str | None, person: str | None, after: int | None) -> None:
    with here.opened(create=False) as application:
        with application.log_recorder.reading() as connection:
            covered = attempt_window(connection, after=after)
        _write(here, attempt_file(application, covered, about=about, person=person), covered.next)


def _write(here: Session, content: Iterable[bytes], goes_on: int | None) -> None:
    """Write a file to standard output, and say on the other one where it goes on."""
    out = typer.get_binary_stream("stdout")
    for part in content:
        out.write(part)
    out.flush()
    if goes_on is not None:
        here.note(here.words(_GOES_ON, next=str(goes_on)))
