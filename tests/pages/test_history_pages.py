"""The pages of a cluster, its history and a unit: what they show at a point, to whom, in which language."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest

from service.opening import opened
from service.pages.cluster_history import rank_chart, year_axis
from service.rehearsal.rehearsing import rehearse
from service.web.languages import LANGUAGE_COOKIE
from tests.conftest import NewDatabase
from tests.web.house import House, open_house

CLUSTER, MEMBER, MERGED, SUCCESSOR = "dien-tap-1", "dien-tap-1-b", "dien-tap-1-g", "dien-tap-1-h"
AFTER = {"as_of": "2029-01-10"}
PAGES = (f"/clusters/{CLUSTER}", f"/clusters/{CLUSTER}/history", f"/units/{MEMBER}")
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def house(new_database: NewDatabase) -> Iterator[House]:
    """Three rehearsed years of a cluster of seven; a unit merges away in each."""
    url = new_database("sqlite")
    with opened(url) as application:
        rehearse(application, years=3, members=7)
    with open_house(url) as made:
        yield made


@pytest.fixture(scope="module")
def inspector(house: House) -> str:
    """Who reads all."""
    return house.person("inspector")


def page(house: House, person: str, path: str, language: str = "vi", **asked: str) -> Any:
    cookies = f"{house.headers(person)['Cookie']}; {LANGUAGE_COOKIE}={language}"
    answer = house.client.get(path, params=asked, headers={"Cookie": cookies, "Accept": "text/html"})
    assert answer.status_code == 200
    return html5lib.parse(answer.text)


def said(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def table(tree: Any, caption: str) -> list[list[str]]:
    """The cells of the table with a caption, its head first."""
    for one in tree.iter(f"{HTML}table"):
        named = one.find(f"{HTML}caption")
        if named is not None and said(named).startswith(caption):
            return [
                [said(cell) for cell in row if cell.tag in (f"{HTML}th", f"{HTML}td")]
                for row in one.iter(f"{HTML}tr")
            ]
    raise LookupError(caption)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_stand_at_every_point_in_both_languages(
    house: House, inspector: str, path: str, language: str
) -> None:
    for day in ("2026-02-01", "2027-12-01", "2029-01-10"):
        tree = page(house, inspector, path, language, as_of=day)
        assert len(list(tree.iter(f"{HTML}h1"))) == 1
        assert tree.get("lang") == language
        assert all(one.get("style") is None for one in tree.iter())


def test_the_past_shows_the_lead_and_the_members_of_its_day(house: House, inspector: str) -> None:
    path = f"/clusters/{CLUSTER}"
    then = page(house, inspector, path, as_of="2026-05-01")
    names = [row[0] for row in table(then, "7 đơn vị thành viên")[1:]]
    assert "Đơn vị G" in names
    later = [row[0] for row in table(page(house, inspector, path, as_of="2026-08-01"), "6 đơn vị")[1:]]
    assert sorted(set(names) - set(later)) == ["Đơn vị G"]
    assert "Đơn vị A từ 01/01/2026" in said(then)
    assert "Đơn vị B từ 01/01/2027" in said(page(house, inspector, path, as_of="2027-05-01"))


def test_the_table_beneath_the_ranks_tells_what_the_answer_does(house: House, inspector: str) -> None:
    told = house.get(inspector, f"/clusters/{CLUSTER}/ranks", **AFTER).json()
    tree = page(house, inspector, f"/clusters/{CLUSTER}/history", **AFTER)
    head, *rows = table(tree, "Hạng (điểm) qua các năm")
    assert head == ["Đơn vị", "2026", "2027", "2028"]
    assert [row[0] for row in rows] == [unit["name"] for unit in told["units"]]
    for row, unit in zip(rows, told["units"], strict=True):
        by_year = {one["cycle"][-4:]: one for one in unit["ranks"]}
        for year, cell in zip(head[1:], row[1:], strict=True):
            line = by_year.get(year)
            if line is None:
                assert cell == "không tham gia"
            elif line["left"] is not None:
                assert cell.startswith("rời ")
            else:
                assert cell == f"{line['rank']} ({line['points'].replace('.', ',')})"


def test_the_drawing_of_ranks_names_its_units_and_says_what_it_is(house: House, inspector: str) -> None:
    tree = page(house, inspector, f"/clusters/{CLUSTER}/history", unit=MEMBER, **AFTER)
    (drawing,) = [one for one in tree.iter(f"{SVG}svg") if "bump" in one.get("class", "")]
    assert drawing.get("role") == "img"
    ids = {one.get("id"): said(one) for one in drawing.iter() if one.get("id")}
    assert all(ids[name] for name in drawing.get("aria-labelledby").split())
    (own,) = [one for one in drawing.iter(f"{SVG}g") if one.get("class") == "chosen"]
    assert "Đơn vị B" in said(own)
    options = [one for one in tree.iter(f"{HTML}option") if one.get("selected") is not None]
    assert [one.get("value") for one in options] == [MEMBER]


def test_no_line_stands_out_unless_it_is_asked_for_or_ones_own(house: House, inspector: str) -> None:
    path = f"/clusters/{CLUSTER}/history"

    def chosen(person: str, **asked: str) -> list[str]:
        tree = page(house, person, path, **asked)
        return [said(one) for one in tree.iter(f"{SVG}g") if one.get("class") == "chosen"]

    assert chosen(inspector) == []
    speaker = house.person(speaks_for=MEMBER)
    assert "Đơn vị B" in chosen(speaker)[0]
    assert chosen(speaker, unit="") == []


def test_commendations_are_drawn_and_told_by_year(house: House, inspector: str) -> None:
    told = house.get(inspector, f"/clusters/{CLUSTER}/commendations", **AFTER).json()
    totals = [
        line for cycle in told["cycles"] for line in cycle["commendations"] if line["line"] == cycle["total"]
    ]
    tree = page(house, inspector, f"/clusters/{CLUSTER}/history", **AFTER)
    _, *rows = table(tree, "Số liệu khen thưởng theo nguồn")
    assert [row[1:4] for row in rows] == [
        [str(line["collectives"]), str(line["individuals"]), "lượt"] for line in totals
    ]
    drawn = [one for one in tree.iter(f"{SVG}svg") if one.get("class") == "columned"]
    for drawing, figure in zip(drawn, ("collectives", "individuals"), strict=True):
        values = [said(one) for one in drawing.iter(f"{SVG}text") if one.get("class") == "value"]
        assert values == [str(line[figure]) for line in totals]


def test_who_is_in_no_cluster_sees_its_leads_but_no_ranks(house: House) -> None:
    stranger = house.person()
    tree = page(house, stranger, f"/clusters/{CLUSTER}/history", **AFTER)
    assert table(tree, "Trưởng và phó qua các năm")[1][0] == "2029"
    assert "chỉ dành cho đơn vị thành viên" in said(tree)
    assert not [one for one in tree.iter(f"{SVG}svg") if "bump" in one.get("class", "")]
    assert house.get(stranger, f"/clusters/{CLUSTER}/ranks").status_code == 403
    assert house.get(stranger, f"/units/{MEMBER}/years").status_code == 403
    _, first, *_ = table(page(house, stranger, f"/units/{MEMBER}", **AFTER), "Các năm thi đua đã tham gia")
    assert first[3:] == ["chỉ cụm xem"] * 3


def test_a_unit_shows_its_years_as_they_are_answered(house: House, inspector: str) -> None:
    told = house.get(inspector, f"/units/{MEMBER}/years", **AFTER).json()["years"][::-1]
    _, *rows = table(page(house, inspector, f"/units/{MEMBER}", **AFTER), "Các năm thi đua đã tham gia")
    assert [(row[0], row[3], row[4], row[5]) for row in rows] == [
        (
            str(one["first_year"]),
            f"{one['rank']}/{one['ranked']}",
            one["points"].replace(".", ","),
            f"{one['targets']['met']}/{one['targets']['total']}",
        )
        for one in told
    ]
    assert [row[2] for row in rows] == ["thành viên", "Cụm trưởng", "Cụm phó"]


def test_a_representative_reads_the_years_of_its_own_unit_and_of_no_other(house: House) -> None:
    speaker = house.person(speaks_for="dien-tap-1-c")
    assert house.get(speaker, "/units/dien-tap-1-c/years").status_code == 200
    assert house.get(speaker, f"/units/{MEMBER}/years").status_code == 403
    assert house.get(speaker, f"/clusters/{CLUSTER}/ranks").status_code == 200


def test_a_merger_is_told_on_both_units(house: House, inspector: str) -> None:
    gone = said(page(house, inspector, f"/units/{MERGED}", **AFTER))
    assert "Sáp nhập vào: Đơn vị H" in gone
    assert "Đơn vị sáp nhập vào đây: Đơn vị G" in said(page(house, inspector, f"/units/{SUCCESSOR}", **AFTER))
    before = said(page(house, inspector, f"/units/{MERGED}", as_of="2026-05-01"))
    assert "Sáp nhập vào:" not in before


def test_empty_histories_say_what_will_stand_there(house: House) -> None:
    office = house.person("office")
    house.post(office, "/units", {"unit": "moi", "name": "Đơn vị mới"})
    house.post(office, "/clusters", {"cluster": "cum-moi", "name": "Cụm mới", "kind": "block"})
    unit = page(house, office, "/units/moi")
    assert "Chưa tham gia năm thi đua nào." in said(unit)
    assert "Chưa ghi danh hiệu nào." in said(unit)
    cluster = said(page(house, office, "/clusters/cum-moi"))
    assert "Khối trưởng" in cluster
    assert "Chưa ghi thành viên nào." in cluster
    history = said(page(house, office, "/clusters/cum-moi/history"))
    for empty in ("Chưa ghi nhiệm kỳ nào.", "Chưa rõ hạng của năm nào.", "Chưa ghi số liệu khen thưởng nào."):
        assert empty in history


def test_a_movement_has_neither_a_lead_nor_members(house: House) -> None:
    office = house.person("office")
    house.post(office, "/clusters", {"cluster": "phong-trao", "name": "Phong trào mới", "kind": "movement"})
    cluster = said(page(house, office, "/clusters/phong-trao"))
    history = said(page(house, office, "/clusters/phong-trao/history"))
    assert "Chưa mở năm thi đua nào." in cluster
    for absent in ("trưởng không nêu", "Cụm trưởng", "Chưa ghi thành viên nào."):
        assert absent not in cluster
    assert "Các đời trưởng" not in history


def test_what_a_reader_may_do_is_offered_and_never_in_the_past(house: House, inspector: str) -> None:
    office = house.person("office")

    def offered(person: str, path: str, **asked: str) -> list[str]:
        tree = page(house, person, path, **asked)
        links = [one.get("href", "") for one in tree.iter(f"{HTML}a")]
        return [link for link in links if re.search(r"/new($|\?)", link)]

    for path in (f"/clusters/{CLUSTER}", f"/units/{MEMBER}"):
        assert offered(office, path)
        assert offered(office, path, **AFTER) == []
        assert offered(inspector, path) == []


def test_years_between_two_cycles_that_have_none_are_gaps() -> None:
    cycles = [
        {"cycle": "cum-2015-2020", "first_year": 2015, "last_year": 2020, "ranked": 1},
        {"cycle": "cum-2022", "first_year": 2022, "last_year": 2022, "ranked": 1},
    ]
    assert year_axis(cycles) == [("2015–2020", "cum-2015-2020"), ("2021", None), ("2022", "cum-2022")]
    unit = {"unit": "a", "name": None, "ranks": [{"cycle": "cum-2022", "rank": 1}]}
    (line,) = rank_chart({"cycles": cycles, "units": [unit]}, None).lines
    assert [spot.year for spot in line.spots] == ["2022"]


def test_of_a_large_cluster_the_first_units_are_drawn_and_the_chosen_one() -> None:
    cycles = [{"cycle": "cum-2022", "first_year": 2022, "last_year": 2022, "ranked": 40}]
    units = [
        {"unit": f"u{rank}", "name": f"Đơn vị {rank}", "ranks": [{"cycle": "cum-2022", "rank": rank}]}
        for rank in range(1, 41)
    ]
    lines = rank_chart({"cycles": cycles, "units": units}, "u30").lines
    assert [line.key for line in lines] == [*(f"u{rank}" for rank in range(1, 13)), "u30"]
