"""Every route, asked by everybody, in every phase of a year: who is let in is what the table says.

The pages are asked in `tests/pages/test_page_permissions.py`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from service.authority.reference import PAGE, WITHOUT_ROUTE, reference
from service.authority.roles import Phase, Role
from service.authority.table import TABLE
from service.settings import Settings
from service.web import guard
from service.web.app import create_app
from service.web.resources import RESOURCES
from tests.authority.calls import Call, call, page_paths, phases_of, status_of
from tests.authority.cast import Cast, clock
from tests.authority.expecting import HELD, is_unknown, refusal
from tests.conftest import NewDatabase
from tests.web.house import open_house

REFUSED = (401, 403)
FEW = ("anonymous", "nobody", "lead", "representative", "office", "lead of another cluster")
Answers = Mapping[tuple[str, Call], int]


@pytest.fixture(scope="module")
def cast(new_database: NewDatabase) -> Iterator[Cast]:
    """The cast on SQLite, once for all: who is refused changes nothing, and nobody else does either."""
    with open_house(new_database("sqlite"), clock=clock) as house:
        yield Cast(house)


def calls(cast: Cast, phase: Phase) -> list[Call]:
    """A call of every route for programs that can be asked in a phase."""
    routes: Mapping[tuple[str, str], str] = cast.house.app.state.actions
    pages = page_paths()
    return [
        call(cast, action, method, template, phase)
        for (method, template), action in routes.items()
        if template not in pages and phase in phases_of(action, template)
    ]


def asked(cast: Cast, phase: Phase, names: tuple[str, ...]) -> Answers:
    """What each of the persons is answered by every route."""
    before = cast.app.max_position()

    async def ask() -> Answers:
        return {
            (name, one): await status_of(cast.house.app, one, cast.headers[name])
            for one in calls(cast, phase)
            for name in (FEW if is_unknown(one) else names)
        }

    portal = cast.house.client.portal
    assert portal is not None
    answers = portal.call(ask)
    assert cast.app.max_position() == before, "no call leaves anything"
    return answers


def wrong(answers: Answers) -> list[str]:
    """The answers that the table does not give."""
    found = []
    for (name, one), status in answers.items():
        expected = refusal(TABLE[one.action], name, one)
        if is_unknown(one):
            fine = status == 401 if expected == 401 else status in (403, 404)
        elif expected is None:
            fine = status not in REFUSED and status < 500
        else:
            fine = status == expected
        if not fine:
            found.append(f"{name}: {one.method} {one.path} is {status}, not {expected or 'let in'}")
    return found


@pytest.mark.parametrize("phase", list(Phase))
def test_every_route_lets_in_whom_the_table_allows_and_nobody_else(cast: Cast, phase: Phase) -> None:
    answers = asked(cast, phase, tuple(cast.headers))
    assert wrong(answers) == []
    told = Counter(status in REFUSED for status in answers.values())
    assert min(told[True], told[False]) > 100, "some are let in, and some are not"


def test_postgresql_lets_in_the_same(postgresql_url: str) -> None:
    with open_house(postgresql_url, clock=clock) as house:
        assert wrong(asked(Cast(house), Phase.RUNNING, FEW)) == []


def test_who_is_let_in_is_heard(cast: Cast) -> None:
    """An answer that lets in is one of the decision: what was sent is understood, and judged by its rules."""
    for (name, one), status in asked(cast, Phase.RUNNING, FEW).items():
        if refusal(TABLE[one.action], name, one) is None and Role.ANYONE not in TABLE[one.action].roles:
            fine = (409, 412) if one.action in RESOURCES else (200, 202, 404, 409, 422)
            assert status in fine, f"{name}: {one.path} is {status}"


@pytest.mark.parametrize(
    "path", ["/cycles/cum-2026/steps", "/ballots/cum-2026.ghi-ten", "/units/don-vi-c/representatives"]
)
@pytest.mark.parametrize(
    "query", [{"cluster": "cum-khac"}, {"cycle": "cum-khac-2026"}, {"ballot": "cum-khac-2026.b"}]
)
def test_a_query_does_not_put_another_cluster_in_the_place_of_what_is_asked_for(
    cast: Cast, path: str, query: dict[str, str]
) -> None:
    other = cast.persons["office of another organiser"]
    assert cast.house.get(other, path).status_code == 403
    assert cast.house.get(other, path, **query).status_code == 403
    asked_for = {"unit": "don-vi-z", **query}
    assert cast.house.get(other, path, **asked_for).status_code == 403


def test_everybody_of_the_cast_is_expected_something(cast: Cast) -> None:
    assert set(cast.headers) == set(HELD)


def test_every_row_has_a_route_or_a_reason_not_to(cast: Cast) -> None:
    served = set(cast.house.app.state.actions.values())
    assert set(TABLE) - served == set(WITHOUT_ROUTE)


def test_no_action_has_two_rows() -> None:
    assert [action for action, row in TABLE.items() if row.action != action] == []
    source = (PAGE.parents[2] / "service" / "authority" / "table.py").read_text(encoding="utf-8")
    named = Counter(
        action
        for action in TABLE
        for _ in range(source.count(f'"{action}",') + source.count(f'"{action}"\n'))
    )
    assert [action for action, times in named.items() if times != 1] == []


def test_without_its_row_a_route_is_not_served(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    app = cast.house.app
    for action in sorted(set(app.state.actions.values())):
        rest = {name: row for name, row in TABLE.items() if name != action}
        monkeypatch.setattr(guard, "TABLE", rest)
        with pytest.raises(LookupError, match=f"{action} has no row"):
            guard.actions(app)
    monkeypatch.setattr(guard, "TABLE", TABLE)
    assert guard.actions(app) == app.state.actions


@pytest.mark.parametrize("action", ["cast_vote", "read_cycle", "give_role", "see_health"])
def test_without_a_row_the_service_does_not_start(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "TABLE", {name: row for name, row in TABLE.items() if name != action})
    with pytest.raises(LookupError, match=f"{action} has no row"):
        create_app(Settings(database_url="sqlite://"))


def test_the_page_on_permissions_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference()
