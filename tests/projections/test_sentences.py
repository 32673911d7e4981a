"""Every fact is a sentence in both languages, and says what its record says and no more."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from domain import (
    ballot_facts,
    clusters,
    commendations,
    counts,
    cycles,
    delegations,
    drives,
    inspections,
    leads,
    pledges,
    scores,
    units,
    votes,
)
from domain import nomination_facts as nominations
from domain.facts import Entry, EntryCorrected, EntryRetracted, Fact
from domain.moments import Moment, Precision
from domain.topics import FACTS, TOPICS
from projections.catalogue import LANGUAGES, Language
from projections.phrases import Mentioned, Unnamed, phrase
from projections.sentence_words import SENTENCES
from projections.sentences import mentioned, sentence
from projections.units import Named
from tests.domain.samples import CYCLE, SAMPLES

A, B, C = "don-vi-a", "don-vi-b", "don-vi-c"
KEYS = {
    "unit": A,
    "cluster": "cum-dien-tap",
    "cycle": CYCLE,
    "pledge": f"{CYCLE}:{A}",
    "drive": f"{CYCLE}:dot-1",
    "score": f"{CYCLE}:{A}",
    "inspection": f"{CYCLE}:{A}:1",
    "ballot": f"{CYCLE}.co-thi-dua",
    "vote": f"{CYCLE}.co-thi-dua:{A}",
    "nomination": f"{CYCLE}:flag_ministry:{A}",
    "commendation": CYCLE,
}
KINDS = {fact: kind for kind, facts in FACTS.items() for fact in facts}


class Rehearsed:
    """Knows the names of two fictional units and of the cluster."""

    names: Mapping[str, str] = {A: "Đơn vị A", B: "Đơn vị B", "cum-dien-tap": "Cụm diễn tập"}

    def of(self, unit: str | None, /) -> Named | None:
        return None if unit is None else Named(unit, self.names.get(unit))


class Nobody(Unnamed):
    """Knows not even that a unit is one."""

    def of(self, unit: str | None, /) -> None:
        return None


def entry(fact: Fact, kind: str | None = None) -> Entry:
    kind = kind or KINDS.get(type(fact), "cycle")
    return Entry(
        originator_id=f"{kind}:{KEYS[kind]}",
        originator_version=1,
        fact=fact,
        effective=Moment.parse("2022-11-22").effective,
        precision=Precision.DAY,
    )


def vi(fact: Fact, kind: str | None = None) -> str:
    return sentence(entry(fact, kind), Rehearsed(), "vi")


def en(fact: Fact, kind: str | None = None) -> str:
    return sentence(entry(fact, kind), Rehearsed(), "en")


def reads_well(said: str) -> bool:
    return (
        said.endswith(".")
        and not said.endswith("..")
        and not set("{}[]|") & set(said)
        and not any(bad in said for bad in ("  ", "None", " ,", " .", " ;", ",,", ": ;", ":,", "không nêu,"))
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", SAMPLES, ids=lambda fact: fact.topic)
def test_a_full_record_reads_well(fact: Fact, language: Language) -> None:
    assert reads_well(sentence(entry(fact), Rehearsed(), language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", SAMPLES, ids=lambda fact: fact.topic)
def test_a_record_with_nothing_but_its_due_reads_well(fact: Fact, language: Language) -> None:
    fields = msgspec.structs.fields(fact)
    due = {field.name: getattr(fact, field.name) for field in fields if field.required}
    if isinstance(fact, commendations.CommendationReported):
        due["collectives"] = 0  # a line holds at least one figure
    if isinstance(fact, pledges.TargetReported):
        due["met"] = True  # a report holds a figure or a judgement
    said = sentence(entry(type(fact)(**due)), Rehearsed(), language)
    assert reads_well(said)
    assert "not stated" not in said or isinstance(fact, leads.LeadAssigned)


def test_every_topic_has_its_sentence() -> None:
    assert {topic.partition(":")[0] for topic in SENTENCES} == set(TOPICS)
    assert {fact.topic for fact in SAMPLES} == set(TOPICS)


@pytest.mark.parametrize("text", ["“x”", "kết {thúc} [a|b]", "TP. Hà Tĩnh. "])
def test_what_people_wrote_stays_as_they_wrote_it(text: str) -> None:
    assert vi(cycles.CycleReopened(reason=text)) == f"Mở lại năm thi đua; lý do: {text.strip().rstrip('.')}."


def test_units() -> None:
    assert vi(units.UnitRegistered(name="Đơn vị A", fictional=True)) == (
        "Ghi nhận đơn vị: Đơn vị A, đơn vị giả định để diễn tập."
    )
    assert vi(units.UnitSplit(into=(B, C))) == "Đơn vị A tách thành Đơn vị B và don-vi-c."
    assert en(units.UnitMerged(into=B, document="QĐ 01")) == "Đơn vị A merged into Đơn vị B, see QĐ 01."
    assert vi(units.RepresentativeAppointed(person="p-1", capacity="Trưởng phòng")) == (
        "Cử người đại diện Đơn vị A (mã p-1), chức vụ: Trưởng phòng."
    )


def test_clusters() -> None:
    assert vi(clusters.ClusterFormed(name="Cụm diễn tập", kind="cluster", organiser=B)) == (
        "Thành lập Cụm diễn tập, Đơn vị B tổ chức."
    )
    assert vi(clusters.ClusterFormed(name="Lực lượng diễn tập", kind="movement")) == (
        "Ghi nhận phong trào thi đua: Lực lượng diễn tập."
    )
    assert vi(clusters.MemberLeft(unit=A, reason="sáp nhập.")) == (
        "Đơn vị A thôi là đơn vị thành viên; lý do: sáp nhập."
    )


def test_leads() -> None:
    handed = leads.LeadHandedOver(
        year=2023, outgoing=A, lead=B, deputy=C, effective_from=date(2023, 1, 1), document="Biên bản 02"
    )
    assert vi(handed) == (
        "Đơn vị A bàn giao nhiệm vụ cụm trưởng năm 2023 cho Đơn vị B; cụm phó là don-vi-c; thực hiện từ ngày "
        "01/01/2023; theo Biên bản 02."
    )
    assert vi(leads.LeadHandedOver(year=2020)) == (
        "Bàn giao nhiệm vụ cụm trưởng năm 2020 cho đơn vị không được nêu tên."
    )
    assert en(leads.LeadHandedOver(year=2020)) == (
        "The lead was handed over for 2020 to a unit that is not named."
    )
    assert vi(leads.LeadAssigned(year=2022, mode="stated", lead=A)) == "Năm 2022: Đơn vị A là cụm trưởng."
    assert vi(leads.LeadAssigned(year=2022, mode="assigned", deputy=B)) == (
        "Cấp trên phân công năm 2022: không nêu cụm trưởng, Đơn vị B làm cụm phó."
    )
    assert en(leads.LeadElected(year=2023, lead=B)) == "The members elected Đơn vị B lead for 2023."


def test_the_year() -> None:
    opened = cycles.CycleOpened(cluster="cum-dien-tap", first_year=2022, slogans=("Một", "Hai, ba"))
    assert vi(opened) == "Mở năm thi đua 2022, khẩu hiệu: “Một” và “Hai, ba”."
    assert vi(msgspec.structs.replace(opened, last_year=2022, slogans=())) == "Mở năm thi đua 2022."
    assert en(msgspec.structs.replace(opened, last_year=2025, slogans=())) == (
        "The cycle 2022–2025 was opened."
    )
    assert vi(cycles.CycleSummedUp(place="Hà Tĩnh", chairs=(A, B), findings="Tốt.")) == (
        "Hội nghị tổng kết năm tại Hà Tĩnh, Đơn vị A và Đơn vị B chủ trì. Kết quả: Tốt."
    )
    adopted = next(fact for fact in SAMPLES if isinstance(fact, cycles.RulesAdopted))
    assert vi(adopted) == (
        "Áp dụng bộ quy định “Quy định diễn tập” và bảng chấm điểm “Bảng điểm diễn tập” (100,0 điểm), theo "
        "Quyết định diễn tập 01."
    )
    assert en(msgspec.structs.replace(adopted, scoring_table=None, document=None)) == (
        "The rules “Rehearsal rules” were adopted."
    )


def test_pledges_and_drives() -> None:
    assert vi(pledges.PledgeRegistered(titles=("flag_ministry", "advanced_unit"))) == (
        "Đơn vị A đăng ký thi đua; danh hiệu phấn đấu: Cờ thi đua của Bộ Công an và Đơn vị tiên tiến."
    )
    assert vi(pledges.TargetReported(met=True)) == ("Đơn vị A báo cáo kết quả các chỉ tiêu đã đăng ký: đạt.")
    assert vi(pledges.TargetReported(name="Mô hình", actual=Decimal(1277), measure="mô hình")) == (
        "Đơn vị A báo cáo kết quả “Mô hình”: 1.277 mô hình."
    )
    assert en(pledges.TargetReported(target="t-1", actual=Decimal("98.75"), met=False)) == (
        "Đơn vị A reported the target “t-1”: 98.75, not met."
    )
    assert vi(drives.DriveLaunched(name="Đợt diễn tập", starts=date(2022, 6, 1))) == (
        "Phát động “Đợt diễn tập”, từ ngày 01/06/2022."
    )
    assert vi(drives.DriveReviewed(individuals=12)) == (
        "Đánh giá kết quả đợt thi đua “dot-1”; khen thưởng 12 cá nhân."
    )


def test_scores_and_inspections() -> None:
    mark = next(fact for fact in SAMPLES if isinstance(fact, scores.ScoreVerified)).marks
    assert vi(scores.ScoreSelfSubmitted(marks=mark)) == "Đơn vị A tự chấm điểm, 1 tiêu chí."
    assert vi(scores.ScoreVerified(total=Decimal("97.25"))) == (
        "Cụm thẩm định điểm của Đơn vị A: 97,25 điểm."
    )
    assert vi(inspections.InspectionRecorded()) == "Kiểm tra tại Đơn vị A."
    assert en(inspections.InspectionRecorded(kind="cross", by=B)) == (
        "Cross-inspection at Đơn vị A, by Đơn vị B."
    )


def test_ballots() -> None:
    assert vi(ballot_facts.BallotOpened(cycle=CYCLE, titles=("flag_ministry",), mode="unstated")) == (
        "Mở cuộc bỏ phiếu xét Cờ thi đua của Bộ Công an."
    )
    assert vi(ballot_facts.BallotOpened(cycle=CYCLE, titles=("advanced_unit",), mode="acclamation")) == (
        "Đưa ra suy tôn danh hiệu “Đơn vị tiên tiến”."
    )
    assert vi(ballot_facts.BallotCounted()) == "Kiểm phiếu: nguồn tin không nêu số phiếu."
    assert vi(ballot_facts.BallotCounted(elected=())) == (
        "Kiểm phiếu: nguồn tin không nêu số phiếu; không đơn vị nào đạt."
    )
    option = counts.OptionCount(candidate=A, votes_for=5, votes_abstain=0)
    silent = counts.OptionCount(candidate=B)
    assert vi(ballot_facts.BallotCounted(count=counts.Count(options=(option, silent)), tied=(A, B))) == (
        "Kiểm phiếu: Đơn vị A: 5 đồng ý, 0 không có ý kiến; bằng phiếu: Đơn vị A và Đơn vị B."
    )
    assert en(ballot_facts.BallotCounted(count=counts.Count(issued=6, returned=6), elected=(A,))) == (
        "The ballot was counted: 6 issued, 6 returned; elected: Đơn vị A."
    )
    assert vi(ballot_facts.BallotAcclaimed()) == "Hội nghị suy tôn; nguồn tin không nêu đơn vị."
    assert vi(ballot_facts.BallotAcclaimed(elected=())) == "Hội nghị không suy tôn đơn vị nào."
    assert vi(ballot_facts.BallotAcclaimed(elected=(A, B))) == "Hội nghị suy tôn Đơn vị A và Đơn vị B."
    assert vi(votes.VoteCast(choices={A: "for", B: "for", C: "abstain"}, channel="hall")) == (
        "Đơn vị A bỏ phiếu tại hội trường: đồng ý Đơn vị A và Đơn vị B; không có ý kiến về don-vi-c."
    )
    assert vi(votes.VoteChanged(choices={}, channel="hall")) == "Đơn vị A đổi phiếu tại hội trường."


def test_what_is_noted_of_a_ballot_before_its_count() -> None:
    assert vi(ballot_facts.AttendanceTaken(present=(A, B))) == "Điểm danh: có mặt Đơn vị A và Đơn vị B."
    assert en(ballot_facts.AttendanceTaken(present=(), document="list 1")) == (
        "Attendance was taken: no unit present; see list 1."
    )
    assert vi(ballot_facts.TellersAppointed(tellers=("p-2", "p-3"))) == "Cử ban kiểm phiếu (mã p-2 và p-3)."


def test_delegations() -> None:
    granted = delegations.DelegationGranted(
        by="p-1", stand_in="p-2", scopes=("scores", "votes"), until=date(2022, 6, 30)
    )
    assert vi(granted) == (
        "Đại diện Đơn vị A (mã p-1) ủy quyền cho người thay (mã p-2) về việc chấm điểm và việc bỏ phiếu, "
        "đến hết ngày 30/06/2022."
    )
    assert en(granted) == (
        "A representative of Đơn vị A (code p-1) delegated scoring and voting to a stand-in (code p-2) until "
        "the end of 30 June 2022."
    )
    assert en(delegations.DelegationRevoked(by="p-1", stand_in="p-2", reason="back.")) == (
        "A representative of Đơn vị A (code p-1) took the delegation to a stand-in (code p-2) back; reason: "
        "back."
    )
    corrected = EntryCorrected(position=3, reason="nhầm", old={"by": "p-1"}, new={"by": "p-9"})
    assert vi(corrected, "unit") == "Đính chính mục số 3: bên thực hiện từ p-1 thành p-9; lý do: nhầm."


def test_nominations() -> None:
    assert vi(nominations.NominationProposed(times=5, consecutive=True)) == (
        "Đề nghị tặng Cờ thi đua của Bộ Công an cho Đơn vị A, 5 lần liên tục."
    )
    assert vi(nominations.NominationProposed(times=2, by="Hội đồng cụm, khối")) == (
        "Hội đồng cụm, khối đề nghị tặng Cờ thi đua của Bộ Công an cho Đơn vị A, 2 lần."
    )
    decided = nominations.NominationDecided(outcome="granted", number="01/QĐ", signed_on=date(2023, 1, 15))
    assert vi(decided) == (
        "Quyết định tặng Cờ thi đua của Bộ Công an cho Đơn vị A, số 01/QĐ, ký ngày 15/01/2023."
    )
    assert vi(nominations.NominationDecided(outcome="refused")) == (
        "Quyết định không tặng Cờ thi đua của Bộ Công an cho Đơn vị A."
    )
    assert vi(nominations.NominationDecided(outcome="downgraded")) == (
        "Quyết định tặng danh hiệu thấp hơn thay cho Cờ thi đua của Bộ Công an đối với Đơn vị A."
    )
    assert en(nominations.NominationPresented(by_delegation=True)) == (
        "Đơn vị A was presented with the Emulation Flag of the Ministry of Public Security (by delegation)."
    )


def test_commendations() -> None:
    whole = commendations.CommendationReported(
        line="tong-cong", level="all", collectives=2079, individuals=6206, counting="instances"
    )
    assert vi(whole) == "Khen thưởng các cấp: 2.079 lượt tập thể, 6.206 lượt cá nhân."
    assert en(whole) == ("Commended at all levels: 2,079 collective instances, 6,206 individual instances.")
    part = commendations.CommendationReported(
        line="bk", form="award_ministry_certificate", collectives=19, period_to=date(2022, 11, 30)
    )
    assert vi(part) == "Khen thưởng, Bằng khen của Bộ trưởng: 19 tập thể (đến ngày 30/11/2022)."


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        ("commendation", {"collectives": 91}, {"collectives": 2079}, ": số tập thể từ 91 thành 2.079"),
        ("nomination", {}, {"signed_on": "2023-01-15"}, ": ngày ký là ngày 15/01/2023"),
        ("nomination", {"consecutive": False}, {"consecutive": True}, ": liên tục từ không thành có"),
        ("score", {"total": "98.5"}, {"total": "97.25"}, ": tổng điểm từ 98,5 thành 97,25"),
        ("cluster", {"deputy": A}, {"deputy": None}, ": bỏ cụm phó (Đơn vị A)"),
        (
            "cluster",
            {"kind": "cluster"},
            {"kind": "block"},
            ": loại từ cụm thi đua thành khối thi đua",
        ),
        ("ballot", {"elected": []}, {"elected": [A, B]}, ": đơn vị đạt là Đơn vị A và Đơn vị B"),
        ("pledge", {"targets": []}, {"targets": [{"id": "t"}]}, ": sửa chỉ tiêu"),
        ("ballot", {"count": {"valid": 1}}, {"count": None}, ": sửa kết quả kiểm phiếu"),
        (
            "cycle",
            {"place": "Hà Tĩnh", "host": A},
            {"place": "Huế", "host": B},
            ": địa điểm từ Hà Tĩnh thành Huế; đơn vị đăng cai từ Đơn vị A thành Đơn vị B",
        ),
        ("cycle", {}, {}, ""),
    ],
)
def test_a_correction_says_what_changed(
    kind: str, old: dict[str, Any], new: dict[str, Any], told: str
) -> None:
    correction = EntryCorrected(position=12, reason="nhập nhầm", old=old, new=new)
    assert vi(correction, kind) == f"Đính chính mục số 12{told}; lý do: nhập nhầm."


def test_a_correction_of_the_date_says_the_new_one() -> None:
    moved = EntryCorrected(
        position=12,
        reason="nhầm năm",
        effective=Moment.parse("2019-11").effective,
        precision=Precision.MONTH,
    )
    assert vi(moved) == "Đính chính mục số 12: thời điểm là tháng 11/2019; lý do: nhầm năm."
    bare = EntryCorrected(position=12, reason="nhầm", effective=Moment.parse("2019-11-02").effective)
    assert en(bare) == "Entry 12 was corrected: date: 2 November 2019; reason: nhầm."


def test_a_retraction_says_why() -> None:
    assert vi(EntryRetracted(position=8, reason="nhập hai lần")) == "Rút mục số 8; lý do: nhập hai lần."


def test_an_entry_knows_whom_it_mentions() -> None:
    handed = leads.LeadHandedOver(year=2023, outgoing=A, lead=B, deputy=C)
    assert mentioned(entry(handed)) == {A, B, C}
    assert mentioned(entry(cycles.CycleClosed())) == set()
    assert mentioned(entry(nominations.NominationProposed())) == {A}
    assert mentioned(entry(pledges.PledgeRegistered(copied_from="cum-dien-tap-2021"))) == {A, "cum-dien-tap"}


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [
        ("{x:cycle}", "cum-dien-tap-2022", "năm thi đua 2022 (Cụm diễn tập)"),
        ("{x:cycle}", "cum-dien-tap-2015-2020", "năm thi đua 2015–2020 (Cụm diễn tập)"),
        ("{x:cycle}", "chưa-rõ", "chưa-rõ"),
        ("{x:date}", "hôm qua", "hôm qua"),
        ("{x:date}", Moment.parse("2022-11"), "tháng 11/2022"),
        ("{x:figure}", "votes_for", "số phiếu đồng ý"),
        ("{x:title}", "advanced_unit, của riêng mình", "advanced_unit, của riêng mình"),
        ("{x}", date(2022, 11, 22), "ngày 22/11/2022"),
        ("{x}", Fraction(2, 3), "2/3"),
        ("{x}", (None, "", "a"), "a"),
        ("{x}", True, "không nêu"),
        ("{x:met}", False, "không đạt"),
        ("{x:figures}", "1277.5", "1.277,5"),
    ],
)
def test_a_parameter_is_told_as_its_kind(text: str, value: Any, told: str) -> None:
    assert phrase("vi", text, Rehearsed(), {"x": value}) == told


def test_no_unit_has_no_name() -> None:
    assert Unnamed().of(None) is None
    assert Mentioned().of(None) is None
    assert phrase("vi", "{x:unit}", Nobody(), {"x": A}) == A
    assert sentence(entry(units.UnitDissolved()), Unnamed(), "vi") == "don-vi-a giải thể."
