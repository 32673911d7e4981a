from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import islice, pairwise
from typing import Any, cast

import pytest

from domain.ballot_facts import BallotOpened
from domain.ballots import Ballot
from domain.clusters import MemberLeft
from domain.criteria import check_table, leaves
from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.leads import HandoverAccepted, LeadHandedOver
from domain.moments import Precision
from domain.refusals import Refusal
from domain.timeline import admitted, fold, standing
from domain.topics import NOUNS
from domain.votes import VoteCast
from projections.ballots import BALLOTS
from projections.point import LATEST, Point, resolve
from projections.standings import standings
from service.application import Thidua
from service.engine import open_engine
from service.rebuild import rebuild
from service.rehearsal.cast import first_cast, next_cast, unit_name, unit_slug
from service.rehearsal.history import history
from service.rehearsal.rehearsing import SCENES, rehearse
from service.rehearsal.table import TABLE
from service.schema import make_schema
from service.verify import verify
from tests.conftest import NewDatabase
from tests.log.setting import read_models

CYCLE = "dien-tap-1-2026"
YEAR_END = date(2026, 12, 31)
WORKDAYS = range(5)
HISTORY_ENTRIES = 20_000
LOADED_ENTRIES = 5_000
LOG_ENTRIES_MAX = 1_000_000
BATCH_ENTRIES = 1_000
SCENES_A_YEAR = len(SCENES)


@pytest.fixture
def application(database_url: str) -> Iterator[Thidua]:
    yield from fresh(database_url)


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Iterator[Thidua]:
    yield from fresh(sqlite_url)


def fresh(url: str) -> Iterator[Thidua]:
    """An application on an empty database."""
    engine = open_engine(url)
    make_schema(engine)
    yield Thidua(engine)
    engine.dispose()


def log_of(application: Thidua) -> list[Entry]:
    stored = application.log_recorder.select_notifications(1, LOG_ENTRIES_MAX)
    return [cast("Entry", application.mapper.to_domain_event(event)) for event in stored]


def timeline(application: Thidua, stream: str) -> list[Entry]:
    return streams_of(log_of(application))[stream]


def streams_of(entries: list[Entry]) -> dict[str, list[Entry]]:
    streams: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        streams[entry.originator_id].append(entry)
    return streams


def board(application: Thidua, day: date = YEAR_END, position: int | None = None) -> dict[str, Any]:
    """The standings of the cycle on a day, as known at a position of the log."""
    with application.log_recorder.reading() as connection:
        point = resolve(connection, day, None, datetime.now(UTC))
        if position is not None:
            point = Point(point.as_of, point.known_at, position)
        found = standings(connection, CYCLE, point)
    assert found is not None
    return found


def finals(application: Thidua, position: int | None = None) -> dict[str, Any]:
    members = board(application, position=position)["members"]
    return {member["unit"]: member["score"]["final"] for member in members}


def ballot(application: Thidua, name: str) -> Ballot:
    found: Ballot | None = fold(
        standing(timeline(application, f"ballot:{CYCLE}.{name}")), NOUNS["ballot"].evolve
    )
    assert found is not None
    return found


def rows(application: Thidua) -> list[list[Any]]:
    """Every row of every read model, whichever generation they are of."""
    return list(read_models(application.engine).values())


def test_a_year_played_twice_records_nothing_new(application: Thidua) -> None:
    told: list[tuple[int, int]] = []
    first = rehearse(application, progress=lambda done, of: told.append((done, of)))
    before = rows(application)
    again = rehearse(application)
    assert first.cycles == again.cycles == (CYCLE,)
    assert (first.entries, again.entries) == (len(log_of(application)), 0)
    assert told == [(done, SCENES_A_YEAR) for done in range(1, SCENES_A_YEAR + 1)]
    assert verify(application.engine).problems == ()
    rebuild(application)
    assert rows(application) == before


def test_the_flag_is_tied_and_a_second_round_decides(application: Thidua) -> None:
    rehearse(application)
    first, second = ballot(application, "flag-ministry"), ballot(application, "flag-ministry-2")
    assert first.opened.seats == 1
    assert first.elected == ()
    assert len(first.tied) == 2
    assert (second.opened.round, second.opened.previous) == (2, first.id)
    assert second.opened.candidates == first.tied
    assert second.elected is not None
    assert len(second.elected) == 1
    assert second.elected[0] in first.tied


def test_the_member_that_merged_left_in_july_and_stays_on_the_board(application: Thidua) -> None:
    rehearse(application)
    (left,) = (entry for entry in log_of(application) if isinstance(entry.fact, MemberLeft))
    assert (left.moment.civil.year, left.moment.civil.month) == (2026, 7)
    lines = {member["unit"]: member for member in board(application)["members"]}
    assert lines["dien-tap-1-f"]["left"].startswith("2026-07-")
    assert lines["dien-tap-1-f"]["status"] == "merged"
    assert lines["dien-tap-1-f"]["rank"] is None
    assert "dien-tap-1-g" not in lines, "the successor inherits no place"
    in_june = {member["unit"]: member for member in board(application, date(2026, 6, 30))["members"]}
    assert in_june["dien-tap-1-f"]["left"] is None


def test_a_corrected_figure_moves_the_points_of_others(application: Thidua) -> None:
    rehearse(application)
    (corrected,) = (
        entry
        for entry in log_of(application)
        if isinstance(entry.fact, EntryCorrected) and entry.originator_id.startswith("score:")
    )
    unit = corrected.originator_id.rpartition(":")[2]
    before, after = (finals(application, corrected.position - back) for back in (1, 0))
    assert after[unit] < before[unit]
    others = [other for other in before if other != unit and before[other] != after[other]]
    assert others, "the excess of every unit is told in shares of the highest"


def test_some_entries_come_late_and_one_is_retracted(application: Thidua) -> None:
    rehearse(application)
    entries = log_of(application)
    latest, late = 0, []
    for entry in entries:
        if entry.precision is not Precision.UNKNOWN and entry.effective < latest:
            late.append(entry.topic)
        latest = max(latest, entry.effective)
    assert late == ["inspection.recorded", "target.reported"]
    launched, retracted = timeline(application, f"drive:{CYCLE}:dot-khong-co")
    assert retracted.fact == EntryRetracted(
        position=launched.position, reason="Đợt thi đua này không được tổ chức"
    )


def test_every_way_of_voting_and_every_fate_of_a_nomination_is_there(on_sqlite: Thidua) -> None:
    rehearse(on_sqlite)
    entries = log_of(on_sqlite)
    modes = {entry.fact.mode for entry in entries if isinstance(entry.fact, BallotOpened)}
    assert modes == {"roll_call", "show_of_hands", "secret_paper", "acclamation"}
    assert {entry.fact.channel for entry in entries if isinstance(entry.fact, VoteCast)} == {
        "hall",
        "written",
    }
    members = board(on_sqlite)["members"]
    fates = {title["status"] for member in members for title in member["titles"]}
    assert fates == {"presented", "refused", "downgraded", "annulled"}
    resumed = [entry for entry in entries if entry.topic == "nomination.resumed"]
    assert len(resumed) == 1
    told = {leaf.kind for leaf in leaves(TABLE)}
    assert told == {"quantitative", "pass_fail", "direct", "bonus_penalty"}
    check_table(TABLE)


def test_it_all_happens_in_working_hours_of_the_year(on_sqlite: Thidua) -> None:
    rehearse(on_sqlite, members=40)
    entries = log_of(on_sqlite)
    assert [entry.topic for entry in entries if entry.precision is Precision.UNKNOWN] == ["unit.registered"]
    moments = [entry.moment.civil for entry in entries if entry.precision is not Precision.UNKNOWN]
    assert {moment.year for moment in moments} == {2026}
    assert {moment.weekday() for moment in moments} <= set(WORKDAYS)
    assert min(moment.time() for moment in moments) >= time(8)
    assert max(moment.time() for moment in moments) <= time(17)


def test_the_same_seed_gives_the_same_standings_in_two_databases(
    application: Thidua, new_database: NewDatabase, engine_name: str
) -> None:
    rehearse(application)
    for seed, same in ((2026, True), (7, False)):
        for other in fresh(new_database(engine_name)):
            rehearse(other, seed=seed)
            assert (board(other)["members"] == board(application)["members"]) is same
            assert (timeless(log_of(other)) == timeless(log_of(application))) is same


def timeless(entries: list[Entry]) -> list[tuple[Any, ...]]:
    """Entries without when they were recorded."""
    return [(one.originator_id, one.fact, one.effective, one.command_id, one.ordinal) for one in entries]


def test_clusters_have_numbers_and_leads_take_turns(application: Thidua) -> None:
    first = rehearse(application, years=2, first_year=2023)
    more = rehearse(application, clusters=2, years=3, first_year=2023)
    assert len(more.cycles) == 6
    assert len(log_of(application)) == first.entries + more.entries
    assert verify(application.engine).problems == ()
    leads = [
        entry.fact.lead
        for entry in timeline(application, "cluster:dien-tap-2")
        if isinstance(entry.fact, LeadHandedOver)
    ]
    assert leads == ["dien-tap-2-b", "dien-tap-2-c", "dien-tap-2-d"]
    accepted = [
        entry.fact.unit
        for entry in timeline(application, "cluster:dien-tap-2")
        if isinstance(entry.fact, HandoverAccepted)
    ]
    assert accepted == leads


def test_it_stops_in_the_middle_of_a_ballot_and_goes_on_from_there(application: Thidua) -> None:
    stopped = rehearse(application, stop_at="balloting")
    with application.log_recorder.reading() as connection:
        (open_ballot,) = BALLOTS.all(connection, LATEST, cycle=CYCLE).values()
    assert open_ballot.is_open
    votes = [entry for entry in log_of(application) if entry.topic == "vote.cast"]
    assert 0 < len(votes) < len(open_ballot.opened.roll)
    rest = rehearse(application)
    assert stopped.entries + rest.entries == len(log_of(application))
    assert board(application)["step"] == "closed"


@pytest.mark.parametrize("scene", list(SCENES))
def test_it_may_stop_after_any_scene(on_sqlite: Thidua, scene: str) -> None:
    stopped = rehearse(on_sqlite, stop_at=scene)
    rest = rehearse(on_sqlite)
    assert stopped.entries > 0
    assert (rest.entries == 0) is (scene == "closed")
    assert verify(on_sqlite.engine).problems == ()


@pytest.mark.parametrize("members", [5, 12])
@pytest.mark.parametrize("seed", [1, 2])
def test_any_seed_and_size_can_be_played(on_sqlite: Thidua, seed: int, members: int) -> None:
    rehearse(on_sqlite, seed=seed, members=members, years=2)
    assert verify(on_sqlite.engine).problems == ()
    assert len(ballot(on_sqlite, "flag-ministry").tied) == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"members": 4}, "rehearsal_too_small"),
        ({"stop_at": "lunch"}, "rehearsal_scene_unknown"),
        ({"seed": 7}, "unit_already_registered"),
    ],
)
def test_what_cannot_be_played_is_refused(on_sqlite: Thidua, wrong: dict[str, Any], code: str) -> None:
    rehearse(on_sqlite)
    before = len(log_of(on_sqlite))
    with pytest.raises(Refusal) as refused:
        rehearse(on_sqlite, **wrong)
    assert refused.value.code == code
    assert len(log_of(on_sqlite)) == before


def test_units_are_named_by_letters() -> None:
    named = [unit_name(unit_slug(1, index)) for index in (0, 25, 26, 701, 702)]
    assert named == ["Đơn vị A", "Đơn vị Z", "Đơn vị AA", "Đơn vị ZZ", "Đơn vị AAA"]
    assert unit_name(unit_slug(2, 0)) == "Đơn vị 2A"


def test_the_successor_takes_a_turn_by_its_own_joining() -> None:
    before = first_cast(1, 2026, 5)
    after = next_cast(before)
    assert (after.lead, after.deputy) == (before.deputy, before.next_deputy)
    assert after.newcomer == before.successor
    assert sorted(after.members) == sorted((*before.staying, before.successor))


def test_a_history_holds_under_the_rules_of_every_stream() -> None:
    entries = list(history(7, 3, 4, 20, HISTORY_ENTRIES))
    assert len(entries) == HISTORY_ENTRIES
    assert [entry.position for entry in entries] == list(range(1, HISTORY_ENTRIES + 1))
    assert len({(entry.command_id, entry.ordinal) for entry in entries}) == HISTORY_ENTRIES
    for stream, ours in streams_of(entries).items():
        assert [entry.originator_version for entry in ours] == list(range(1, len(ours) + 1))
        noun = NOUNS[stream.partition(":")[0]]
        admitted(standing(ours), noun.evolve, noun.admit)


def test_a_history_has_its_share_of_slips() -> None:
    entries = list(history(7, 3, 4, 20, HISTORY_ENTRIES))
    plain = [entry for entry in entries if entry.topic == "target.reported"]
    late = sum(b.effective < a.effective for a, b in pairwise(entries))
    assert len(plain) > HISTORY_ENTRIES // 2
    # In thousandths of all entries.
    for count, share in (
        (late, 20),
        (sum(isinstance(entry.fact, EntryCorrected) for entry in entries), 10),
        (sum(isinstance(entry.fact, EntryRetracted) for entry in entries), 5),
    ):
        expected = HISTORY_ENTRIES * share // 1000
        assert expected * 8 // 10 <= count <= expected * 12 // 10


@pytest.mark.parametrize("events", [0, 100, 3_000])
def test_a_history_is_as_long_as_it_is_asked_to_be(events: int) -> None:
    entries = list(history(1, 1, 1, 100, events))
    assert len(entries) == events
    assert entries == list(history(1, 1, 1, 100, events))


def load(application: Thidua, entries: Iterator[Entry]) -> None:
    while batch := list(islice(entries, BATCH_ENTRIES)):
        recordings = application.events.put(batch)
        assert [one.notification.id for one in recordings] == [entry.position for entry in batch]


def test_a_history_is_loaded_into_a_log_in_batches(application: Thidua) -> None:
    load(application, history(2026, 4, 2, 20, LOADED_ENTRIES))
    before = rows(application)
    assert verify(application.engine).problems == ()
    rebuild(application)
    assert rows(application) == before


def test_a_board_can_be_as_large_as_a_thousand_members(on_sqlite: Thidua) -> None:
    load(on_sqlite, history(2026, 1, 1, 1_000, 10_000))
    members = board(on_sqlite)["members"]
    assert len(members) == 1_000
    assert all(member["rank"] is not None for member in members)


def test_a_history_can_follow_a_log_that_holds_something(on_sqlite: Thidua) -> None:
    held = on_sqlite.do("register_unit", unit="khac", name="Đơn vị khác")
    entries = list(history(1, 1, 1, 5, 400, after=held[-1].position))
    on_sqlite.events.put(entries)
    assert log_of(on_sqlite)[1].position == entries[0].position
    assert verify(on_sqlite.engine).problems == ()
