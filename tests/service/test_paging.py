"""Lists page by page: nothing twice, nothing left out, also while lines appear."""

from typing import Any

import pytest

from domain.refusals import Refusal
from projections.units import Named
from service.paging import PAGE_LINES_MAX, Cutting, Lines, field

UNITS = Lines(
    "units",
    field("unit"),
    searched=lambda line: [line["unit"], line["name"]],
    narrowed={"parent": lambda line: line["parent"]},
)


def listed(*units: str) -> dict[str, list[dict[str, str | None]]]:
    return {"units": [{"unit": unit, "name": f"Đơn vị {unit.upper()}", "parent": unit[:1]} for unit in units]}


def page(told: dict[str, Any], lines: Lines, **asked: Any) -> dict[str, Any]:
    cutting = Cutting(lines, **asked)
    return {lines.of: cutting(told[lines.of]), "next": cutting.next, "total": cutting.total}


def shown(told: dict[str, list[dict[str, str]]]) -> list[str]:
    return [line["unit"] for line in told["units"]]


def test_pages_follow_each_other_to_the_end() -> None:
    told = listed("a", "b", "c", "d", "e")
    first = page(told, UNITS, limit=2)
    second = page(told, UNITS, limit=2, after=first["next"])
    third = page(told, UNITS, limit=2, after=second["next"])
    assert [shown(one) for one in (first, second, third)] == [["a", "b"], ["c", "d"], ["e"]]
    assert third["next"] is None
    assert [one["total"] for one in (first, second, third)] == [5, 5, 5]


def test_a_page_that_ends_with_the_list_names_no_next() -> None:
    assert page(listed("a", "b"), UNITS, limit=2)["next"] is None
    assert page(listed(), UNITS, limit=2) == {"units": [], "next": None, "total": 0}


def test_lines_that_appear_meanwhile_shift_nothing() -> None:
    first = page(listed("b", "d", "f"), UNITS, limit=2)
    assert shown(page(listed("a", "b", "c", "d", "e", "f"), UNITS, after=first["next"])) == ["e", "f"]


def test_a_page_holds_no_more_than_the_most() -> None:
    many = listed(*(str(number) for number in range(PAGE_LINES_MAX + 1)))
    for limit in (None, PAGE_LINES_MAX, PAGE_LINES_MAX * 5):
        told = page(many, UNITS, limit=limit)
        assert (len(told["units"]), told["next"]) == (PAGE_LINES_MAX, str(PAGE_LINES_MAX - 1))


def test_an_unknown_line_to_go_on_from_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        page(listed("a"), UNITS, after="z")
    assert (refused.value.code, refused.value.params["text"]) == ("page_unknown", "z")


def test_words_and_filters_narrow_before_the_page_is_cut() -> None:
    told = listed("a1", "b1", "a2", "b2")
    assert shown(page(told, UNITS, q="don vi b")) == ["b1", "b2"]
    assert shown(page(told, UNITS, only={"parent": "a"}, limit=1)) == ["a1"]
    assert page(told, UNITS, only={"parent": "a"}, limit=1)["next"] == "a1"
    assert page(told, UNITS, only={"parent": "a"}, limit=1)["total"] == 2
    assert shown(page(told, UNITS, only={"parent": "a"}, q="2")) == ["a2"]


def test_the_id_of_a_line_may_have_parts_and_name_a_unit() -> None:
    assert field("title", "unit")({"title": "flag", "unit": Named("a", "Đơn vị A")}) == "flag/a"
    assert field("position")({"position": 12}) == "12"
