"""Answers as files: what JSON tells row by row, for a spreadsheet that must run none of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.requests import Request

from projections.events import EventFilter
from projections.point import LATEST
from service.audit.files import CHUNK_BYTES, Window, event_file, gathered, window
from service.exports import BYTE_ORDER_MARK, flat
from service.web.exporting import onward
from tests.conftest import NewDatabase
from tests.web.audit_year import BALLOT, CYCLE, FORMULA, Year, read
from tests.web.house import open_house

# Where the lines of an answer are, that its file has a row for each of.
LISTED = {
    "/events": "events",
    f"/cycles/{CYCLE}/events": "events",
    f"/cycles/{CYCLE}/vote-entries": "votes",
    f"/ballots/{BALLOT}/vote-entries": "votes",
    "/attempts": "attempts",
    f"/cycles/{CYCLE}/history": "entries",
}
FILES = (
    *LISTED,
    "/events/1",
    f"/cycles/{CYCLE}/lineage",
    f"/cycles/{CYCLE}/differences",
    f"/cycles/{CYCLE}/standings",
    f"/cycles/{CYCLE}/votes",
    f"/ballots/{BALLOT}/votes",
    f"/cycles/{CYCLE}/pledges",
    f"/cycles/{CYCLE}/commendations",
    "/clusters/mot/leads",
    "/units/a/honours",
)


@pytest.fixture(scope="module")
def year(engine_name: str, new_database: NewDatabase) -> Iterator[Year]:
    """The year with a closed ballot, on each engine, for tests that only read it."""
    with open_house(new_database(engine_name)) as house:
        year = Year(house)
        year.open_ballot()
        year.cast("a", "for")
        year.cast("b", "against")
        house.post(year.electors["x"], f"/ballots/{BALLOT}/closures")
        year.do("close_ballot", ballot=BALLOT)
        yield year


def as_cell(value: Any) -> str:
    """What a cell holds of a value that is no structure, without what keeps it from being run."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return "; ".join(as_cell(one) for one in value)
    return str(value)


@pytest.mark.parametrize("path", LISTED)
def test_a_file_tells_what_json_tells(path: str, year: Year) -> None:
    told = [
        flat(line) for line in year.json(path, **({} if "vote" in path else {"limit": 1000}))[LISTED[path]]
    ]
    rows = year.rows(path)
    assert rows
    assert len(rows) == len(told)
    for row, line in zip(rows, told, strict=True):
        names = [name for name in row if name in line]
        assert len(names) > 5
        assert {name: row[name].removeprefix("'") for name in names} == {
            name: as_cell(line[name]) for name in names
        }


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_named_by_its_point(path: str, year: Year) -> None:
    told = year.get(path, format="csv", **({} if path == "/attempts" else {"as_of": "2026-11-30"}))
    assert told.status_code == 200
    assert told.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert told.content.startswith(BYTE_ORDER_MARK)
    name = told.headers["content-disposition"]
    assert name.startswith("attachment; filename=")
    if path != "/attempts":
        last = str(year.app.max_position())
        assert told.headers["thidua-position"] == last
        assert name.endswith(f'_{last}.csv"')
    assert told.headers["thidua-known-at"]
    if CYCLE in path:
        assert CYCLE in name


@pytest.mark.parametrize("path", FILES)
def test_who_takes_csv_and_no_json_gets_the_file(path: str, year: Year) -> None:
    asked = {**year.house.headers(year.inspector), "Accept": "text/csv"}
    client = year.house.client
    assert client.get(f"/api/v1{path}", headers=asked).headers["content-type"].startswith("text/csv")
    for accept in ("application/json, text/csv", "*/*", "text/html"):
        answer = client.get(f"/api/v1{path}", headers={**asked, "Accept": accept})
        assert answer.headers["content-type"] == "application/json"
        assert "Accept" in answer.headers["vary"]
    told = client.get(f"/api/v1{path}?format=json", headers=asked)
    assert told.headers["content-type"] == "application/json"


def test_a_file_and_json_have_tags_of_their_own(year: Year) -> None:
    tags = {year.get(f"/cycles/{CYCLE}/standings", format=form).headers["etag"] for form in ("json", "csv")}
    assert len(tags) == 2


def test_a_file_is_the_whole_and_not_a_page(year: Year) -> None:
    assert len(year.rows(f"/cycles/{CYCLE}/vote-entries", limit=1)) == 4
    assert len(year.rows("/events", limit=1)) == year.app.max_position()
    assert len(year.rows(f"/cycles/{CYCLE}/history", limit=1)) > 5


def test_a_spreadsheet_runs_nothing_of_a_file(year: Year) -> None:
    cells = [cell for path in FILES for row in year.rows(path) for cell in row.values()]
    assert f"'{FORMULA}" in cells
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"after": None, "newest_first": True, "most": None}, Window(1, 100)),
        ({"after": None, "newest_first": True, "most": 30}, Window(71, 100, 71)),
        ({"after": 71, "newest_first": True, "most": 30}, Window(41, 70, 41)),
        ({"after": 11, "newest_first": True, "most": 30}, Window(1, 10)),
        ({"after": 31, "newest_first": True, "most": 30}, Window(1, 30)),
        ({"after": None, "newest_first": False, "most": 30}, Window(1, 30, 30)),
        ({"after": 30, "newest_first": False, "most": 30}, Window(31, 60, 60)),
        ({"after": 70, "newest_first": False, "most": 30}, Window(71, 100)),
        ({"after": 100, "newest_first": False, "most": 30}, Window(101, 100)),
    ],
)
def test_one_file_covers_so_many_numbers_and_the_next_goes_on(asked: dict[str, Any], found: Window) -> None:
    assert window(1, 100, **asked) == found


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_file_holds_what_its_window_covers(newest_first: bool, year: Year) -> None:
    last = year.app.max_position() or 0
    found: list[int] = []
    after: int | None = None
    while True:
        covered = window(1, last, after=after, newest_first=newest_first, most=8)
        content = event_file(year.app, LATEST, EventFilter(), covered, newest_first=newest_first)
        found += [int(row["position"]) for row in read(b"".join(content))]
        after = covered.next
        if after is None:
            break
    whole = list(range(1, last + 1))
    assert found == (whole[::-1] if newest_first else whole)


def test_where_a_file_goes_on_is_linked_with_all_that_was_asked() -> None:
    scope = {
        "type": "http", "method": "GET", "path": "/api/v1/events", "scheme": "http", "headers": [],
        "server": ("testserver", 80), "query_string": b"topic=vote.cast&after=9&format=csv",
    }  # fmt: skip
    assert onward(Request(scope), None) == {}
    assert onward(Request(scope), 4) == {
        "Link": '</api/v1/events?topic=vote.cast&after=4&format=csv>; rel="next"'
    }


def test_lines_are_sent_in_chunks() -> None:
    chunks = list(gathered(iter([b"x" * (CHUNK_BYTES // 2)] * 5)))
    assert [len(chunk) for chunk in chunks] == [CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES // 2]
