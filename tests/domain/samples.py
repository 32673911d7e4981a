"""One sample of each fact with every field set: visibly fictional, valid in form, in no one's history."""

from datetime import date
from decimal import Decimal

from domain import (
    ballot_facts,
    clusters,
    commendations,
    counts,
    criteria,
    cycles,
    delegations,
    drives,
    inspections,
    leads,
    marks,
    pledges,
    rules,
    scores,
    units,
    votes,
)
from domain import nomination_facts as nominations
from domain.facts import EntryCorrected, EntryRetracted, Fact
from domain.moments import Precision

CYCLE = "cum-dien-tap-2022"
QD = "Quyết định diễn tập 01"
MINUTES = "Biên bản diễn tập 02"
A, B, C = "don-vi-a", "don-vi-b", "don-vi-c"
SOURCE = rules.Source(reference="Quy định diễn tập", article="3", confirmed=True)
BALLOT_RULE = rules.BallotRule(
    modes=("roll_call", "written_opinion"),
    base="present_or_consulted",
    threshold="2/3",
    comparison=">=",
    quorum="1/2",
    quorum_base="present",
    tie="second_round",
    self_vote=False,
    change_until_close=True,
    source=SOURCE,
)
QUOTA = rules.Quota(
    fraction="1/5", scope="authority", rounding="floor", of="determined_to_win_unit", source=SOURCE
)
TITLE = rules.TitleRule(
    code="flag_ministry",
    vietnamese="Cờ thi đua diễn tập",
    english="Rehearsal Flag",
    level="ministry",
    authority="Bộ diễn tập",
    prerequisites=("determined_to_win_unit",),
    requires_leading=True,
    ballot=BALLOT_RULE,
    quota=QUOTA,
    source=SOURCE,
)
RULE_SET = rules.RuleSet(
    id="dien-tap",
    version=2,
    vietnamese="Quy định diễn tập",
    english="Rehearsal rules",
    valid_from=date(2022, 1, 1),
    valid_to=date(2023, 12, 31),
    sequence="strict",
    pledge_required=True,
    titles=(TITLE,),
    ballot=BALLOT_RULE,
    score=rules.ScoreRule(
        digits=2,
        rounding="half_up",
        at="criterion",
        bonus_above_maximum=True,
        tie_break=("first_group_share", "vote"),
        source=SOURCE,
    ),
    sources=(SOURCE,),
)
SCORING_TABLE = criteria.ScoringTable(
    id="bang-diem",
    name="Bảng điểm diễn tập",
    maximum=Decimal("100.0"),
    criteria=(
        criteria.Criterion(
            id="i",
            name="Công tác chuyên môn",
            kind="group",
            maximum=Decimal("100.0"),
            criteria=(
                criteria.Criterion(
                    id="i-1", name="Chỉ tiêu", kind="quantitative", maximum=Decimal("100.0"), knockout=True
                ),
            ),
        ),
    ),
)
TARGET = pledges.Target(
    id="chi-tieu-1",
    name="Tỷ lệ giải quyết hồ sơ",
    direction="at_least",
    measure="%",
    goal=Decimal("98.75"),
    baseline=Decimal("97.5"),
    assigned=True,
)
MARK = marks.Mark(
    criterion="i-1",
    points=Decimal("49.5"),
    passed=True,
    actual=Decimal("99"),
    target=Decimal("98.75"),
    assigned=False,
    evidence=("bao-cao-1",),
    note="Đã đối chiếu",
)
COUNT = counts.Count(
    issued=6,
    returned=5,
    valid=4,
    invalid=1,
    present=5,
    consulted=1,
    options=(counts.OptionCount(candidate=A, votes_for=3, votes_against=1, votes_abstain=0),),
)
HELD = {"place": "Hội trường diễn tập", "host": A}

SAMPLES: tuple[Fact, ...] = (
    units.UnitRegistered(
        name="Đơn vị A", short_name="ĐV A", kind="division", parent="don-vi-lon", fictional=True
    ),
    units.UnitRenamed(name="Đơn vị A mới", short_name="ĐV A mới", document=QD),
    units.UnitMerged(into=B, document=QD),
    units.UnitSplit(into=(B, C), document=QD),
    units.UnitDissolved(document=QD),
    units.RepresentativeAppointed(person="p-0001", capacity="thủ trưởng", document=QD),
    units.RepresentativeReleased(person="p-0001", document=QD),
    delegations.DelegationGranted(
        by="p-0001", stand_in="p-0002", scopes=("votes", "scores"), until=date(2022, 12, 31), document=QD
    ),
    delegations.DelegationRevoked(by="p-0001", stand_in="p-0002", reason="Đã về đơn vị"),
    clusters.ClusterFormed(
        name="Cụm diễn tập",
        kind="cluster",
        organiser="don-vi-lon",
        series="diễn tập",
        number="5",
        document=QD,
    ),
    clusters.MemberJoined(unit=A, document=QD),
    clusters.MemberLeft(unit=A, reason="sáp nhập", document=QD),
    leads.LeadAssigned(
        year=2022, lead=A, deputy=B, mode="assigned", effective_from=date(2022, 1, 1), document=QD
    ),
    leads.LeadElected(
        year=2023, lead=B, deputy=C, ballot=f"{CYCLE}.cum-truong", effective_from=date(2023, 1, 1)
    ),
    leads.LeadHandedOver(
        year=2023, outgoing=A, lead=B, deputy=C, effective_from=date(2023, 1, 1), document=MINUTES
    ),
    leads.HandoverAccepted(year=2023, unit=B, document=MINUTES),
    cycles.CycleOpened(
        cluster="cum-dien-tap",
        first_year=2022,
        last_year=2023,
        movement="Phong trào diễn tập",
        theme="Chủ đề diễn tập",
        slogans=("Khẩu hiệu một", "Khẩu hiệu hai"),
        document=QD,
    ),
    cycles.CycleLaunched(**HELD, document=QD),
    cycles.RulesAdopted(rule_set=RULE_SET, scoring_table=SCORING_TABLE, document=QD),
    cycles.MidyearReviewed(**HELD, findings="Đạt tiến độ", document=MINUTES),
    cycles.NinemonthChecked(**HELD, findings="Đạt tiến độ", document=MINUTES),
    cycles.CycleSummedUp(**HELD, chairs=(A, B), findings="Hoàn thành", document=MINUTES),
    cycles.MinutesSigned(number="02/BB", signatories=(A, B, C), document=MINUTES),
    cycles.DossierSubmitted(to="Bộ diễn tập", document="Tờ trình diễn tập 03"),
    cycles.CycleClosed(reason="Đã trao tặng"),
    cycles.CycleReopened(reason="Thiếu biên bản"),
    pledges.PledgeRegistered(
        targets=(TARGET,), titles=("flag_ministry",), copied_from="cum-dien-tap-2021", document=QD
    ),
    pledges.PledgeSigned(signatory="p-0001", document=MINUTES),
    pledges.PledgeAmended(reason="Giao thêm chỉ tiêu", targets=(TARGET,), titles=("flag_ministry",)),
    pledges.PledgeWithdrawn(reason="Sáp nhập"),
    pledges.TargetReported(
        target="chi-tieu-1", name="Tỷ lệ", actual=Decimal("99.10"), met=True, measure="%", document=MINUTES
    ),
    drives.DriveLaunched(
        name="Đợt diễn tập",
        occasion="Ngày diễn tập",
        slogan="Khẩu hiệu một",
        starts=date(2022, 6, 1),
        ends=date(2022, 8, 19),
        document=QD,
    ),
    drives.DriveReviewed(findings="Hoàn thành", collectives=3, individuals=0, document=MINUTES),
    drives.DriveClosed(document=QD),
    scores.ScoreSelfSubmitted(marks=(MARK,), total=Decimal("98.5")),
    scores.ScoreVerified(marks=(MARK,), by=B, total=Decimal("97.25")),
    scores.ScoreExplained(
        explanations=(scores.Explanation(criterion="i-1", text="Đã bổ sung", evidence=("bao-cao-2",)),)
    ),
    scores.ScoreRechecked(marks=(MARK,), by="don-vi-lon", total=Decimal("98.00")),
    scores.ScoreFinalised(document=MINUTES),
    scores.ScoreReturned(reason="Thiếu minh chứng"),
    inspections.InspectionRecorded(kind="cross", by=B, findings="Không có vi phạm", document=MINUTES),
    ballot_facts.BallotOpened(
        cycle=CYCLE,
        titles=("flag_ministry",),
        candidates=(A, B),
        roll=(A, B, C),
        mode="roll_call",
        rule=BALLOT_RULE,
        seats=1,
        round=2,
        previous=f"{CYCLE}.vong-1",
        present=(A, B, C),
        question="Đơn vị nào được đề nghị tặng cờ?",
        document=MINUTES,
    ),
    ballot_facts.AttendanceTaken(present=(A, B), document=MINUTES),
    ballot_facts.TellersAppointed(tellers=("p-0002", "p-0003"), document=MINUTES),
    ballot_facts.BallotClosed(present=(A, B, C), document=MINUTES),
    ballot_facts.BallotCounted(
        count=COUNT,
        tellers=(
            counts.TellerCount(teller="p-0002", count=COUNT),
            counts.TellerCount(teller="p-0003", count=COUNT),
        ),
        elected=(A,),
        tied=(A, B),
        decided_by="chair",
        document=MINUTES,
    ),
    ballot_facts.BallotAcclaimed(elected=(A, B), present=(A, B, C), document=MINUTES),
    ballot_facts.BallotContested(by=C, reason="Kiểm phiếu chưa đúng"),
    ballot_facts.BallotAnnulled(reason="Kiểm phiếu sai", document=QD),
    votes.VoteCast(choices={A: "for", B: "against", C: "abstain"}, channel="hall", capacity="thủ trưởng"),
    votes.VoteChanged(choices={A: "against", B: "for"}, channel="written", capacity="phó thủ trưởng"),
    nominations.NominationProposed(
        by="cum-dien-tap",
        ballot=f"{CYCLE}.co-thi-dua",
        year=2022,
        times=5,
        consecutive=True,
        document=MINUTES,
    ),
    nominations.NominationRecommended(by="Hội đồng diễn tập", document=MINUTES),
    nominations.NominationSubmitted(to="Bộ diễn tập", document="Tờ trình diễn tập 03"),
    nominations.NominationDeferred(reason="Chờ kết luận"),
    nominations.NominationResumed(reason="Đã có kết luận"),
    nominations.NominationReturned(reason="Thiếu biên bản"),
    nominations.NominationDecided(
        outcome="downgraded",
        instead="determined_to_win_unit",
        authority="Bộ diễn tập",
        number="04/QĐ",
        signed_on=date(2023, 1, 15),
        year=2022,
        times=5,
        consecutive=True,
        document=QD,
    ),
    nominations.NominationPresented(
        place="Hội trường diễn tập", by="Bộ diễn tập", by_delegation=True, document=MINUTES
    ),
    nominations.NominationAnnulled(reason="Hồ sơ không trung thực", document=QD),
    nominations.NominationRestored(reason="Được minh oan", document=QD),
    commendations.CommendationReported(
        line="bang-khen",
        form="award_ministry_certificate",
        grade="first",
        level="ministry",
        grantor="Bộ diễn tập",
        unit=A,
        collectives=19,
        individuals=61,
        awards=80,
        counting="instances",
        within="tong-cong",
        period_from=date(2021, 12, 1),
        period_to=date(2022, 11, 30),
        note="Số liệu diễn tập",
        document=MINUTES,
    ),
    EntryCorrected(
        position=7,
        reason="Nhập nhầm số",
        old={"collectives": 91},
        new={"collectives": 19},
        effective=1_669_050_000_000_000,
        precision=Precision.DAY,
    ),
    EntryRetracted(position=8, reason="Nhập hai lần"),
)
