"""The arithmetic of ballots against a brute-force oracle that counts electors one by one."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from typing import Any, get_args

import msgspec
import pytest

from domain.counts import Count, OptionCount
from domain.moments import Moment
from domain.refusals import Refusal
from domain.rules import BallotRule, Base, Comparison, Mode, Source
from domain.tally import BallotWarning, attendance, least_votes, result, tally, warnings
from domain.votes import Channel, Choice, Vote

ELECTORS_MAX = 12
SHARES: tuple[tuple[int, int, Comparison], ...] = (
    (1, 2, ">"),
    *((over, under, ">=") for over, under in ((1, 2), (2, 3), (3, 4), (4, 5), (9, 10), (1, 1))),
    *((over, under, ">") for over, under in ((2, 3), (3, 4), (4, 5), (9, 10), (1, 1))),
)
DAY = Moment.parse("2022-11-22")
PLAIN = BallotRule(
    modes=get_args(Mode),
    base="roll",
    threshold="2/3",
    comparison=">=",
    quorum="2/3",
    quorum_base="present_or_consulted",
    tie="second_round",
    self_vote=True,
    change_until_close=False,
    source=Source(reference="example", confirmed=True),
)


def rule(**changes: Any) -> BallotRule:
    modes = ("roll_call",) if changes.get("base") == "present" else PLAIN.modes
    return msgspec.structs.replace(PLAIN, **{"modes": modes, **changes})


def vote(elector: str, choice: Choice, channel: Channel = "hall", candidate: str = "a") -> Vote:
    return Vote(elector=elector, choices={candidate: choice}, channel=channel, capacity=None, at=DAY)


class Elector:
    """One elector of the oracle: where it is, and what its ballot says, if it handed one in."""

    def __init__(
        self, says: str, *, written: bool = False, silent: bool = False, spoilt: bool = False
    ) -> None:
        self.says = says
        self.returned = says != "absent"
        self.valid = self.returned and not spoilt
        self.consulted = written
        self.present = silent or (self.returned and not written)

    def belongs(self, base: Base) -> bool:
        match base:
            case "roll":
                return True
            case "present":
                return self.present
            case "present_or_consulted":
                return self.present or self.consulted
            case "returned":
                return self.returned
            case "valid":
                return self.valid


def splits(electors: int) -> Iterator[list[str]]:
    """Every way in which electors are for, against, without opinion or absent."""
    for votes_for in range(electors + 1):
        for against in range(electors - votes_for + 1):
            for abstain in range(electors - votes_for - against + 1):
                absent = electors - votes_for - against - abstain
                yield (
                    ["for"] * votes_for + ["against"] * against + ["abstain"] * abstain + ["absent"] * absent
                )


def varied(says: list[str]) -> list[Elector]:
    """The same votes, with one in writing, one ballot spoilt and one member present who does not vote."""
    electors = [Elector(said) for said in says]
    if says[0] != "absent":
        electors[0] = Elector(says[0], written=True)
    voting = [at for at, said in enumerate(says) if said != "absent"]
    if len(voting) > 1:
        electors[voting[-1]] = Elector(says[voting[-1]], spoilt=True)
    if says[-1] == "absent":
        electors[-1] = Elector("absent", silent=True)
    return electors


def counted(electors: list[Elector]) -> Count:
    def says(word: str) -> int:
        return len([1 for elector in electors if elector.valid and elector.says == word])

    return Count(
        issued=len([1 for elector in electors if elector.present or elector.consulted]),
        returned=len([1 for elector in electors if elector.returned]),
        valid=len([1 for elector in electors if elector.valid]),
        invalid=len([1 for elector in electors if elector.returned and not elector.valid]),
        present=len([1 for elector in electors if elector.present]),
        consulted=len([1 for elector in electors if elector.consulted]),
        options=(
            OptionCount(
                candidate="a",
                votes_for=says("for"),
                votes_against=says("against"),
                votes_abstain=says("abstain"),
            ),
        ),
    )


def meets(votes: int, size: int, over: int, under: int, comparison: Comparison) -> bool:
    """Cross-multiplied whole numbers; nobody passes without a vote."""
    left, right = votes * under, size * over
    return votes > 0 and (left > right if comparison == ">" else left >= right)


@cache
def oracle_needed(size: int, over: int, under: int, comparison: Comparison) -> int:
    return next(votes for votes in range(1, size + 2) if meets(votes, size, over, under, comparison))


def check(electors: list[Elector], count: Count, base: Base) -> None:
    roll = [f"unit-{at}" for at in range(len(electors))]
    group = [elector for elector in electors if elector.belongs(base)]
    votes = len([1 for elector in electors if elector.valid and elector.says == "for"])
    taking_part = len([1 for elector in electors if elector.present or elector.consulted])
    for over, under, comparison in SHARES:
        told = result(RULES[base, over, under, comparison], count, roll, ("a",), None)
        (line,) = told.lines
        passes = meets(votes, len(group), over, under, comparison)
        assert line.base_size == len(group)
        assert line.votes_for == votes
        assert line.passed is passes
        assert line.needed == oracle_needed(len(group), over, under, comparison)
        assert line.share == (Fraction(votes, len(group)) if group else None)
        assert told.quorum.met is (taking_part * 3 >= len(electors) * 2)
        assert told.elected == (("a",) if passes and told.quorum.met else ())
        assert told.tied == ()


BASES: tuple[Base, ...] = get_args(Base)
RULES = {
    (base, over, under, comparison): rule(base=base, threshold=f"{over}/{under}", comparison=comparison)
    for base in BASES
    for over, under, comparison in SHARES
}


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("electors", range(1, ELECTORS_MAX + 1))
def test_every_split_of_a_roll_call_gives_what_counting_one_by_one_gives(electors: int, base: Base) -> None:
    roll = [f"unit-{at}" for at in range(electors)]
    for says in splits(electors):
        votes = [vote(unit, said) for unit, said in zip(roll, says, strict=True) if said != "absent"]  # type: ignore[arg-type]
        present = [unit for unit, said in zip(roll, says, strict=True) if said != "absent"]
        people = [Elector(said) for said in says]
        count = tally(roll, present, votes, ("a",))
        assert count == counted(people)
        check(people, count, base)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("electors", range(1, ELECTORS_MAX + 1))
def test_written_spoilt_and_silent_electors_are_in_the_bases_they_belong_to(
    electors: int, base: Base
) -> None:
    for says in splits(electors):
        people = varied(says)
        if base == "present":
            # A rule whose base is those present hears nobody in writing: `rules` refuses the two together.
            people = [Elector(one.says, spoilt=one.returned and not one.valid) for one in people]
        check(people, counted(people), base)


@cache
def shared_out(standing: tuple[tuple[str, int, int], ...], seats: int) -> tuple[set[str], set[str]]:
    """Every fair choice of candidates for the seats: who is in all of them, and who in some only.

    A choice is fair if nobody outside it has a greater share than anybody inside.
    """
    size = min(seats, len(standing))
    fair = [
        {name for name, _, _ in chosen}
        for chosen in combinations(standing, size)
        if all(
            mine * other_base >= others * my_base
            for _, mine, my_base in chosen
            for _, others, other_base in set(standing) - set(chosen)
        )
    ]
    certain = set.intersection(*fair)
    return certain, set.union(*fair) - certain


@pytest.mark.parametrize("self_vote", [True, False])
@pytest.mark.parametrize(("over", "under", "comparison"), [(1, 2, ">"), (2, 3, ">=")])
@pytest.mark.parametrize(("names", "electors"), [("ab", 6), ("abc", 5), ("abcd", 4)])
def test_seats_and_ties_are_what_all_fair_choices_agree_on(
    names: str, electors: int, over: int, under: int, comparison: Comparison, self_vote: bool
) -> None:
    # The first candidate is an elector and the others are not, so without self-vote the bases differ.
    roll = ["a", *(f"unit-{at}" for at in range(electors - 1))]
    told_by = rule(threshold=f"{over}/{under}", comparison=comparison, self_vote=self_vote)
    for votes in product(range(electors + 1), repeat=len(names)):
        if not self_vote and votes[0] == electors:
            continue
        options = []
        for name, number in zip(names, votes, strict=True):
            base = electors - (name == "a" and not self_vote)
            options.append(
                OptionCount(candidate=name, votes_for=number, votes_against=base - number, votes_abstain=0)
            )
        count = Count(valid=electors, present=electors, consulted=0, options=tuple(options))
        standing = tuple(
            (option.candidate, number, electors - (option.candidate == "a" and not self_vote))
            for option, number in zip(options, votes, strict=True)
        )
        passed = tuple(one for one in standing if meets(one[1], one[2], over, under, comparison))
        for seats in (None, *range(1, len(names) + 1)):
            told = result(told_by, count, roll, tuple(names), seats)
            certain, some = shared_out(passed, len(names) if seats is None else seats)
            assert (set(told.elected), set(told.tied)) == (certain, some)
            assert told.seats_open == (min(seats or 0, len(passed)) - len(certain) if some else 0)


def own_count(votes_for: int, others: int, *, valid: int, present: int) -> Count:
    option = OptionCount(candidate="unit-0", votes_for=votes_for, votes_against=others, votes_abstain=0)
    return Count(
        issued=present,
        returned=valid,
        valid=valid,
        invalid=0,
        present=present,
        consulted=0,
        options=(option,),
    )


@pytest.mark.parametrize(
    ("base", "handed_in", "names_stated", "base_size"),
    [
        ("roll", True, True, 5),
        ("roll", False, True, 5),
        ("present", True, True, 4),
        ("present", False, True, 4),
        ("present", False, False, 5),
        ("present_or_consulted", True, False, 4),
        ("returned", True, True, 4),
        ("returned", False, True, 4),
        ("valid", True, True, 4),
        ("valid", False, True, 4),
    ],
)
def test_without_self_vote_the_own_elector_leaves_the_base_it_would_be_in(
    base: Base, handed_in: bool, names_stated: bool, base_size: int
) -> None:
    roll = [f"unit-{at}" for at in range(6)]
    count = own_count(3, 1, valid=5 if handed_in else 4, present=5)
    told = result(
        rule(base=base, self_vote=False), count, roll, ("unit-0",), None, roll[:5] if names_stated else None
    )
    assert told.lines[0].base_size == base_size


def test_a_candidate_from_outside_the_roll_keeps_the_whole_base_without_self_vote() -> None:
    count = Count(
        valid=2,
        present=2,
        consulted=0,
        options=(OptionCount(candidate="x", votes_for=2, votes_against=0, votes_abstain=0),),
    )
    assert result(rule(self_vote=False), count, ("a", "b"), ("x",), None).lines[0].base_size == 2


@pytest.mark.parametrize(
    ("changes", "missing", "figure"),
    [
        ({}, {"valid": None}, "valid"),
        ({}, {"present": None}, "present"),
        ({}, {"consulted": None}, "consulted"),
        ({"base": "returned"}, {"returned": None}, "returned"),
        ({"base": "present_or_consulted", "quorum_base": "present"}, {"consulted": None}, "consulted"),
        ({"quorum_base": "present"}, {"present": None}, "present"),
        ({}, {"options": ()}, "options"),
        ({}, {"options": (OptionCount(candidate="unit-0", votes_for=2),)}, "unit-0.votes_against"),
    ],
)
def test_a_figure_that_the_result_needs_is_asked_for_and_never_taken_as_nought(
    changes: dict[str, Any], missing: dict[str, Any], figure: str
) -> None:
    count = msgspec.structs.replace(own_count(3, 2, valid=5, present=5), **missing)
    with pytest.raises(Refusal) as caught:
        result(rule(**changes), count, [f"unit-{at}" for at in range(6)], ("unit-0",), None)
    assert (caught.value.code, caught.value.params) == ("count_incomplete", {"figure": figure})


def test_consulted_electors_need_no_figure_where_nobody_is_heard_in_writing() -> None:
    count = msgspec.structs.replace(own_count(4, 1, valid=5, present=5), consulted=None)
    roll = [f"unit-{at}" for at in range(6)]
    for changes in ({"base": "present"}, {"base": "present", "quorum_base": "present"}):
        assert result(rule(**changes), count, roll, ("unit-0",), None).quorum.attending == 5


def test_the_least_votes_of_an_empty_base_elect_nobody() -> None:
    assert least_votes(0, Fraction(2, 3), ">=") == 1


def test_a_member_who_is_there_and_also_wrote_counts_once() -> None:
    votes = [vote("a", "for", "written"), vote("b", "for", "written"), vote("x", "for")]
    count = tally(("a", "b", "c"), ("a", "c"), votes, ("a",))
    assert (count.issued, count.returned, count.present, count.consulted) == (3, 2, 2, 1)


def test_attendance_is_as_stated_or_else_who_opened_and_who_voted_there() -> None:
    votes = [vote("c", "for"), vote("b", "for", "written")]
    assert attendance(("a", "b", "c", "d"), votes, ("d",)) == ("d",)
    assert attendance(("a", "b", "c", "d"), votes, None, ("a",)) == ("a", "c")
    assert attendance(("a", "b", "c", "d"), votes, None) == ("c",)


def codes(found: list[BallotWarning]) -> set[str]:
    return {warning.code for warning in found}


def test_ninety_per_cent_of_seven_is_unanimity() -> None:
    found = {warning.code: warning.params for warning in warnings(rule(threshold="9/10"), 7)}
    assert found["threshold_is_unanimity"] == {
        "threshold": "9/10",
        "comparison": ">=",
        "needed": 7,
        "base_size": 7,
    }
    assert found["quorum_cannot_pass"]["quorum_needed"] == 5
    assert "threshold_is_unanimity" not in codes(warnings(rule(threshold="9/10"), 10))


@pytest.mark.parametrize(
    ("code", "changes", "roll_size", "seats"),
    [
        ("threshold_unreachable", {"threshold": "1/1", "comparison": ">"}, 6, None),
        ("threshold_unreachable", {"self_vote": False}, 1, None),
        ("one_vote_suffices", {"threshold": "1/10"}, 6, None),
        ("few_electors", {}, 3, None),
        ("quorum_is_everybody", {"quorum": "9/10"}, 6, None),
        ("quorum_cannot_pass", {"quorum": "1/2"}, 6, None),
        ("self_vote_off", {"self_vote": False}, 6, None),
        ("tie_possible", {}, 6, 1),
        ("rule_unconfirmed", {"source": Source(reference="default", confirmed=False)}, 6, None),
    ],
)
def test_a_warning_is_given_before_opening(
    code: str, changes: dict[str, Any], roll_size: int, seats: int | None
) -> None:
    assert code in codes(warnings(rule(**changes), roll_size, seats))


def test_six_electors_and_two_thirds_give_no_warning() -> None:
    assert warnings(PLAIN, 6) == []
