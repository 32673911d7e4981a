"""Routes whose guard stands in the thread of their endpoint: nobody comes in by another way."""

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.accounts import sessions
from service.engine import writing
from service.web.finding import Finder
from service.web.guard import actions, permitted
from service.web.guarded import GuardedRoute
from service.web.routers import routes
from tests.web.house import House


def nothing() -> Response:
    """An endpoint that tells nothing."""
    return Response()


def test_who_may_not_ask_is_told_so_whatever_is_wrong_with_the_question(house: House) -> None:
    answer = house.client.get("/api/v1/cycles/thu-2026/standings?as_of=no-day&unknown=1")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (401, "sign-in-needed")


def test_who_may_ask_is_told_what_is_wrong(house: House) -> None:
    person = house.person("inspector")
    assert house.get(person, "/units", as_of="no-day").status_code == 422


def test_a_session_that_is_ended_is_refused_at_once(house: House) -> None:
    person = house.person("inspector")
    assert house.get(person, "/units").status_code == 200
    with writing(house.application.engine) as connection:
        sessions.end_all(connection, person, now=house.application.log_recorder.clock())
    assert house.get(person, "/units").status_code == 401


def test_a_route_without_a_guard_cannot_be_made() -> None:
    router = APIRouter(route_class=GuardedRoute)
    with pytest.raises(LookupError, match="/open has 0 guards"):
        router.get("/open")(nothing)
    with pytest.raises(LookupError, match="/twice has 2 guards"):
        router.get("/twice", dependencies=[permitted("see_health"), permitted("read_cycle")])(nothing)


def test_the_guard_of_a_route_is_the_action_that_it_names() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    router = APIRouter(route_class=GuardedRoute, dependencies=[permitted("read_cycle")])
    router.get("/board")(nothing)
    app.include_router(router)
    assert actions(app) == {("GET", "/board"): "read_cycle"}


async def nowhere(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """A router that is not asked."""


def test_the_route_that_is_found_is_the_first_that_fits() -> None:
    finder = Finder(nowhere, routes())
    known = list(iter_route_contexts(routes()))
    for context in known:
        path = str(context.path).replace("{", "").replace("}", "")
        for method in context.methods or ():
            reached = finder.find(method, path)
            fitting = (one for one in known if method in (one.methods or ()) and one.path_regex.match(path))
            assert reached is not None
            assert reached[0].route is next(fitting).original_route


def test_what_is_not_found_is_left_to_the_router() -> None:
    finder = Finder(nowhere, routes())
    assert finder.find("DELETE", "/api/v1/units") is finder.find("GET", "/api/v1/units//") is None


def test_a_route_that_swallows_slashes_cannot_be_found() -> None:
    router = APIRouter()
    router.get("/files/{path:path}")(nothing)
    with pytest.raises(TypeError, match="/files/"):
        Finder(nowhere, router.routes)
