"""Who may read the audit: an office within its scope, the members of a cycle, inspectors all of it."""

from collections.abc import Iterator

import pytest

from tests.conftest import NewDatabase
from tests.web.audit_year import BALLOT, CYCLE, OTHER, Year
from tests.web.house import open_house

OF_CYCLE = (
    f"/cycles/{CYCLE}/events",
    f"/cycles/{CYCLE}/lineage",
    f"/cycles/{CYCLE}/differences",
    f"/cycles/{CYCLE}/vote-entries",
    f"/ballots/{BALLOT}/vote-entries",
)
OF_ALL = ("/events", "/attempts")


@pytest.fixture(scope="module")
def year(engine_name: str, new_database: NewDatabase) -> Iterator[Year]:
    """The year on each engine, which every test here only reads."""
    with open_house(new_database(engine_name)) as house:
        year = Year(house)
        year.open_ballot()
        yield year


@pytest.fixture(scope="module")
def own_office(year: Year) -> str:
    """Somebody of the office of the first cluster's organiser."""
    return year.house.person("office", unit="org-1")


def status(year: Year, path: str, person: str | None, **params: str) -> int:
    return year.house.get(person, path, **params).status_code


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("path", [*OF_CYCLE, *OF_ALL, "/events/1"])
def test_an_inspector_reads_all_and_an_administrator_nothing(path: str, form: str, year: Year) -> None:
    assert status(year, path, year.inspector, format=form) == 200
    assert status(year, path, year.office, format=form) == 200
    assert status(year, path, year.house.person("administrator"), format=form) == 403
    assert status(year, path, year.house.person(), format=form) == 403
    assert status(year, path, None, format=form) == 401


@pytest.mark.parametrize("path", OF_CYCLE)
def test_the_audit_of_a_cycle_is_for_its_members_and_its_office(
    path: str, year: Year, own_office: str
) -> None:
    assert status(year, path, year.electors["a"]) == 200
    assert status(year, path, own_office) == 200
    assert status(year, path, year.electors["x"]) == 403
    assert status(year, path, year.house.person("office", unit="org-2")) == 403


@pytest.mark.parametrize("path", OF_ALL)
def test_the_whole_is_for_nobody_who_has_a_part(path: str, year: Year, own_office: str) -> None:
    assert status(year, path, own_office) == 403
    assert status(year, path, year.electors["a"]) == 403


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"cycle": CYCLE}, 200),
        ({"cluster": "mot"}, 200),
        ({"unit": "a"}, 200),
        ({"unit": "org-1"}, 200),
        ({"cycle": OTHER}, 403),
        ({"cluster": "hai"}, 403),
        ({"unit": "x"}, 403),
        ({"cycle": ""}, 403),
        ({"unit": ""}, 403),
        ({"cluster": "khong-co"}, 403),
        ({"stream": f"cycle:{CYCLE}"}, 403),
        ({"topic": "unit.registered"}, 403),
        ({"actor": "p-1"}, 403),
        ({"cycle": OTHER, "unit": "a"}, 403),
        ({"cluster": "hai", "unit": "a"}, 403),
        ({"cluster": "mot", "cycle": OTHER}, 403),
        ({"ballot": BALLOT}, 422),
    ],
)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_office_reads_what_is_below_it(
    named: dict[str, str], told: int, form: str, year: Year, own_office: str
) -> None:
    assert status(year, "/events", own_office, format=form, **named) == told


@pytest.mark.parametrize(
    "named",
    [
        {"cycle": CYCLE},
        {"cluster": "mot"},
        {"cycle": CYCLE, "unit": "x"},
        {"cycle": CYCLE, "cluster": "hai"},
        {"cycle": CYCLE, "stream": f"cycle:{OTHER}"},
        {"cluster": "mot", "unit": "y"},
    ],
)
def test_what_contradicts_itself_tells_nothing_of_others(
    named: dict[str, str], year: Year, own_office: str
) -> None:
    events = year.get("/events", own_office, **named).json()["events"]
    streams = {event["stream"] for event in events}
    assert not any(stream.endswith((OTHER, ":hai", ":x", ":y")) for stream in streams)
    assert bool(streams) is (named in ({"cycle": CYCLE}, {"cluster": "mot"}))


def test_a_parameter_told_twice_counts_once_and_the_same_for_all(year: Year, own_office: str) -> None:
    headers = year.house.headers(own_office)
    for first, last in ((CYCLE, OTHER), (OTHER, CYCLE)):
        answer = year.house.client.get(f"/api/v1/events?cycle={first}&cycle={last}", headers=headers)
        told = {event["cycle"] for event in answer.json().get("events", ())}
        assert (answer.status_code, told) in ((403, set()), (200, {CYCLE}))


def test_a_query_does_not_widen_the_cycle_of_a_path(year: Year, own_office: str) -> None:
    assert status(year, f"/cycles/{OTHER}/events", own_office, unit="a") == 403
    assert status(year, f"/cycles/{CYCLE}/events", own_office, cycle=OTHER) == 422
    events = year.get(f"/cycles/{CYCLE}/events", own_office, stream=f"cycle:{OTHER}").json()["events"]
    assert events == []


def test_an_entry_is_for_who_may_read_its_stream(year: Year, own_office: str) -> None:
    events = {event["stream"]: event["position"] for event in year.json("/events", limit=100)["events"]}
    of_other = [events["cycle:hai-2026"], events["unit:x"], events["cluster:hai"]]
    own = [events[f"cycle:{CYCLE}"], events["unit:a"], events["cluster:mot"]]
    assert [status(year, f"/events/{position}", own_office) for position in (*own, *of_other)] == [
        *(200, 200, 200),
        *(403, 403, 403),
    ]
    assert status(year, f"/events/{own[0]}", year.electors["a"]) == 200
    assert status(year, f"/events/{own[0]}", year.electors["x"]) == 403


@pytest.mark.parametrize("position", ["0", "-1", "99999", "9" * 19, "9" * 40, "1.5", "x", "%00", "１"])
def test_a_number_that_no_entry_has_is_never_a_fault(position: str, year: Year, own_office: str) -> None:
    assert status(year, f"/events/{position}", year.inspector) in (200 if position == "１" else 404, 404, 422)
    assert status(year, f"/events/{position}", own_office) in (403, 422)
    told = {"reason": "Ghi nhầm khi nhập liệu"}
    sent = year.house.post(year.office, f"/events/{position}/retractions", told, headers={"If-Match": '"99"'})
    assert 400 <= sent.status_code < 500
