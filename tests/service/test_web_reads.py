import io
import json
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from domain.moments import as_datetime
from service.log import Logged
from service.opening import opened
from service.settings import Settings
from service.web import create_app, records, schemas
from service.web.app import OPENAPI_PATH
from service.web.openapi import as_text
from tests.rooms import ROOT

IDS = {
    "cycle": "dien-tap-1-2026",
    "ballot": "dien-tap-1-2026.advanced-unit",
    "unit": "dien-tap-1-a",
    "cluster": "dien-tap-1",
}
DOCUMENT = create_app(Settings()).openapi()
READS = [path for path in DOCUMENT["paths"] if path.startswith("/api/")]


def model_of(path: str) -> type[BaseModel]:
    """The shape that the OpenAPI document tells for an answer."""
    told = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    name = told["$ref"].rpartition("/")[2]
    found: type[BaseModel] = getattr(schemas, name, None) or getattr(records, name)
    return found


@pytest.mark.parametrize("day", ["2026-01-25", "2026-07-31", "2026-11-20", "2027-06-30"])
@pytest.mark.parametrize("path", READS)
def test_answers_are_of_the_shape_told(path: str, day: str, client: TestClient) -> None:
    answer = client.get(path.format(**IDS), params={"as_of": day})
    if path == "/api/v1/ballots/{ballot}/votes" and day < "2026-11":
        assert answer.status_code == 404
        return
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    told = model_of(path).model_validate_json(answer.content)
    assert told.model_dump(mode="json")["as_of"] == day


@pytest.mark.parametrize("path", READS)
def test_an_empty_log_knows_nothing_and_says_so(path: str, sqlite_url: str) -> None:
    with TestClient(create_app(Settings(database_url=sqlite_url), log_to=io.StringIO())) as client:
        answer = client.get(path.format(**IDS))
    if "{" in path:
        assert (answer.status_code, answer.json()["near"]) == (404, [])
    else:
        assert (answer.status_code, answer.json()["position"]) == (200, 0)


def test_a_reader_who_holds_the_answer_is_told_so(client: TestClient) -> None:
    path = "/api/v1/cycles/dien-tap-1-2026/standings"
    first = client.get(path, params={"as_of": "2026-12-31"})
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get(path, params={"as_of": "2026-12-31"}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(path, params={"as_of": "2026-12-30"}, headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_a_point_before_the_last_entry_is_final(client: TestClient, rehearsed_url: str) -> None:
    def kept(known_at: int) -> str:
        point = {"as_of": "2026-12-31", "known_at": as_datetime(known_at).isoformat()}
        return client.get("/api/v1/units", params=point).headers["cache-control"]

    with opened(rehearsed_url) as application:
        (last,) = application.log_recorder.select_notifications(
            application.log_recorder.max_notification_id(), 1
        )
        assert isinstance(last, Logged)
        recorded_at = last.recorded_at
    assert "immutable" in kept(recorded_at - 1)
    assert "immutable" not in kept(recorded_at)


def test_a_history_is_read_in_pages(client: TestClient) -> None:
    path = "/api/v1/cycles/dien-tap-1-2026/history"
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
    path = "/api/v1/cycles/dien-tap-1-2026/history"
    sentences = {
        lang: client.get(path, params={"lang": lang}).json()["entries"][0]["sentence"]
        for lang in ("vi", "en")
    }
    assert sentences["vi"] != sentences["en"]


def test_the_openapi_document_is_the_committed_one(client: TestClient) -> None:
    committed = (ROOT / "docs" / "reference" / "openapi.json").read_text(encoding="utf-8")
    served = client.get(OPENAPI_PATH).json()
    assert as_text(served) == committed, "python -m service.web > docs/reference/openapi.json"


def test_operations_have_stable_names_of_their_own() -> None:
    names = [told["get"]["operationId"] for told in DOCUMENT["paths"].values()]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and name == name.lower() for name in names)


def test_every_read_says_what_it_answers() -> None:
    assert all(DOCUMENT["paths"][path]["get"]["description"] for path in READS)
    assert json.dumps(DOCUMENT).count('"application/problem+json"') >= len(READS)
