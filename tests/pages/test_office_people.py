"""People by pages: who sees them, what can be done to an account, and what is told once."""

import io
import re
from collections.abc import Iterator

import pytest

from service.accounts import grants, persons
from tests.conftest import NewDatabase
from tests.pages.reader import Page, Reader
from tests.web.house import House, open_house

UNIT = "co-quan"
ISSUER = "https://id.example"


@pytest.fixture(scope="module")
def log() -> io.StringIO:
    """What the service writes down of its requests."""
    return io.StringIO()


@pytest.fixture(scope="module")
def house(new_database: NewDatabase, log: io.StringIO) -> Iterator[House]:
    """A service with one unit."""
    with open_house(new_database("sqlite"), log_to=log) as house:
        house.application.do("register_unit", unit=UNIT, name="Cơ quan A")
        yield house


@pytest.fixture(scope="module")
def administrator(house: House) -> Reader:
    """Who looks after accounts."""
    return Reader(house, house.person("administrator"))


@pytest.fixture
def somebody(house: House) -> str:
    """A person whose account things are done to."""
    return house.person()


def read(house: House, person: str) -> persons.Person:
    with house.application.log_recorder.reading() as connection:
        return persons.find(connection, person)


def sent_to(page: Page, path: str) -> bool:
    return page.status == 303 and page.answer.headers["location"].startswith(path)


@pytest.mark.parametrize(
    ("role", "listed", "trail"),
    [("administrator", 200, 200), ("office", 200, 403), ("inspector", 200, 200), (None, 403, 403)],
)
def test_who_sees_people_and_the_trail(house: House, role: str | None, listed: int, trail: int) -> None:
    reader = Reader(house, house.person(*([] if role is None else [role])))
    assert reader.open("/persons").status == listed
    assert reader.open(f"/persons/{reader.person}").status == listed
    assert reader.open("/account-acts").status == trail


@pytest.mark.parametrize("role", ["office", "inspector"])
def test_only_an_administrator_is_offered_acts_on_accounts(house: House, somebody: str, role: str) -> None:
    reader = Reader(house, house.person(role))
    page = reader.open(f"/persons/{somebody}")
    assert not page.tree.findall(".//main//form[@method='post']")
    for act in ("logins", "grants", "identities", "erasures"):
        assert not any(link.endswith(f"/{act}/new") for link in page.links())
        assert reader.open(f"/persons/{somebody}/{act}/new").status == 403
        assert reader.send(f"/persons/{somebody}/{act}", {"confirmed": ["yes"]}).status == 403
    for act in ("disablings", "enablings"):
        assert reader.send(f"/persons/{somebody}/{act}", {}).status == 403
    assert read(house, somebody).erased_at is None


def test_a_person_is_created_and_found_without_diacritics(house: House) -> None:
    office = Reader(house, house.person("office"))
    made = office.fill_in("/persons/new", name="Cán bộ Thử", rank="Đại úy")
    assert sent_to(made, "/persons/p-")
    page = office.open(made.answer.headers["location"])
    assert "Đã lập người dùng." in page.words()
    assert "Cán bộ Thử" in page.words(".//h1")
    assert "Cán bộ Thử" in office.open("/persons", q="can bo thu").words()
    assert "Không có người nào khớp." in office.open("/persons", q="khong co ai").words()


def test_what_is_wrong_with_a_person_is_told_and_nothing_typed_is_lost(administrator: Reader) -> None:
    page = administrator.fill_in("/persons/new", name="Cán bộ Hai", person="Không Phải Mã")
    assert page.status == 422
    assert page.form().values["name"] == ["Cán bộ Hai"]
    assert page.tree.find(".//input[@id='person'][@aria-invalid='true']") is not None
    assert [link.get("href") for link in page.tree.findall(".//section[@data-focus]//a")] == ["#person"]


def test_personal_data_is_put_right(house: House, administrator: Reader, somebody: str) -> None:
    path = f"/persons/{somebody}"
    assert sent_to(administrator.fill_in(f"{path}/changes/new", name="Cán bộ Ba"), path)
    assert (read(house, somebody).name, read(house, somebody).rank) == ("Cán bộ Ba", None)
    too_long = administrator.fill_in(f"{path}/changes/new", name="a" * 300)
    assert too_long.status == 422
    assert read(house, somebody).name == "Cán bộ Ba"


def test_a_first_password_is_told_once_and_is_nowhere_else(
    house: House, log: io.StringIO, administrator: Reader, somebody: str
) -> None:
    page = administrator.fill_in(f"/persons/{somebody}/logins/new", login="can-bo-moi")
    assert page.status == 200
    assert page.answer.headers["cache-control"] == "private, no-store"
    found = page.tree.find(".//code[@class='secret']")
    assert found is not None
    password = str(found.text)
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", password)
    assert password not in log.getvalue()
    assert password not in administrator.open(f"/persons/{somebody}").text
    told = {"login": "can-bo-moi", "password": password}
    assert house.post(None, "/sessions", told).status_code == 201


def test_a_login_that_is_taken_is_told_beside_its_field(
    house: House, administrator: Reader, somebody: str
) -> None:
    other = house.person()
    assert administrator.fill_in(f"/persons/{other}/logins/new", login="da-co-nguoi").status == 200
    page = administrator.fill_in(f"/persons/{somebody}/logins/new", login="da-co-nguoi")
    assert page.status == 409
    assert page.tree.find(".//input[@id='login'][@aria-invalid='true']") is not None
    assert page.tree.find(".//code[@class='secret']") is None
    assert administrator.fill_in(f"/persons/{somebody}/logins/new", login="!").status == 422


def test_somebody_is_shut_out_and_let_in_again(house: House, administrator: Reader, somebody: str) -> None:
    path = f"/persons/{somebody}"
    assert sent_to(administrator.send(administrator.open(path).form("/disablings").action, {}), path)
    assert read(house, somebody).disabled_at is not None
    assert "đã khóa" in administrator.open(path).words()
    assert Reader(house, somebody).open("/account").status == 303
    assert sent_to(administrator.send(administrator.open(path).form("/enablings").action, {}), path)
    assert read(house, somebody).disabled_at is None


def test_a_role_is_given_in_a_unit_and_withdrawn(house: House, administrator: Reader, somebody: str) -> None:
    path = f"/persons/{somebody}"
    assert sent_to(administrator.fill_in(f"{path}/grants/new", role="office", unit=UNIT), path)
    page = administrator.open(path)
    assert "Cơ quan A" in page.words()
    again = administrator.fill_in(f"{path}/grants/new", role="office", unit=UNIT)
    assert again.status == 409
    action = page.form("/withdrawals").action
    elsewhere = action.replace(somebody, str(administrator.person))
    assert administrator.send(elsewhere, {}).status == 404
    assert sent_to(administrator.send(action, {}), path)
    assert "đã thu hồi" in administrator.open(path).words()
    assert administrator.send(action, {}).status == 404


def test_a_refused_role_is_noted_for_inspectors(house: House, administrator: Reader, somebody: str) -> None:
    wrong = administrator.fill_in(f"/persons/{somebody}/grants/new", role="administrator", unit=UNIT)
    assert wrong.status == 422
    assert wrong.tree.find(".//select[@id='unit'][@aria-invalid='true']") is not None
    noted = house.get(house.person("inspector"), "/attempts").json()["attempts"]
    assert "role_of_whole_service" in {one["code"] for one in noted if one["action"] == "give_role"}
    with house.application.log_recorder.reading() as connection:
        assert grants.of_person(connection, somebody) == []


def test_an_identity_is_linked_and_removed(administrator: Reader, somebody: str) -> None:
    path = f"/persons/{somebody}"
    linked = administrator.fill_in(f"{path}/identities/new", issuer=ISSUER, subject="ma-123")
    assert sent_to(linked, path)
    taken = administrator.fill_in(f"{path}/identities/new", issuer=ISSUER, subject="ma-123")
    assert taken.status == 409
    page = administrator.open(path)
    assert "ma-123" in page.words()
    assert sent_to(administrator.send(page.form("/removals").action, {}), path)
    assert "ma-123" not in administrator.open(path).words()


def test_erasing_has_to_be_confirmed(house: House, administrator: Reader) -> None:
    somebody = house.person("inspector")
    path = f"/persons/{somebody}"
    administrator.fill_in(f"{path}/changes/new", name="Cán bộ Tư")
    unsure = administrator.fill_in(f"{path}/erasures/new")
    assert unsure.status == 422
    assert read(house, somebody).name == "Cán bộ Tư"
    assert sent_to(administrator.fill_in(f"{path}/erasures/new", confirmed="yes"), path)
    page = administrator.open(path)
    assert "Người đã xóa thông tin" in page.words(".//h1")
    assert not page.tree.findall(".//main//form")
    assert administrator.fill_in(f"{path}/changes/new", name="Cán bộ Tư").status == 409


def test_what_a_person_represents_is_told_to_who_may_know(house: House) -> None:
    speaker = house.person(speaks_for=UNIT)
    assert "Cơ quan A" in Reader(house, house.person("inspector")).open(f"/persons/{speaker}").words()
    page = Reader(house, house.person("administrator")).open(f"/persons/{speaker}")
    assert "Cơ quan A" not in page.words()


def test_the_office_goes_on_to_appoint_a_person(house: House, somebody: str) -> None:
    office = Reader(house, house.person("office"))
    form = office.open(f"/persons/{somebody}").form("/appointments")
    chosen = office.open(form.action, unit=UNIT)
    assert chosen.answer.headers["location"] == f"/units/{UNIT}/representatives/new?person={somebody}"
    assert sent_to(office.open(form.action, unit="khong-co"), f"/persons/{somebody}")
    inspector = Reader(house, house.person("inspector"))
    assert sent_to(inspector.open(form.action, unit=UNIT), f"/persons/{somebody}")


def test_the_trail_tells_ids_and_names_the_operator(administrator: Reader, somebody: str) -> None:
    administrator.fill_in(f"/persons/{somebody}/changes/new", rank="Đại úy")
    page = administrator.open("/account-acts", person=somebody)
    assert "Sửa thông tin" in page.words()
    assert "người vận hành máy" in page.words()
    assert "Đại úy" not in page.words()
    assert "Chưa làm gì" in administrator.open("/account-acts", person="p-khong-co").words()


def test_a_long_trail_goes_on_page_by_page(administrator: Reader, somebody: str) -> None:
    for _ in range(26):
        administrator.send(f"/persons/{somebody}/disablings", {})
        administrator.send(f"/persons/{somebody}/enablings", {})
    page = administrator.open("/account-acts", person=somebody)
    (following,) = [link for link in page.links() if "after=" in link]
    assert f"person={somebody}" in following
    assert "Lập người dùng" in administrator.open(following).words()


def test_an_unknown_person_is_not_found(administrator: Reader) -> None:
    assert administrator.open("/persons/p-khong-co").status == 404
    assert administrator.send("/persons/p-khong-co/changes", {"name": ["A"]}).status == 404
