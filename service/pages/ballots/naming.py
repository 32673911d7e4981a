"""What a ballot is on, in words: as a heading, and as the question that its electors answer."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from projections.catalogue import marked
from projections.formats import listed
from projections.units import Named
from projections.words import word

if TYPE_CHECKING:
    from service.pages.looking import Look

_ROUND = marked("{name}, vòng {round}")
_UNSTATED = marked("Nội dung không nêu")
_ON_ONE = marked("Đề nghị tặng {honour} cho {unit}?")
_ON_EACH = marked("Đề nghị tặng {honour} cho từng đơn vị sau đây?")
_ON_ANY = marked("Đề nghị tặng {honour} cho đơn vị nào?")


def called(units: Iterable[Named]) -> str:
    """Units by their names, one of which no name is known by its id, with commas."""
    return ", ".join(one.name or one.unit for one in units)


def heading(look: "Look", told: Mapping[str, Any]) -> str:
    """What a ballot is on: its titles, else its question; and which round it is, from the second on."""
    titles = [word("title", code, look.language) for code in told["titles"]]
    name = listed(titles, look.language) if titles else told["question"] or look.text(_UNSTATED)
    if told["round"] == 1:
        return str(name)
    return look.text(_ROUND, name=name, round=str(told["round"]))


def question(look: "Look", told: Mapping[str, Any]) -> str | None:
    """The question of a ballot: as it was put, else as its title puts it; None where neither is stated."""
    if told["question"] or not told["titles"]:
        return told["question"] or None
    honour = listed([word("honour", code, look.language) for code in told["titles"]], look.language)
    candidates = told["candidates"]
    if len(candidates) == 1:
        return look.text(_ON_ONE, honour=honour, unit=candidates[0]["name"] or candidates[0]["unit"])
    return look.text(_ON_EACH if candidates else _ON_ANY, honour=honour)
