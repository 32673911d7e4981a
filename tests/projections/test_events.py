"""The journal: every entry as recorded, in pages, by whom, of what and in which period."""

from typing import Any

import msgspec
import pytest

from domain.moments import Moment
from domain.refusals import Refusal
from projections.events import EventFilter, events
from projections.units import Named
from service.evidence import commitment
from tests.projections.audit_scenes import BALLOT, REASON, begin, cast, close, entry, journal, positions
from tests.projections.world import CLUSTER, CYCLE, World

MICROSECONDS = 1_000_000


def read(world: World, **said: Any) -> list[int]:
    """The entries of all pages, in the order in which they came."""
    found: list[int] = []
    after = None
    while True:
        page = journal(world, after=after, **said)
        found += [line["position"] for line in page["events"]]
        after = page["next"]
        if after is None:
            return found


@pytest.fixture
def year(world: World) -> World:
    """A cycle with an open roll call of three; one elector has voted."""
    begin(world)
    cast(world, "a", "for")
    return world


def test_an_empty_log_has_no_events(world: World) -> None:
    page = journal(world)
    assert (page["events"], page["next"], page["position"]) == ([], None, 0)


def test_a_line_tells_the_whole_envelope(year: World) -> None:
    line = journal(year)["events"][-1]
    assert line.pop("recorded_at").startswith("2024-01-01T")
    assert len(line.pop("command_id")) == 32
    assert line == {
        "position": 10,
        "topic": "vote.cast",
        "on": "2022-11-22T09:00:00+07:00",
        "precision": "instant",
        "sentences": {"vi": "Đơn vị A bỏ phiếu tại hội trường.", "en": "Đơn vị A voted in the hall."},
        "stream": f"vote:{BALLOT}:a",
        "version": 1,
        "unit": Named("a", "Đơn vị A"),
        "cycle": CYCLE,
        "actor": "p-a",
        "authority": "representative:a",
        "session": "s-a",
        "source": None,
        "reason": None,
        "stands": True,
        "corrected_by": [],
        "retracted_by": None,
        "corrects": None,
        "retracts": None,
        "withheld": True,
        "fact": {"channel": "hall"},
    }


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("limit", [1, 3, 10])
def test_the_pages_are_the_log_each_entry_once(year: World, newest_first: bool, limit: int) -> None:
    whole = list(range(1, 11))
    expected = whole[::-1] if newest_first else whole
    assert read(year, newest_first=newest_first, limit=limit) == expected


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_page_looks_through_no_more_than_it_may(year: World, newest_first: bool) -> None:
    first = journal(year, topic="member.joined", limit=2, scanned_max=3, newest_first=newest_first)
    assert [line["position"] for line in first["events"]] == ([] if newest_first else [3])
    assert first["next"] == (8 if newest_first else 3)
    found = read(year, topic="member.joined", limit=2, scanned_max=3, newest_first=newest_first)
    assert sorted(found) == [3, 5, 7]


def test_a_page_costs_the_same_in_a_longer_log(year: World) -> None:
    def page(connection: Any, _key: str, point: Any) -> dict[str, Any]:
        return events(connection, point, EventFilter(actor="p-a"), limit=2)

    before = year.statements(page)
    cast(year, "b", "for")
    cast(year, "c", "for")
    assert year.statements(page) == before


def test_events_are_found_by_who_recorded_them(year: World) -> None:
    voted = cast(year, "b", "against")
    assert positions(year, actor="p-b") == [voted]
    assert positions(year, session="s-b") == [voted]
    assert positions(year, actor="p-b", session="s-a") == []


def test_events_are_found_by_what_they_are_of(year: World) -> None:
    assert positions(year, topic="vote.cast") == [10]
    assert positions(year, stream=f"ballot:{BALLOT}") == [9]
    assert positions(year, cycle=CYCLE) == [8, 9, 10]
    assert positions(year, cycle=CYCLE, actor="p-a") == [10]
    assert positions(year, cluster=CLUSTER) == [1, 3, 5, 7, 8, 9, 10]
    assert positions(year, cluster=CLUSTER, stream=f"cluster:{CLUSTER}") == [1, 3, 5, 7]


def test_a_cluster_whose_name_begins_alike_is_another(year: World) -> None:
    year.do("form_cluster", cluster=f"{CLUSTER}-hai", name="Cụm hai", kind="cluster")
    opened = year.do("open_cycle", cycle=f"{CLUSTER}-hai-2022", cluster=f"{CLUSTER}-hai", first_year=2022)
    assert opened not in positions(year, cluster=CLUSTER)
    assert positions(year, cluster=f"{CLUSTER}-hai") == [opened - 1, opened]


def test_a_unit_is_found_by_its_streams_and_by_what_names_it(year: World) -> None:
    assert positions(year, unit="a") == [2, 3, 9, 10]
    assert positions(year, unit="c") == [6, 7, 9]


@pytest.mark.parametrize("word", ["for", "against", "abstain"])
def test_no_filter_tells_how_somebody_voted(year: World, word: str) -> None:
    position = cast(year, "b", word)
    assert position not in positions(year, unit=word)
    with pytest.raises(Refusal, match="not_a_slug"):
        positions(year, unit=f'a":"{word}')


def test_a_period_of_recording_is_a_part_of_the_log(year: World) -> None:
    at = {line["position"]: line["recorded_at"] for line in journal(year)["events"]}
    times = {position: Moment.parse(text).effective for position, text in at.items()}
    assert positions(year, recorded_from=times[4]) == [4, 5, 6, 7, 8, 9, 10]
    assert positions(year, recorded_until=times[4]) == [1, 2, 3, 4]
    assert positions(year, recorded_from=times[4] + 1, recorded_until=times[6]) == [5, 6]
    assert positions(year, recorded_from=times[10] + MICROSECONDS) == []
    assert positions(year, recorded_from=times[4], position=5) == [4, 5]
    assert positions(year, recorded_until=times[9], position=2) == [1, 2]


def test_a_period_of_the_world_is_that_in_which_it_was_true(year: World) -> None:
    day = Moment.parse("2022-11-22").effective
    assert positions(year, effective_from=day) == [9, 10]
    assert positions(year, effective_until=day - 1) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert positions(year, effective_from=day, effective_until=day) == [9]


def test_looking_back_to_a_day_leaves_out_what_came_later(year: World) -> None:
    assert positions(year, as_of="2022-11-21") == [1, 2, 3, 4, 5, 6, 7, 8]
    assert positions(year, position=4) == [1, 2, 3, 4]
    assert entry(year, 9, "2022-11-21") is None
    assert entry(year, 9, known=8) is None
    assert entry(year, 99) is None


def test_the_present_leaves_out_nothing_that_is_recorded(year: World) -> None:
    reported = year.do("report_commendation", "2024", cycle=CYCLE, line="tong-cong", collectives=9)
    assert reported in positions(year, as_of="2024-06-01")
    assert reported not in positions(year, as_of="2023-12-31")


def test_an_entry_is_told_as_it_was_recorded_with_what_became_of_it(year: World) -> None:
    reported = year.do("report_commendation", "2022-12-01", cycle=CYCLE, line="tong-cong", collectives=91)
    put_right = year.do("correct_entry", None, position=reported, reason=REASON, new={"collectives": 19})
    gone = year.do("retract_entry", None, position=put_right, reason=REASON)
    first, second, third = journal(year)["events"][-3:]
    assert (first["fact"], first["corrected_by"]) == ({"collectives": 91, "line": "tong-cong"}, [])
    assert (second["corrects"], second["stands"], second["retracted_by"]) == (reported, False, gone)
    assert second["fact"]["old"] == {"collectives": 91}
    assert third["retracts"] == put_right
    before = journal(year, position=put_right)["events"]
    assert before[-2]["corrected_by"] == [put_right]


def test_an_entry_comes_with_the_chain_of_its_amendments(year: World) -> None:
    other = year.do("report_commendation", "2022-12-01", cycle=CYCLE, line="khac", collectives=1)
    reported = year.do("report_commendation", "2022-12-01", cycle=CYCLE, line="tong-cong", collectives=91)
    put_right = year.do("correct_entry", None, position=reported, reason=REASON, new={"collectives": 19})
    gone = year.do("retract_entry", None, position=put_right, reason=REASON)
    chains = {
        position: [line["position"] for line in entry(year, position)["chain"]]
        for position in (other, reported, put_right, gone)
    }
    assert chains == {
        other: [],
        reported: [put_right, gone],
        put_right: [reported, gone],
        gone: [reported, put_right],
    }


def test_the_proof_of_an_entry_opens_its_commitment(year: World) -> None:
    told = entry(year, 9)
    proof = {name: bytes.fromhex(text) for name, text in told["proof"].items()}
    assert proof.keys() == {"leaf", "commitment", "salt"}
    canonical = msgspec.json.encode(told["fact"], order="sorted")
    assert commitment(proof["salt"], canonical) == proof["commitment"]


def test_a_vote_is_proved_without_its_salt_until_its_ballot_is_over(year: World) -> None:
    told = entry(year, 10)
    assert (told["withheld"], told["proof"].keys()) == (True, {"leaf", "commitment"})
    close(year)
    over = entry(year, 10)
    assert (over["withheld"], over["fact"]["choices"]) == (False, {"a": "for", "b": "for"})
    assert over["proof"] == {**told["proof"], "salt": over["proof"]["salt"]}
    assert "đồng ý" in over["sentences"]["vi"]
