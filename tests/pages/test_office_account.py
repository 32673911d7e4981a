"""One's own account by pages: sessions that can be ended, and tokens whose text is told once."""

import io
from collections.abc import Iterator

import pytest

from domain.moments import as_datetime
from service.pages.written import typed_day
from tests.conftest import NewDatabase
from tests.pages.reader import Reader
from tests.web.house import House, new_session, open_house


@pytest.fixture(scope="module")
def log() -> io.StringIO:
    """What the service writes down of its requests."""
    return io.StringIO()


@pytest.fixture(scope="module")
def house(new_database: NewDatabase, log: io.StringIO) -> Iterator[House]:
    """A service without anything in it."""
    with open_house(new_database("sqlite"), log_to=log) as house:
        yield house


@pytest.fixture
def reader(house: House) -> Reader:
    """Somebody without a role."""
    return Reader(house, house.person())


def days_from_now(reader: Reader, days: int) -> str:
    now = reader.house.application.log_recorder.clock() + days * 86_400_000_000
    return as_datetime(now).date().isoformat()


def test_who_is_not_signed_in_signs_in_first(house: House) -> None:
    page = Reader(house, None).open("/account")
    assert (page.status, page.answer.headers["location"]) == (303, "/sign-in?next=%2Faccount")


def test_another_session_of_ones_own_is_ended(reader: Reader) -> None:
    new_session(reader.house.application, str(reader.person))
    page = reader.open("/account")
    endings = [str(form.get("action")) for form in page.tree.findall(".//main//form")]
    current = [one for one in endings if one.endswith("/endings")]
    assert len(current) == 2
    own = next(
        row for row in page.tree.findall(".//main//tbody/tr") if "phiên này" in "".join(row.itertext())
    )
    mine = str(own.find(".//form").get("action"))  # type: ignore[union-attr]
    (other,) = [one for one in current if one != mine]
    assert reader.send(other, {}).answer.headers["location"] == "/account?done=ended"
    assert "Đã kết thúc phiên." in reader.open("/account?done=ended").words()
    assert reader.send(mine, {}).answer.headers["location"] == "/sign-in"
    assert reader.open("/account").status == 303


def test_nobody_ends_a_session_of_somebody_else(house: House, reader: Reader) -> None:
    other = Reader(house, house.person())
    action = other.open("/account").form("/endings").action
    assert reader.send(action, {}).status == 404
    assert other.open("/account").status == 200


def test_a_token_is_told_once_and_works(house: House, log: io.StringIO, reader: Reader) -> None:
    form = reader.open("/tokens/new").form()
    day = typed_day(days_from_now(reader, 30))
    values = form.filled(label="Bảng ở hội trường", scopes="read", expires_at=day)
    page = reader.send(form.action, values)
    assert page.status == 200
    assert page.answer.headers["cache-control"] == "private, no-store"
    secret = str(page.tree.find(".//code[@class='secret']").text)  # type: ignore[union-attr]
    answer = house.client.get("/api/v1/units", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    assert secret not in log.getvalue()
    again = reader.send(form.action, values)
    assert (again.status, secret in again.text) == (409, False)
    listed = reader.open("/account")
    assert "Bảng ở hội trường" in listed.words()
    assert secret not in listed.text
    revoked = reader.send(listed.form("/revocations").action, {})
    assert revoked.answer.headers["location"] == "/account?done=revoked"
    assert "đã hủy" in reader.open("/account").words()
    answer = house.client.get("/api/v1/units", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"label": " "}, "label"),
        ({"expires_at": "2020-01-01"}, "expires_at"),
        ({"expires_at": "mai"}, "expires_at"),
    ],
)
def test_what_is_wrong_with_a_token_is_told_beside_its_field(
    reader: Reader, told: dict[str, str], field: str
) -> None:
    right = {"label": "Bảng", "scopes": "read", "expires_at": days_from_now(reader, 30)}
    page = reader.fill_in("/tokens/new", **{**right, **told})
    assert page.status == 422
    assert page.tree.find(f".//*[@id='{field}-error']") is not None
    assert page.tree.find(".//code[@class='secret']") is None


def test_language_and_theme_are_chosen_on_the_page(reader: Reader) -> None:
    form = reader.open("/account").form("/preferences")
    answer = reader.send(form.action, form.filled(language="en", theme="dark")).answer
    assert answer.headers["location"] == "/account"
    assert {"thidua_language=en", "thidua_theme=dark"} <= {
        told.partition(";")[0] for told in answer.headers.get_list("set-cookie")
    }
