"""The outcome of a ballot, with its arithmetic."""

from fractions import Fraction
from typing import Any

import pytest

from domain import ballots, tally
from domain.ballot_facts import BallotAcclaimed, BallotAnnulled, BallotClosed, BallotCounted, BallotOpened
from domain.ballots import Ballot
from domain.counts import Count, OptionCount
from domain.facts import Entry, Fact
from domain.moments import Moment, Precision
from domain.rules import BallotRule, Source
from domain.timeline import fold
from projections.ballot_sentences import ballot_sentences, quorum_sentence, result_sentence, tie_sentence
from projections.catalogue import Language
from projections.units import Named

A, B, C = "don-vi-a", "don-vi-b", "don-vi-c"
ROLL = (A, B, C, "d", "e", "f")


class Rehearsed:
    """Names every unit by its last letter."""

    def of(self, unit: str | None, /) -> Named | None:
        return None if unit is None else Named(unit, f"Đơn vị {unit[-1].upper()}")


def rule(**changes: Any) -> BallotRule:
    values: dict[str, Any] = {
        "modes": ("roll_call", "show_of_hands", "acclamation"),
        "base": "roll",
        "threshold": "2/3",
        "comparison": ">=",
        "quorum": "2/3",
        "quorum_base": "present",
        "tie": "second_round",
        "self_vote": True,
        "change_until_close": False,
        "source": Source(reference="Quy định diễn tập", confirmed=False),
    }
    return BallotRule(**{**values, **changes})


def line(**changes: Any) -> tally.CandidateResult:
    values: dict[str, Any] = {
        "candidate": A,
        "votes_for": 5,
        "votes_against": 1,
        "votes_abstain": 0,
        "base": "roll",
        "base_size": 6,
        "share": Fraction(5, 6),
        "threshold": Fraction(2, 3),
        "comparison": ">=",
        "needed": 4,
        "passed": True,
    }
    return tally.CandidateResult(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "vietnamese", "english"),
    [
        (
            {},
            "Đơn vị A: 5/6 phiếu thuận trên tổng số cử tri, cần ≥ 2/3 (4 phiếu): đạt",
            "Đơn vị A: 5 of 6 votes for, counted on all electors; needs ≥ 2/3 (4): passed",
        ),
        (
            {"base": "valid", "comparison": ">", "needed": 5, "votes_for": 4, "passed": False},
            "Đơn vị A: 4/6 phiếu thuận trên số phiếu hợp lệ, cần > 2/3 (5 phiếu): không đạt",
            "Đơn vị A: 4 of 6 votes for, counted on the valid ballots; needs > 2/3 (5): not passed",
        ),
        (
            {"base": "present"},
            "Đơn vị A: 5/6 phiếu thuận trên số cử tri có mặt, cần ≥ 2/3 (4 phiếu): đạt",
            "Đơn vị A: 5 of 6 votes for, counted on the electors present; needs ≥ 2/3 (4): passed",
        ),
        (
            {"base": "present_or_consulted"},
            "Đơn vị A: 5/6 phiếu thuận trên số cử tri có mặt hoặc cho ý kiến bằng văn bản, cần ≥ 2/3 (4 "
            "phiếu): đạt",
            "Đơn vị A: 5 of 6 votes for, counted on the electors present or heard in writing; needs ≥ 2/3 "
            "(4): "
            "passed",
        ),
        (
            {"base": "returned"},
            "Đơn vị A: 5/6 phiếu thuận trên số phiếu thu về, cần ≥ 2/3 (4 phiếu): đạt",
            "Đơn vị A: 5 of 6 votes for, counted on the ballots returned; needs ≥ 2/3 (4): passed",
        ),
        (
            {"threshold": Fraction(1), "comparison": ">", "needed": 7, "passed": False},
            "Đơn vị A: 5/6 phiếu thuận trên tổng số cử tri, cần > 1/1, nhiều hơn số có thể đạt: không đạt",
            "Đơn vị A: 5 of 6 votes for, counted on all electors; needs > 1/1, more than there can be: not "
            "passed",
        ),
        (
            {"base": "valid", "base_size": 0, "share": None, "votes_for": 0, "needed": 1, "passed": False},
            "Đơn vị A: không tính được tỷ lệ vì số phiếu hợp lệ bằng 0: không đạt",
            "Đơn vị A: no share, since the valid ballots number 0: not passed",
        ),
    ],
)
def test_a_result_shows_its_arithmetic(changes: dict[str, Any], vietnamese: str, english: str) -> None:
    assert result_sentence(line(**changes), "vi", "Đơn vị A") == vietnamese
    assert result_sentence(line(**changes), "en", "Đơn vị A") == english


def test_a_quorum_shows_what_was_needed() -> None:
    assert quorum_sentence(tally.quorum(rule(), 5, 6), "vi") == ("Đủ số cử tri tham gia: 5/6, cần ≥ 2/3 (4).")
    assert quorum_sentence(tally.quorum(rule(), 3, 6), "vi") == (
        "Không đủ số cử tri tham gia: 3/6, cần ≥ 2/3 (4); kết quả không có giá trị."
    )
    assert quorum_sentence(tally.quorum(rule(), 3, 6), "en") == (
        "Quorum not met: 3 of 6 electors took part; needs ≥ 2/3 (4); the result has no effect."
    )


def test_a_tie_says_who_and_for_what() -> None:
    assert tie_sentence((A, B), 1, "vi", Rehearsed()) == (
        "Bằng phiếu cho 1 suất còn lại: Đơn vị A và Đơn vị B."
    )
    assert tie_sentence((A, B), 1, "en") == "Tied for the 1 left: don-vi-a and don-vi-b."


def ballot(*facts: Fact, mode: str = "show_of_hands", **changes: Any) -> Ballot:
    opened = BallotOpened(
        cycle="cum-dien-tap-2022",
        titles=("flag_ministry",),
        **{"candidates": (A, B), "roll": ROLL, "mode": mode, "rule": rule(), **changes},
    )
    found = fold(
        (
            Entry(
                originator_id="ballot:cum-dien-tap-2022.co",
                originator_version=at,
                position=at,
                fact=fact,
                effective=Moment.parse("2022-11-22").effective,
                precision=Precision.DAY,
            )
            for at, fact in enumerate((opened, *facts), start=1)
        ),
        ballots.evolve,
    )
    assert found is not None
    return found


def count(for_a: int, for_b: int) -> Count:
    def option(candidate: str, votes: int) -> OptionCount:
        return OptionCount(candidate=candidate, votes_for=votes, votes_against=6 - votes, votes_abstain=0)

    return Count(
        issued=6, returned=6, valid=6, invalid=0, present=6, options=(option(A, for_a), option(B, for_b))
    )


def told(found: Ballot, language: Language = "vi") -> list[str]:
    return ballot_sentences(found, language, Rehearsed())


def test_a_counted_ballot_is_told_in_full() -> None:
    counted = BallotCounted(count=count(5, 3), elected=(A,))
    assert told(ballot(BallotClosed(), counted)) == [
        "Đủ số cử tri tham gia: 6/6, cần ≥ 2/3 (4).",
        "Đơn vị A: 5/6 phiếu thuận trên tổng số cử tri, cần ≥ 2/3 (4 phiếu): đạt.",
        "Đơn vị B: 3/6 phiếu thuận trên tổng số cử tri, cần ≥ 2/3 (4 phiếu): không đạt.",
        "Đạt: Đơn vị A.",
    ]


def test_an_outcome_that_its_count_does_not_bear_out_is_told_as_differing() -> None:
    counted = BallotCounted(count=count(5, 3), elected=(B,))
    assert told(ballot(BallotClosed(), counted))[-2:] == [
        "Kết quả ghi theo nguồn tin, khác với kết quả tính từ số phiếu.",
        "Đạt: Đơn vị B.",
    ]


def test_a_tie_is_told_with_the_seats_left() -> None:
    counted = BallotCounted(count=count(5, 5), elected=(), tied=(A, B))
    assert told(ballot(BallotClosed(), counted, seats=1))[-2:] == [
        "Bằng phiếu cho 1 suất còn lại: Đơn vị A và Đơn vị B.",
        "Không đơn vị nào đạt.",
    ]


def test_a_count_whose_outcome_is_not_stated_leaves_it_open() -> None:
    assert told(ballot(BallotClosed(), BallotCounted(count=count(5, 5))))[-1].startswith("Đơn vị B: 5/6")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (BallotCounted(), ["Nguồn tin không nêu số phiếu."]),
        (BallotCounted(elected=(A,)), ["Nguồn tin không nêu số phiếu; Đơn vị A đạt."]),
        (BallotCounted(elected=()), ["Nguồn tin không nêu số phiếu; không đơn vị nào đạt."]),
        (
            BallotCounted(elected=(A,), tied=(A, B), decided_by="chair"),
            [
                "Nguồn tin không nêu số phiếu; Đơn vị A đạt.",
                "Bằng phiếu: Đơn vị A và Đơn vị B; phân định theo ý kiến của chủ trì.",
            ],
        ),
        (BallotAcclaimed(), ["Suy tôn, không đếm phiếu; nguồn tin không nêu đơn vị."]),
        (BallotAcclaimed(elected=(A, B)), ["Suy tôn, không đếm phiếu: Đơn vị A và Đơn vị B."]),
        (BallotAcclaimed(elected=()), ["Không đơn vị nào đạt."]),
    ],
)
def test_a_record_without_counts_says_so(outcome: Fact, expected: list[str]) -> None:
    assert told(ballot(outcome, mode="unstated", rule=None)) == expected


def test_an_open_ballot_has_no_outcome() -> None:
    assert told(ballot()) == ["Chưa có kết quả."]
    assert told(ballot(), "en") == ["There is no outcome yet."]


def test_an_annulled_ballot_says_why() -> None:
    annulled = BallotAnnulled(reason="Kiểm phiếu sai.")
    assert told(ballot(BallotAcclaimed(), annulled)) == ["Kết quả đã bị hủy; lý do: Kiểm phiếu sai."]


def test_units_without_a_name_are_told_by_their_slug() -> None:
    counted = BallotCounted(count=count(5, 3), elected=(A,))
    assert ballot_sentences(ballot(BallotClosed(), counted), "en")[-1] == "Elected: don-vi-a."
