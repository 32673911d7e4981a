"""The audit over HTTP: entries with their envelope, pages, times, and the round trip of a correction."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from service.web import audit_shapes as shapes
from tests.conftest import NewDatabase
from tests.web.audit_year import BALLOT, CYCLE, OTHER, REASON, Year
from tests.web.house import House, open_house

READS: dict[str, type[BaseModel]] = {
    "/events": shapes.Events,
    f"/cycles/{CYCLE}/events": shapes.Events,
    "/events/1": shapes.Event,
    f"/cycles/{CYCLE}/lineage": shapes.Lineage,
    f"/cycles/{CYCLE}/differences": shapes.Differences,
    f"/cycles/{CYCLE}/vote-entries": shapes.VoteEntries,
    f"/ballots/{BALLOT}/vote-entries": shapes.VoteEntries,
    "/attempts": shapes.Attempts,
}


def begun(house: House) -> Year:
    """The year, with one vote cast."""
    year = Year(house)
    year.open_ballot()
    year.cast("a", "for")
    return year


@pytest.fixture
def year(house: House) -> Year:
    """The year on each engine."""
    return begun(house)


@pytest.fixture(scope="module")
def settled(engine_name: str, new_database: NewDatabase) -> Iterator[Year]:
    """The year on each engine, for tests that only read it."""
    with open_house(new_database(engine_name)) as house:
        yield begun(house)


def positions(told: dict[str, Any]) -> list[int]:
    return [event["position"] for event in told["events"]]


def test_answers_are_of_the_shape_told(year: Year) -> None:
    year.house.post(year.electors["x"], f"/ballots/{BALLOT}/closures")
    for ended in (False, True):
        if ended:
            year.do("close_ballot", ballot=BALLOT)
        for path, shape in READS.items():
            more = {"other_as_of": "2025-12-31"} if path.endswith("differences") else {}
            told = year.get(path, **more)
            assert told.status_code == 200, told.text
            shape.model_validate_json(told.content)


def test_an_entry_says_who_recorded_it_in_what_capacity_by_which_session(settled: Year) -> None:
    (vote,) = settled.json("/events", actor=settled.electors["a"])["events"]
    assert (vote["topic"], vote["authority"]) == ("vote.cast", "representative:a")
    assert (vote["withheld"], vote["fact"]) == (True, {"channel": "hall"})
    assert positions(settled.json("/events", session=vote["session"])) == [vote["position"]]
    rows = settled.json(f"/cycles/{CYCLE}/vote-entries")["votes"]
    assert {(row["actor"], row["session"]) for row in rows} == {(settled.electors["a"], vote["session"])}


def test_filters_narrow_the_journal(settled: Year) -> None:
    last = settled.app.max_position()
    assert {event["cycle"] for event in settled.json("/events", cycle=OTHER)["events"]} == {OTHER}
    assert positions(settled.json("/events", stream=f"vote:{BALLOT}:a")) == [last]
    assert positions(settled.json("/events", topic="vote.cast", effective_from="2026-01-02")) == [last]
    assert positions(settled.json("/events", topic="vote.cast", effective_until="2026-01-02")) == []
    assert len(positions(settled.json("/events", recorded_until="2020-01-01"))) == 0
    assert len(positions(settled.json("/events", recorded_from="2020-01-01", limit=1000))) == last
    assert positions(settled.json("/events", recorded_until="2020-01-01T00:00:00+07:00")) == []
    assert positions(settled.json("/events", unit="y")) == positions(
        settled.json("/events", unit="y", as_of="2026-02-01")
    )


@pytest.mark.parametrize("newest_first", [True, False])
def test_pages_tell_each_entry_once_while_more_is_recorded(newest_first: bool, year: Year) -> None:
    last = year.app.max_position() or 0
    found: list[int] = []
    after: int | None = None
    while True:
        page = {"limit": 7, "newest_first": newest_first, **({} if after is None else {"after": after})}
        told = year.json("/events", **page)
        found += positions(told)
        after = told["next"]
        if after is None:
            break
        if len(found) < 20:
            year.do("register_unit", unit=f"moi-{len(found)}", name="Đơn vị mới")
    whole = list(range(1, (last if newest_first else year.app.max_position() or 0) + 1))
    assert found == (whole[::-1] if newest_first else whole)
    assert year.app.max_position() == last + 2


def test_pages_of_votes_make_the_whole(year: Year) -> None:
    year.cast("b", "against")
    path = f"/cycles/{CYCLE}/vote-entries"
    whole = year.json(path)["votes"]
    first = year.json(path, limit=3)
    rest = year.json(path, limit=3, after=first["next"])
    assert (len(whole), rest["next"]) == (4, None)
    assert first["votes"] + rest["votes"] == whole


def test_what_was_read_is_corrected_by_its_tag(year: Year) -> None:
    launched = year.do("launch_cycle", cycle=CYCLE, place="Hội trường A")
    read = year.get(f"/events/{launched}")
    assert read.headers["etag"] == '"2"'
    path, told = f"/events/{launched}/corrections", {"new": {"place": "Hội trường B"}, "reason": REASON}
    assert year.house.post(year.office, path, told).status_code == 428
    held = {"If-Match": read.headers["etag"]}
    corrected = year.house.post(year.office, path, told, headers=held)
    assert corrected.status_code == 201, corrected.text
    stale = {**told, "new": {"place": "Hội trường C"}}
    assert year.house.post(year.office, path, stale, headers=held).status_code == 412
    event = year.json(f"/events/{launched}")["event"]
    assert event["fact"]["place"] == "Hội trường A"
    assert event["corrected_by"] == [corrected.json()["position"]]
    assert [one["position"] for one in event["chain"]] == event["corrected_by"]
    tag = {"If-Match": year.get(f"/events/{launched}").headers["etag"]}
    retracted = year.house.post(
        year.office, f"/events/{launched}/retractions", {"reason": REASON}, headers=tag
    )
    assert retracted.status_code == 201, retracted.text


def test_a_point_of_the_past_gives_no_tag_to_correct_by(settled: Year) -> None:
    tag = settled.get("/events/1", as_of="2026-06-30").headers["etag"]
    assert tag.startswith('W/"')
    told = {"new": {"name": "Cấp trên"}, "reason": REASON}
    refused = settled.house.post(settled.office, "/events/1/corrections", told, headers={"If-Match": tag})
    assert (refused.status_code, refused.json()["code"]) == (422, "version_unreadable")


def test_lineage_is_of_all_units_or_of_one(settled: Year) -> None:
    units = {
        line["unit"] and line["unit"]["unit"] for line in settled.json(f"/cycles/{CYCLE}/lineage")["lineage"]
    }
    assert units == {None, "a", "b", "c"}
    one = settled.json(f"/cycles/{CYCLE}/lineage", unit="b")
    assert {line["unit"] and line["unit"]["unit"] for line in one["lineage"]} == {None, "b"}


@pytest.mark.parametrize(
    ("path", "params", "code"),
    [
        (f"/cycles/{CYCLE}/lineage", {"unit": "x"}, "member_unknown"),
        ("/cycles/mot-2062/lineage", {"unit": "a"}, "cycle_unknown"),
        ("/cycles/mot-2062/lineage", {}, "cycle_unknown"),
        ("/cycles/mot-2062/events", {}, "cycle_unknown"),
        ("/cycles/mot-2062/events", {"format": "csv"}, "cycle_unknown"),
        ("/cycles/mot-2062/differences", {}, "cycle_unknown"),
        ("/cycles/mot-2062/vote-entries", {}, "cycle_unknown"),
        (f"/ballots/{CYCLE}.khac/vote-entries", {}, "ballot_unknown"),
        ("/events/99999", {}, "entry_unknown"),
        ("/events/99999", {"format": "csv"}, "entry_unknown"),
    ],
)
def test_what_is_unknown_is_named(path: str, params: dict[str, str], code: str, settled: Year) -> None:
    told = settled.get(path, **params)
    assert (told.status_code, told.json()["code"]) == (404, code)
    assert told.json()["remedy"]


def test_two_points_are_compared_in_their_order(year: Year) -> None:
    before = year.app.max_position()
    year.do("launch_cycle", cycle=CYCLE)
    known = year.json(f"/events/{before}")["event"]["recorded_at"]
    told = year.json(f"/cycles/{CYCLE}/differences", known_at=known)
    assert (told["one"]["position"], told["other"]["position"]) == (before, before + 1 if before else None)
    steps = {one["what"]: (one["before"], one["after"]) for one in told["differences"]}
    assert steps["step"] == ("opened", "launched")
    back = year.json(f"/cycles/{CYCLE}/differences", other_known_at=known)
    assert {one["what"]: (one["after"], one["before"]) for one in back["differences"]} == steps
    assert year.json(f"/cycles/{CYCLE}/differences")["differences"] == []


@pytest.mark.parametrize(
    ("path", "name", "text"),
    [
        ("/events", "recorded_from", "hôm qua"),
        ("/events", "recorded_until", "2022-11-21T09:00:00"),
        ("/events", "effective_from", "0001-01-01"),
        ("/events", "effective_until", "9999-12-31"),
        ("/events", "recorded_from", "9999-12-31T23:59:59-23:59"),
        ("/events", "topic", "\x00"),
        ("/events", "actor", "a b"),
        ("/events", "stream", "a" * 201),
        ("/events", "after", str(2**63)),
        ("/events", "limit", "0"),
        ("/events", "limit", "1001"),
        ("/events", "format", "xml"),
        ("/events", "order", "up"),
        (f"/cycles/{CYCLE}/differences", "other_as_of", "2022"),
        (f"/cycles/{CYCLE}/differences", "other_known_at", "2022-13-01"),
        (f"/cycles/{CYCLE}/lineage", "limit", "1"),
        ("/attempts", "about", "api"),
        ("/attempts", "person", "\x00"),
        ("/attempts", "cycle", CYCLE),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(path: str, name: str, text: str, settled: Year) -> None:
    told = settled.get(path, **{name: text})
    assert (told.status_code, told.json()["field"]) == (422, name)
    assert told.json()["remedy"]


def test_what_is_no_unit_is_refused_as_a_filter(settled: Year) -> None:
    told = settled.get("/events", unit="Not_A_Unit")
    assert (told.status_code, told.json()["code"]) == (422, "not_a_slug")


def test_refused_attempts_are_told_and_not_what_was_in_them(year: Year) -> None:
    told = {"elector": "b", "channel": "hall", "choices": {"a": "against", "b": "against"}}
    for _ in range(3):
        assert year.house.post(year.electors["a"], f"/ballots/{BALLOT}/votes", told).status_code == 403
    assert year.house.post(year.electors["x"], f"/cycles/{CYCLE}/launches").status_code == 403
    first = year.json("/attempts", limit=3)
    assert [one["action"] for one in first["attempts"]] == ["launch_cycle", "cast_vote", "cast_vote"]
    rest = year.json("/attempts", limit=3, after=first["next"])
    assert (len(rest["attempts"]), rest["next"]) == (1, None)
    assert rest["attempts"][0]["person"] == year.electors["a"]
    assert len(year.json("/attempts", about=f"/api/v1/ballots/{BALLOT}")["attempts"]) == 3
    assert len(year.json("/attempts", person=year.electors["x"])["attempts"]) == 1
    assert "against" not in year.get("/attempts").text + year.get("/attempts", format="csv").text
