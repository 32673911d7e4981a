from datetime import UTC, datetime, timedelta

import pytest

from tests.web.house import House

PASSWORD = "mùa gặt năm ngoái"
ACTS = "/account-acts"
NOBODY = "p-0000000000000000"


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def test_an_administrator_makes_an_account_that_signs_in(house: House) -> None:
    administrator = house.person("administrator")
    created = house.post(administrator, "/persons", {"name": "Người diễn tập", "rank": "Đại úy"})
    assert created.status_code == 201
    person = created.json()["person"]
    assert created.headers["location"] == f"/api/v1/persons/{person}"
    sent = {"login": "Can-Bo-A", "password": PASSWORD}
    given = house.post(administrator, f"/persons/{person}/logins", sent)
    assert (given.status_code, given.json()["login"]) == (201, "can-bo-a")
    assert PASSWORD not in given.text
    role = house.post(administrator, f"/persons/{person}/grants", {"role": "inspector"})
    assert role.status_code == 201
    signed_in = house.client.post("/api/v1/sessions", json=sent)
    assert (signed_in.status_code, signed_in.json()["person"]) == (201, person)
    assert house.client.get("/api/v1/sessions/current").json()["name"] == "Người diễn tập"


def test_a_disabled_person_is_kept_out(house: House) -> None:
    administrator, person = house.person("administrator"), house.person()
    sent = {"login": "can-bo-a", "password": PASSWORD}
    house.post(administrator, f"/persons/{person}/logins", sent)
    disabled = house.post(administrator, f"/persons/{person}/disablings")
    assert disabled.status_code == 201
    assert disabled.json()["disabled_at"] is not None
    assert house.client.post("/api/v1/sessions", json=sent).status_code == 401
    enabled = house.post(administrator, f"/persons/{person}/enablings")
    assert (enabled.status_code, enabled.json()["disabled_at"]) == (201, None)
    assert house.client.post("/api/v1/sessions", json=sent).status_code == 201


def test_a_person_is_changed_and_erased(house: House) -> None:
    administrator, person = house.person("administrator"), house.person()
    changed = house.post(administrator, f"/persons/{person}/changes", {"name": "Tên đúng", "phone": "000"})
    assert (changed.status_code, changed.json()["name"]) == (201, "Tên đúng")
    assert house.get(administrator, f"/persons/{person}").json()["phone"] == "000"
    erased = house.post(administrator, f"/persons/{person}/erasures")
    assert (erased.status_code, erased.json()["name"]) == (201, None)
    assert erased.json()["erased_at"] is not None
    assert house.get(person, "/sessions/current").status_code == 401
    late = house.post(administrator, f"/persons/{person}/changes", {"name": "Lại có tên"})
    assert (late.status_code, late.json()["code"]) == (409, "person_erased")


def test_the_office_creates_persons_and_lets_nobody_in(sqlite_house: House) -> None:
    office = sqlite_house.person("office")
    created = sqlite_house.post(office, "/persons", {"person": "person-1", "name": "Đại diện"})
    assert (created.status_code, created.json()["person"]) == (201, "person-1")
    again = sqlite_house.post(office, "/persons", {"person": "person-1"})
    assert (again.status_code, again.json()["code"]) == (409, "person_exists")
    for path, sent in (
        ("/persons/person-1/logins", {"login": "can-bo-a", "password": PASSWORD}),
        ("/persons/person-1/grants", {"role": "office"}),
        ("/persons/person-1/erasures", {}),
    ):
        answer = sqlite_house.post(office, path, sent)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-permitted"), path


def test_persons_are_read_in_pages(sqlite_house: House) -> None:
    administrator = sqlite_house.person("administrator")
    everyone = sorted([administrator, *(sqlite_house.person() for _ in range(4))])
    told: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = sqlite_house.get(administrator, "/persons", limit=2, **after).json()
        told += [one["person"] for one in page["persons"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert told == everyone


def test_roles_are_given_and_withdrawn(house: House) -> None:
    administrator, person = house.person("administrator"), house.person()
    given = house.post(administrator, f"/persons/{person}/grants", {"role": "office", "unit": "bo-a"})
    grant = given.json()["grant"]
    assert given.json() == {"grant": grant, "person": person, "role": "office", "unit": "bo-a"}
    excluded = house.post(administrator, f"/persons/{person}/grants", {"role": "administrator"})
    assert (excluded.status_code, excluded.json()["code"]) == (409, "roles_exclude")
    assert house.get(person, "/sessions/current").json()["roles"] == [{"role": "office", "unit": "bo-a"}]
    withdrawn = house.post(administrator, f"/grants/{grant}/withdrawals")
    assert (withdrawn.status_code, withdrawn.json()["grant"]) == (201, grant)
    again = house.post(administrator, f"/grants/{grant}/withdrawals")
    assert (again.status_code, again.json()["code"]) == (404, "grant_unknown")
    (told,) = house.get(administrator, f"/persons/{person}/grants").json()["grants"]
    assert (told["granted_by"], told["withdrawn_by"]) == (administrator, administrator)
    assert house.get(person, "/sessions/current").json()["roles"] == []


def test_a_token_is_shown_once_acts_within_its_scopes_and_is_revoked(house: House) -> None:
    person = house.person("office")
    sent = {"label": "Bảng ở hội trường", "scopes": ["read"], "expires_at": in_days(30)}
    issued = house.post(person, "/tokens", sent)
    assert issued.status_code == 201
    assert issued.headers["cache-control"] == "no-store"
    secret, token = issued.json()["secret"], issued.json()["token"]
    bearer = {"Authorization": f"Bearer {secret}"}
    assert house.client.get("/api/v1/units", headers=bearer).status_code == 200
    for path in ("/sessions/current", "/tokens", "/persons"):
        refused = house.client.get(f"/api/v1{path}", headers=bearer)
        assert (refused.status_code, refused.json()["code"]) == (403, "session_needed"), path
    listed = house.get(person, "/tokens")
    assert secret not in listed.text
    assert [one["token"] for one in listed.json()["tokens"]] == [token]
    assert house.post(house.person(), f"/tokens/{token}/revocations").status_code == 404
    assert house.post(person, f"/tokens/{token}/revocations").status_code == 201
    assert house.client.get("/api/v1/units", headers=bearer).status_code == 401


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at", "token_expired_already"),
     ({"expires_at": "9999-12-31T23:59:59-12:00"}, "expires_at", "token_too_long_lived"),
     ({"expires_at": "0001-01-01T00:00:00+14:00"}, "expires_at", "token_expired_already"),
     ({"expires_at": "2030-01-01T00:00:00"}, "expires_at", "timezone_aware"),
     ({"scopes": []}, "scopes", "too_short"), ({"scopes": ["session"]}, "scopes.0", "literal_error"),
     ({"label": "\x00"}, None, "control_character"), ({"label": " "}, "label", "text_blank")],
)  # fmt: skip
def test_a_token_asked_for_wrongly_is_refused(
    change: dict[str, object], field: str | None, code: str, sqlite_house: House
) -> None:
    sent = {"label": "Máy", "scopes": ["read"], "expires_at": in_days(1), **change}
    answer = sqlite_house.post(sqlite_house.person(), "/tokens", sent)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json().get("field") == field


@pytest.mark.parametrize(
    ("path", "sent", "status", "code"),
    [(f"/persons/{NOBODY}/changes", {}, 404, "person_unknown"),
     (f"/persons/{NOBODY}/erasures", {}, 404, "person_unknown"),
     (f"/persons/{NOBODY}/logins", {"login": "can-bo", "password": PASSWORD}, 404, "person_unknown"),
     (f"/persons/{NOBODY}/grants", {"role": "office"}, 404, "person_unknown"),
     ("/persons/%00/changes", {}, 422, "string_pattern_mismatch"),
     ("/persons/" + "x" * 81 + "/erasures", {}, 422, "string_too_long"),
     ("/persons", {"name": "a\u202eb"}, 422, "control_character"),
     ("/persons", {"name": "x" * 400}, 422, "text_too_long"),
     ("/persons", {"name": "x", "surname": "y"}, 422, "extra_forbidden"),
     (f"/persons/{NOBODY}/logins", {"login": "a b", "password": PASSWORD}, 422, "login_misfits"),
     (f"/persons/{NOBODY}/logins", {"login": "can-bo", "password": "ngắn"}, 422, "password_too_short"),
     (f"/persons/{NOBODY}/grants", {"role": "lead"}, 422, "literal_error")],
)  # fmt: skip
def test_hostile_input_is_refused_and_changes_nothing(
    path: str, sent: object, status: int, code: str, house: House
) -> None:
    administrator = house.person("administrator")
    before = house.get(administrator, ACTS).json()
    answer = house.post(administrator, path, sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert house.get(administrator, ACTS).json() == before


def test_the_trail_is_read_in_pages(house: House) -> None:
    administrator, person = house.person("administrator"), house.person()
    house.post(administrator, f"/persons/{person}/changes", {"name": "Tên đúng"})
    first = house.get(administrator, ACTS, limit=1).json()
    (act,) = first["acts"]
    assert (act["act"], act["by"], act["person"]) == ("person_changed", administrator, person)
    rest = house.get(administrator, ACTS, after=first["next"]).json()
    assert [one["act"] for one in rest["acts"]] == ["person_created", "role_given", "person_created"]
    assert rest["next"] is None
    address = f"/api/v1{ACTS}?person={person}"
    _, own = house.client.get(address, headers=house.headers(administrator)).json()["acts"]
    assert own["act"] == "person_created"


@pytest.mark.parametrize("path", ["/persons", "/account-acts", f"/persons/{NOBODY}", "/sessions", "/tokens"])
def test_accounts_are_closed_to_who_is_not_signed_in(path: str, sqlite_house: House) -> None:
    answer = sqlite_house.get(None, path)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/sign-in-needed")
