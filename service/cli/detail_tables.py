"""The tables of a cluster, and of the rules, scores, nominations and inspections of a year."""

from typing import Any

from projections.catalogue import marked
from service.answers import Answer
from service.cli.grid import Cell, Column, Part, Teller, facts, grid
from service.cli.roles import DEPUTIES, LEADS, called, leaders

_UNIT = marked("Đơn vị")
_TITLE = marked("Danh hiệu")
_STATUS = marked("Tình trạng")
_CRITERION = marked("Tiêu chí")
_STAGES = (
    Column(marked("Tự chấm"), right=True),
    Column(marked("Thẩm định"), right=True),
    Column(marked("Chốt"), right=True),
)
_SHOWN = ("self", "verified", "final")


def cluster(tell: Teller, told: Answer) -> list[Part]:
    """A cluster with its members, and the years in which each led it."""
    turns = {one["unit"]: one for one in told["rotation"]}
    rows = [
        [
            tell.unit(one),
            tell.on(one["since"]),
            _years(turns[one["unit"]]["led"]),
            _years(turns[one["unit"]]["deputised"]),
        ]
        for one in told["members"]
    ]
    columns = [
        Column(_UNIT),
        Column(marked("Thành viên từ"), whole=True),
        Column(called(LEADS, told["kind"]), spare=True),
        Column(called(DEPUTIES, told["kind"]), spare=True),
    ]
    return [
        f"{told['name']} ({told['cluster']})",
        *facts(tell, (marked("Đơn vị tổ chức"), tell.unit(told["organiser"]))),
        *leaders(tell, told["kind"], told),
        *grid(tell, columns, rows, marked("Chưa ghi đơn vị thành viên nào.")),
    ]


def _years(years: list[int]) -> str:
    return ", ".join(map(str, years))


def nominations(tell: Teller, told: Answer) -> list[Part]:
    """Who was proposed for which title, and what became of it."""
    rows = [
        [
            tell.word("title", one["title"]),
            tell.unit(one["unit"]),
            tell.word("status", one["status"]),
            tell.on(one["since"]),
            one["number"],
        ]
        for one in told["nominations"]
    ]
    columns = [
        Column(_TITLE),
        Column(_UNIT),
        Column(_STATUS),
        Column(marked("Từ ngày"), whole=True),
        Column(marked("Số quyết định")),
    ]
    return [told["cycle"], *grid(tell, columns, rows, marked("Chưa ghi đề nghị nào."))]


def inspections(tell: Teller, told: Answer) -> list[Part]:
    """Who inspected whom, and what was found."""
    rows = [
        [
            tell.on(one["on"]),
            tell.unit(one["unit"]),
            tell.word("inspection", one["kind"]),
            tell.unit(one["by"]),
            one["findings"],
        ]
        for one in told["inspections"]
    ]
    columns = [
        Column(marked("Ngày"), whole=True),
        Column(_UNIT),
        Column(marked("Loại")),
        Column(marked("Đơn vị kiểm tra")),
        Column(marked("Kết quả")),
    ]
    return [told["cycle"], *grid(tell, columns, rows, marked("Chưa ghi lần kiểm tra nào."))]


def scores(tell: Teller, told: Answer) -> list[Part]:
    """The totals of every unit, and under them its points criterion by criterion."""
    rows = [
        [tell.unit(one), tell.word("stage", one["stage"]), *_points(tell, one["score"])]
        for one in told["scores"]
    ]
    columns = [Column(_UNIT), Column(_STATUS), *_STAGES]
    head = facts(tell, (marked("Bảng điểm"), told["table_name"]))
    totals = grid(tell, columns, rows, marked("Chưa ghi điểm nào."))
    return [told["cycle"], *head, *totals, *_criteria(tell, told)]


def _criteria(tell: Teller, told: Answer) -> list[Part]:
    rows = [
        [tell.unit(one), line["name"] or line["criterion"], *_points(tell, line["points"]), _text(line)]
        for one in told["scores"]
        for line in one["criteria"]
        if line["marks"]
    ]
    columns = [Column(_UNIT), Column(_CRITERION), *_STAGES, Column(marked("Giải trình"), spare=True)]
    return grid(tell, columns, rows) if rows else []


def _points(tell: Teller, points: dict[str, Any]) -> list[Cell]:
    return [tell.number(points[stage]) for stage in _SHOWN]


def _text(line: dict[str, Any]) -> str:
    return str(line["explanation"]["text"]) if line["explanation"] else ""


def rules(tell: Teller, told: Answer) -> list[Part]:
    """The rules that a cycle has pinned: its titles with their sources, and its scoring table."""
    known, table = told["rule_set"], told["scoring_table"]
    name = known and known["vietnamese" if tell.language == "vi" else "english"]
    head = facts(
        tell,
        (marked("Quy tắc"), name),
        (marked("Áp dụng từ"), tell.on(told["adopted_on"])),
        (marked("Văn bản"), told["document"]),
        (marked("Bảng điểm"), table and table["name"]),
    )
    return [told["cycle"], *head, *_titles(tell, known), *_table(tell, table)]


def _titles(tell: Teller, known: dict[str, Any] | None) -> list[Part]:
    if known is None:
        return []
    rows = [
        [
            tell.word("title", one["code"]),
            tell.words("title", one["prerequisites"]) or "",
            _source(one["source"]),
            tell.answer(one["source"]["confirmed"]),
        ]
        for one in known["titles"]
    ]
    columns = [
        Column(_TITLE),
        Column(marked("Cần có trước"), spare=True),
        Column(marked("Nguồn")),
        Column(marked("Đã đọc văn bản")),
    ]
    return grid(tell, columns, rows)


def _source(source: dict[str, Any]) -> str:
    return ", ".join(part for part in (source["reference"], source["article"]) if part)


def _table(tell: Teller, table: dict[str, Any] | None) -> list[Part]:
    if table is None:
        return []
    rows = _lines(tell, table["criteria"], "")
    columns = [Column(_CRITERION), Column(marked("Loại")), Column(marked("Điểm tối đa"), right=True)]
    return grid(tell, columns, rows)


def _lines(tell: Teller, criteria: list[dict[str, Any]], indent: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for one in criteria:
        kind = tell.word("criterion", one["kind"])
        rows.append([f"{indent}{one['name']}", kind, tell.number(one["maximum"])])
        rows += _lines(tell, one["criteria"], f"{indent}– ")
    return rows
