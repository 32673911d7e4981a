from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from service.settings import Settings
from service.web import ballot_records, details, duties, records, rulings, schemas, years_shapes
from service.web.app import create_app
from service.web.openapi import as_text
from tests.rooms import ROOT
from tests.web.house import open_house

CYCLE = "dien-tap-1-2026"
IDS = {
    "cycle": CYCLE,
    "ballot": f"{CYCLE}.advanced-unit",
    "unit": "dien-tap-1-a",
    "elector": "dien-tap-1-a",
    "cluster": "dien-tap-1",
    "drive": "xuan-dien-tap",
    "title": "advanced_unit",
    "rule_set": "law-2022",
}
# The first month in which there is anything of it in the rehearsed year.
BEGINS = {
    "/api/v1/cycles/{cycle}/pledges/{unit}": "2026-02",
    "/api/v1/cycles/{cycle}/drives/{drive}": "2026-03",
    "/api/v1/cycles/{cycle}/scores/{unit}": "2026-11",
    "/api/v1/cycles/{cycle}/nominations/{title}/{unit}": "2026-12",
    "/api/v1/ballots/{ballot}": "2026-11",
    "/api/v1/ballots/{ballot}/votes": "2026-11",
    "/api/v1/ballots/{ballot}/votes/{elector}": "2026-11",
}
TIMELESS = ("/api/v1/rule-sets", "/api/v1/rule-sets/{rule_set}")
DOCUMENT = create_app(Settings()).openapi()
READS = [path for path, told in DOCUMENT["paths"].items() if told.get("get", {}).get("tags") == ["reads"]]
SHAPES = (schemas, records, details, duties, ballot_records, rulings, years_shapes)


def model_of(path: str) -> type[BaseModel]:
    """The shape that the OpenAPI document tells for an answer."""
    told = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    name = told["$ref"].rpartition("/")[2]
    (found,) = {getattr(module, name) for module in SHAPES if hasattr(module, name)}
    shape: type[BaseModel] = found
    return shape


def test_there_are_reads_of_everything() -> None:
    assert len(READS) >= 30
    assert BEGINS.keys() | {*TIMELESS} <= {*READS}


@pytest.mark.parametrize("path", READS)
def test_answers_are_of_the_shape_told(path: str, client: TestClient) -> None:
    for day in ("2026-01-25", "2026-07-31", "2026-11-20", "2027-06-30"):
        answer = client.get(path.format(**IDS), params={"as_of": day})
        if day < BEGINS.get(path, ""):
            assert answer.status_code == 404
            continue
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        told = model_of(path).model_validate_json(answer.content)
        assert told.model_dump(mode="json")["as_of"] == day


@pytest.mark.parametrize("path", READS)
def test_an_empty_log_knows_nothing_and_says_so(path: str, sqlite_url: str) -> None:
    with open_house(sqlite_url) as house:
        answer = house.get(house.person("inspector"), path.format(**IDS).removeprefix("/api/v1"))
    if "{" in path and path not in TIMELESS:
        assert (answer.status_code, answer.json()["near"]) == (404, [])
    else:
        assert (answer.status_code, answer.json()["position"]) == (200, 0)


def test_a_reader_who_holds_the_answer_is_told_so(client: TestClient) -> None:
    path = f"/api/v1/cycles/{CYCLE}/standings"
    first = client.get(path, params={"as_of": "2026-12-31"})
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get(path, params={"as_of": "2026-12-31"}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(path, params={"as_of": "2026-12-30"}, headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/units", "/api/v1/cycles/dien-tap-1-2026/votes"])
def test_nothing_is_kept_without_asking_whether_it_may_still_be_told(client: TestClient, path: str) -> None:
    point = {"as_of": "2026-12-31", "known_at": "2100-01-01"}
    assert client.get(path, params=point).headers["cache-control"] == "private, no-cache"


def test_a_history_is_read_in_pages(client: TestClient) -> None:
    path = f"/api/v1/cycles/{CYCLE}/history"
    whole = client.get(path, params={"as_of": "2027-06-30"}).json()
    pages: list[dict[str, Any]] = []
    after: int | None = None
    while True:
        page: dict[str, str | int] = {"as_of": "2027-06-30", "limit": 50}
        if after is not None:
            page["after"] = after
        told = client.get(path, params=page).json()
        pages += told["entries"]
        after = told["next"]
        if after is None:
            break
    assert pages == whole["entries"]


def test_a_history_is_told_in_english(client: TestClient) -> None:
    path = f"/api/v1/cycles/{CYCLE}/history"
    sentences = {
        lang: client.get(path, params={"lang": lang}).json()["entries"][0]["sentence"]
        for lang in ("vi", "en")
    }
    assert sentences["vi"] != sentences["en"]


def test_the_openapi_document_is_the_committed_one(client: TestClient) -> None:
    committed = (ROOT / "docs" / "reference" / "openapi.json").read_text(encoding="utf-8")
    served = client.get("/api/v1/openapi.json").json()
    assert as_text(served) == committed, "python -m service.web > docs/reference/openapi.json"


def test_operations_have_stable_names_of_their_own() -> None:
    names = [told["operationId"] for methods in DOCUMENT["paths"].values() for told in methods.values()]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and name == name.lower() for name in names)


def test_every_read_says_what_it_answers_and_takes() -> None:
    for path in READS:
        told = DOCUMENT["paths"][path]["get"]
        assert told["summary"], path
        assert told["description"], path
        assert all(one["description"] for one in told["parameters"]), path
        assert all(one["example"] for one in told["parameters"] if one["in"] == "path"), path
        assert told["responses"]["404"] == {"$ref": "#/components/responses/Problem404"}, path
    assert "application/problem+json" in DOCUMENT["components"]["responses"]["Problem404"]["content"]
