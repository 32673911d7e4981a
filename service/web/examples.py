"""A request for each operation that takes one: what the OpenAPI document shows, and a test sends.

They speak of the rehearsal that `thidua demo` plays: units that nobody can mistake for real ones.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from service.rehearsal.cast import person

CLUSTER, CYCLE = "dien-tap-1", "dien-tap-1-2026"
BALLOT, TITLE = f"{CYCLE}.advanced-unit", "advanced_unit"
A, B, C, D, E, F = (f"{CLUSTER}-{letter}" for letter in "abcdef")
ROLL = [A, B, C, D, E]
OFFICER, STAND_IN, NEWCOMER = "can-bo-a", "can-bo-b", "can-bo-c"
_BALLOT, _CYCLE, _CLUSTER = {"ballot": BALLOT}, {"cycle": CYCLE}, {"cluster": CLUSTER}
_UNIT = {"unit": A}
_OF_UNIT = {"cycle": CYCLE, "unit": A}
_DRIVE = {"cycle": CYCLE, "drive": "xuan-dien-tap"}
_NOMINATION = {"cycle": CYCLE, "title": TITLE, "unit": A}
_VOTE = {"ballot": BALLOT, "elector": B}
PHRASE = "câu dài dễ nhớ của riêng tôi"
_HALL = "Hội trường diễn tập"
COUNT: Mapping[str, Any] = {
    "issued": 5,
    "returned": 5,
    "valid": 5,
    "invalid": 0,
    "present": 5,
    "consulted": 0,
    "options": [
        {"candidate": A, "votes_for": 5, "votes_against": 0, "votes_abstain": 0},
        {"candidate": B, "votes_for": 4, "votes_against": 1, "votes_abstain": 0},
    ],
}


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation is asked with: its path parameters, and its body where it takes one."""

    path: Mapping[str, Any] = {}
    body: Any = None


def _of(path: Mapping[str, Any], /, **body: Any) -> Example:
    return Example(path=path, body=body)


_UNITS = {
    "register_unit": _of(
        {},
        unit="don-vi-moi",
        name="Đơn vị mới",
        short_name="ĐVM",
        kind="division",
        parent="dien-tap",
        fictional=True,
        effective="2026-03-02",
        source="Quyết định diễn tập số 12, ngày 02/03/2026",
        reason="Ghi theo quyết định thành lập",
    ),
    "rename_unit": _of(_UNIT, name="Đơn vị A đổi tên", document="Quyết định diễn tập số 14"),
    "merge_unit": _of({"unit": F}, successor=E, document="Quyết định sáp nhập diễn tập"),
    "split_unit": _of({"unit": F}, into=[D, E], document="Quyết định chia tách diễn tập"),
    "dissolve_unit": _of({"unit": F}, document="Quyết định giải thể diễn tập"),
    "appoint_representative": _of(_UNIT, person=NEWCOMER, capacity="Phó thủ trưởng đơn vị"),
    "release_representative": _of({**_UNIT, "person": person(A)}, document="Quyết định điều động diễn tập"),
    "grant_delegation": _of(
        _UNIT, by=person(A), stand_in=STAND_IN, scopes=["pledges", "scores"], until="2027-06-30"
    ),
    "revoke_delegation": _of({**_UNIT, "stand_in": STAND_IN}, by=person(A), reason="Đã đi công tác về"),
}
_CLUSTERS = {
    "form_cluster": _of(
        {},
        cluster="cum-moi",
        name="Cụm diễn tập mới",
        kind="cluster",
        organiser="dien-tap",
        series="diễn tập",
        number="2",
        document="Quyết định thành lập cụm diễn tập",
    ),
    "join_cluster": _of(_CLUSTER, unit="don-vi-moi", document="Quyết định kết nạp diễn tập"),
    "leave_cluster": _of({**_CLUSTER, "unit": E}, reason="Chuyển sang cụm khác"),
    "assign_lead": _of(
        _CLUSTER, year=2027, mode="assigned", lead=B, deputy=C, document="Quyết định phân công diễn tập"
    ),
    "elect_lead": _of(_CLUSTER, year=2027, lead=B, deputy=C),
    "hand_over_lead": _of(
        _CLUSTER,
        year=2027,
        outgoing=A,
        lead=B,
        deputy=C,
        effective_from="2027-01-01",
        document="Biên bản bàn giao diễn tập",
    ),
    "accept_handover": _of({**_CLUSTER, "year": 2027}, unit=B),
}
_YEAR = {
    "open_cycle": _of(
        {},
        cluster=CLUSTER,
        first_year=2027,
        movement="Phong trào thi đua diễn tập",
        theme="Diễn tập đúng quy trình",
        slogans=["Đúng việc, đúng hạn, đúng sự thật"],
    ),
    "launch_cycle": _of(_CYCLE, host=A, place=_HALL, document="Kế hoạch phát động diễn tập"),
    "adopt_rules": _of(_CYCLE, rule_set="law-2022", document="Quy chế cụm diễn tập"),
    "review_midyear": _of(_CYCLE, host=B, findings="Các đơn vị thực hiện đúng tiến độ diễn tập"),
    "check_ninemonth": _of(_CYCLE, host=A, findings="Đôn đốc các chỉ tiêu còn thấp"),
    "sum_up_cycle": _of(_CYCLE, host=A, chairs=[A, B], place=_HALL),
    "sign_minutes": _of(_CYCLE, number="01/BB-DT", signatories=ROLL),
    "submit_dossier": _of(_CYCLE, to="Cấp có thẩm quyền diễn tập", document="Tờ trình diễn tập"),
    "close_cycle": _of(_CYCLE, reason="Kết thúc diễn tập"),
    "reopen_cycle": _of(_CYCLE, reason="Bổ sung một quyết định khen thưởng"),
    "register_pledge": _of(
        _CYCLE,
        unit=A,
        titles=[TITLE, "determined_to_win_unit"],
        targets=[
            {
                "id": "buoi-tuyen-truyen",
                "name": "Buổi tuyên truyền",
                "direction": "at_least",
                "measure": "buổi",
                "goal": "40",
            },
            {"id": "dien-dan-thi-dua", "name": "Tổ chức diễn đàn thi đua", "direction": "yes_no"},
        ],
    ),
    "sign_pledge": _of(_OF_UNIT, signatory=person(A)),
    "amend_pledge": _of(_OF_UNIT, reason="Được giao thêm nhiệm vụ", titles=[TITLE]),
    "withdraw_pledge": _of(_OF_UNIT, reason="Đơn vị chuyển nhiệm vụ"),
    "report_target": _of(_OF_UNIT, target="buoi-tuyen-truyen", actual="42", document="Báo cáo diễn tập"),
    "launch_drive": _of(
        _CYCLE,
        drive="dot-cao-diem",
        name="Đợt thi đua cao điểm",
        slogan="Nhanh, gọn, đúng quy chế",
        starts="2026-12-01",
        ends="2027-01-15",
    ),
    "review_drive": _of(_DRIVE, findings="Đạt yêu cầu diễn tập", collectives=3, individuals=12),
    "close_drive": _of(_DRIVE, document="Báo cáo tổng kết đợt thi đua"),
    "record_inspection": _of(
        _CYCLE, unit=C, inspection="2", kind="cross", by=A, findings="Thực hiện tốt giao ước"
    ),
    "report_commendation": _of(
        _CYCLE,
        line="cap-bo",
        level="ministry",
        collectives=9,
        individuals=31,
        counting="instances",
        period_from="2026-01-01",
        period_to="2026-11-20",
    ),
}
_SCORES = {
    "submit_self_score": _of(
        _OF_UNIT,
        marks=[
            {"criterion": "ho-so-dung-han", "actual": "214", "target": "200"},
            {"criterion": "khong-sot-viec", "passed": True},
            {"criterion": "tham-muu", "points": "132.5", "evidence": ["Báo cáo tham mưu diễn tập"]},
        ],
    ),
    "verify_score": _of(_OF_UNIT, by=B, marks=[{"criterion": "tham-muu", "points": "120"}]),
    "explain_score": _of(
        _OF_UNIT, explanations=[{"criterion": "tham-muu", "text": "Đã gửi bổ sung báo cáo diễn tập"}]
    ),
    "recheck_score": _of(_OF_UNIT, by="dien-tap", marks=[{"criterion": "tham-muu", "points": "126"}]),
    "finalise_score": _of(_OF_UNIT, document="Bảng điểm diễn tập"),
    "return_score": _of(_OF_UNIT, reason="Thiếu tài liệu kiểm chứng"),
}
_BALLOTS = {
    "open_ballot": _of(_CYCLE, name="advanced-unit", mode="roll_call", titles=[TITLE], candidates=[A, B]),
    "open_second_round": _of({"previous": BALLOT}, name="advanced-unit-2", present=ROLL),
    "take_attendance": _of(_BALLOT, present=ROLL),
    "appoint_tellers": _of(_BALLOT, tellers=[OFFICER, STAND_IN], document="Biên bản bầu tổ kiểm phiếu"),
    "cast_vote": _of(
        _BALLOT, elector=B, choices={A: "for", B: "for"}, channel="hall", capacity="Thủ trưởng đơn vị"
    ),
    "change_vote": _of(_VOTE, choices={A: "for", B: "abstain"}, channel="hall"),
    "close_ballot": _of(_BALLOT, present=ROLL),
    "count_roll_call": _of(_BALLOT, document="Biên bản kiểm phiếu diễn tập"),
    "count_hands": _of(_BALLOT, count=COUNT),
    "count_paper": _of(
        _BALLOT, first={"teller": OFFICER, "count": COUNT}, second={"teller": STAND_IN, "count": COUNT}
    ),
    "enter_teller_count": Example(path=_BALLOT, body=COUNT),
    "decide_tie": _of(_BALLOT, chosen=[A], document="Biên bản kiểm phiếu diễn tập"),
    "record_outcome": _of(_BALLOT, elected=[A, B], document="Biên bản diễn tập, không nêu số phiếu"),
    "acclaim": _of(_BALLOT, elected=[A, B], present=ROLL),
    "contest_ballot": _of(_BALLOT, by=C, reason="Danh sách cử tri thiếu một đơn vị"),
    "annul_ballot": _of(_BALLOT, reason="Bỏ phiếu sai thành phần", document="Kết luận kiểm tra diễn tập"),
}
_NOMINATIONS = {
    "propose_nomination": _of(_CYCLE, title=TITLE, unit=A, by=A, document="Tờ trình diễn tập"),
    "recommend_nomination": _of(_NOMINATION, by="dien-tap"),
    "submit_nomination": _of(_NOMINATION, to="Cấp có thẩm quyền diễn tập"),
    "defer_nomination": _of(_NOMINATION, reason="Đang xác minh một phản ánh diễn tập"),
    "resume_nomination": _of(_NOMINATION, reason="Phản ánh không có cơ sở"),
    "return_nomination": _of(_NOMINATION, reason="Hồ sơ thiếu biên bản bình xét"),
    "decide_nomination": _of(
        _NOMINATION,
        outcome="granted",
        authority="Cấp có thẩm quyền diễn tập",
        number="01/QĐ-DT",
        signed_on="2026-12-15",
    ),
    "present_nomination": _of(_NOMINATION, place=_HALL, by="dien-tap"),
    "annul_nomination": _of(_NOMINATION, reason="Kê khai thành tích diễn tập không đúng"),
    "restore_nomination": _of(_NOMINATION, reason="Khiếu nại diễn tập được chấp nhận"),
}
_AMENDMENTS = {
    "correct_entry": _of(
        {"position": 30}, reason="Ghi nhầm địa điểm hội nghị", new={"place": "Hội trường B"}
    ),
    "retract_entry": _of({"position": 30}, reason="Hội nghị này không được tổ chức"),
}
_ACCOUNTS = {
    "sign_in": _of({}, login=OFFICER, password=PHRASE),
    "change_password": _of({}, old=PHRASE, new="một câu khác còn dài hơn thế"),
    "create_token": _of(
        {}, label="Bảng ở hội trường", scopes=["read"], expires_at="2027-06-30T17:00:00+07:00"
    ),
    "create_person": _of({}, rank="Đại úy", email="can-bo-c@example.org"),
    "change_person": _of({"person": STAND_IN}, rank="Thiếu tá", phone="069 000 0000"),
    "set_login": _of({"person": STAND_IN}, login="can-bo-moi", password=PHRASE),
    "give_role": _of({"person": STAND_IN}, role="inspector"),
    "link_identity": _of({"person": STAND_IN}, issuer="https://id.example.org", subject="can-bo-c"),
    **{
        name: Example(path={"person": STAND_IN})
        for name in (
            "get_person",
            "list_grants",
            "list_identities",
            "erase_person",
            "disable_login",
            "enable_login",
        )
    },
}

EXAMPLES: Mapping[str, Example] = {
    **_UNITS,
    **_CLUSTERS,
    **_YEAR,
    **_SCORES,
    **_BALLOTS,
    **_NOMINATIONS,
    **_AMENDMENTS,
    **_ACCOUNTS,
}
# What a parameter shows where its operation has no example of its own.
PARAMETERS: Mapping[str, Any] = {
    "as_of": "2026-12-30",
    "ballot": BALLOT,
    "cluster": CLUSTER,
    "cycle": CYCLE,
    "drive": "xuan-dien-tap",
    "elector": A,
    "known_at": "2027-01-15T09:00:00+07:00",
    "parent": "dien-tap",
    "title": TITLE,
    "unit": A,
}
