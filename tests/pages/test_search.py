"""Finding units, clusters, years and persons, as people type their names."""

import re
import time
from collections.abc import Iterator
from html import unescape

import pytest

from domain.moments import Anchor, Moment
from service.accounts import persons
from service.engine import writing
from service.pages.searching import FOUND_MAX
from tests.web.house import House, open_house

SINCE = Moment.parse("2026", Anchor.START)
NAMES = {
    "dong-thap": "Công an tỉnh Đồng Tháp",
    "dien-bien": "Công an tỉnh Điện Biên",
    "cong-an-thi-xa-do-son": "Công an Đồ Sơn",
    "duy-tien": "Công an Duy Tiên",
    "ea-kar": "Công an Ea Kar",
}
UNITS = 1_000


class Finder:
    """A service with some units, a cluster and its year, and whoever searches."""

    def __init__(self, house: House) -> None:
        self.house = house
        app = house.application
        for unit, name in NAMES.items():
            app.do("register_unit", when=SINCE, unit=unit, name=name)
        app.do("form_cluster", when=SINCE, cluster="cum", name="Cụm Đồng Bằng", kind="cluster")
        app.do("join_cluster", when=SINCE, cluster="cum", unit="duy-tien")
        app.do("open_cycle", when=SINCE, cycle="cum-2026", cluster="cum", first_year=2026, theme="Đoàn kết")
        self.inspector = house.person("inspector")
        self.representative = house.person(speaks_for="duy-tien")
        self.onlooker = house.person()

    def search(self, q: str, person: str | None = None) -> str:
        """The page of what is found."""
        told = {**self.house.headers(person or self.inspector), "Accept": "text/html"}
        answer = self.house.client.get("/search", params={"q": q}, headers=told)
        assert answer.status_code == 200, answer.text
        page = unescape(answer.text)
        return page[page.index("<main") : page.index("</main>")]

    def found(self, q: str, person: str | None = None) -> list[str]:
        """The names that are found, in their order."""
        listed = re.findall(r'<ul class="finds">.*?</ul>', self.search(q, person), re.DOTALL)
        return re.findall(r"<span>(?:<a [^>]*>)?([^<\n]+)", "".join(listed))


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    """Some units with a cluster and its year."""
    with open_house(f"sqlite:///{tmp_path_factory.mktemp('search') / 'log.db'}") as house:
        yield Finder(house)


def test_words_are_found_without_diacritics_and_case(finder: Finder) -> None:
    for typed in ("dong thap", "ĐỒNG THÁP", "Thap Dong", "dong-thap"):
        assert finder.found(typed) == ["Công an tỉnh Đồng Tháp"], typed


def test_names_are_sorted_as_vietnamese_readers_expect(finder: Finder) -> None:
    assert finder.found("cong an") == [
        "Công an Duy Tiên",
        "Công an Đồ Sơn",
        "Công an Ea Kar",
        "Công an tỉnh Điện Biên",
        "Công an tỉnh Đồng Tháp",
    ]


def test_what_is_found_is_grouped_and_leads_to_its_page(finder: Finder) -> None:
    page = finder.search("dong")
    assert re.findall(r"<h2>([^<]+)</h2>", page) == ["Đơn vị", "Cụm, khối thi đua", "Năm thi đua"]
    for address in ("/units/dong-thap", "/clusters/cum", "/cycles/cum-2026"):
        assert f'href="{address}"' in page


def test_a_year_that_the_reader_may_not_read_is_told_without_a_way_to_it(finder: Finder) -> None:
    assert finder.found("doan ket", finder.onlooker) == ["Cụm Đồng Bằng · năm 2026"]
    assert "/cycles/" not in finder.search("doan ket", finder.onlooker)
    assert "/cycles/cum-2026" in finder.search("doan ket", finder.representative)


def test_persons_are_found_by_who_may_read_them_only(finder: Finder) -> None:
    app = finder.house.application
    told = [("Người thử Đ", "Trung tá"), ("Người thử D", None), (None, "Trung tá")]
    with writing(app.engine) as connection:
        for number, (name, rank) in enumerate(told):
            personal = persons.Personal(name=name, rank=rank)
            persons.create(connection, personal, by=None, now=app.log_recorder.clock(), person=f"p-{number}")
    assert finder.found("nguoi thu") == ["Người thử D", "Người thử Đ"]
    assert 'href="/persons/p-0"' in finder.search("trung ta")
    assert finder.found("nguoi thu", finder.representative) == []


def test_persons_are_looked_through_to_the_last(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.pages.searching.PERSONS_PAGE", 1)
    app = finder.house.application
    with writing(app.engine) as connection:
        told = persons.Personal(name="Người cuối cùng")
        persons.create(connection, told, by=None, now=app.log_recorder.clock(), person="zz-9")
    assert finder.found("cuoi cung") == ["Người cuối cùng"]


def test_nothing_found_and_nothing_asked_say_what_to_do(finder: Finder) -> None:
    assert "Không tìm thấy “khong co gi”." in finder.search("  khong   co gi ")
    assert "tìm đơn vị, cụm, năm thi đua và người" in finder.search(" ")
    assert "tìm đơn vị, cụm và năm thi đua." in finder.search("", finder.representative)


def test_what_is_typed_is_shown_as_text(finder: Finder) -> None:
    answer = finder.house.client.get(
        "/search",
        params={"q": '"><b>\x00'},
        headers={**finder.house.headers(finder.inspector), "Accept": "text/html"},
    )
    assert answer.status_code == 200
    assert "<b>" not in answer.text


def test_a_thousand_units_are_searched_in_a_blink(tmp_path_factory: pytest.TempPathFactory) -> None:
    with open_house(f"sqlite:///{tmp_path_factory.mktemp('many') / 'log.db'}") as house:
        finder = Finder(house)
        for number in range(UNITS - len(NAMES)):
            name = f"Công an xã Đồng Tâm {number}"
            house.application.do("register_unit", when=SINCE, unit=f"xa-{number}", name=name)
        assert len(finder.found("dong tam")) == FOUND_MAX
        took = []
        for _ in range(5):
            begun = time.process_time()
            finder.search("dong tam")
            took.append(time.process_time() - begun)
        assert "Còn nữa." in finder.search("dong tam")
        assert min(took) < 0.05, took
