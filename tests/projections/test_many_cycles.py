"""Many cycles asked at once: the same duties, ballots and counts as one by one, with less of them read."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from domain.cycles import Cycle
from domain.pledges import Target
from projections import inbox
from projections.ballot_answers import ballot, ballots, several
from projections.ballots import BALLOTS, open_count
from projections.cycles import CYCLES
from projections.duties.duty import Duty
from projections.inspections import INSPECTIONS
from projections.pledges import PLEDGES
from projections.votes import votes_on
from projections.year import read_year, read_years
from tests.projections.inbox_scenes import BALLOT, opened, pledged, vote
from tests.projections.world import CYCLE, UNITS, World, marks

NEXT = "cum-2023"
FAR = "xa-2022"
TARGETS = (Target(id="mot", name="Một", direction="yes_no"),)


def waiting(world: World, clusters: Iterable[str] | None = None, as_of: str = "2022-12-31") -> list[Duty]:
    point = world.point(as_of)
    with world.reading() as connection:
        return inbox.waiting(connection, point, None if clusters is None else list(clusters))


def stages(world: World) -> Iterable[str]:
    """A year that goes on step by step, with something open in every part of it."""
    own: dict[str, Any] = {"cycle": CYCLE}
    world.open("a", "b", strict=True)
    yield "opened"
    world.do("launch_cycle", "2022-02-01", **own)
    pledged(world, targets=TARGETS)
    world.do("launch_drive", "2022-05-01", **own, drive="he", name="Đợt hè")
    world.do("record_inspection", "2022-06-01", **own, by="b", unit="a", inspection="mot")
    yield "pledged"
    for unit in ("a", "b"):
        world.do("submit_self_score", "2022-10-20", **own, unit=unit, marks=marks(100, 40))
    world.do("verify_score", "2022-11-01", **own, unit="a", marks=marks(90, 40))
    yield "scored"
    world.do("sum_up_cycle", "2022-11-22", **own)
    opened(world)
    vote(world, "b")
    yield "summed up"
    vote(world, "a")
    world.do("close_ballot", "2022-11-22", ballot=BALLOT, present=("a", "b"))
    world.do("count_roll_call", "2022-11-22", ballot=BALLOT)
    world.do("sign_minutes", "2022-11-23", **own)
    yield "minuted"
    world.do("propose_nomination", "2022-11-24", **own, unit="a", title="flag_ministry", ballot=BALLOT)
    world.do("contest_ballot", "2022-11-24", ballot=BALLOT, by="b", reason="Đếm sai phiếu.")
    yield "proposed"
    world.do("submit_dossier", "2022-11-25", **own)
    world.do("close_cycle", "2022-11-26", **own)
    yield "closed"


def test_what_is_left_unread_says_nothing_of_the_duties(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {}
    for stage in stages(world):
        sparingly = waiting(world)
        with monkeypatch.context() as patched:
            patched.setattr(inbox, "_unread", lambda _cycle: frozenset())
            assert waiting(world) == sparingly, stage
        found[stage] = {duty.code for duty in sparingly if duty.cycle is not None}
    assert {"report_target", "submit_self_score", "review_drive"} <= found["pledged"]
    assert {"finalise_score", "explain_score", "verify_score", "cast_vote"} <= found["summed up"]
    assert "ballot_contested" in found["proposed"]
    assert found["closed"] == {"recommend_nomination"}


def test_minutes_alone_leave_pledges_to_be_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.open("a", "b", strict=False)
    world.do("launch_cycle", "2022-02-01", cycle=CYCLE)
    pledged(world, "a", targets=TARGETS)
    world.do("sign_minutes", "2022-11-23", cycle=CYCLE)
    sparingly = waiting(world)
    monkeypatch.setattr(inbox, "_unread", lambda _cycle: frozenset())
    assert waiting(world) == sparingly
    assert {"register_pledge", "report_target"} <= {duty.code for duty in sparingly}


@pytest.fixture
def three(world: World) -> World:
    """Two years of a cluster, and a year of another."""
    world.form("a", "b")
    world.do("open_cycle", cycle=CYCLE, cluster="cum", first_year=2022)
    world.do("close_cycle", "2022-12-30", cycle=CYCLE)
    world.do("open_cycle", "2023-01-01", cycle=NEXT, cluster="cum", first_year=2023)
    world.do("form_cluster", cluster="xa", name="Cụm xa", kind="cluster")
    world.do("register_unit", unit="c", name=UNITS["c"])
    world.do("join_cluster", cluster="xa", unit="c")
    world.do("open_cycle", cycle=FAR, cluster="xa", first_year=2022)
    return world


def test_duties_do_not_depend_on_how_many_are_read_at_once(
    three: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = waiting(three, as_of="2023-02-01")
    alone = waiting(three, ["cum"], as_of="2023-02-01")
    assert {duty.cluster for duty in together} == {"cum", "xa"}
    assert alone == [duty for duty in together if duty.cluster == "cum"]
    monkeypatch.setattr(inbox, "CYCLES_AT_ONCE", 1)
    monkeypatch.setattr(inbox, "CLUSTERS_EACH_MAX", 0)
    assert waiting(three, as_of="2023-02-01") == together
    assert waiting(three, ["cum"], as_of="2023-02-01") == alone


def test_years_are_read_together_as_each_by_itself(three: World) -> None:
    three.do("register_pledge", "2022-02-10", cycle=FAR, unit="c")
    three.do("leave_cluster", "2023-01-15", cluster="cum", unit="b", reason="Chuyển cụm")
    point = three.point("2023-02-01")
    with three.reading() as connection:
        cycles = list(CYCLES.all(connection, point).values())
        years = read_years(connection, cycles, point)
        assert [year.cycle.id for year in years] == [CYCLE, NEXT, FAR]
        assert years == [read_year(connection, cycle.id, point) for cycle in cycles]
        assert [len(year.members) for year in years] == [2, 1, 1]
        assert [list(year.pledges) for year in years] == [[], [], ["c"]]
        unread = read_years(connection, cycles, point, [PLEDGES, INSPECTIONS])
        assert [year.pledges for year in unread] == [{}, {}, {}]
        assert PLEDGES.all(connection, point, cycles=[CYCLE, NEXT]) == {}
        assert list(PLEDGES.all(connection, point, cycles=[NEXT, FAR])) == [f"pledge:{FAR}:c"]
        assert PLEDGES.all(connection, point, cycles=[]) == {}


def test_of_no_cycle_there_are_no_duties(world: World) -> None:
    none: list[Cycle] = []
    with world.reading() as connection:
        assert inbox.duties_of_cycles(connection, none, world.point()) == {}


def test_ballots_are_told_together_as_each_by_itself(world: World) -> None:
    world.open("a", "b")
    world.do("sum_up_cycle", "2022-11-22", cycle=CYCLE)
    for name, mode in (("mot", "roll_call"), ("hai", "secret_paper")):
        said: dict[str, Any] = {"candidates": ("a",), "roll": ("a", "b"), "titles": ("flag_ministry",)}
        world.do("open_ballot", "2022-11-22", ballot=f"{CYCLE}.{name}", mode=mode, **said)
    vote_on = f"{CYCLE}.mot"
    world.do("cast_vote", "2022-11-22", ballot=vote_on, elector="b", choices={"a": "for"}, channel="hall")
    point = world.point()
    with world.reading() as connection:
        found = list(BALLOTS.all(connection, point).values())
        told = several(connection, found, point)
        of_cycle = ballots(connection, CYCLE, point)
        each = [ballot(connection, one.id, point) for one in found]
        assert of_cycle is not None
        assert _plain(told) == _plain(of_cycle["ballots"])
        assert _plain(told) == [{name: one[name] for name in told[0]} for one in _plain(each)]
        cast = votes_on(connection, found, point)
        assert {name: [one.elector for one in some] for name, some in cast.items()} == {
            vote_on: ["b"],
            f"{CYCLE}.hai": [],
        }
        assert several(connection, [], point) == []


def _plain(told: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(told))


def test_open_ballots_are_counted_as_they_stand(world: World) -> None:
    def counted() -> int:
        point = world.point()
        with world.reading() as connection:
            found = open_count(connection, point)
            assert found == sum(one.is_open for one in BALLOTS.all(connection, point).values())
        return found

    world.open("a", "b")
    assert counted() == 0
    ends: dict[str, dict[str, Any]] = {
        "acclaim": {"mode": "acclamation"},
        "annul_ballot": {"mode": "unstated", "reason": "Mở nhầm."},
        "close_ballot": {"mode": "show_of_hands", "present": ("a", "b")},
    }
    for number, (command, said) in enumerate(ends.items()):
        name = f"{CYCLE}.so-{number}"
        told: dict[str, Any] = {"candidates": ("a",), "roll": ("a", "b"), "titles": ("flag_ministry",)}
        world.do("open_ballot", "2022-11-22", ballot=name, mode=said.pop("mode"), **told)
        assert counted() == 1
        world.do(command, "2022-11-22", ballot=name, **said)
        assert counted() == 0
