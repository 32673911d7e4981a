"""Requests on accounts that are sent again with their key, and what is noted of those refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.web.house import House

KEY = {"Idempotency-Key": "lan-1"}
TOKEN = {
    "label": "Máy",
    "scopes": ["read"],
    "expires_at": (datetime.now(UTC) + timedelta(days=9)).isoformat(),
}


def noted(house: House) -> list[Any]:
    """Who was refused what, and why."""
    with house.application.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT person, action, code FROM attempts ORDER BY id").all()
    return [tuple(row) for row in rows]


def test_a_person_is_created_once_by_a_key(house: House) -> None:
    administrator, other = house.person("administrator"), house.person("administrator")
    sent = {"name": "  Người   diễn tập ", "rank": "Đại úy"}
    first = house.post(administrator, "/persons", sent, headers=KEY)
    again = house.post(administrator, "/persons", sent, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["location"] == again.headers["location"]
    anothers = house.post(other, "/persons", sent, headers=KEY)
    assert anothers.json()["person"] != first.json()["person"]
    assert len(house.get(administrator, "/persons").json()["persons"]) == 4
    with house.application.engine.connect() as connection:
        acts = connection.exec_driver_sql("SELECT act FROM account_acts").scalars().all()
    assert acts.count("person_created") == 4


def test_a_key_stands_for_one_person_alone(sqlite_house: House) -> None:
    administrator = sqlite_house.person("administrator")
    sqlite_house.post(administrator, "/persons", {"name": "Người A"}, headers=KEY)
    answer = sqlite_house.post(administrator, "/persons", {"name": "Người B"}, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")


def test_a_token_is_issued_once_by_a_key_and_its_text_is_told_once(house: House) -> None:
    person, other = house.person(), house.person()
    first = house.post(person, "/tokens", TOKEN, headers=KEY)
    again = house.post(person, "/tokens", TOKEN, headers=KEY)
    assert (again.status_code, again.json()["code"]) == (409, "token_issued_already")
    assert first.json()["token"] in again.json()["detail"]
    assert first.json()["secret"] not in again.text
    assert len(house.get(person, "/tokens").json()["tokens"]) == 1
    assert house.post(other, "/tokens", TOKEN, headers=KEY).status_code == 201
    assert house.post(person, "/tokens", TOKEN).status_code == 201


def test_identities_are_linked_listed_and_removed(house: House) -> None:
    administrator, person = house.person("administrator"), house.person("office")
    path, sent = f"/persons/{person}/identities", {"issuer": "https://id.example", "subject": "1"}
    linked = house.post(administrator, path, sent)
    assert (linked.status_code, linked.json()["subject"]) == (201, "1")
    assert house.get(administrator, path).json()["identities"] == [linked.json()]
    taken = house.post(administrator, path, sent)
    assert (taken.status_code, taken.json()["code"]) == (409, "identity_taken")
    wrong = house.post(administrator, path, {**sent, "issuer": "id.example"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "issuer")
    removals = f"{path}/{linked.json()['identity']}/removals"
    assert house.post(person, removals).status_code == 403
    assert house.post(administrator, removals).status_code == 201
    again = house.post(administrator, removals)
    assert (again.status_code, again.json()["code"]) == (404, "identity_unknown")
    for answer in (house.get(person, path), house.post(person, path, sent)):
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-permitted")


def test_refusals_about_accounts_are_noted_without_names(sqlite_house: House) -> None:
    administrator, person = sqlite_house.person("administrator"), sqlite_house.person("office")
    sqlite_house.post(person, f"/persons/{person}/grants", {"role": "administrator"})
    sqlite_house.post(administrator, f"/persons/{person}/grants", {"role": "administrator"})
    sqlite_house.client.post("/api/v1/sessions", json={"login": "can-bo-a", "password": "đoán bừa thôi"})
    sqlite_house.client.post("/sign-ins", data={"login": "can-bo-a", "password": "đoán bừa thôi"})
    sqlite_house.post(person, "/passwords", {"old": "đoán bừa thôi", "new": "câu mới để nhớ lâu"})
    assert noted(sqlite_house) == [
        (person, "give_role", "not_permitted"),
        (administrator, "give_role", "roles_exclude"),
        (None, "sign_in", "sign_in_failed"),
        (None, "sign_in", "sign_in_failed"),
        (person, "change_password", "login_missing"),
    ]
    with sqlite_house.application.engine.connect() as connection:
        held = str(connection.exec_driver_sql("SELECT * FROM attempts").all())
    assert "can-bo-a" not in held
    metrics = sqlite_house.app.state.metrics
    assert metrics.registry.get_sample_value("thidua_sign_in_failures_total") == 2


@pytest.mark.parametrize("speaks", [True, False])
def test_an_administrator_has_no_part_in_the_year_whoever_appointed_them(
    speaks: bool, sqlite_house: House
) -> None:
    office = sqlite_house.person("office")
    for letter in "ab":
        told = {"unit": f"don-vi-{letter}", "name": f"Đơn vị {letter}", "kind": "division", "fictional": True}
        assert sqlite_house.post(office, "/units", told).status_code == 201
    sqlite_house.post(office, "/clusters", {"cluster": "cum-a", "name": "Cụm A", "kind": "cluster"})
    for letter in "ab":
        sqlite_house.post(office, "/clusters/cum-a/members", {"unit": f"don-vi-{letter}"})
    told = {"year": 2026, "mode": "assigned", "lead": "don-vi-a", "deputy": "don-vi-b"}
    sqlite_house.post(office, "/clusters/cum-a/assignments", told)
    roles = () if speaks else ("administrator",)
    person = sqlite_house.person(*roles, speaks_for="don-vi-a")
    opened = sqlite_house.post(
        person, "/cycles", {"cluster": "cum-a", "first_year": 2026, "theme": "Đúng hạn"}
    )
    assert opened.status_code == (201 if speaks else 403), opened.text
