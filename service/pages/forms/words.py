"""Words of the forms that no other part of the service has, and which acts are looked at twice."""

from collections.abc import Mapping

from projections.catalogue import marked

# Of fields whose name alone does not say what goes there; before those of all commands, those of one.
LABELS: Mapping[str, str] = marked(
    {
        "register_unit.unit": "mã đơn vị",
        "register_unit.kind": "loại đơn vị",
        "form_cluster.cluster": "mã cụm",
        "form_cluster.name": "tên cụm, khối",
        "open_cycle.theme": "chủ đề của năm",
        "open_ballot.name": "mã cuộc bỏ phiếu",
        "open_second_round.name": "mã cuộc bỏ phiếu vòng sau",
        "open_ballot.titles": "danh hiệu lấy phiếu",
        "open_ballot.mode": "hình thức bỏ phiếu",
        "launch_drive.drive": "mã đợt thi đua",
        "launch_drive.name": "tên đợt thi đua",
        "record_inspection.inspection": "số thứ tự cuộc kiểm tra",
        "record_inspection.by": "đơn vị kiểm tra",
        "verify_score.by": "đơn vị thẩm định",
        "recheck_score.by": "cơ quan phúc tra",
        "report_target.name": "tên số liệu ngoài giao ước",
        "grant_delegation.by": "người ủy quyền",
        "revoke_delegation.by": "người ủy quyền",
        "contest_ballot.by": "đơn vị khiếu nại",
        "cast_vote.elector": "đơn vị bỏ phiếu",
        "successor": "đơn vị kế thừa",
        "title": "danh hiệu được đề nghị",
        "elected": "đơn vị đạt",
        "chosen": "đơn vị được chọn khi bằng phiếu",
        "effective": "ngày xảy ra",
        "source": "nguồn",
        "on": "ngày đúng",
        "new": "giá trị đúng",
        "direction": "cách so",
        "goal": "mức phấn đấu",
        "baseline": "kết quả năm trước",
        "assigned": "cấp trên giao",
        "criterion": "tiêu chí",
        "points": "điểm",
        "passed": "đạt hay không",
        "evidence": "minh chứng",
        "text": "nội dung giải trình",
        "issued": "số phiếu phát ra",
        "returned": "số phiếu thu về",
        "valid": "số phiếu hợp lệ",
        "invalid": "số phiếu không hợp lệ",
        "count.present": "số cử tri có mặt",
        "consulted": "số cử tri cho ý kiến bằng văn bản",
        "options": "số phiếu của từng đơn vị",
        "candidate": "đơn vị",
        "votes_for": "đồng ý",
        "votes_against": "không đồng ý",
        "votes_abstain": "không có ý kiến",
        "first": "người kiểm phiếu thứ nhất",
        "second": "người kiểm phiếu thứ hai",
        "teller": "mã người kiểm phiếu",
        "count": "số phiếu",
        "rule": "quy tắc riêng của cuộc này",
        "modes": "hình thức được dùng",
        "base": "tính trên",
        "threshold": "tỷ lệ cần đạt",
        "comparison": "so với tỷ lệ",
        "quorum": "tỷ lệ có mặt cần đủ",
        "quorum_base": "tỷ lệ có mặt tính trên",
        "tie": "khi bằng phiếu",
        "self_vote": "được bỏ phiếu cho đơn vị mình",
        "change_until_close": "được đổi phiếu trước khi đóng",
        "reference": "văn bản",
        "article": "điều, khoản",
        "confirmed": "đã đối chiếu văn bản",
        "choices": "lựa chọn",
    }
)
HINTS: Mapping[str, str] = marked(
    {
        "effective": "Để trống nếu là hôm nay. Viết 22/11/2022; chỉ biết tháng, năm thì viết 11/2022, 2022.",
        "source": "Số biên bản, bài báo hay văn bản làm căn cứ.",
        "late_reason": "Bắt buộc khi ghi cho một ngày đã qua: vì sao nay mới ghi.",
        "reason": "Ít nhất 10 chữ, đủ để người giám sát không phải hỏi lại.",
        "document": "Số và ngày của văn bản, nếu có.",
        "register_unit.unit": "Chữ thường không dấu, số và gạch nối. Để trống thì lập từ tên.",
        "form_cluster.cluster": "Chữ thường không dấu, số và gạch nối. Để trống thì lập từ tên.",
        "launch_drive.drive": "Để trống thì lập từ tên.",
        "open_ballot.name": "Để trống thì lập từ danh hiệu.",
        "open_second_round.name": "Để trống thì lập từ cuộc trước.",
        "record_inspection.inspection": "Để trống thì lấy số tiếp theo.",
        "report_commendation.line": "Để trống thì lấy số tiếp theo.",
        "open_ballot.roll": "Để trống thì lấy các đơn vị thành viên của cụm.",
        "open_ballot.rule": "Để trống thì theo quy định đã ban hành của năm.",
        "slogans": "Mỗi dòng một khẩu hiệu.",
        "evidence": "Mỗi dòng một minh chứng: số văn bản hoặc nơi lưu.",
        "scoring_table": "Dán từ bảng tính, mỗi dòng: số thứ tự | tên | điểm tối đa | cách chấm | liệt.",
        "threshold": "Viết phân số, ví dụ 2/3 hoặc 9/10.",
        "quorum": "Viết phân số, ví dụ 2/3.",
        "report_target.target": "Chọn một chỉ tiêu; để trống nếu báo cáo chung tất cả chỉ tiêu.",
        "targets": "Bỏ trống những dòng không dùng.",
        "marks": "Chỉ điền tiêu chí cần sửa; dòng để trống giữ điểm bước trước. Minh chứng: mỗi dòng một.",
        "submit_self_score.marks": "Điền từng tiêu chí. Minh chứng: mỗi dòng một số văn bản hoặc nơi lưu.",
        "explanations": "Chỉ điền tiêu chí cần giải trình. Minh chứng: mỗi dòng một.",
        "count_hands.count": "Cần có: số phiếu hợp lệ, số cử tri có mặt và số cho ý kiến bằng văn bản.",
        "total": "Chỉ dùng khi nguồn chỉ nêu tổng điểm.",
        "new": "Chỉ sửa những giá trị sai; giá trị giữ nguyên không được ghi lại.",
        "until": "Ngày cuối cùng còn hiệu lực.",
    }
)
# Acts that others rely on at once, or that only a correction can take back: shown in words before they count.
REVIEWED = frozenset(
    """
    merge_unit split_unit dissolve_unit appoint_representative release_representative
    grant_delegation leave_cluster assign_lead elect_lead hand_over_lead accept_handover
    launch_cycle adopt_rules sum_up_cycle sign_minutes submit_dossier close_cycle reopen_cycle
    sign_pledge amend_pledge withdraw_pledge finalise_score return_score
    open_ballot open_second_round close_ballot count_roll_call count_hands count_paper record_outcome acclaim
    contest_ballot annul_ballot cast_vote change_vote decide_tie
    submit_nomination decide_nomination present_nomination annul_nomination restore_nomination
    correct_entry retract_entry
    """.split()
)
# Where the order of the arguments is not that in which people think of them.
ORDER: Mapping[str, tuple[str, ...]] = {
    "open_ballot": ("question", "titles", "mode", "candidates", "seats", "present", "document"),
    "register_unit": ("name", "short_name", "kind", "parent", "fictional"),
    "form_cluster": ("name", "kind", "organiser", "series", "number", "document"),
    "launch_drive": ("name", "occasion", "slogan", "starts", "ends", "document"),
    "record_inspection": ("unit", "by", "kind", "findings", "document"),
}
# What is seldom filled in: behind a heading, with the ids that are made up by themselves.
SELDOM: Mapping[str, tuple[str, ...]] = {
    "open_ballot": ("name", "roll", "rule"),
    "open_second_round": ("name",),
    "register_unit": ("unit",),
    "form_cluster": ("cluster",),
    "launch_drive": ("drive",),
    "record_inspection": ("inspection",),
    "report_commendation": ("line", "within"),
    **dict.fromkeys(("submit_self_score", "verify_score", "recheck_score"), ("total",)),
}
# Whose reason is part of the act, not of its late recording.
OWN_REASON = frozenset({"leave_cluster", "revoke_delegation", "close_cycle", "contest_ballot"})
# What says where and when a thing was known rather than what was done; asked for apart.
ENVELOPE = ("effective", "source", "reason")


def label_of(command: str, name: str, group: str = "") -> str | None:
    """The own words of a field, of a command or of a group before those of all."""
    return next(
        (LABELS[key] for key in (f"{command}.{name}", f"{group}.{name}", name) if key in LABELS), None
    )


def hint_of(command: str, name: str) -> str | None:
    """What helps to fill a field; None where the label says it all."""
    return next((HINTS[key] for key in (f"{command}.{name}", name) if key in HINTS), None)
