"""The history of a cycle: every entry, and what became of it."""

from typing import Any

import msgspec

from projections.catalogue import Language
from projections.entries import amendments, entries
from projections.history import history
from tests.projections.world import CLUSTER, CYCLE, World, ballot_rule


def told(world: World, as_of: str = "2023-12-31", language: Language = "vi", **page: int | None) -> Any:
    with world.reading() as connection:
        found = history(connection, CYCLE, world.point(as_of), language, **page)
    return msgspec.json.decode(msgspec.json.encode(found))


def by_position(found: Any) -> dict[int, Any]:
    return {entry["position"]: entry for entry in found["entries"]}


def test_an_unknown_cycle_has_no_history(world: World) -> None:
    assert told(world) is None


def test_the_story_of_a_cycle_is_that_of_its_streams_cluster_and_units(world: World) -> None:
    world.form("a", "b")
    world.do("register_unit", "2022-02-01", unit="c", name="Đơn vị C")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    own = world.do("register_pledge", "2022-03-01", cycle=CYCLE, unit="a")
    renamed = world.do("rename_unit", "2022-06-01", unit="a", name="Tên mới")
    later = world.do("rename_unit", "2023-06-01", unit="a", name="Tên sau")
    stranger = world.do("rename_unit", "2022-06-01", unit="c", name="Người ngoài")
    handed = world.do("hand_over_lead", "2022-11-22", cluster=CLUSTER, year=2023, lead="b")
    left = world.do("leave_cluster", "2022-12-01", cluster=CLUSTER, unit="b")
    renamed_after = world.do("rename_unit", "2022-12-10", unit="b", name="B sau khi rời")
    joined = world.do("join_cluster", "2023-01-01", cluster=CLUSTER, unit="c")
    found = by_position(told(world))
    assert {own, renamed, handed, left, renamed_after} <= found.keys()
    assert not {later, stranger, joined} & found.keys()
    line = found[own]
    assert isinstance(line.pop("sentence"), str)
    assert line.pop("recorded_at").startswith("2024-01-01T")
    assert line == {
        "position": own,
        "on": "2022-03-01",
        "precision": "day",
        "topic": "pledge.registered",
        "stream": f"pledge:{CYCLE}:a",
        "unit": {"unit": "a", "name": "Tên sau"},
        "actor": None,
        "source": None,
        "stands": True,
        "corrected_by": [],
        "retracted_by": None,
        "corrects": None,
        "retracts": None,
    }


def test_a_cycle_without_a_known_cluster_has_a_history(world: World) -> None:
    fact = {"cluster": CLUSTER, "first_year": 2022}
    world.do("record_fact", stream=f"cycle:{CYCLE}", topic="cycle.opened", fact=fact)
    assert [entry["topic"] for entry in told(world)["entries"]] == ["cycle.opened"]


def test_amendments_are_told_and_so_is_what_they_amend(world: World) -> None:
    world.form("a")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    said: dict[str, Any] = {"cycle": CYCLE, "line": "tong-cong", "collectives": 91}
    reported = world.do("report_commendation", "2022-11-20", **said)
    correction = world.do(
        "correct_entry",
        "2023-01-05",
        position=reported,
        reason="Nhập nhầm số liệu",
        new={"collectives": 19},
        on="2022-11-22",
    )
    second = world.do(
        "correct_entry", "2023-01-06", position=reported, reason="Nhập nhầm lần nữa", new={"collectives": 20}
    )
    taken_back = world.do("retract_entry", "2023-01-07", position=correction, reason="Số cũ mới đúng")
    found = by_position(told(world))
    assert (found[reported]["on"], found[reported]["corrected_by"]) == ("2022-11-20", [second])
    assert (found[correction]["corrects"], found[correction]["retracted_by"]) == (reported, taken_back)
    assert (found[correction]["stands"], found[taken_back]["retracts"]) == (False, correction)
    restored = world.do("retract_entry", "2023-01-08", position=taken_back, reason="Lại rút nhầm mục")
    found = by_position(told(world))
    assert found[reported]["on"] == "2022-11-22"
    assert found[reported]["corrected_by"] == [correction, second]
    assert found[taken_back]["retracted_by"] == restored
    assert list(by_position(told(world, "2022-11-21"))) == [1, 2, 3, 4]
    gone = world.do("retract_entry", "2023-01-09", position=reported, reason="Ghi nhầm chu kỳ")
    found = by_position(told(world))
    assert (found[reported]["stands"], found[reported]["retracted_by"]) == (False, gone)
    assert found[reported]["on"] == "2022-11-20"


def test_a_long_history_comes_in_pages(world: World) -> None:
    world.form("a", "b")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    whole = told(world)
    positions = [entry["position"] for entry in whole["entries"]]
    assert whole["next"] is None
    read: list[int] = []
    after = None
    while True:
        page = told(world, after=after, limit=2)
        read += [entry["position"] for entry in page["entries"]]
        after = page["next"]
        if after is None:
            break
    assert read == positions
    assert told(world, after=positions[-1])["entries"] == []
    assert told(world, after=10_000)["entries"] == whole["entries"]


def test_the_history_of_a_point_never_grows(world: World) -> None:
    world.form("a", "b")
    world.do("register_unit", unit="c", name="Đơn vị C")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    with world.reading() as connection:
        point = world.point()
        before = history(connection, CYCLE, point, "en")
    world.do("join_cluster", "2022-02-01", cluster=CLUSTER, unit="c")
    world.do("register_pledge", "2022-03-01", cycle=CYCLE, unit="c")
    with world.reading() as connection:
        assert history(connection, CYCLE, point, "en") == before


def test_entries_are_asked_for_by_cycle_or_by_stream(world: World) -> None:
    world.form("a")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    with world.reading() as connection:
        point = world.point()
        assert entries(connection, point) == []
        assert [entry.position for entry in entries(connection, point, cycle=CYCLE)] == [4]
        assert [entry.position for entry in entries(connection, point, cycle=CYCLE, of=["unit:a"])] == [2, 4]
    assert amendments([]) == {}


def test_a_vote_tells_its_choices_only_once_its_ballot_is_over(world: World) -> None:
    world.form("a", "b", "c")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    ballot = f"{CYCLE}.co"
    titles: dict[str, Any] = {"titles": ("flag_ministry",), "candidates": ("a",), "rule": ballot_rule()}
    world.do("open_ballot", "2022-11-22", ballot=ballot, mode="roll_call", **titles)
    vote: dict[str, Any] = {"ballot": ballot, "elector": "b", "channel": "hall"}
    cast = world.do("cast_vote", "2022-11-22", **vote, choices={"a": "for"})
    changed = world.do("change_vote", "2022-11-22", **vote, choices={"a": "against"})
    world.do("cast_vote", "2022-11-22", ballot=ballot, elector="c", channel="hall", choices={"a": "for"})
    languages: tuple[Language, ...] = ("vi", "en")
    said = [by_position(told(world, language=language)) for language in languages]
    assert [(found[cast]["sentence"], found[changed]["sentence"]) for found in said] == [
        ("Đơn vị B bỏ phiếu tại hội trường.", "Đơn vị B đổi phiếu tại hội trường."),
        ("Đơn vị B voted in the hall.", "Đơn vị B changed its vote in the hall."),
    ]
    world.do("close_ballot", "2022-11-23", ballot=ballot)
    found = by_position(told(world, "2022-11-22"))
    assert found[cast]["sentence"] == "Đơn vị B bỏ phiếu tại hội trường: đồng ý Đơn vị A."
    assert found[changed]["sentence"] == "Đơn vị B đổi phiếu tại hội trường: không đồng ý Đơn vị A."
