"""A ballot counted anew under another rule: by the same arithmetic, and only where its figures are known."""

from typing import Any

import msgspec
import pytest

from domain.counts import Count, OptionCount
from domain.refusals import Refusal
from domain.rules import RuleSet
from projections.what_if import NO_CHANGE, Change, supposed_rule, what_if
from service.rulebook import rule_set
from tests.projections.world import CLUSTER, CYCLE, World, ballot_rule

BALLOT = f"{CYCLE}.co"
DAY = "2022-11-22"


@pytest.fixture
def year(world: World) -> World:
    """A cycle of three units."""
    world.form("a", "b", "c")
    world.do("open_cycle", cycle=CYCLE, cluster=CLUSTER, first_year=2022)
    return world


def hold(
    world: World, votes: dict[str, int] | None, present: tuple[str, ...] = ("a", "b", "c"), **said: Any
) -> None:
    """A show of hands of those present on some candidates; None leaves the close and the count out."""
    candidates = tuple(votes or ("a", "b"))
    opened: dict[str, Any] = {"rule": ballot_rule(), "mode": "show_of_hands", "seats": 1, **said}
    world.do("open_ballot", DAY, ballot=BALLOT, titles=("flag_ministry",), candidates=candidates, **opened)
    if votes is None:
        return
    there = len(present)
    options = tuple(
        OptionCount(candidate=unit, votes_for=given, votes_against=there - given, votes_abstain=0)
        for unit, given in votes.items()
    )
    count = Count(
        issued=there, returned=there, valid=there, invalid=0, present=there, consulted=0, options=options
    )
    world.do("close_ballot", DAY, ballot=BALLOT, present=present)
    world.do("count_hands", DAY, ballot=BALLOT, count=count)


def suppose(world: World, **changes: Any) -> Any:
    with world.reading() as connection:
        told = what_if(connection, BALLOT, world.point(), change=Change(**changes))
    return msgspec.json.decode(msgspec.json.encode(told))


def fates(told: Any) -> Any:
    return {one["unit"]: (one["needed"], one["fate"]) for one in told["candidates"]}


def test_of_an_unknown_ballot_nothing_is_supposed(year: World) -> None:
    assert suppose(year) is None


def test_another_threshold_gives_another_result(year: World) -> None:
    hold(year, {"a": 2, "b": 1})
    told = suppose(year, threshold="1/1")
    assert told["obstacle"] is None
    assert fates(told["recorded"]) == {"a": (2, "elected"), "b": (2, "not_elected")}
    assert fates(told["supposed"]) == {"a": (3, "not_elected"), "b": (3, "not_elected")}
    assert [one["unit"] for one in told["differs"]] == ["a"]
    assert told["supposed"]["rule"]["threshold"] == "1/1"
    assert "Đơn vị A: 2/3 phiếu thuận" in told["supposed"]["sentences"]["vi"][1]
    assert "Đơn vị A: 2 of 3 votes for" in told["supposed"]["sentences"]["en"][1]
    assert [one["unit"] for one in told["elected"]] == ["a"]


def test_the_rule_of_the_ballot_gives_its_own_result(year: World) -> None:
    hold(year, {"a": 2, "b": 2})
    told = suppose(year)
    assert told["recorded"] == told["supposed"]
    assert fates(told["supposed"]) == {"a": (2, "tied"), "b": (2, "tied")}
    assert "Bằng phiếu cho 1 suất" in told["supposed"]["sentences"]["vi"][-1]
    assert told["differs"] == []


def test_a_quorum_that_is_not_met_elects_nobody(year: World) -> None:
    hold(year, {"a": 2}, present=("a", "b"))
    told = suppose(year, quorum="1/1")
    assert (told["recorded"]["quorum_met"], told["supposed"]["quorum_met"]) == (True, False)
    assert fates(told["supposed"]) == {"a": (2, "not_elected")}
    assert "kết quả không có giá trị" in told["supposed"]["sentences"]["vi"][0]


def test_the_base_and_the_comparison_can_be_supposed(year: World) -> None:
    hold(year, {"a": 2}, present=("a", "b"))
    told = suppose(year, base="valid", comparison=">")
    assert fates(told["supposed"]) == {"a": (2, "elected")}
    assert told["supposed"]["candidates"][0]["base_size"] == 2


def test_a_ballot_that_is_not_over_cannot_be_counted_anew(year: World) -> None:
    hold(year, None)
    told = suppose(year, threshold="1/2")
    assert (told["obstacle"], told["supposed"]["candidates"]) == ("not_over", None)
    assert (told["recorded"]["candidates"], told["elected"]) == (None, None)
    year.do("close_ballot", DAY, ballot=BALLOT, present=("a", "b", "c"))
    assert suppose(year)["obstacle"] == "not_over"


def test_an_annulled_ballot_cannot_be_counted_anew(year: World) -> None:
    hold(year, {"a": 2})
    year.do("annul_ballot", DAY, ballot=BALLOT, reason="Kiểm phiếu sai quy trình")
    told = suppose(year)
    assert (told["obstacle"], told["recorded"]["candidates"]) == ("annulled", None)


def test_an_acclamation_has_no_figures(year: World) -> None:
    hold(year, None, mode="acclamation", rule=None)
    year.do("acclaim", DAY, ballot=BALLOT, elected=("a",))
    told = suppose(year, rule_set=rule_set("law-2022"))
    assert (told["obstacle"], told["recorded"]["rule"]) == ("uncounted", None)
    assert [one["unit"] for one in told["elected"]] == ["a"]


def test_a_figure_that_is_missing_is_named(year: World) -> None:
    hold(year, None)
    year.do("close_ballot", DAY, ballot=BALLOT, present=("a", "b", "c"))
    options = tuple(
        OptionCount(candidate=unit, votes_for=2, votes_against=1, votes_abstain=0) for unit in ("a", "b")
    )
    count = Count(valid=3, present=3, consulted=0, options=options)
    year.do("record_outcome", DAY, ballot=BALLOT, elected=("a",), count=count)
    assert suppose(year)["obstacle"] is None
    told = suppose(year, base="returned")
    assert (told["obstacle"], told["figure"]) == ("figure_missing", "returned")
    assert (told["supposed"]["candidates"], told["differs"]) == (None, [])


def test_the_rule_of_a_title_comes_before_that_of_the_whole_set() -> None:
    known = rule_set("law-2022")
    own = ballot_rule(threshold="3/4")
    titles = tuple(
        msgspec.structs.replace(title, ballot=own if title.code == "flag_ministry" else None)
        for title in known.titles
    )
    change = Change(rule_set=msgspec.structs.replace(known, titles=titles))
    assert supposed_rule(None, ["flag_ministry"], change) == own
    assert supposed_rule(None, ["advanced_unit"], change) == known.ballot
    assert isinstance(change.rule_set, RuleSet)


def test_a_rule_that_makes_no_sense_is_refused(year: World) -> None:
    hold(year, {"a": 2})
    for changes, code in (
        ({"threshold": "5/4"}, "rule_fraction_wrong"),
        ({"quorum": "hai phần ba"}, "rule_fraction_wrong"),
        ({"base": "present"}, "rule_written_opinion_uncounted"),
    ):
        with pytest.raises(Refusal) as refused:
            suppose(year, **changes)
        assert refused.value.code == code


def test_without_a_rule_and_a_rule_set_there_is_none() -> None:
    assert supposed_rule(None, [], NO_CHANGE) is None
    assert supposed_rule(None, [], Change(threshold="1/2")) is None
