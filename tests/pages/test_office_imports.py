"""Imports by pages: tried first, every problem told by its line, and only what was tried is recorded."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from service.bulk.batches import batches
from service.bulk.imports import Imports
from service.engine import writing
from tests.conftest import NewDatabase
from tests.pages.reader import Page, Reader
from tests.web.house import House, open_house

UNITS = "unit,name,kind,parent\nco-quan,Cơ quan A,office,\ndon-vi,Đơn vị A,division,co-quan\n"
WRONG = "unit,name\ntot,Đơn vị tốt\nKhông tốt,Đơn vị\n"
TARGETS = "unit;target;name;direction;measure;goal\nmot;chi-tieu;Tỷ lệ;at_least;%;90\n"
REASON = "Nhập danh sách đơn vị ban đầu"
SECONDS = 30


@pytest.fixture
def house(new_database: NewDatabase) -> Iterator[House]:
    """A service without anything in it."""
    with open_house(new_database("sqlite")) as house:
        yield house


@pytest.fixture
def office(house: House) -> Reader:
    """The emulation office of the whole service."""
    return Reader(house, house.person("office"))


def upload(reader: Reader, path: str, text: str, name: str = "tep.csv", **fields: str) -> Page:
    """Send a file as a form does."""
    answer = reader.house.client.post(
        path, data=fields, files={"file": (name, text.encode())}, headers=reader.headers(),
        follow_redirects=False,
    )  # fmt: skip
    return Page(answer)


def ended(reader: Reader, sent: Page) -> tuple[str, Page]:
    """The address and the page of a batch, once it is at its end."""
    assert sent.status == 303, sent.words()
    path = sent.answer.headers["location"]
    imports: Imports = reader.house.app.state.imports
    imports.wait_for(path.split("/")[2].partition("?")[0], SECONDS)
    return path, reader.open(path)


def units_known(house: House, reader: Reader) -> set[str]:
    return {one["unit"] for one in house.get(reader.person, "/units").json()["units"]}


def test_a_file_is_tried_and_then_recorded(house: House, office: Reader) -> None:
    path, page = ended(office, upload(office, "/imports/units", UNITS, reason=REASON))
    assert "Sẽ ghi 2 dòng" in page.words()
    assert units_known(house, office) == set()
    form = page.form("/imports/units")
    tried = form.values["tried"][0]
    assert tried in path
    _, recorded = ended(
        office, upload(office, form.action, UNITS, tried=tried, reason=form.values["reason"][0])
    )
    assert "Đã ghi 2 dòng" in recorded.words()
    assert units_known(house, office) == {"co-quan", "don-vi"}
    assert not recorded.tree.findall(".//main//form")
    assert "ghi thật" in office.open("/imports").words()


def test_another_file_than_the_one_tried_is_not_recorded(house: House, office: Reader) -> None:
    _, page = ended(office, upload(office, "/imports/units", UNITS, reason=REASON))
    tried = page.form("/imports/units").values["tried"][0]
    other = upload(office, "/imports/units", UNITS + "ba,Đơn vị C,,\n", tried=tried, reason=REASON)
    assert other.status == 422
    assert "khác với tệp đã chạy thử" in other.words()
    unheard_of = upload(office, "/imports/units", UNITS, tried="i-khong-co")
    assert unheard_of.status == 422
    colleague = Reader(house, house.person("office"))
    assert upload(colleague, "/imports/units", UNITS, tried=tried, reason=REASON).status == 422
    assert units_known(house, office) == set()


def test_every_problem_is_told_by_its_line(house: House, office: Reader) -> None:
    _, page = ended(office, upload(office, "/imports/units", WRONG, reason=REASON))
    assert "Chưa ghi gì: còn 1 chỗ cần sửa trong tệp." in page.words()
    row = page.tree.find(".//main//tbody/tr")
    assert row is not None
    assert "".join(row.find("th").itertext()).strip() == "3"  # type: ignore[union-attr]
    assert not page.tree.findall(".//main//form")
    assert units_known(house, office) == set()


def test_a_chronicle_is_tried(office: Reader) -> None:
    _, page = ended(office, upload(office, "/imports/chronicles", "khong: phai\n", "bien-nien.yaml"))
    assert "Chưa ghi gì" in page.words()


def test_targets_keep_their_day_and_source_to_the_end(house: House, office: Reader) -> None:
    app = house.application
    app.do("register_unit", unit="mot", name="Đơn vị một")
    app.do("form_cluster", cluster="cum", name="Cụm", kind="cluster")
    app.do("join_cluster", cluster="cum", unit="mot")
    app.do("open_cycle", cycle="cum-2026", cluster="cum", first_year=2026)
    assert "/imports/targets/cum-2026/new" in office.open("/imports").links()
    assert office.open("/imports/targets/cum-2026/new").status == 200
    action = "/imports/targets/cum-2026"
    wrong = upload(office, action, TARGETS, effective="mai")
    assert wrong.status == 422
    assert wrong.tree.find(".//input[@id='effective'][@aria-invalid='true']") is not None
    path, page = ended(office, upload(office, action, TARGETS, source="Biên bản 01"))
    form = page.form(action)
    assert form.values["source"] == ["Biên bản 01"]
    assert re.search(r"\?source=", path)
    again = {name: values[0] for name, values in form.values.items() if name != "file" and values}
    _, recorded = ended(office, upload(office, action, TARGETS, **again))
    assert "Đã ghi 1 dòng" in recorded.words()
    assert house.get(office.person, "/cycles/cum-2026/pledges/mot").status_code == 200
    assert upload(office, "/imports/targets/khong-co-2026", TARGETS).status == 404


def test_a_file_of_an_unknown_kind_is_not_taken(office: Reader) -> None:
    assert upload(office, "/imports/units", UNITS, "tep.xlsx").status == 422
    nothing = office.house.client.post(
        "/imports/units", files={"reason": (None, "x")}, headers=office.headers(), follow_redirects=False
    )
    assert nothing.status_code == 422


def test_only_addresses_of_imports_take_files(office: Reader) -> None:
    assert upload(office, "/persons", UNITS).status == 415
    form = office.house.client.post("/imports/units", data={"reason": "x"}, headers=office.headers())
    assert form.status_code == 415


def test_who_may_send_what(house: House) -> None:
    for role in ("administrator", "inspector"):
        reader = Reader(house, house.person(role))
        for kind in ("chronicles", "units"):
            assert reader.open(f"/imports/{kind}/new").status == 403
            assert upload(reader, f"/imports/{kind}", UNITS).status == 403
        assert not any(link.endswith("/new") for link in reader.open("/imports").links())
        assert "Chưa gửi tệp nào." in reader.open("/imports").words()


def test_a_batch_is_for_its_sender_and_for_who_sees_all(house: House) -> None:
    house.application.do("register_unit", unit="co-quan", name="Cơ quan")
    sender = Reader(house, house.person("office", unit="co-quan"))
    path, page = ended(sender, upload(sender, "/imports/units", UNITS, reason=REASON))
    assert page.status == 200
    inspector = Reader(house, house.person("inspector"))
    seen = inspector.open(path)
    assert seen.status == 200
    assert not seen.tree.findall(".//main//form")
    assert path in inspector.open("/imports").links()
    stranger = Reader(house, house.person("office", unit="co-quan"))
    assert stranger.open(path).status == 404
    assert path not in stranger.open("/imports").links()
    assert sender.open("/imports/i-khong-co").status == 404


def test_an_import_under_way_can_be_looked_at_again_without_a_script(house: House, office: Reader) -> None:
    path, _ = ended(office, upload(office, "/imports/units", UNITS, reason=REASON))
    batch = path.split("/")[2]
    later = house.application.log_recorder.clock() + 60_000_000
    with writing(house.application.engine) as connection:
        told = {"state": "running", "done": 1, "total": 2, "alive_until": later}
        connection.execute(update(batches).where(batches.c.batch == batch).values(**told))
    page = office.open(path)
    assert "đang làm" in page.words()
    assert "1/2" in page.words()
    assert path in page.links()
    assert page.tree.find(".//meta[@http-equiv]") is None
