from contextlib import ExitStack

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from service.accounts import logins, passwords, persons
from service.engine import writing
from service.web.cookies import SESSION_COOKIE
from tests.conftest import NewDatabase
from tests.web.house import House, open_house

PASSWORD = "mùa gặt năm ngoái"
MINUTE = 60 * 1_000_000
HOUR = 60 * MINUTE


@pytest.fixture(scope="module")
def stored() -> passwords.Hashed:
    """What is stored of `PASSWORD`, made once: it takes a tenth of a second."""
    return passwords.hashed(PASSWORD, "can-bo-a")


def new_login(house: House, stored: passwords.Hashed, *roles: str) -> str:
    person = house.person(*roles)
    with writing(house.application.engine) as connection:
        logins.set_login(connection, person, "can-bo-a", stored, by=None, now=0)
    return person


def sign_in(house: House, password: str = PASSWORD, login: str = "can-bo-a") -> Response:
    return house.client.post("/api/v1/sessions", json={"login": login, "password": password})


def test_signing_in_sets_a_cookie_and_tells_no_secret(house: House, stored: passwords.Hashed) -> None:
    person = new_login(house, stored, "office")
    answer = sign_in(house)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["person"], told["roles"]) == (person, [{"role": "office", "unit": None}])
    secret = answer.cookies[SESSION_COOKIE]
    assert secret not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    attributes = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert attributes == {"httponly", "samesite=lax", "path=/"}
    current = house.client.get("/api/v1/sessions/current").json()
    assert current == {
        "person": person,
        "name": None,
        "session": told["session"],
        "how": "password",
        "roles": [{"role": "office", "unit": None}],
    }


def test_over_https_the_cookie_goes_nowhere_else(sqlite_house: House, stored: passwords.Hashed) -> None:
    new_login(sqlite_house, stored)
    sqlite_house.client.base_url = "https://testserver"
    answer = sign_in(sqlite_house)
    name, *attributes = [part.strip().lower() for part in answer.headers["set-cookie"].split(";")]
    assert name.startswith("__host-thidua_session=")
    assert set(attributes) == {"httponly", "samesite=lax", "path=/", "secure"}, "and no domain"
    assert sqlite_house.client.get("/api/v1/sessions/current").status_code == 200
    session = answer.json()["session"]
    signed_out = sqlite_house.client.post(f"/api/v1/sessions/{session}/endings")
    assert signed_out.headers["set-cookie"].startswith('__Host-thidua_session=""')
    assert "secure" in signed_out.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("scheme", "name", "status"),
    [
        ("http", "thidua_session", 200),
        ("http", "__Host-thidua_session", 401),
        ("https", "thidua_session", 401),
        ("https", "__Host-thidua_session", 200),
    ],
)
def test_a_session_is_read_only_from_the_cookie_of_its_scheme(
    scheme: str, name: str, status: int, sqlite_house: House
) -> None:
    secret = sqlite_house.headers(sqlite_house.person())["Cookie"].partition("=")[2]
    sqlite_house.client.base_url = f"{scheme}://testserver"
    answer = sqlite_house.client.get("/api/v1/sessions/current", headers={"Cookie": f"{name}={secret}"})
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["thidua_session", "__Host-thidua_session"])
def test_what_another_site_sends_with_either_cookie_is_refused(name: str, sqlite_house: House) -> None:
    sqlite_house.client.base_url = "https://testserver"
    headers = {"Cookie": f"{name}=secret", "Sec-Fetch-Site": "cross-site"}
    answer = sqlite_house.client.post("/api/v1/units", json={}, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/cross-site")


@pytest.mark.parametrize(
    ("login", "password"), [("can-bo-a", "sai mật khẩu rồi"), ("khong-co", PASSWORD), ("\x00", PASSWORD)]
)
def test_a_failed_sign_in_says_no_more_than_that(
    login: str, password: str, sqlite_house: House, stored: passwords.Hashed
) -> None:
    new_login(sqlite_house, stored)
    answer = sign_in(sqlite_house, password, login)
    told = answer.json()
    assert (answer.status_code, told["type"], told["code"]) == (
        401,
        "/problems/sign-in-refused",
        "sign_in_failed",
    )
    assert "set-cookie" not in answer.headers
    assert answer.headers["www-authenticate"] == "Bearer"
    assert password not in answer.text


def test_too_many_wrong_passwords_are_told_when_to_come_again(
    sqlite_url: str, stored: passwords.Hashed
) -> None:
    now = [1_800_000_000_000_000]
    with open_house(sqlite_url, clock=lambda: now[0]) as house:
        new_login(house, stored)
        answers = [sign_in(house, "sai mật khẩu rồi") for _ in range(6)]
        assert [one.status_code for one in answers] == [401] * 5 + [429]
        assert answers[-1].json()["code"] == "sign_in_locked"
        assert answers[-1].headers["retry-after"] == str(15 * 60)
        now[0] += 15 * MINUTE
        assert sign_in(house).status_code == 201


def test_wrong_passwords_from_elsewhere_lock_nobody_out(
    sqlite_house: House, stored: passwords.Hashed
) -> None:
    new_login(sqlite_house, stored)
    elsewhere = TestClient(sqlite_house.app, client=("192.0.2.66", 5000))
    sent = {"login": "can-bo-a", "password": "sai mật khẩu rồi"}
    answers = [elsewhere.post("/api/v1/sessions", json=sent).status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    assert sign_in(sqlite_house).status_code == 201


def test_a_crowd_at_the_door_is_told_to_come_again(sqlite_house: House, stored: passwords.Hashed) -> None:
    new_login(sqlite_house, stored)
    with ExitStack() as crowd:
        for _ in range(passwords.HASHINGS_AT_ONCE):
            crowd.enter_context(passwords.gate.turn())
        answer = sign_in(sqlite_house)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/busy")
    assert int(answer.headers["retry-after"]) > 0
    assert sign_in(sqlite_house).status_code == 201


def test_a_session_ends_unused_and_at_last_anyway(sqlite_url: str, stored: passwords.Hashed) -> None:
    began = 1_800_000_000_000_000
    now = [began]
    with open_house(sqlite_url, clock=lambda: now[0]) as house:
        person = new_login(house, stored)
        told = sign_in(house).json()
        assert told["expires_at"] == "2027-01-16T03:00:00+07:00"
        now[0] = began + HOUR
        assert house.client.get("/api/v1/sessions/current").status_code == 401
        sign_in(house)
        with house.application.engine.connect() as connection:
            assert persons.find(connection, person).login == "can-bo-a"


def test_sessions_are_listed_and_ended(house: House, stored: passwords.Hashed) -> None:
    new_login(house, stored)
    first = sign_in(house).json()["session"]
    house.client.cookies.clear()
    second = sign_in(house).json()["session"]
    listed = house.client.get("/api/v1/sessions").json()["sessions"]
    by_id = {one["session"]: one["is_current"] for one in listed}
    assert (by_id[first], by_id[second]) == (False, True)
    ended = house.client.post(f"/api/v1/sessions/{first}/endings", json={})
    assert (ended.status_code, ended.json()["session"]) == (201, first)
    assert house.client.post(f"/api/v1/sessions/{first}/endings").status_code == 404
    signed_out = house.client.post(f"/api/v1/sessions/{second}/endings")
    assert signed_out.status_code == 201
    assert f'{SESSION_COOKIE}=""' in signed_out.headers["set-cookie"]
    assert house.client.get("/api/v1/sessions").status_code == 401


def test_nobody_ends_the_session_of_another(sqlite_house: House, stored: passwords.Hashed) -> None:
    new_login(sqlite_house, stored)
    theirs = sign_in(sqlite_house).json()["session"]
    sqlite_house.client.cookies.clear()
    administrator = sqlite_house.person("administrator")
    answer = sqlite_house.post(administrator, f"/sessions/{theirs}/endings")
    assert (answer.status_code, answer.json()["code"]) == (404, "session_unknown")


def test_ones_own_password_is_changed(house: House, stored: passwords.Hashed) -> None:
    person = new_login(house, stored)
    elsewhere = {"Cookie": f"{SESSION_COOKIE}={sign_in(house).cookies[SESSION_COOKIE]}"}
    house.client.cookies.clear()
    kept = {"Cookie": f"{SESSION_COOKIE}={sign_in(house).cookies[SESSION_COOKIE]}"}
    house.client.cookies.clear()
    sent = {"old": PASSWORD, "new": "câu mới để nhớ lâu"}
    wrong = house.client.post("/api/v1/passwords", json={**sent, "old": "sai mật khẩu rồi"}, headers=kept)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "password_wrong")
    weak = house.client.post("/api/v1/passwords", json={**sent, "new": "ngắn thôi"}, headers=kept)
    assert (weak.status_code, weak.json()["code"]) == (422, "password_too_short")
    assert house.client.get("/api/v1/sessions/current", headers=elsewhere).status_code == 200
    changed = house.client.post("/api/v1/passwords", json=sent, headers=kept)
    assert (changed.status_code, changed.json()["person"]) == (201, person)
    assert house.client.get("/api/v1/sessions/current", headers=kept).status_code == 200
    assert house.client.get("/api/v1/sessions/current", headers=elsewhere).status_code == 401
    assert sign_in(house, "câu mới để nhớ lâu").status_code == 201


@pytest.mark.parametrize(
    ("sent", "field"),
    [({}, "login"), ({"login": "a"}, "password"), ({"login": 1, "password": "x"}, "login"),
     ({"login": "a", "password": "x", "remember": True}, "remember"),
     ({"login": "x" * 401, "password": "x"}, "login"),
     ([], "body"), (None, "body")],
)  # fmt: skip
def test_what_cannot_be_read_is_named(sent: object, field: str, sqlite_house: House) -> None:
    answer = sqlite_house.client.post("/api/v1/sessions", json=sent)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_database_of_another_file_knows_nobody(
    sqlite_house: House, new_database: NewDatabase, stored: passwords.Hashed
) -> None:
    new_login(sqlite_house, stored)
    secret = sign_in(sqlite_house).cookies[SESSION_COOKIE]
    with open_house(new_database("sqlite")) as other:
        cookie = {"Cookie": f"{SESSION_COOKIE}={secret}"}
        assert other.client.get("/api/v1/sessions", headers=cookie).status_code == 401
