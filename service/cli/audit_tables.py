"""The tables of the audit: entries, what made a number, what differs, and what was refused."""

import json
from typing import Any

from projections.board_words import called
from projections.catalogue import marked
from service.answers import Answer
from service.cli.grid import Cell, Column, Part, Teller, facts, grid

_POSITION = marked("Mục số")
_WHAT = marked("Điều gì")
_OF_UNIT = marked("Của đơn vị")
_MADE_BY = marked("Do các mục")
_WHEN = marked("Lúc")
_ENTRY = marked("Diễn biến")
_POSITIONS_MAX = 8  # more of them break a row over many lines: the file tells all


def events(tell: Teller, told: Answer) -> list[Part]:
    """The journal."""
    return grid(tell, _ENTRY_COLUMNS, [_entry(tell, one) for one in told["events"]])


_ENTRY_COLUMNS = (
    Column(_POSITION, right=True, whole=True),
    Column(marked("Ngày"), whole=True),
    Column(marked("Người ghi")),
    Column(_ENTRY),
)


def _entry(tell: Teller, entry: dict[str, Any]) -> list[Cell]:
    sentence = entry["sentences"][tell.language]
    return [str(entry["position"]), tell.on(entry["on"]), entry["actor"] or "", sentence]


def event(tell: Teller, told: Answer) -> list[Part]:
    """One entry, with its envelope and its chain."""
    entry = told["event"]
    parts: list[Part] = [
        entry["sentences"][tell.language],
        *facts(
            tell,
            (marked("Loại"), tell.word("topic", entry["topic"])),
            (marked("Dòng"), f"{entry['stream']} ({entry['version']})"),
            (marked("Xảy ra"), tell.moment(entry["on"])),
            (marked("Ghi lúc"), tell.moment(entry["recorded_at"])),
            (marked("Mã người ghi"), entry["actor"]),
            (marked("Tư cách"), entry["authority"]),
            (marked("Phiên"), entry["session"]),
            (marked("Nguồn"), entry["source"]),
            (marked("Lý do ghi muộn"), entry["reason"]),
            (marked("Mã băm"), entry["proof"]["leaf"]),
        ),
    ]
    if entry["withheld"]:
        parts.append(tell.text(marked("Lựa chọn chưa được nêu: cuộc bỏ phiếu chưa kết thúc.")))
    parts.append(json.dumps(entry["fact"], ensure_ascii=False, indent=2))
    if not entry["chain"]:
        return parts
    heading = tell.text(marked("Các mục liên quan (đính chính, rút):"))
    return [*parts, heading, *grid(tell, _ENTRY_COLUMNS, [_entry(tell, one) for one in entry["chain"]])]


def lineage(tell: Teller, told: Answer) -> list[Part]:
    """What made each number."""
    rows = [
        [
            called(tell.language, one["what"]),
            tell.unit(one["unit"]) or "",
            _positions([*one["entries"]]),
            "; ".join(one["shared"]),
        ]
        for one in told["lineage"]
    ]
    columns = [Column(_WHAT), Column(_OF_UNIT), Column(_MADE_BY), Column(marked("Và nhóm mục"), spare=True)]
    groups = [[name, _positions(entries)] for name, entries in told["shared"].items()]
    shared = [Column(marked("Nhóm mục")), Column(_MADE_BY)]
    return [told["cycle"], *grid(tell, columns, rows), *grid(tell, shared, groups)]


def differences(tell: Teller, told: Answer) -> list[Part]:
    """What differs, from the first point to the second."""
    rows = [
        [
            called(tell.language, one["what"]),
            tell.unit(one["unit"]) or "",
            _value(tell, one["before"]),
            _value(tell, one["after"]),
            _positions(one["entries"]),
        ]
        for one in told["differences"]
    ]
    columns = [
        Column(_WHAT),
        Column(_OF_UNIT),
        Column(marked("Trước")),
        Column(marked("Sau")),
        Column(_MADE_BY),
    ]
    compared = marked("So với ngày {day}, theo mục {position}")
    one = told["one"]
    heading = tell.text(compared, day=tell.day(one["as_of"]), position=str(one["position"]))
    return [told["cycle"], heading, *grid(tell, columns, rows, marked("Không có gì khác nhau."))]


def attempts(tell: Teller, told: Answer) -> list[Part]:
    """What was refused."""
    rows = [
        [
            tell.moment(one["at"]),
            one["person"] or "",
            tell.word("action", one["action"]),
            one["about"],
            one["code"],
        ]
        for one in told["attempts"]
    ]
    columns = [
        Column(_WHEN),
        Column(marked("Mã người")),
        Column(marked("Việc")),
        Column(marked("Địa chỉ")),
        Column(marked("Mã từ chối")),
    ]
    return grid(tell, columns, rows, marked("Chưa có lần nào bị từ chối."))


def _positions(entries: list[int]) -> str:
    shown = ", ".join(str(position) for position in entries[:_POSITIONS_MAX])
    return f"{shown}, … ({len(entries)})" if len(entries) > _POSITIONS_MAX else shown


def _value(tell: Teller, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return tell.answer(value) or ""
        case {"unit": _, "name": _} if len(value) == 2:
            return tell.unit(value) or ""
        case dict():
            return "; ".join(f"{name}: {told}" for name, told in value.items() if told is not None)
        case list():
            return "; ".join(str(one) for one in value)
        case _:
            return str(value)
