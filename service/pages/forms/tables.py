"""A scoring table as it is pasted from a spreadsheet: one criterion a line, its parts between tabs or bars.

`1 | Kết quả công tác | 40`, `1.1 | Tỷ lệ khám phá án | 20 | định lượng | liệt`: a number, a name, the most
points, how it is marked, and whether failing it ranks a unit last. Lines under a number make it a group. A
first line without bars is the name of the table.
"""

import re
from collections.abc import MutableSequence, Sequence
from decimal import Decimal
from typing import Any

from projections.catalogue import marked
from projections.folding import folded
from service.pages.forms.problem import Problem
from service.pages.forms.slugs import slug_of
from service.pages.written import written_figure

DIRECT = "direct"
# How a criterion is marked, by what its words begin with, without diacritics.
KINDS = {
    "dinh luong": "quantitative",
    "dat": "pass_fail",
    "cong": "bonus_penalty",
    "diem cong": "bonus_penalty",
    "diem tru": "bonus_penalty",
}
KNOCKOUT = "liet"
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}", re.ASCII)
_NAME, _POINTS, _KIND, _KNOCKOUT = range(1, 5)
_NEEDED = 3  # parts of a line: its number, name and points
Line = dict[str, Any]


def read_table(text: str, field: str, problems: MutableSequence[Problem]) -> Line | None:
    """The scoring table in a text; None where it is blank. What cannot be read is noted, line by line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    name = ""
    if len(_parts(lines[0])) == 1:
        name = lines.pop(0)
    criteria = _criteria(lines, field, problems)
    top = [criteria[number] for number in criteria if "." not in number]
    return {
        "id": slug_of(name) or "bang-diem",
        "name": name or "Bảng chấm điểm",
        "maximum": _sum(top),
        "criteria": top,
    }


def write_table(table: Any) -> str:
    """A scoring table as it is pasted, from one that is adopted."""
    words = {"quantitative": "định lượng", "pass_fail": "đạt / không đạt", "bonus_penalty": "cộng / trừ"}

    def lines(criteria: Sequence[Any], before: str) -> list[str]:
        told = []
        for place, one in enumerate(criteria, 1):
            number = f"{before}{place}"
            parts = [
                number,
                one.name,
                str(one.maximum),
                words.get(one.kind, ""),
                "liệt" if one.knockout else "",
            ]
            told.append(" | ".join(parts).rstrip(" |"))
            told += lines(one.criteria, f"{number}.")
        return told

    return "\n".join([table.name, *lines(table.criteria, "")])


def _criteria(lines: Sequence[str], field: str, problems: MutableSequence[Problem]) -> dict[str, Line]:
    """The criteria by their numbers, each put into the one that it lies under."""
    found: dict[str, Line] = {}
    for line in lines:
        parts = _parts(line)
        number = parts[0].rstrip(".")
        if len(parts) < _NEEDED or not _NUMBER.fullmatch(number) or number in found:
            sentence = marked(
                "Mỗi dòng ghi: số thứ tự | tên tiêu chí | điểm tối đa | cách chấm | liệt. Xem dòng “{line}”."
            )
            problems.append(Problem(field, sentence, {"line": line}))
            continue
        above = number.rpartition(".")[0]
        found[number] = one = _criterion(number, parts)
        if above in found:
            found[above].setdefault("criteria", []).append(one)
            found[above]["kind"] = "group"
    return found


def _criterion(number: str, parts: Sequence[str]) -> Line:
    kind = folded(parts[_KIND]) if len(parts) > _KIND else ""
    told: Line = {
        "id": "tc-" + number.replace(".", "-"),
        "name": parts[_NAME],
        "kind": next((code for begin, code in KINDS.items() if kind.startswith(begin)), DIRECT),
        "maximum": written_figure(parts[_POINTS]),
    }
    if any(folded(part).strip() == KNOCKOUT for part in parts[_KIND:]):
        told["knockout"] = True
    return told


def _parts(line: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|\t]", line.strip("|"))]


def _sum(criteria: Sequence[Line]) -> str:
    """The points of the top criteria, bonus and penalty apart; what is no figure is told by the decision."""
    try:
        told = sum((Decimal(one["maximum"]) for one in criteria if not _is_extra(one)), Decimal(0))
    except ArithmeticError:  # words, or what only a program writes: NaN, 9E999999
        return "0"
    return str(told)


def _is_extra(criterion: Line) -> bool:
    members = criterion.get("criteria")
    if members:
        return all(_is_extra(one) for one in members)
    return bool(criterion["kind"] == "bonus_penalty")
