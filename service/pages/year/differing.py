"""A difference in words: what of the year it is of, and what it was before and after."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from projections import formats
from projections.board_words import PARTS, called
from projections.catalogue import marked
from projections.units import Named
from projections.words import word
from service.pages.looking import Look
from service.pages.rendering import Wording, sentence

_SHOWN_MAX = 4  # entries named beside a difference; the list beneath tells all
# What a value is a code of, by the name of what differs.
_TABLES = {"step": "step", "ranked_by": "stage", "status": "unit_status"}
_PARTS: Mapping[str, str] = marked({"on": "vào ngày", "done": "số đã xong", "of": "trên tổng số"})
_VOTES: Mapping[str, str] = marked(
    {
        "votes_for": "{count} đồng ý",
        "votes_against": "{count} không đồng ý",
        "votes_abstain": "{count} không có ý kiến",
    }
)
_COUNTS: Mapping[str, str] = marked(
    {"collectives": "{count} tập thể", "individuals": "{count} cá nhân", "awards": "tổng chung {count}"}
)


class Difference(NamedTuple):
    """What differs, in which group of the year, before and after; `entries` made it so."""

    group: str
    what: str
    before: str
    after: str
    entries: Sequence[int]
    more: int


def differing(look: Look, cycle: str, differences: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """The differences in words, as the answer orders them."""
    ballots = _ballots(look, cycle) if any(one["what"].startswith("votes:") for one in differences) else {}
    return [_difference(look, one, ballots) for one in differences]


def _ballots(look: Look, cycle: str) -> dict[str, str]:
    """What each ballot is about, as far as it is known at the point of the page."""
    told = look.known("ballots", cycle, whole=True) or {"ballots": []}
    titles = {one["ballot"]: one["titles"] for one in told["ballots"]}
    return {
        ballot: ", ".join(word("title", title, look.language) for title in found)
        for ballot, found in titles.items()
        if found
    }


def _difference(look: Look, one: Mapping[str, Any], ballots: Mapping[str, str]) -> Difference:
    what, unit, entries = one["what"], one["unit"], one["entries"]
    kind = what.partition(":")[0]
    if unit is not None:
        group = unit.name or unit.unit
    elif kind == "step" and what != "step":
        group = look.text(marked("Các bước trong năm"))
    elif kind == "commendation":
        group = look.text(marked("Khen thưởng"))
    else:
        group = look.text(marked("Năm thi đua"))
    return Difference(
        group=group,
        what=sentence(_called(look, what, ballots)),
        before=_value(look, what, one["before"]),
        after=_value(look, what, one["after"]),
        entries=entries[-_SHOWN_MAX:],
        more=max(0, len(entries) - _SHOWN_MAX),
    )


def _called(look: Look, what: str, ballots: Mapping[str, str]) -> str:
    """What differs, in words."""
    if what in PARTS:
        return called(look.language, what)
    kind, _, which = what.partition(":")
    which, _, part = which.partition(".") if kind in ("title", "step") else (which, "", "")
    if kind == "title":
        title = word("title", which, look.language)
        return look.text(marked("{title}, từ ngày"), title=title) if part else title
    if kind == "step":
        step = word("step", which, look.language)
        return f"{step}, {look.text(_PARTS[part])}" if part else step
    if kind == "votes":
        return look.text(marked("phiếu: {ballot}"), ballot=ballots.get(which, which))
    return look.text(marked("dòng “{line}”"), line=which)


def _value(look: Look, what: str, value: Any) -> str:
    """What it was, in words; nothing reads as not stated."""
    words, kind = Wording(look.language), what.partition(":")[0]
    match value:
        case None | "" | []:
            return words.stated(None)
        case bool():
            return word("answer", "yes" if value else "no", look.language)
        case Named():
            return value.name or value.unit
        case int() | Decimal():
            return words.number(value)
        case date():
            return formats.day(value, look.language)
        case dict():
            return _counted(look, value)
        case list():
            return ", ".join(word("title", str(one), look.language) for one in value)
    if what.endswith((".on", ".since")) or what == "left":
        return words.civil_day(value)
    if kind == "step" and what != "step":
        return word("step_status", value, look.language)
    table = "status" if kind == "title" else _TABLES.get(what)
    return str(value) if table is None else word(table, value, look.language)


def _counted(look: Look, told: Mapping[str, Any]) -> str:
    """Votes, or a line of commendations: its figures as far as they are known."""
    words = Wording(look.language)
    texts = {**_VOTES, **_COUNTS}
    parts = [
        look.text(text, count=words.number(told[name]))
        for name, text in texts.items()
        if told.get(name) is not None
    ]
    if told.get("elected") is not None:
        parts.append(look.text(marked("được chọn") if told["elected"] else marked("không được chọn")))
    if told.get("form") is not None:
        parts.insert(0, word("form", told["form"], look.language))
    if parts or told.keys() >= _COUNTS.keys():
        return ", ".join(parts) or words.stated(None)
    return look.text(marked("chưa có kết quả"))
