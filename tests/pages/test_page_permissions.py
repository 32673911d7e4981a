"""Every page and every form, asked by everybody who differs: who is let in is what the table says."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

import msgspec
import pytest
from sqlalchemy import func, select

from domain.moments import Anchor, Moment
from service.accounts.tables import account_acts
from service.authority.roles import Phase, Role
from service.authority.table import TABLE
from service.pages.assets import STYLE, assets
from service.pages.offers import NEW
from service.web.resources import RESOURCES
from tests.authority.calls import IN_A_YEAR, Call, names, page_paths, status_of
from tests.authority.cast import CONCERNED, Cast, clock, cycle
from tests.authority.expecting import form_refusal, refusal
from tests.conftest import NewDatabase
from tests.web.house import open_house

ROLES = (
    "anonymous",
    "nobody",
    "administrator",
    "office",
    "office of the organiser",
    "lead",
    "deputy",
    "representative",
    "representative of another cluster",
    "teller",
    "inspector",
)
FEW = ("anonymous", "nobody", "representative of another cluster")
ACTING = ("office", "lead", "representative")  # whose acts end with a phase
URLENCODED = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=het"
NOTHING: Mapping[str, bytes] = {URLENCODED: b"", FILES: b"--het--\r\n"}
SHOWN_AGAIN: Mapping[str, bytes] = {**NOTHING, URLENCODED: b"_step=edit"}
UNSENT = "/imports/p-none"  # a file that nobody sent
ENDS_ALL = "/sign-outs"  # anybody may, and has no session any more
# What a page that lets somebody in answers: shown, or led on; and of a form what was wrong with it.
SHOWN, TAKEN = (200, 303), (200, 303, 404, 409, 412, 422)


class Asked(NamedTuple):
    """Who asked for what, and what the table makes of it: 401, 403, or None where they are let in."""

    name: str
    call: Call
    expected: int | None


@pytest.fixture(scope="module")
def cast(new_database: NewDatabase) -> Iterator[Cast]:
    """The cast, with what the pages of a year can be about."""
    with open_house(new_database("sqlite"), clock=clock) as house:
        cast = Cast(house)
        cast.persons["looked after"] = house.person()
        for phase in (Phase.RUNNING, Phase.CLOSED):
            _furnish(cast, phase)
        yield cast


def _furnish(cast: Cast, phase: Phase) -> None:
    """What there is to see of a year besides its ballots, and a sign-in and a token to end."""
    year, when = cycle(phase), Moment.parse(f"{cycle(phase)[-4:]}-01-20", Anchor.START)
    about = {"cycle": year, "unit": CONCERNED}
    cast.app.do("launch_drive", when=when, cycle=year, drive="dot", name="Đợt")
    cast.app.do("register_pledge", when=when, **about)
    cast.app.do("submit_self_score", when=when, total=Decimal(90), **about)
    cast.app.do("propose_nomination", when=when, title="advanced_unit", **about)


def _path(cast: Cast, action: str, template: str, phase: Phase) -> str:
    """The address of a page, about what the cast has."""
    style = assets()[STYLE].address
    known: dict[str, str | int | None] = {
        **names(cast, action, phase),
        "person": cast.persons["looked after"],
        "other": "law-2022",
        "role": "lead",
        "name": style,
        **dict.fromkeys(("session", "token", "batch", "stand_in"), "p-none"),
        **dict.fromkeys(("grant", "identity"), 999),
    }
    missing = set(re.findall(r"\{(\w+)\}", template)) - known.keys()
    assert not missing, f"say in _path what {missing} of {template} is: an example that the cast has"
    return re.sub(r"\{(\w+)\}", lambda found: str(known[found[1]]), template)


def _calls(cast: Cast, phase: Phase) -> list[Call]:
    """A call of every page: in the running year of all, else of the forms that the phase changes."""
    routes: Mapping[tuple[str, str], str] = cast.house.app.state.actions
    pages = page_paths()
    return [
        Call(action, method, _path(cast, action, template, phase), b"", template, phase)
        for (method, template), action in routes.items()
        if template in pages and method in ("GET", "POST") and template != ENDS_ALL
        if phase is Phase.RUNNING or (IN_A_YEAR.search(template) and _ends(action, phase))
    ]


def _ends(action: str, phase: Phase) -> bool:
    """Whether somebody may take an action in a running year only, or in this phase only."""
    return any((Phase.RUNNING in one) != (phase in one) for one in TABLE[action].roles.values())


def _expected(name: str, call: Call) -> int | None:
    """What the table says; of a form the same when it is opened as when it is sent."""
    row, template = TABLE[call.action], call.template.removesuffix(NEW)
    if call.action not in RESOURCES:
        return refusal(row, name, call)
    sent = Call(call.action, "POST", call.path.removesuffix(NEW), call.body, template, call.phase)
    return form_refusal(row, name, sent)


def _asked(cast: Cast, phase: Phase, roles: tuple[str, ...]) -> list[Asked]:
    return [
        Asked(name, one, _expected(name, one))
        for one in _calls(cast, phase)
        for name in (FEW if Role.ANYONE in TABLE[one.action].roles else roles)
    ]


def _statuses(cast: Cast, asked: list[Asked], bodies: Mapping[str, bytes]) -> list[tuple[Asked, int]]:
    """What each is answered, a form with one of these bodies by its media type."""

    async def ask() -> list[tuple[Asked, int]]:
        found = []
        for one in asked:
            kind = FILES if one.call.path.startswith("/imports") else URLENCODED
            told = {**cast.headers[one.name], "accept": "text/html", "content-type": kind}
            call = msgspec.structs.replace(one.call, body=bodies[kind])
            found.append((one, await status_of(cast.house.app, call, told)))
        return found

    portal = cast.house.client.portal
    assert portal is not None
    return portal.call(ask)


def _wrong(told: list[tuple[Asked, int]]) -> list[str]:
    """The answers that are not what the table says."""
    found = []
    for (name, call, expected), status in told:
        if status not in _fine(call, expected):
            found.append(f"{name}: {call.method} {call.path} is {status}, not {expected or 'let in'}")
    return found


def _fine(call: Call, expected: int | None) -> tuple[int, ...]:
    """The statuses that say what the table says."""
    if expected == 401:
        return (
            (303,) if call.method == "GET" else (401,)
        )  # led to the sign-in, or shown it with what was typed
    if expected is not None:
        return (expected,)
    if call.action == "sign_in":
        return (200, 303, 401)
    if call.path == UNSENT:
        return (404,)
    return SHOWN if call.method == "GET" else TAKEN


def _written(cast: Cast) -> tuple[int | None, int]:
    """How much is in the log, and how often somebody acted on an account."""
    with cast.app.log_recorder.reading() as connection:
        acts = connection.execute(select(func.count()).select_from(account_acts)).scalar_one()
    return cast.app.max_position(), acts


@pytest.mark.parametrize(("phase", "roles"), [(Phase.RUNNING, ROLES), (Phase.CLOSED, ACTING)])
def test_a_page_lets_in_whom_the_table_allows(cast: Cast, phase: Phase, roles: tuple[str, ...]) -> None:
    let_in = [one for one in _asked(cast, phase, roles) if one.expected is None]
    before = cast.app.max_position()
    assert _wrong(_statuses(cast, let_in, SHOWN_AGAIN)) == []
    assert cast.app.max_position() == before, "what is only looked at leaves nothing"
    assert len(let_in) > 5


@pytest.mark.parametrize(("phase", "roles"), [(Phase.RUNNING, ROLES), (Phase.CLOSED, ACTING)])
def test_nobody_else_sees_a_page_or_sends_its_form(cast: Cast, phase: Phase, roles: tuple[str, ...]) -> None:
    refused = [one for one in _asked(cast, phase, roles) if one.expected is not None]
    forms = [one for one in refused if one.call.method == "POST" and one.name in (*FEW, "representative")]
    before = _written(cast)
    assert _wrong(_statuses(cast, refused, NOTHING)) == []
    assert _wrong(_statuses(cast, forms, SHOWN_AGAIN)) == [], "what a form is about is not for everybody"
    assert _written(cast) == before
    assert len(refused) > 50
