"""Every refusal and warning has its words, and they say what they should."""

import re
from fractions import Fraction

import pytest

from domain import clusters, tally, titles
from domain.leads import Tenure
from domain.moments import Moment
from domain.refusals import Refusal
from domain.rules import BallotRule, Source, TitleRule
from projections.catalogue import LANGUAGES, Language, fill, places
from projections.phrases import Unnamed
from projections.refusal_words import REFUSALS, WARNINGS
from projections.refusals import refusal_sentence, warning_sentence
from projections.units import Named
from tests.projections.refusal_calls import every_refusal

RAISED = every_refusal()
TOLD = {"not_leading", "lead_twice_in_a_row", "deputy_passed_over"}  # told with a decision, never raised
ELSEWHERE = {"page_unknown"}  # the service words it, with the remedy of the list that it is about
SOURCE = Source(reference="Quy định diễn tập", confirmed=False)


class Rehearsed(Unnamed):
    """Knows two fictional units and their cluster."""

    def of(self, unit: str | None, /) -> Named | None:
        names = {"don-vi-a": "Đơn vị A", "don-vi-b": "Đơn vị B", "cum-dien-tap": "Cụm diễn tập"}
        return None if unit is None else Named(unit, names.get(unit))


def said(language: Language, code: str, /, rule: str | None = None, **params: object) -> str:
    return refusal_sentence(Refusal(code, rule=rule, **params), language, Rehearsed())


def told_outside(text: str) -> set[str]:
    """The parameters that a text names outside brackets, and so cannot do without."""
    asked: set[str] = set()

    def tell(name: str, _kind: str) -> str | None:
        asked.add(name)
        return ""

    fill("vi", re.sub(r"\[[^\]]*\]", "", text), tell)
    return asked


def test_every_refusal_has_words_and_no_words_are_left_over() -> None:
    assert set(RAISED) - set(REFUSALS) - TOLD == ELSEWHERE
    assert set(REFUSALS) - set(RAISED) == set()
    assert set(WARNINGS) >= TOLD


@pytest.mark.parametrize("code", sorted(set(RAISED) & set(REFUSALS)))
def test_the_words_of_a_refusal_ask_for_what_it_carries(code: str) -> None:
    always = frozenset.intersection(*RAISED[code])
    sometimes = frozenset.union(*RAISED[code])
    named = {name for name, _ in places(REFUSALS[code])}
    assert told_outside(REFUSALS[code]) <= always
    assert named <= sometimes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(set(RAISED)))
def test_a_refusal_reads_as_sentences(code: str, language: Language) -> None:
    for given in RAISED[code]:
        sentence = said(language, code, **dict.fromkeys(given, "2022"))
        bare = said(language, code)
        for words in (sentence, bare):
            assert words[-1] in ".?"
            assert not set("{}[]|") & set(words)
            assert "  " not in words
            assert "None" not in words


@pytest.mark.parametrize(
    ("code", "params", "vietnamese", "english"),
    [
        (
            "quorum_not_met",
            {"attending": 3, "roll_size": 6, "quorum": "2/3", "needed": 4, "rule": "quorum"},
            "Chưa tiến hành được: 3/6 cử tri tham gia, quy tắc cần ít nhất 2/3 tổng số cử tri (4). Chờ đủ "
            "số, "
            "hoặc lấy ý kiến bằng văn bản nếu quy tắc cho phép.",
            "Not possible yet: 3 of 6 electors take part, the rule needs at least 2/3 of the roll (4). Wait "
            "for more, or hear absent members in writing where the rule lets it.",
        ),
        (
            "not_a_member",
            {"cluster": "c", "unit": "don-vi-c", "role": "lead", "members": "don-vi-a, don-vi-b"},
            "Không ghi được: don-vi-c không phải thành viên của cụm vào ngày đó nên không thể làm cụm "
            "trưởng. "
            "Thành viên của cụm: Đơn vị A và Đơn vị B. Đơn vị vừa vào cụm thì ghi việc vào cụm trước.",
            "Cannot be recorded: don-vi-c is not a member of the cluster on that day and cannot be the lead. "
            "Members: Đơn vị A and Đơn vị B. If it has just joined, record that first.",
        ),
        (
            "already_handed_over",
            {"cluster": "c", "year": 2023, "lead": None, "since": "2022-11-22"},
            "Không bàn giao lại được: nhiệm vụ cụm trưởng năm 2023 đã bàn giao (ngày 22/11/2022). Ghi sai "
            "thì "
            "đính chính mục đã ghi.",
            "Cannot be handed over again: the lead for 2023 was handed over (22 November 2022). If that is "
            "wrong, correct its entry.",
        ),
        (
            "cycle_closed",
            {"cycle": "cum-dien-tap-2022", "since": "2022-12"},
            "Không ghi được: năm thi đua 2022 (Cụm diễn tập) đã kết thúc (tháng 12/2022). Mở lại năm thi đua "
            "và nêu lý do, rồi ghi.",
            "Cannot be recorded: the 2022 cycle (Cụm diễn tập) is closed (December 2022). Reopen the cycle "
            "with a reason first.",
        ),
        (
            "count_figure_negative",
            {"figure": "don-vi-a.votes_for", "value": -1},
            "Không ghi kiểm phiếu được: số phiếu đồng ý của Đơn vị A là -1, không thể âm. Kiểm tra lại biên "
            "bản.",
            "The count cannot be recorded: votes for on Đơn vị A: -1, which cannot be negative. Check the "
            "minutes.",
        ),
        (
            "prerequisite_missing",
            {
                "title": "flag_government",
                "missing": "flag_ministry, determined_to_win_unit",
                "source": "Quy định",
                "confirmed": True,
            },
            "Chưa đề nghị tặng Cờ thi đua của Chính phủ được: còn thiếu Cờ thi đua của Bộ Công an và danh "
            "hiệu "
            "“Đơn vị quyết thắng”. Căn cứ: Quy định. Đề nghị danh hiệu đó trước hoặc cùng lúc.",
            "Cannot be proposed yet for the Emulation Flag of the Government: missing the Emulation Flag "
            "of the "
            "Ministry of Public Security and the title Determined-to-Win Unit. Source: Quy định. Propose "
            "that "
            "title before or together with it.",
        ),
    ],
)
def test_a_refusal_says_what_by_which_rule_and_what_to_do(
    code: str, params: dict[str, object], vietnamese: str, english: str
) -> None:
    assert refusal_sentence(Refusal(code, **params), "vi", Rehearsed()) == vietnamese  # type: ignore[arg-type]
    assert refusal_sentence(Refusal(code, **params), "en", Rehearsed()) == english  # type: ignore[arg-type]


def test_a_refusal_tells_the_cause_it_rests_on() -> None:
    cause = Refusal("not_a_member", unit="don-vi-b", role="unit", members="", cluster="c")
    refusal = Refusal("contradicts_entry", position=12, topic="lead.elected", cause=cause)
    assert refusal_sentence(refusal, "vi", Rehearsed()) == (
        "Không ghi được: nếu ghi thì mục số 12 (bầu cụm trưởng) không còn đúng. Không ghi được: Đơn vị B "
        "không "
        "phải thành viên của cụm vào ngày đó nên không thể tham gia với tư cách thành viên. Đơn vị vừa "
        "vào cụm "
        "thì ghi việc vào cụm trước. Đính chính hoặc rút mục số 12 trước."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_without_words_still_says_its_code(language: Language) -> None:
    assert "made_up" in said(language, "made_up")
    assert "made_up" in warning_sentence(tally.BallotWarning(code="made_up", params={}), language)


def ballot_rule(**changes: object) -> BallotRule:
    values: dict[str, object] = {
        "modes": ("roll_call",),
        "base": "roll",
        "threshold": "2/3",
        "comparison": ">=",
        "quorum": "2/3",
        "quorum_base": "present",
        "tie": "chair",
        "self_vote": True,
        "change_until_close": False,
        "source": SOURCE,
    }
    return BallotRule(**{**values, **changes})  # type: ignore[arg-type]


def test_every_warning_of_a_ballot_has_words() -> None:
    warned = [
        warning
        for roll_size in (1, 2, 3, 7, 40)
        for threshold in ("1/40", "1/2", "9/10", "1/1")
        for comparison in (">=", ">")
        for self_vote in (True, False)
        for quorum in ("1/2", "1/1")
        for warning in tally.warnings(
            ballot_rule(threshold=threshold, comparison=comparison, self_vote=self_vote, quorum=quorum),
            roll_size,
            seats=1,
        )
    ]
    assert {warning.code for warning in warned} == set(WARNINGS) - TOLD - {"prerequisite_missing"}
    for warning in warned:
        assert {name for name, _ in places(WARNINGS[warning.code])} <= set(warning.params)
        for language in LANGUAGES:
            sentence = warning_sentence(warning, language)
            assert sentence[-1] == "."
            assert "không nêu" not in sentence


def test_a_warning_of_a_ballot_shows_its_arithmetic() -> None:
    warnings = {
        warning.code: warning for warning in tally.warnings(ballot_rule(threshold="9/10"), 7, seats=2)
    }
    assert warning_sentence(warnings["threshold_is_unanimity"], "vi") == (
        "Cần ≥ 9/10 của 7, tức tất cả 7 phiếu: một phiếu không đồng ý là không đạt."
    )
    assert warning_sentence(warnings["tie_possible"], "en") == (
        "Only 2 are chosen; a tie is decided by the chair's opinion."
    )


def test_a_warning_of_a_title_asks_for_a_reason() -> None:
    rule = TitleRule(
        code="flag_ministry",
        vietnamese="Cờ",
        english="Flag",
        level="ministry",
        authority="Bộ diễn tập",
        prerequisites=("determined_to_win_unit",),
        requires_leading=True,
        source=SOURCE,
    )
    told = [warning_sentence(one, "vi") for one in titles.warnings(rule, held=(), leading=False)]
    assert told == [
        "Đơn vị được đề nghị tặng Cờ thi đua của Bộ Công an còn thiếu danh hiệu “Đơn vị quyết thắng”. Căn "
        "cứ: "
        "Quy định diễn tập (chưa được đối chiếu với văn bản). Nêu lý do khi đề nghị.",
        "Đơn vị được đề nghị tặng Cờ thi đua của Bộ Công an không xếp thứ nhất. Căn cứ: Quy định diễn tập. "
        "Nêu lý do khi đề nghị.",
    ]


def test_a_warning_of_the_turn_to_lead_says_whether_it_is_a_rule() -> None:
    formed = clusters.ClusterFormed(name="Cụm diễn tập", kind="cluster")
    tenure = Tenure(
        year=2022,
        lead="don-vi-a",
        deputy="don-vi-b",
        mode="stated",
        effective_from=Moment.parse("2022-01-01").civil.date(),
    )
    cluster = clusters.Cluster(id="c", formed=formed, formed_on=Moment.parse("2022"), tenures={2022: tenure})
    told = [
        warning_sentence(one, "vi", Rehearsed())
        for one in clusters.rotation_warnings(cluster, "don-vi-a", 2023)
    ]
    assert told == [
        "Đơn vị A đã là cụm trưởng năm 2022, nay tiếp tục năm 2023. Cụm trưởng được chọn luân phiên (HD "
        "1122/BTĐKT-VI).",
        "Đơn vị B là cụm phó năm trước nhưng Đơn vị A được chọn làm cụm trưởng năm 2023. Thường cụm phó làm "
        "cụm trưởng năm sau; đây là thông lệ, không phải quy định.",
    ]


def test_a_share_in_a_refusal_is_exact() -> None:
    assert "2/3" in said("vi", "rule_number_wrong", field="x", value=Fraction(2, 3), least=1)
