"""Who signs in by a password that an administrator gave them first changes it: what they do is theirs."""

from typing import Any

import pytest

from service.accounts import identities
from service.engine import writing
from service.web.cookies import SESSION_COOKIE
from tests.web.house import House

GIVEN, OWN = "mùa gặt năm ngoái", "câu mới để nhớ lâu"
ORIGIN = {"Origin": "http://testserver"}
ISSUER = "https://id.example"


@pytest.fixture
def admitted(sqlite_house: House) -> House:
    """A house in whose client somebody is signed in by a password that was given to them."""
    administrator, person = sqlite_house.person("administrator"), sqlite_house.person("office")
    sent = {"login": "can-bo-a", "password": GIVEN}
    assert sqlite_house.post(administrator, f"/persons/{person}/logins", sent).status_code == 201
    assert sqlite_house.client.post("/api/v1/sessions", json=sent).status_code == 201
    return sqlite_house


def change(house: House, old: str, new: str) -> Any:
    return house.client.post("/api/v1/passwords", json={"old": old, "new": new})


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", "/units", None), ("GET", "/tokens", None), ("GET", "/persons", None),
        ("POST", "/units", {"unit": "don-vi-a", "name": "Đơn vị A", "kind": "division"}),
        ("POST", "/tokens", {"label": "a", "scopes": ["read"], "expires_at": "2030-01-01T00:00:00Z"}),
    ],
)  # fmt: skip
def test_nothing_is_done_before_the_password_is_changed(
    method: str, path: str, sent: Any, admitted: House
) -> None:
    answer = admitted.client.request(method, f"/api/v1{path}", json=sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "password_change_needed")
    assert change(admitted, GIVEN, OWN).status_code == 201
    after = admitted.client.request(method, f"/api/v1{path}", json=sent)
    assert after.json().get("code") != "password_change_needed"
    assert after.status_code in (200, 201, 422)


def test_who_one_is_can_be_seen_and_one_can_leave(admitted: House) -> None:
    current = admitted.client.get("/api/v1/sessions/current")
    assert current.status_code == 200
    assert admitted.client.get("/api/v1/sessions").status_code == 200
    ended = admitted.client.post(f"/api/v1/sessions/{current.json()['session']}/endings")
    assert ended.status_code == 201


def test_the_same_password_is_no_change(admitted: House) -> None:
    answer = change(admitted, GIVEN, GIVEN)
    assert (answer.status_code, answer.json()["code"]) == (422, "password_same")
    assert admitted.client.get("/api/v1/units").status_code == 403


def test_who_comes_by_a_provider_is_not_asked_for_a_password_they_may_not_know(admitted: House) -> None:
    application = admitted.application
    now = application.log_recorder.clock()
    with writing(application.engine) as connection:
        person = str(connection.exec_driver_sql("SELECT person FROM logins").scalar())
        identities.link(connection, person, ISSUER, "1", by=None, now=now)
        opened = identities.sign_in(connection, ISSUER, "1", now=now, lifetime=10**12)
    cookie = {"Cookie": f"{SESSION_COOKIE}={opened.secret}"}
    admitted.client.cookies.clear()
    assert admitted.client.get("/api/v1/units", headers=cookie).status_code == 200


def test_in_a_browser_the_first_page_is_the_one_that_changes_it(admitted: House) -> None:
    client = admitted.client
    client.headers["Accept"] = "text/html"
    answer = client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/password")
    assert "do người quản trị đặt" in client.get("/password").text
    sent = {"old": GIVEN, "new": OWN, "again": "câu khác để nhớ lâu"}
    differs = client.post("/password-changes", data=sent, headers=ORIGIN)
    assert (differs.status_code, OWN in differs.text) == (409, False)
    assert 'role="alert"' in differs.text
    sent["again"] = OWN
    elsewhere = client.post("/password-changes", data=sent, headers={"Origin": "https://evil.example"})
    assert elsewhere.status_code == 403
    changed = client.post("/password-changes", data=sent, headers=ORIGIN, follow_redirects=False)
    assert (changed.status_code, changed.headers["location"]) == (303, "/")
    assert client.get("/").status_code == 200
    assert "do người quản trị đặt" not in client.get("/password").text


def test_who_is_not_signed_in_changes_no_password(sqlite_house: House) -> None:
    assert sqlite_house.client.get("/password").status_code == 401
    sent = {"old": GIVEN, "new": OWN, "again": OWN}
    assert sqlite_house.client.post("/password-changes", data=sent, headers=ORIGIN).status_code == 401
