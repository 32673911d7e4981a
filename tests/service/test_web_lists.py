"""Lists over HTTP: searched, narrowed, and read page by page."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.house import open_house

CYCLE = "dien-tap-1-2026"
DAY = {"as_of": "2027-06-30"}
LISTS = {
    "cycles": "cycles",
    "clusters": "clusters",
    "units": "units",
    "rule-sets": "rule_sets",
    f"cycles/{CYCLE}/ballots": "ballots",
    f"cycles/{CYCLE}/votes": "ballots",
    f"cycles/{CYCLE}/pledges": "pledges",
    f"cycles/{CYCLE}/drives": "drives",
    f"cycles/{CYCLE}/inspections": "inspections",
    f"cycles/{CYCLE}/nominations": "nominations",
    f"cycles/{CYCLE}/scores": "scores",
    f"cycles/{CYCLE}/commendations": "commendations",
    "units/dien-tap-1-a/honours": "honours",
}


@pytest.fixture(scope="module")
def client(rehearsed_url: str) -> Iterator[TestClient]:
    """An inspector's client, which every test here only reads with."""
    with open_house(rehearsed_url) as house:
        house.client.headers.update(house.headers(house.person("inspector")))
        yield house.client


def units(client: TestClient, **wanted: str) -> list[str]:
    return [one["unit"] for one in client.get("/api/v1/units", params={**DAY, **wanted}).json()["units"]]


@pytest.mark.parametrize("path", LISTS)
def test_the_pages_of_a_list_make_the_whole(path: str, client: TestClient) -> None:
    member, address = LISTS[path], f"/api/v1/{path}"
    whole = client.get(address, params=DAY).json()
    assert whole["next"] is None
    pages: list[dict[str, Any]] = []
    wanted = {**DAY, "limit": "1"}
    while True:
        told = client.get(address, params=wanted).json()
        assert len(told[member]) == 1
        pages += told[member]
        if told["next"] is None:
            break
        wanted["after"] = told["next"]
    assert pages == whole[member]


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "1.5"])
@pytest.mark.parametrize("path", [*LISTS, f"cycles/{CYCLE}/history"])
def test_a_page_is_of_one_to_a_thousand_lines(path: str, limit: str, client: TestClient) -> None:
    told = client.get(f"/api/v1/{path}", params={"limit": limit})
    assert (told.status_code, told.json()["field"]) == (422, "limit")


def test_a_page_after_an_unknown_line_is_refused_with_a_remedy(client: TestClient) -> None:
    told = client.get("/api/v1/units", params={"after": "khong-co"})
    assert (told.status_code, told.json()["field"]) == (422, "after")
    assert told.json()["code"] == "page_unknown"
    assert "khong-co" in told.json()["detail"]
    assert "next" in told.json()["remedy"]


@pytest.mark.parametrize("q", ["don vi a", "ĐƠN VỊ A", "Đơn vị A", "dien-tap-1-a"])
def test_units_are_found_without_diacritics_and_case(q: str, client: TestClient) -> None:
    assert units(client, q=q)[0] == "dien-tap-1-a"
    assert "dien-tap-1-b" not in units(client, q="dien-tap-1-a")


def test_units_are_narrowed_to_those_of_a_parent(sqlite_url: str) -> None:
    with open_house(sqlite_url) as house:
        for unit, parent in (("b", None), ("a-2", "b"), ("a-1", "b"), ("a-3", "c")):
            house.application.do("register_unit", unit=unit, name=f"Đơn vị {unit}", parent=parent)
        house.client.headers.update(house.headers(house.person("inspector")))
        assert units(house.client, parent="b") == ["a-1", "a-2"]
        assert units(house.client, parent="b", q="2") == ["a-2"]
        assert units(house.client, parent="khong-co") == []


def test_cycles_are_narrowed_to_those_of_a_cluster(client: TestClient) -> None:
    def cycles(**wanted: str) -> list[str]:
        told = client.get("/api/v1/cycles", params={**DAY, **wanted}).json()
        return [one["cycle"] for one in told["cycles"]]

    assert cycles(cluster="dien-tap-1") == [CYCLE]
    assert cycles(cluster="khac") == []
    assert cycles(q="2026 dien") == [CYCLE]


def test_clusters_are_found_by_words(client: TestClient) -> None:
    def clusters(q: str) -> int:
        return len(client.get("/api/v1/clusters", params={**DAY, "q": q}).json()["clusters"])

    assert (clusters("dien tap"), clusters("khong co cum nay")) == (1, 0)


@pytest.mark.parametrize(
    ("path", "name"),
    [("units", "cluster"), ("cycles", "parent"), ("clusters", "parent"), (f"cycles/{CYCLE}/pledges", "q")],
)
def test_a_filter_that_a_list_does_not_have_is_refused(path: str, name: str, client: TestClient) -> None:
    told = client.get(f"/api/v1/{path}", params={name: "a"})
    assert (told.status_code, told.json()["field"]) == (422, name)


@pytest.mark.parametrize("q", ["\x00", "%", "_", "'; --", "\N{COMBINING ACUTE ACCENT}", " ", "[", "a" * 200])
def test_whatever_is_looked_for_is_only_text(q: str, client: TestClient) -> None:
    assert client.get("/api/v1/units", params={"q": q}).status_code == 200
    assert client.get("/api/v1/units", params={"q": q + "a" * 200}).status_code == 422
