"""What `thidua demo` prints can be used at once, and only a database that it began gets its logins."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from httpx2 import Response
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from domain.ballot_facts import BallotOpened
from domain.facts import Entry
from domain.moments import Moment
from projections.entries import entries
from projections.point import LATEST
from service.accounts import logins as accounts
from service.accounts import persons
from service.application import Thidua
from service.cli.app import app
from service.engine import writing
from service.opening import opened
from service.rehearsal import logins
from service.rehearsal.cast import person
from service.rehearsal.today import Today, rehearse_today
from tests.conftest import NewDatabase
from tests.rooms import ROOT
from tests.service.conftest import RunCli
from tests.web.house import open_house

LOGINS = {
    "demo-quan-tri", "demo-van-phong", "demo-thanh-tra", "demo-cum-truong", "demo-cum-pho", "demo-dai-dien",
    "demo-kiem-phieu-1", "demo-kiem-phieu-2",
}  # fmt: skip
API = "/api/v1"
EXAMPLES = ROOT / "tests" / "chronicles"  # the one that is not broken: no folder is looked into


class Sent(NamedTuple):
    """A curl line, as far as the service sees it."""

    path: str
    headers: dict[str, str]
    body: Any


def curl(line: str) -> Sent:
    told = shlex.split(line)
    fields = [told[at + 1].partition(": ") for at, word in enumerate(told) if word == "-H"]
    headers = {name: value for name, _, value in fields}
    body = json.loads(told[told.index("-d") + 1])
    return Sent(told[-1].removeprefix("http://127.0.0.1:8000"), headers, body)


def lines(printed: str) -> list[Sent]:
    return [curl(line) for line in printed.splitlines() if line.startswith("curl")]


def demonstrate(run_cli: RunCli, url: str) -> Result:
    """Run it with one example, of a cluster that no rehearsal has."""
    return run_cli(url, "demo", "--no-serve", "--examples", str(EXAMPLES))


@pytest.fixture(scope="module")
def demonstrated(new_database: NewDatabase) -> tuple[Path, str]:
    """A database that a demonstration began, and what that printed."""
    url = new_database("sqlite")
    told = CliRunner().invoke(app, ["--database", url, "demo", "--no-serve", "--examples", str(EXAMPLES)])
    assert (told.exit_code, told.stderr) == (0, "")
    return Path(str(make_url(url).database)), told.stdout


@pytest.fixture
def played(demonstrated: tuple[Path, str], sqlite_url: str) -> str:
    """What the demonstration printed; the test's own database is as it left its."""
    database, printed = demonstrated
    shutil.copy(database, str(make_url(sqlite_url).database))
    return printed


@pytest.fixture
def client(sqlite_url: str) -> Iterator[TestClient]:
    """A browser of somebody who was not told more than what is printed."""
    with open_house(sqlite_url) as house:
        yield house.client


def sign_in(client: TestClient, login: str, password: str) -> Response:
    client.cookies.clear()
    return client.post(f"{API}/sessions", json={"login": login, "password": password})


def password_of(printed: str) -> str:
    return str(lines(printed)[0].body["password"])


def test_the_printed_lines_sign_in_and_vote(played: str, client: TestClient) -> None:
    signing_in, voting = lines(played)
    assert client.post(signing_in.path, json=signing_in.body, headers=signing_in.headers).status_code == 201
    voted = client.post(voting.path, json=voting.body, headers=voting.headers)
    assert voted.status_code == 201, voted.text
    (entry,) = voted.json()["entries"]
    assert (entry["topic"], entry["authority"]) == ("vote.cast", f"representative:{voting.body['elector']}")
    again = client.post(voting.path, json=voting.body, headers=voting.headers)
    assert (again.status_code, again.json()) == (201, voted.json())


def test_every_printed_login_signs_in_and_no_other_is_made(played: str, client: TestClient) -> None:
    assert set(re.findall(r"\bdemo-[a-z0-9-]+", played)) - {"demo-1"} == LOGINS
    for login in LOGINS:
        assert sign_in(client, login, password_of(played)).status_code == 201
    sign_in(client, "demo-quan-tri", password_of(played))
    listed = client.get(f"{API}/persons").json()["persons"]
    assert {one["login"] for one in listed} == LOGINS
    assert [one["name"] for one in listed if "(hư cấu)" not in one["name"]] == []


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("demo-quan-tri", "/account-acts"),
        ("demo-van-phong", "/persons"),
        ("demo-thanh-tra", "/cycles/{cycle}/standings"),
        ("demo-cum-truong", "/cycles/{cycle}/standings"),
    ],
)
def test_a_login_may_do_what_its_role_may(played: str, client: TestClient, login: str, path: str) -> None:
    cycle = lines(played)[1].path.split("/")[-2].partition(".")[0]
    sign_in(client, login, password_of(played))
    assert client.get(API + path.format(cycle=cycle)).status_code == 200


def test_the_lead_closes_the_ballot_when_the_others_have_voted(played: str, client: TestClient) -> None:
    ballot = lines(played)[1].path.removesuffix("/votes")
    sign_in(client, "demo-cum-truong", password_of(played))
    refused = client.post(f"{ballot}/closures", json={})
    assert refused.json()["code"] == "quorum_not_met"
    signing_in, voting = lines(played)
    sign_in(client, **signing_in.body)
    client.post(voting.path, json=voting.body, headers=voting.headers)
    with opened(client.app.state.settings.database_url) as application:  # type: ignore[attr-defined]
        today = rehearse_today(application)
        choices = dict.fromkeys(today.candidates, "for")
        for unit in today.waiting[1:]:
            application.do("cast_vote", ballot=today.roll_call, elector=unit, choices=choices, channel="hall")
    sign_in(client, "demo-cum-truong", password_of(played))
    assert client.post(f"{ballot}/closures", json={}).status_code == 201


def test_the_tellers_count_the_ballot_on_paper(played: str, client: TestClient, sqlite_url: str) -> None:
    with opened(sqlite_url) as application:
        today = rehearse_today(application)
        openings = [one.fact for one in all_of(application, today) if isinstance(one.fact, BallotOpened)]
    (opening,) = [one for one in openings if one.mode == "secret_paper"]
    options = [
        {"candidate": unit, "votes_for": votes, "votes_against": 5 - votes, "votes_abstain": 0}
        for unit, votes in zip(opening.candidates, (4, 1), strict=True)
    ]
    count = {"issued": 5, "returned": 5, "valid": 5, "invalid": 0, "present": 5, "consulted": 0}
    states = []
    for at in "12":
        sign_in(client, f"demo-kiem-phieu-{at}", password_of(played))
        told = client.post(f"{API}/ballots/{today.paper}/teller-counts", json={**count, "options": options})
        states.append(told.json()["state"])
    assert states == ["waiting", "counted"]


def test_run_again_it_sets_a_new_password_and_records_nothing(
    played: str, client: TestClient, sqlite_url: str, run_cli: RunCli
) -> None:
    sign_in(client, "demo-thanh-tra", password_of(played))
    before = client.get(f"{API}/cycles").json()["position"]
    again = demonstrate(run_cli, sqlite_url).stdout
    assert password_of(again) != password_of(played)
    assert client.get(f"{API}/cycles").status_code == 401
    assert sign_in(client, "demo-thanh-tra", password_of(played)).status_code == 401
    assert sign_in(client, "demo-thanh-tra", password_of(again)).status_code == 201
    assert client.get(f"{API}/cycles").json()["position"] == before


def test_a_database_that_it_did_not_begin_gets_no_logins_and_that_is_said(
    sqlite_url: str, run_cli: RunCli
) -> None:
    assert run_cli(sqlite_url, "import", str(EXAMPLES)).exit_code == 0
    told = demonstrate(run_cli, sqlite_url)
    assert told.exit_code == 0
    assert "không do thidua demo lập" in told.stderr
    assert "curl" not in told.stdout
    with opened(sqlite_url) as application, application.engine.connect() as connection:
        assert persons.listed(connection, limit=1) == []


@pytest.mark.parametrize("known", ["p-somebody", logins.BEGAN])
def test_a_database_that_knows_people_is_not_taken_for_one_that_it_began(known: str, sqlite_url: str) -> None:
    with opened(sqlite_url) as application:
        with writing(application.engine) as connection:
            persons.create(connection, persons.Personal(), by="p-administrator", now=1, person=known)
        assert not logins.begin(application)


def test_what_it_began_it_knows_again(sqlite_url: str) -> None:
    with opened(sqlite_url) as application:
        assert logins.begin(application)
        application.do("register_unit", unit="don-vi-a", name="Đơn vị A")
        assert logins.begin(application)


def all_of(application: Thidua, today: Today) -> list[Entry]:
    with application.log_recorder.reading() as connection:
        return entries(connection, LATEST, cycle=today.cycle)


@pytest.mark.parametrize(
    "present",
    ["2026-02-03T09:00+07:00", "2027-11-22T07:00+07:00", "2028-12-31T23:59+07:00", "2029-01-01T00:30+07:00"],
)
def test_on_any_day_a_ballot_of_that_day_is_open(present: str, sqlite_url: str) -> None:
    now = Moment.parse(present).effective
    with opened(sqlite_url) as application:
        application.log_recorder.clock = lambda: now
        today = rehearse_today(application)
        assert today.cycle.endswith(present[:4])
        recorded = all_of(application, today)
        assert max(entry.effective for entry in recorded) <= now
        for unit in today.waiting:
            choices = dict.fromkeys(today.candidates, "for")
            application.do("cast_vote", ballot=today.roll_call, elector=unit, choices=choices, channel="hall")
        assert rehearse_today(application).entries == 0


def test_in_the_next_year_the_logins_go_to_who_plays_then(sqlite_url: str) -> None:
    with opened(sqlite_url) as application:
        first, then = (Moment.parse(f"{year}-03-04T08:00+07:00").effective for year in (2026, 2027))
        application.log_recorder.clock = lambda: first
        before = logins.ready_logins(rehearse_today(application))
        logins.admit(application, before)
        application.log_recorder.clock = lambda: then
        today = rehearse_today(application)
        logins.admit(application, logins.ready_logins(today))
        with application.engine.connect() as connection:
            lead = accounts.find(connection, "demo-cum-truong")
    assert lead is not None
    assert lead.person == person(today.lead)
    assert lead.person not in {one.person for one in before}
