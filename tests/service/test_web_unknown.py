"""What is not known is told with what it is inside of, with ids like it, and never with a fault."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.web.house import open_house

CYCLE = "dien-tap-1-2026"
DAY = {"as_of": "2027-06-30"}


@pytest.fixture(scope="module")
def client(rehearsed_url: str) -> Iterator[TestClient]:
    """An inspector's client, which every test here only reads with."""
    with open_house(rehearsed_url) as house:
        house.client.headers.update(house.headers(house.person("inspector")))
        yield house.client


@pytest.mark.parametrize(
    ("path", "code", "near"),
    [
        (f"cycles/{CYCLE}/pledges/dien-tap-1-z", "pledge_unknown", "dien-tap-1-"),
        (f"cycles/{CYCLE}/scores/dien-tap-1-z", "score_unknown", "dien-tap-1-"),
        (f"cycles/{CYCLE}/drives/xuan-dien-tep", "drive_unknown", "xuan-dien-tap"),
        (f"cycles/{CYCLE}/nominations/advanced_unit/dien-tap-1-z", "nomination_unknown", "dien-tap-1-"),
        (f"cycles/{CYCLE}/nominations/flag/dien-tap-1-a", "nomination_unknown", None),
        (f"ballots/{CYCLE}.advanced-unit/votes/dien-tap-1-z", "vote_unknown", "dien-tap-1-"),
        (f"ballots/{CYCLE}.advanced-unix/votes/dien-tap-1-a", "ballot_unknown", f"{CYCLE}.advanced-unit"),
        ("ballots/khac-2026.x", "ballot_unknown", None),
        ("cycles/dien-tap-1-2062/pledges/dien-tap-1-a", "cycle_unknown", CYCLE),
        ("clusters/dien-tap-9", "cluster_unknown", "dien-tap-1"),
        ("units/dien-tap-1-z/representatives", "unit_unknown", "dien-tap-1-"),
        ("rule-sets/law-2020", "rule_set_unknown", "law-2022"),
        ("rule-sets/luat", "rule_set_unknown", None),
    ],
)
def test_the_unknown_part_is_named_with_ids_like_it(
    path: str, code: str, near: str | None, client: TestClient
) -> None:
    told = client.get(f"/api/v1/{path}", params=DAY)
    assert (told.status_code, told.json()["code"]) == (404, code)
    like = told.json()["near"]
    assert any(one.startswith(near) for one in like) if near else like == []
    assert told.json()["remedy"]


def test_what_is_known_at_another_point_only_is_told_as_such(client: TestClient) -> None:
    told = client.get(f"/api/v1/cycles/{CYCLE}/drives/xuan-dien-tap", params={"as_of": "2026-02-01"})
    assert (told.status_code, told.json()["near"]) == (404, [])
    assert "thời điểm khác" in told.json()["remedy"]


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%0A", "%C2%85", "a:b", "%25", "_", "..%2F", "%F0%9F%98%80"])
@pytest.mark.parametrize(
    "path",
    [
        "units/{odd}",
        "clusters/{odd}",
        "cycles/{odd}/pledges/{odd}",
        "cycles/dien-tap-1-2026/drives/{odd}",
        "cycles/dien-tap-1-2026/nominations/{odd}/{odd}",
        "ballots/{odd}",
        "ballots/dien-tap-1-2026.advanced-unit/votes/{odd}",
        "rule-sets/{odd}",
    ],
)
def test_an_odd_id_is_an_unknown_one(path: str, odd: str, client: TestClient) -> None:
    told = client.get(f"/api/v1/{path.format(odd=odd)}")
    assert told.status_code == 404
    assert told.headers["content-type"] == "application/problem+json"
