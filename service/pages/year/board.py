"""The board of a year as pages show it: only the columns that anything is known for, sorted as asked."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from domain.identity import stream
from projections.catalogue import marked
from projections.formats import listed
from projections.units import collation
from service.authority.roles import Role
from service.pages.looking import Look

Line = Mapping[str, Any]
# The columns after the unit, in their order, with what they are headed by.
COLUMNS: Mapping[str, str] = marked(
    {
        "rank": "Hạng",
        "self": "Tự chấm",
        "verified": "Thẩm định",
        "final": "Chốt",
        "targets": "Chỉ tiêu đạt",
        "titles": "Danh hiệu",
        "votes": "Phiếu",
    }
)
_ABSENT: Mapping[str, str] = marked(
    {
        "rank": "thứ hạng",
        "self": "điểm tự chấm",
        "verified": "điểm thẩm định",
        "final": "điểm chốt",
        "targets": "chỉ tiêu",
        "titles": "danh hiệu",
        "votes": "số phiếu",
    }
)
UNIT = marked("Đơn vị")
_FIRST_HIGH = ("self", "verified", "final", "targets", "titles", "votes")  # the most comes first


class Board(NamedTuple):
    """The rows of a board, the columns of them, and in words what nothing is known of; None for nothing."""

    columns: list[str]
    rows: list[dict[str, Any]]
    absent: str | None
    sort: str
    sorts: list[dict[str, str]]


def board(look: Look, told: Line, sort: str | None) -> Board:
    """The board of an answer to `standings`, sorted by a column; by rank where it has no such column."""
    cycle = told["cycle"]
    rows = [_row(look, cycle, member) for member in told["members"]]
    known = [column for column in COLUMNS if any(_value(row, column) is not None for row in rows)]
    chosen = sort if sort in (*known, "unit") else "rank"
    if sort is not None and chosen == sort:
        rows = _sorted(rows, chosen)
    missing = [look.text(_ABSENT[column]) for column in COLUMNS if column not in known] if rows else []
    return Board(
        columns=known,
        rows=rows,
        absent=listed(missing, look.language) if missing else None,
        sort=chosen,
        sorts=_sorts(look, ["unit", *known]) if len(rows) > 1 else [],
    )


def own_units(look: Look, cycle: str, units: Iterable[str]) -> list[str]:
    """The units among these for which the reader speaks in a cycle, as a representative or a stand-in."""
    if look.caller.person is None:
        return []
    held = ((unit, look.acts.may("report_target", stream("pledge", cycle, unit))) for unit in units)
    return [unit for unit, how in held if how is not None and how.role is Role.REPRESENTATIVE]


def _row(look: Look, cycle: str, member: Line) -> dict[str, Any]:
    unit, score, targets = member["unit"], member["score"], member["targets"]
    return {
        **member,
        "name": member["name"] or unit,
        "href": look.url(f"/units/{unit}"),
        "lineage": look.url(f"/cycles/{cycle}/lineage/{unit}"),
        "self": score["self"],
        "verified": score["verified"],
        "final": score["final"],
        "met": targets["met"],
        "total": targets["total"],
        "all_met": targets["all_met"],
        "votes": [{**vote, "href": look.url(f"/ballots/{vote['ballot']}")} for vote in member["votes"]],
        "titles": [
            {**one, "href": look.url(f"/cycles/{cycle}/nominations/{one['title']}/{unit}")}
            for one in member["titles"]
        ],
    }


def _value(row: Line, column: str) -> Any:
    """What a column is sorted by; None where nothing is known."""
    match column:
        case "unit":
            return collation(row["name"])
        case "targets":
            return _share(row)
        case "titles":
            return len(row["titles"]) or None
        case "votes":
            counted = [vote["votes_for"] for vote in row["votes"] if vote["votes_for"] is not None]
            return sum(counted) if counted else (0 if row["votes"] else None)
        case _:
            return row[column]


def _share(row: Line) -> Decimal | None:
    """How much of its targets a unit met; below all others where only how many it has is known."""
    if row["met"] is not None and row["total"]:
        return Decimal(row["met"]) / Decimal(row["total"])
    if row["all_met"] is not None:
        return Decimal(row["all_met"])
    return None if row["total"] is None else Decimal(-1)


def _sorted(rows: Sequence[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    """The rows by a column; those of which nothing is known come last, and equal ones stay in their order."""
    known = [row for row in rows if _value(row, column) is not None]
    ordered = sorted(known, key=lambda row: _value(row, column), reverse=column in _FIRST_HIGH)
    return [*ordered, *(row for row in rows if _value(row, column) is None)]


def _sorts(look: Look, columns: Iterable[str]) -> list[dict[str, str]]:
    path = look.request.url.path
    words = {"unit": UNIT, **COLUMNS}
    return [
        {"code": column, "text": look.text(words[column]), "href": look.url(path, sort=column)}
        for column in columns
    ]
