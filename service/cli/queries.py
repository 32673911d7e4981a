"""The questions: each answered as a table for people, or as JSON for programs."""

from collections.abc import Callable
from typing import Any

import msgspec
import typer

from projections.catalogue import Language, marked
from service import answers
from service.cli import tables
from service.cli.options import (
    After,
    AfterEntry,
    AsJson,
    AsOf,
    Cluster,
    Cycle,
    Find,
    KnownAt,
    Lang,
    Limit,
    Unit,
)
from service.cli.session import session


def add_to(app: typer.Typer) -> None:
    """Add the questions to the command line."""
    for ask, help_text in _QUESTIONS:
        app.command(ask.__name__, help=help_text)(ask)


def _answer(
    context: typer.Context,
    name: str,
    key: str | None,
    as_of: str | None,
    known_at: str | None,
    as_json: bool,
    lang: Language | None,
    **page: Any,
) -> None:
    here = session(context)
    here.language = lang or here.language
    asked = msgspec.structs.replace(answers.read_point(as_of, known_at, here.language), **page)
    with here.opened(create=False) as application:
        told = answers.answer(application, name, key, asked)
    if as_json:
        here.json(told)
    else:
        here.show(*tables.shown(name, told, here.language))


def standings(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """The board of a cycle."""
    _answer(context, "standings", cycle, as_of, known_at, as_json, lang)


def steps(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """How far a cycle has come."""
    _answer(context, "steps", cycle, as_of, known_at, as_json, lang)


def votes(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """The ballots of a cycle."""
    _answer(context, "votes", cycle, as_of, known_at, as_json, lang)


def commendations(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None, after: After = None, limit: Limit = None,
) -> None:  # fmt: skip
    """The commendations reported in a cycle."""
    _answer(context, "commendations", cycle, as_of, known_at, as_json, lang, after=after, limit=limit)


def pledges(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None, after: After = None, limit: Limit = None,
) -> None:  # fmt: skip
    """The pledges of a cycle."""
    _answer(context, "pledges", cycle, as_of, known_at, as_json, lang, after=after, limit=limit)


def drives(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """The special drives of a cycle."""
    _answer(context, "drives", cycle, as_of, known_at, as_json, lang)


def history(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None, after: AfterEntry = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Every entry of a cycle as a sentence."""
    _answer(context, "history", cycle, as_of, known_at, as_json, lang, after=after, limit=limit)


def scores(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None, after: After = None, limit: Limit = None,
) -> None:  # fmt: skip
    """The scores of a cycle, criterion by criterion."""
    _answer(context, "scores", cycle, as_of, known_at, as_json, lang, after=after, limit=limit)


def nominations(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None, after: After = None, limit: Limit = None,
) -> None:  # fmt: skip
    """The nominations of a cycle."""
    _answer(context, "nominations", cycle, as_of, known_at, as_json, lang, after=after, limit=limit)


def inspections(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None, after: After = None, limit: Limit = None,
) -> None:  # fmt: skip
    """The inspections of a cycle."""
    _answer(context, "inspections", cycle, as_of, known_at, as_json, lang, after=after, limit=limit)


def rules(
    context: typer.Context, cycle: Cycle, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """The rules of a cycle."""
    _answer(context, "rules", cycle, as_of, known_at, as_json, lang)


def cluster(
    context: typer.Context, cluster: Cluster, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """One cluster."""
    _answer(context, "cluster", cluster, as_of, known_at, as_json, lang)


def leads(
    context: typer.Context, cluster: Cluster, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """Who leads a cluster."""
    _answer(context, "leads", cluster, as_of, known_at, as_json, lang)


def honours(
    context: typer.Context, unit: Unit, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """The titles of a unit."""
    _answer(context, "honours", unit, as_of, known_at, as_json, lang)


def cycles(
    context: typer.Context, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
    find: Find = None, after: After = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Every cycle."""
    page = {"q": find, "after": after, "limit": limit}
    _answer(context, "cycles", None, as_of, known_at, as_json, lang, **page)


def clusters(
    context: typer.Context, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
    find: Find = None, after: After = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Every cluster and bloc."""
    page = {"q": find, "after": after, "limit": limit}
    _answer(context, "clusters", None, as_of, known_at, as_json, lang, **page)


def units(
    context: typer.Context, as_of: AsOf = None, known_at: KnownAt = None,
    as_json: AsJson = False, lang: Lang = None,
    find: Find = None, after: After = None, limit: Limit = None,
) -> None:  # fmt: skip
    """Every unit."""
    page = {"q": find, "after": after, "limit": limit}
    _answer(context, "units", None, as_of, known_at, as_json, lang, **page)


_QUESTIONS: tuple[tuple[Callable[..., Any], str], ...] = (
    (standings, marked("Bảng xếp hạng của một năm thi đua: điểm, chỉ tiêu, danh hiệu.")),
    (steps, marked("Năm thi đua đã đi đến bước nào, còn thiếu gì.")),
    (votes, marked("Các cuộc bỏ phiếu của một năm thi đua: ai, gì, khi nào.")),
    (scores, marked("Điểm từng tiêu chí của mỗi đơn vị, qua các lần chấm.")),
    (nominations, marked("Đề nghị danh hiệu trong năm và kết quả.")),
    (inspections, marked("Các lần kiểm tra trong năm: ai kiểm tra ai, thấy gì.")),
    (rules, marked("Quy tắc và bảng điểm mà năm thi đua đã áp dụng, kèm nguồn.")),
    (cluster, marked("Một cụm, khối: thành viên, ai đã làm trưởng năm nào.")),
    (leads, marked("Trưởng và phó của cụm, khối, và các đời trước.")),
    (honours, marked("Danh hiệu của một đơn vị qua các năm.")),
    (commendations, marked("Khen thưởng theo báo cáo, kèm cách đếm và nguồn.")),
    (pledges, marked("Giao ước thi đua: chỉ tiêu, danh hiệu đăng ký, kết quả.")),
    (drives, marked("Các đợt thi đua đặc biệt trong năm.")),
    (history, marked("Mọi mục ghi của một năm thi đua, mỗi mục một câu.")),
    (cycles, marked("Danh sách năm thi đua.")),
    (clusters, marked("Danh sách cụm, khối.")),
    (units, marked("Danh sách đơn vị.")),
)
