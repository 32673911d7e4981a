"""The lists of units and clusters, who speaks for whom, regrouping, rules, and counting anew."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from domain.moments import as_datetime
from service.opening import opened
from service.pages.office.memberships import WIDTH, WIDTH_MIN, bar
from service.rehearsal.rehearsing import rehearse
from tests.conftest import NewDatabase
from tests.pages.reader import Reader
from tests.web.house import House, open_house

CLUSTER, CYCLE, MEMBER, MERGED = "dien-tap-1", "dien-tap-1-2026", "dien-tap-1-b", "dien-tap-1-f"
BALLOT = f"{CYCLE}.flag-ministry"
AFTER = {"as_of": "2027-02-01"}
EVERYBODY = ("office", "administrator", "inspector", None)


@pytest.fixture(scope="module")
def house(new_database: NewDatabase) -> Iterator[House]:
    """A rehearsed year of a cluster of six."""
    url = new_database("sqlite")
    with opened(url) as application:
        rehearse(application, years=1, members=6)
    with open_house(url) as house:
        yield house


@pytest.fixture(scope="module")
def readers(house: House) -> dict[str | None, Reader]:
    """One reader of each role; None has no role."""
    return {role: Reader(house, house.person(*([] if role is None else [role]))) for role in EVERYBODY}


@pytest.fixture(scope="module")
def office(readers: dict[str | None, Reader]) -> Reader:
    """The emulation office of the whole service."""
    return readers["office"]


@pytest.fixture(scope="module")
def representative(house: House) -> Reader:
    """Who speaks for a member of the cluster."""
    return Reader(house, house.person(speaks_for=MEMBER))


@pytest.fixture
def empty(sqlite_house: House) -> Reader:
    """The office of a service without anything in it."""
    return Reader(sqlite_house, sqlite_house.person("office"))


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(
    "path",
    [
        "/office", "/units", "/clusters", f"/clusters/{CLUSTER}/members", "/rule-sets", "/rule-sets/law-2022",
        "/rule-sets/law-2003/comparisons/law-2022",
    ],
)  # fmt: skip
def test_the_directory_is_for_everybody_who_is_signed_in(
    readers: dict[str | None, Reader], path: str, role: str | None
) -> None:
    page = readers[role].open(path)
    assert page.status == 200
    assert len(page.tree.findall(".//h1")) == 1


def test_the_office_is_told_what_is_unfinished(house: House) -> None:
    office = Reader(house, house.person("office"))
    house.application.do("register_unit", unit="moi-lap", name="Đơn vị mới lập")
    house.application.do("join_cluster", cluster=CLUSTER, unit="moi-lap")
    page = office.open("/office")
    assert "/units/moi-lap/representatives" in page.links()
    house.application.do("leave_cluster", cluster=CLUSTER, unit="moi-lap", reason="Ghi nhầm cụm")
    assert "/units/moi-lap/representatives" not in office.open("/office").links()


def test_each_role_is_shown_its_own_places(readers: dict[str | None, Reader]) -> None:
    places = {role: set(reader.open("/office").links()) for role, reader in readers.items()}
    assert {"/persons", "/imports"} <= places["office"]
    assert "/account-acts" not in places["office"]
    assert {"/persons", "/account-acts"} <= places["administrator"]
    assert "/imports" not in places["administrator"]
    assert not {"/persons", "/account-acts", "/imports"} & places[None]


def test_units_are_found_without_diacritics(office: Reader) -> None:
    page = office.open("/units", q="don vi b")
    assert f"/units/{MEMBER}" in page.links()
    assert len([link for link in page.links() if link.startswith("/units/dien-tap-1-")]) == 1
    assert "Không có đơn vị nào khớp." in office.open("/units", q="khong co").words()
    merged = office.open("/units", **AFTER).words(".//main//tbody")
    assert "sáp nhập" in merged


def test_units_go_on_page_by_page_and_keep_what_was_asked(empty: Reader) -> None:
    empty.house.application.do("register_unit", unit="bo", name="Bộ")
    for number in range(51):
        empty.house.application.do("register_unit", unit=f"d-{number}", name=f"Đơn vị {number}", parent="bo")
    page = empty.open("/units", parent="bo")
    (following,) = [link for link in page.links() if "after=" in link]
    assert "parent=bo" in following
    assert len([link for link in empty.open(following).links() if link.startswith("/units/d-")]) == 1


def test_empty_lists_say_what_will_stand_there(empty: Reader) -> None:
    assert "Chưa ghi đơn vị nào." in empty.open("/units").words()
    assert "Chưa ghi cụm nào" in empty.open("/clusters").words()
    assert "Không có việc dở" in empty.open("/office").words()
    empty.house.application.do("form_cluster", cluster="cum", name="Cụm", kind="cluster")
    assert "Chưa ghi đơn vị nào vào cụm." in empty.open("/clusters/cum/members").words()
    assert "không nêu" in empty.open("/clusters").words(".//main//tbody")
    empty.house.application.do("register_unit", unit="don-vi", name="Đơn vị")
    alone = empty.open("/units/don-vi/representatives").words()
    assert "Chưa có người đại diện." in alone
    assert "Không có ủy quyền nào." in alone


def test_the_readers_own_cluster_stands_first(house: House, representative: Reader) -> None:
    house.application.do("form_cluster", cluster="a-khac", name="A: cụm khác", kind="cluster")
    page = representative.open("/clusters", **AFTER)
    captions = [" ".join("".join(one.itertext()).split()) for one in page.tree.findall(".//caption")]
    assert captions == ["Cụm của tôi", "Các cụm, khối khác"]
    assert "Cụm diễn tập số 1" in " ".join("".join(page.tree.findall(".//tbody")[0].itertext()).split())


def test_the_step_of_a_year_is_told_to_who_may_read_it(readers: dict[str | None, Reader]) -> None:
    asked = {"q": "so 1", **AFTER}
    assert f"/cycles/{CYCLE}" in " ".join(readers["inspector"].open("/clusters", **asked).links())
    stranger = readers[None].open("/clusters", **asked)
    assert f"/cycles/{CYCLE}" not in " ".join(stranger.links())
    assert "không được xem" in stranger.words()


def test_representatives_are_for_who_may_know_them(
    readers: dict[str | None, Reader], representative: Reader
) -> None:
    path = f"/units/{MEMBER}/representatives"
    assert {role: reader.open(path).status for role, reader in readers.items()} == {
        "office": 200, "administrator": 403, "inspector": 200, None: 403,
    }  # fmt: skip
    assert representative.open(path).status == 200
    assert representative.open("/units/dien-tap-1-c/representatives").status == 403


def test_the_office_is_offered_to_appoint_and_release(
    office: Reader, readers: dict[str | None, Reader]
) -> None:
    path = f"/units/{MEMBER}/representatives"
    links = office.open(path).links()
    assert f"{path}/new" in links
    assert any(link.endswith("/releases/new") for link in links)
    assert not any(link.endswith("/new") for link in readers["inspector"].open(path).links())
    assert not any("/new" in link for link in office.open(path, as_of="2026-06-01").links())


def test_a_delegation_is_shown_with_who_gave_it(house: House, office: Reader) -> None:
    giver, stand_in = house.person(speaks_for="dien-tap-1-d"), house.person()
    house.application.do(
        "grant_delegation", unit="dien-tap-1-d", by=giver, stand_in=stand_in, scopes=("votes",),
        until=as_datetime(house.application.log_recorder.clock()).date() + timedelta(days=3),
    )  # fmt: skip
    page = office.open("/units/dien-tap-1-d/representatives")
    assert {f"/persons/{giver}", f"/persons/{stand_in}"} <= set(page.links())
    assert "việc bỏ phiếu" in page.words()
    assert any("/revocations/new" in link for link in page.links())


def test_regrouping_is_shown_with_who_left_and_who_may_be_let_go(
    office: Reader, readers: dict[str | None, Reader]
) -> None:
    path = f"/clusters/{CLUSTER}/members"
    page = office.open(path, **AFTER)
    assert "Đã rời cụm:" in page.words()
    assert "sáp nhập, chia tách" in page.words()
    links = office.open(path).links()
    assert {f"{path}/new", f"/clusters/{CLUSTER}/assignments/new"} <= set(links)
    assert any(link.endswith("/departures/new") for link in links)
    assert not any("/new" in link for link in readers["inspector"].open(path).links())
    drawn = page.text.count('class="stay"'), page.text.count('class="stay gone"')
    assert (drawn[0], drawn[1] >= 1) == (5, True)


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2020-01-01", None, (0, WIDTH)),
        ("2022-01-01", "2023-01-01", (500, 250)),
        ("2023-12-31", None, (WIDTH - WIDTH_MIN, WIDTH_MIN)),
        ("1900-01-01", None, (0, WIDTH)),
        ("", "2022-01-01", (0, 500)),
    ],
)
def test_a_bar_lies_within_the_line(since: str, until: str | None, told: tuple[int, int]) -> None:
    drawn = bar(date(2020, 1, 1), date(2024, 1, 1), since, until)
    assert abs(drawn["x"] - told[0]) <= 1
    assert abs(drawn["width"] - told[1]) <= 1
    assert drawn["x"] + drawn["width"] <= WIDTH


@pytest.mark.parametrize("language", ["vi", "en"])
def test_rules_are_told_in_the_readers_language(house: House, language: str) -> None:
    reader = Reader(house, house.person(), language=language)
    page = reader.open("/rule-sets/law-2003")
    expected = {"vi": ("Bộ trưởng Bộ Công an", "2/3"), "en": ("Minister of Public Security", "2/3")}[language]
    assert all(words in page.words() for words in expected)
    assert ("not stated by any text" in page.words()) == (language == "en")


def test_differences_of_rules_are_said_by_a_word(office: Reader) -> None:
    page = office.open("/rule-sets/law-2003/comparisons/law-2022")
    rows = {
        "".join(row.find("th").itertext()).strip(): "".join(row.findall("td")[-1].itertext()).strip()  # type: ignore[union-attr]
        for row in page.tree.findall(".//tbody/tr")
    }
    assert (rows["Có hiệu lực từ"], rows["Khi bằng phiếu"]) == ("khác", "giống")
    assert office.open("/rule-sets/khong-co").status == 404
    assert office.open("/rule-sets/law-2003/comparisons/khong-co").status == 404


def test_a_ballot_is_counted_anew_and_nothing_is_recorded(house: House, office: Reader) -> None:
    path, before = f"/ballots/{BALLOT}/what-if", house.application.max_position()
    plain = office.open(path)
    assert "Chỉ là giả định" in plain.words()
    assert len(plain.tree.findall(".//section[@class='panel supposed']")) == 0
    page = office.open(path, threshold="1/1")
    supposed = page.tree.find(".//section[@class='panel supposed']")
    assert supposed is not None
    assert "1/1" in "".join(supposed.itertext())
    assert house.application.max_position() == before
    unchanged = office.open(path, rule_set="law-2003")
    assert "Kết quả không đổi." in unchanged.words()


@pytest.mark.parametrize(
    ("asked", "field"), [({"threshold": "5/4"}, "threshold"), ({"rule_set": "khong-co"}, "rule_set")]
)
def test_what_cannot_be_supposed_is_told_beside_its_field(
    office: Reader, asked: dict[str, str], field: str
) -> None:
    page = office.open(f"/ballots/{BALLOT}/what-if", **asked)
    assert page.status == 200
    assert page.tree.find(f".//*[@id='{field}'][@aria-invalid='true']") is not None


def test_who_may_not_see_ballots_counts_none_anew(readers: dict[str | None, Reader]) -> None:
    path = f"/ballots/{BALLOT}/what-if"
    assert readers["inspector"].open(path).status == 200
    assert {readers[role].open(path).status for role in ("administrator", None)} == {403}
    acclaimed = readers["inspector"].open(f"/ballots/{CYCLE}.next-lead/what-if")
    assert "không có số phiếu" in acclaimed.words()
    assert readers["inspector"].open(f"/ballots/{CYCLE}.khong-co/what-if").status == 404
