import io
import json
import re
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import update
from starlette.testclient import TestClient

from projections.catalogue import Language, translate
from projections.generations import VERSION, generations
from service.settings import Settings
from service.web.app import create_app
from service.web.kinds import KINDS
from service.web.records import Problem
from tests.rooms import ROOT
from tests.web.house import open_house

SAFE = {
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "x-request-id",
}


def problem(answer: Response) -> Problem:
    """The problem in an answer."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers.keys() >= SAFE
    told = Problem.model_validate_json(answer.content)
    assert told.status == answer.status_code
    return told


def test_an_unknown_id_is_told_with_those_like_it(client: TestClient) -> None:
    told = problem(client.get("/api/v1/cycles/dien-tap-1-2025/steps"))
    assert (told.status, told.type, told.code) == (404, "/problems/unknown-id", "cycle_unknown")
    assert told.near == ["dien-tap-1-2026"]
    assert "dien-tap-1-2026" in told.remedy


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("as_of=2022", "as_of", "moment_unreadable"),
        ("as_of=", "as_of", "moment_unreadable"),
        ("as_of=2201-01-01", "as_of", "moment_out_of_range"),
        ("known_at=2022-11-21T09:00:00", "known_at", "moment_without_offset"),
        ("known_at=0001-01-01T00:00:00%2B14:00", "known_at", "moment_out_of_range"),
        ("asof=2022-11-21", "asof", "extra_forbidden"),
        ("limit=0&lang=vi", "limit", "greater_than_equal"),
        ("lang=fr", "lang", "literal_error"),
        ("after=x", "after", "int_parsing"),
    ],
)
def test_a_bad_parameter_is_named(query: str, field: str, code: str, client: TestClient) -> None:
    told = problem(client.get(f"/api/v1/cycles/dien-tap-1-2026/history?{query}"))
    assert (told.status, told.field, told.code) == (422, field, code)
    assert told.detail
    assert told.remedy


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en", "en"), ("en-GB,en;q=0.9,vi;q=0.8", "en"), ("vi,en;q=0.5", "vi"), ("en;q=0.2, vi;q=0.25", "vi"),
        ("fr", "vi"), ("", "vi"), ("en;q=x", "en"), ("*", "vi"),
    ],
)  # fmt: skip
def test_problems_are_told_in_the_readers_language(
    accepted: str, language: Language, client: TestClient
) -> None:
    answer = client.get("/api/v1/units/nobody", headers={"Accept-Language": accepted})
    assert answer.headers["content-language"] == language
    assert problem(answer).title == translate(language, KINDS["unknown-id"].title)


def test_an_unknown_address_is_told(client: TestClient) -> None:
    assert problem(client.get("/nowhere")).type == "/problems/unknown-path"
    assert problem(client.get("/api/v1/cycles/")).type == "/problems/unknown-path"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_reads_take_no_other_method(method: str, client: TestClient) -> None:
    answer = client.request(method, "/api/v1/cycles/dien-tap-1-2026/steps")
    assert problem(answer).status == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_an_address_tells_all_of_its_methods(client: TestClient) -> None:
    answer = client.request("PUT", "/api/v1/units")
    assert problem(answer).status == 405
    assert answer.headers["allow"] == "GET, POST, HEAD, OPTIONS"


def test_options_tell_the_methods(client: TestClient) -> None:
    answer = client.options("/api/v1/units")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, POST, HEAD, OPTIONS")


def test_a_head_has_the_headers_of_the_get(client: TestClient) -> None:
    point = {"as_of": "2026-12-31", "known_at": "2100-01-01"}
    head, get = client.head("/api/v1/units", params=point), client.get("/api/v1/units", params=point)
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"]
    assert head.headers["etag"] == get.headers["etag"]


def test_a_fault_of_ours_shows_no_stack(rehearsed_url: str) -> None:
    log = io.StringIO()
    app = create_app(Settings(database_url=rehearsed_url), log_to=log)
    with TestClient(app) as client:
        app.state.thidua = None
        answer = client.get("/api/v1/units", headers={"X-Request-ID": "an-id-of-theirs"})
        told = problem(answer)
    assert told.type == "/problems/internal-error"
    assert "Traceback" not in answer.text
    assert answer.headers["x-request-id"] == "an-id-of-theirs"
    failed = next(line for line in map(json.loads, log.getvalue().splitlines()) if line["event"] == "failed")
    assert failed["request_id"] == "an-id-of-theirs"
    assert "AttributeError" in failed["exception"]


def test_a_database_that_went_away_is_told(sqlite_url: str) -> None:
    app = create_app(Settings(database_url=sqlite_url), log_to=io.StringIO())
    with TestClient(app) as client:
        assert client.get("/readyz").json() == {"status": "ok"}
        app.state.thidua.engine.dispose()
        file = Path(sqlite_url.removeprefix("sqlite:///"))
        for path in file.parent.glob(f"{file.name}*"):
            path.unlink()
        file.mkdir()
        answer = client.get("/readyz")
        assert problem(answer).type == "/problems/database-unreachable"
        assert answer.headers["retry-after"] == "5"
        assert problem(client.get("/api/v1/units")).status == 503
        assert client.get("/livez").status_code == 200


def test_read_models_of_another_version_are_not_ready(sqlite_url: str) -> None:
    app = create_app(Settings(database_url=sqlite_url), log_to=io.StringIO())
    with TestClient(app) as client:
        with app.state.thidua.engine.begin() as connection:
            connection.execute(update(generations).values(version=VERSION + 1))
        assert problem(client.get("/readyz")).type == "/problems/read-models-differ"


def test_the_log_tells_requests_and_nothing_personal(rehearsed_url: str) -> None:
    log = io.StringIO()
    with open_house(rehearsed_url, log_to=log) as house:
        person = house.person("inspector")
        told = {**house.headers(person), "User-Agent": "somebody", "X-Request-ID": "a b"}
        house.client.get("/api/v1/units?as_of=2026-12-31", headers=told)
        house.client.get("/api/v1/units")
    started, request, anonymous, stopped = map(json.loads, log.getvalue().splitlines())
    assert (started["event"], stopped["event"]) == ("started", "stopped")
    assert request.keys() == {
        "event", "level", "timestamp", "method", "path", "status", "microseconds", "request_id", "actor",
        "session",
    }  # fmt: skip
    assert request["path"] == "/api/v1/units"
    assert re.fullmatch("[0-9a-f]{32}", request["request_id"])
    assert (request["actor"], request["session"][:2]) == (person, "s-")
    assert (anonymous["actor"], anonymous["session"], anonymous["status"]) == (None, None, 401)
    assert "2026-12-31" not in log.getvalue()


def test_every_kind_of_problem_has_a_page_and_is_documented(client: TestClient) -> None:
    document = (ROOT / "docs" / "reference" / "problems.md").read_text(encoding="utf-8")
    assert re.findall(r"^## `([\w-]+)`", document, re.MULTILINE) == list(KINDS)
    for slug, kind in KINDS.items():
        page = client.get(f"/problems/{slug}")
        assert page.status_code == 200
        assert kind.meaning in page.text
    assert problem(client.get("/problems/other")).status == 404


def test_what_is_asked_is_never_put_into_a_page(client: TestClient) -> None:
    page = client.get("/", params={"as_of": "<script>"}, headers={"Accept": "text/html"})
    assert (page.status_code, "<script>" in page.text.partition("</head>")[2]) == (422, False)
    answer = client.get("/", params={"as_of": "<script>"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_who_is_not_signed_in_is_sent_to_the_form(sqlite_url: str) -> None:
    with open_house(sqlite_url) as house:
        page = {"Accept": "text/html"}
        answer = house.client.get("/", headers=page, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        assert house.client.get("/sign-in").text.count('action="/sign-ins"') == 1
