import asyncio
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from domain.refusals import Refusal
from projections.generations import VERSION, generations
from service.application import Contended, Thidua
from service.opening import opened
from service.web.metrics import Measured, Metrics
from tests.conftest import NewDatabase
from tests.log.setting import open_roll_call, open_year
from tests.web.house import House
from tests.web.small import exchange, problem

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture(scope="module")
def application(new_database: NewDatabase) -> Iterator[Thidua]:
    """The application on a log of its own."""
    with opened(new_database("sqlite")) as application:
        application.do("register_unit", unit="u-first", name="Đơn vị đầu")
        yield application


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


def samples(metrics: Metrics, application: Thidua) -> Samples:
    """What a watcher reads."""
    families = text_string_to_metric_families(metrics.told(application).decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def labelled(found: Samples, name: str) -> dict[tuple[str, ...], float]:
    """The values of one metric, by the values of its labels in the order of their names."""
    return {tuple(value for _, value in labels): told for (one, labels), told in found.items() if one == name}


async def _cycle(request: Request) -> Response:
    if request.path_params["cycle"] == "broken":
        raise RuntimeError("a fault of ours")
    return PlainTextResponse("found")


@pytest.fixture
def measured(metrics: Metrics) -> Measured:
    return Measured(Starlette(routes=[Route("/cycles/{cycle}", _cycle)]), metrics)


def test_requests_are_counted_by_the_template_of_their_route(
    measured: Measured, metrics: Metrics, application: Thidua
) -> None:
    client = TestClient(measured, raise_server_exceptions=False)
    for path in ("/cycles/bca-local-5-2022", "/cycles/other", "/nowhere/secret", "/cycles/broken"):
        client.get(path)
    client.post("/cycles/other")
    asyncio.run(exchange(measured, [], path="/cycles/x", method="BREW\xff"))
    found = samples(metrics, application)
    assert labelled(found, "thidua_requests_total") == {
        ("GET", "/cycles/{cycle}", "200"): 2,
        ("GET", "/cycles/{cycle}", "500"): 1,
        ("GET", "unmatched", "404"): 1,
        ("POST", "/cycles/{cycle}", "405"): 1,
        ("other", "/cycles/{cycle}", "405"): 1,
    }
    assert labelled(found, "thidua_request_seconds_count")["GET", "/cycles/{cycle}"] == 3
    assert "secret" not in metrics.told(application).decode()


def test_appends_are_timed_by_command_and_outcome(metrics: Metrics, application: Thidua) -> None:
    with metrics.appending("cast_vote"):
        pass
    for error in (Refusal("already_voted", elector="u-secret"), Contended("cast_vote"), ZeroDivisionError()):
        with pytest.raises(type(error)), metrics.appending("cast_vote"):
            raise error
    found = samples(metrics, application)
    assert labelled(found, "thidua_append_seconds_count") == {
        ("cast_vote", outcome): 1 for outcome in ("recorded", "refused", "contended", "failed")
    }
    assert "u-secret" not in metrics.told(application).decode()


def test_a_real_command_is_timed_as_it_ends(metrics: Metrics, application: Thidua) -> None:
    with metrics.appending("register_unit"):
        application.do("register_unit", unit="u-metrics", name="Đơn vị")
    with pytest.raises(Refusal), metrics.appending("register_unit"):
        application.do("register_unit", unit="u-metrics", name="Đơn vị")
    found = labelled(samples(metrics, application), "thidua_append_seconds_count")
    assert found == {("register_unit", "recorded"): 1, ("register_unit", "refused"): 1}


def test_the_log_is_told_as_it_stands(metrics: Metrics, application: Thidua) -> None:
    found = samples(metrics, application)
    assert found["thidua_log_position", ()] == application.max_position()
    assert found["thidua_read_models_behind", ()] == 0
    application.do("form_cluster", cluster="c-metrics", name="Cụm", kind="cluster")
    assert samples(metrics, application)["thidua_log_position", ()] == application.max_position()


def test_ballots_are_open_from_their_opening_to_their_close(metrics: Metrics, application: Thidua) -> None:
    units = ("u-one", "u-two", "u-three")
    open_year(application, units)
    assert samples(metrics, application)["thidua_open_ballots", ()] == 0
    ballots = [open_roll_call(application, name, units) for name in ("b-1", "b-2")]
    assert samples(metrics, application)["thidua_open_ballots", ()] == 2
    application.do("close_ballot", ballot=ballots[0], present=units)
    assert samples(metrics, application)["thidua_open_ballots", ()] == 1


def test_read_models_of_another_version_are_behind_by_the_whole_log(
    metrics: Metrics, application: Thidua
) -> None:
    with application.engine.begin() as connection:
        connection.execute(update(generations).values(version=VERSION + 1))
    try:
        behind = samples(metrics, application)["thidua_read_models_behind", ()]
    finally:
        with application.engine.begin() as connection:
            connection.execute(update(generations).values(version=VERSION))
    assert behind == application.max_position() > 0


def test_what_others_count_is_told(metrics: Metrics, application: Thidua) -> None:
    metrics.sign_in_failures.inc()
    metrics.authority_refusals.inc(2)
    metrics.listeners.inc(3)
    metrics.listeners.dec()
    found = samples(metrics, application)
    assert found["thidua_sign_in_failures_total", ()] == 1
    assert found["thidua_authority_refusals_total", ()] == 2
    assert found["thidua_listeners", ()] == 2
    assert found["process_start_time_seconds", ()] > 1_600_000_000


def test_two_services_in_one_process_count_apart(metrics: Metrics, application: Thidua) -> None:
    metrics.sign_in_failures.inc()
    assert samples(Metrics(), application)["thidua_sign_in_failures_total", ()] == 0


def test_only_an_administrator_reads_them(sqlite_house: House) -> None:
    anonymous = sqlite_house.client.get("/metrics")
    assert (anonymous.status_code, problem(anonymous).type) == (401, "/problems/sign-in-needed")
    inspector = sqlite_house.client.get(
        "/metrics", headers=sqlite_house.headers(sqlite_house.person("inspector"))
    )
    assert inspector.status_code == 403
    administrator = sqlite_house.headers(sqlite_house.person("administrator"))
    answer = sqlite_house.client.get("/metrics", headers=administrator)
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = {
        sample.name: sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert found["thidua_authority_refusals_total"] == 1
    assert found["thidua_requests_total"] == 1
