"""The tables of clusters, units, and what they bore over the years."""

from projections.catalogue import marked
from service.answers import Answer
from service.cli.grid import Column, Part, Teller, facts, grid
from service.cli.roles import DEPUTIES, LEADS, called, leaders

_YEAR = marked("Năm")
_LEAD = marked("Trưởng")
_CLUSTER = marked("Cụm, khối")
_UNIT = marked("Đơn vị")
_CODE = marked("Mã")
_STATUS = marked("Tình trạng")
_KIND = marked("Loại")


def leads(tell: Teller, told: Answer) -> list[Part]:
    """Who leads a cluster, and the lineage."""
    rows = [
        [
            str(one["year"]),
            tell.unit(one["lead"]),
            tell.unit(one["deputy"]),
            tell.word("lead_mode", one["mode"]),
            tell.on(one["handed_over_on"]),
            tell.day(one["effective_from"]),
        ]
        for one in told["lineage"]
    ]
    columns = [
        Column(_YEAR, right=True, whole=True),
        Column(called(LEADS, told["kind"])),
        Column(called(DEPUTIES, told["kind"])),
        Column(marked("Cách giao")),
        Column(marked("Bàn giao"), whole=True),
        Column(marked("Hiệu lực từ"), whole=True),
    ]
    return [
        f"{told['name']} ({told['cluster']})",
        *leaders(tell, told["kind"], told),
        *grid(tell, columns, rows, marked("Chưa ghi nhiệm kỳ nào.")),
    ]


def honours(tell: Teller, told: Answer) -> list[Part]:
    """The titles of a unit."""
    rows = [
        [
            None if one["year"] is None else str(one["year"]),
            tell.word("title", one["title"]),
            _times(one),
            tell.word("status", one["status"]),
            tell.on(one["since"]),
            one["number"],
        ]
        for one in told["honours"]
    ]
    columns = [
        Column(_YEAR, right=True, whole=True),
        Column(marked("Danh hiệu")),
        Column(marked("Số lần"), right=True, spare=True),
        Column(_STATUS),
        Column(marked("Từ ngày"), whole=True),
        Column(marked("Số quyết định")),
    ]
    ended = [] if told["ended"] is None else facts(
        tell,
        (marked("Kết thúc"), tell.on(told["ended"])),
        (marked("Đơn vị kế tiếp"), tell.units(told["successors"])),
    )  # fmt: skip
    return [
        f"{told['name']} ({told['unit']})",
        *ended,
        *grid(tell, columns, rows, marked("Chưa ghi danh hiệu nào.")),
    ]


def _times(one: Answer) -> str | None:
    return str(one["times"]) if one["times"] > 1 else ""


def cycles(tell: Teller, told: Answer) -> list[Part]:
    """Every cycle."""
    rows = [
        [
            tell.years(one),
            one["cycle"],
            one["name"] or one["cluster"],
            tell.text(marked("đã đóng") if one["closed"] else marked("đang mở")),
        ]
        for one in told["cycles"]
    ]
    columns = [
        Column(_YEAR, right=True, whole=True),
        Column(_CODE),
        Column(_CLUSTER),
        Column(_STATUS, whole=True),
    ]
    return grid(tell, columns, rows)


def clusters(tell: Teller, told: Answer) -> list[Part]:
    """Every cluster and bloc."""
    rows = [
        [
            one["cluster"],
            one["name"],
            tell.unit(one["lead"]),
            tell.number(len(one["members"])) if one["members"] else None,
        ]
        for one in told["clusters"]
    ]
    columns = [Column(_CODE), Column(_CLUSTER), Column(_LEAD), Column(marked("Số đơn vị"), right=True)]
    return grid(tell, columns, rows)


def units(tell: Teller, told: Answer) -> list[Part]:
    """Every unit."""
    rows = [
        [
            one["unit"],
            one["name"],
            tell.word("unit_kind", one["kind"]),
            tell.word("unit_status", one["status"]),
        ]
        for one in told["units"]
    ]
    return grid(tell, [Column(_CODE), Column(_UNIT), Column(_KIND), Column(_STATUS)], rows)
