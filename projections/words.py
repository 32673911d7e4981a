"""Words for the codes that facts and refusals hold: titles, forms, modes, steps."""

from collections.abc import Mapping

from projections.catalogue import Language, marked, wording
from projections.field_words import FIELDS, TOPIC_NAMES
from projections.permission_words import ACTIONS, PHASES, TOKEN_SCOPES

# By kind and code. `honour` is a title as it stands in a sentence; "yes" and "no" stand for truth.
TABLES: Mapping[str, Mapping[str, str]] = {
    "field": FIELDS,
    "topic": TOPIC_NAMES,
    "action": ACTIONS,
    "phase": PHASES,
    "token_scope": TOKEN_SCOPES,
    "title": marked(
        {
            "advanced_unit": "Đơn vị tiên tiến",
            "determined_to_win_unit": "Đơn vị quyết thắng",
            "flag_ministry": "Cờ thi đua của Bộ Công an",
            "flag_province": "Cờ thi đua của UBND tỉnh",
            "flag_government": "Cờ thi đua của Chính phủ",
            "flag_general_department": "Cờ thi đua của Tổng cục Chính trị",
            "advanced_fighter": "Chiến sĩ tiên tiến",
            "advanced_worker": "Lao động tiên tiến",
            "emulation_fighter_base": "Chiến sĩ thi đua cơ sở",
            "emulation_fighter_ministry": "Chiến sĩ thi đua toàn lực lượng Công an nhân dân",
            "emulation_fighter_national": "Chiến sĩ thi đua toàn quốc",
        }
    ),
    "honour": marked(
        {
            "advanced_unit": "danh hiệu “Đơn vị tiên tiến”",
            "determined_to_win_unit": "danh hiệu “Đơn vị quyết thắng”",
            "flag_ministry": "Cờ thi đua của Bộ Công an",
            "flag_province": "Cờ thi đua của UBND tỉnh",
            "flag_government": "Cờ thi đua của Chính phủ",
            "flag_general_department": "Cờ thi đua của Tổng cục Chính trị",
            "advanced_fighter": "danh hiệu “Chiến sĩ tiên tiến”",
            "advanced_worker": "danh hiệu “Lao động tiên tiến”",
            "emulation_fighter_base": "danh hiệu “Chiến sĩ thi đua cơ sở”",
            "emulation_fighter_ministry": "danh hiệu “Chiến sĩ thi đua toàn lực lượng Công an nhân dân”",
            "emulation_fighter_national": "danh hiệu “Chiến sĩ thi đua toàn quốc”",
        }
    ),
    "form": marked(
        {
            "award_merit_certificate": "Giấy khen",
            "award_ministry_certificate": "Bằng khen của Bộ trưởng",
            "award_pm_certificate": "Bằng khen của Thủ tướng Chính phủ",
            "award_order_fatherland_protection": "Huân chương Bảo vệ Tổ quốc",
            "award_order_feat_of_arms": "Huân chương Chiến công",
            "award_order_military_exploit": "Huân chương Quân công",
            "award_hero_armed_forces": "Anh hùng Lực lượng vũ trang nhân dân",
            "award_commemorative_medal": "Kỷ niệm chương",
            "award_adhoc": "khen thưởng đột xuất",
        }
    ),
    "grade": marked(
        {
            "first": "hạng Nhất",
            "second": "hạng Nhì",
            "third": "hạng Ba",
        }
    ),
    "level": marked(
        {
            "all": "các cấp",
            "state": "cấp Nhà nước",
            "ministry": "cấp Bộ",
            "province": "cấp tỉnh",
            "department": "cấp cục",
            "unit": "cấp cơ sở",
        }
    ),
    "mode": marked(
        {
            "acclamation": "suy tôn",
            "show_of_hands": "biểu quyết giơ tay",
            "roll_call": "biểu quyết ghi tên",
            "secret_electronic": "bỏ phiếu kín điện tử",
            "secret_paper": "bỏ phiếu kín",
            "written_opinion": "lấy ý kiến bằng văn bản",
            "unstated": "không nêu hình thức",
        }
    ),
    "base": marked(
        {
            "roll": "tổng số cử tri",
            "present": "số cử tri có mặt",
            "present_or_consulted": "số cử tri có mặt hoặc cho ý kiến bằng văn bản",
            "returned": "số phiếu thu về",
            "valid": "số phiếu hợp lệ",
        }
    ),
    "tie": marked(
        {
            "second_round": "bỏ phiếu vòng hai",
            "chair": "ý kiến của chủ trì",
            "score": "điểm thi đua",
        }
    ),
    "choice": marked(
        {
            "for": "đồng ý",
            "against": "không đồng ý",
            "abstain": "không có ý kiến",
        }
    ),
    "channel": marked(
        {
            "hall": "tại hội trường",
            "remote": "từ điểm cầu",
            "written": "bằng văn bản",
            "minutes": "ghi theo biên bản",
        }
    ),
    "figure": marked(
        {
            "issued": "số phiếu phát ra",
            "returned": "số phiếu thu về",
            "valid": "số phiếu hợp lệ",
            "invalid": "số phiếu không hợp lệ",
            "present": "số cử tri có mặt",
            "consulted": "số cử tri cho ý kiến bằng văn bản",
            "options": "số phiếu của từng đơn vị",
            "votes_for": "số phiếu đồng ý",
            "votes_against": "số phiếu không đồng ý",
            "votes_abstain": "số phiếu không có ý kiến",
        }
    ),
    "status": marked(
        {
            "proposed": "đề nghị",
            "recommended": "đã thẩm định, nhất trí đề nghị",
            "submitted": "đã trình",
            "deferred": "chưa xét",
            "returned": "trả lại để bổ sung",
            "granted": "đã có quyết định tặng",
            "refused": "không được tặng",
            "downgraded": "tặng danh hiệu thấp hơn",
            "presented": "đã trao",
            "annulled": "đã hủy bỏ",
        }
    ),
    "outcome": marked(
        {
            "granted": "tặng",
            "refused": "không tặng",
            "downgraded": "tặng danh hiệu thấp hơn",
        }
    ),
    "step": marked(
        {
            "opened": "Mở năm thi đua",
            "launched": "Phát động",
            "pledged": "Ký giao ước",
            "rules_adopted": "Ban hành quy định",
            "drives": "Các đợt thi đua",
            "inspections": "Kiểm tra, giám sát",
            "midyear": "Sơ kết 6 tháng",
            "ninemonth": "Kiểm tra 9 tháng",
            "self_scored": "Tự chấm điểm",
            "verified": "Thẩm định điểm",
            "final_scored": "Chốt điểm",
            "summed_up": "Tổng kết",
            "balloted": "Bỏ phiếu, suy tôn",
            "minuted": "Ký biên bản",
            "submitted": "Trình hồ sơ",
            "decided": "Quyết định khen thưởng",
            "presented": "Trao tặng",
            "handed_over": "Bàn giao cụm trưởng",
            "closed": "Kết thúc năm thi đua",
        }
    ),
    "step_status": marked(
        {
            "reached": "đã xong",
            "partly": "xong một phần",
            "now": "đang làm",
            "not_stated": "không nêu",
            "waiting": "chờ",
        }
    ),
    "stage": marked(
        {
            "draft": "dự thảo",
            "self": "tự chấm điểm",
            "verified": "thẩm định",
            "explained": "giải trình",
            "rechecked": "phúc tra",
            "final": "chốt điểm",
        }
    ),
    "counting": marked(
        {
            "instances": "lượt",
            "distinct": "người, tập thể",
            "unstated": "không nêu",
        }
    ),
    "lead_mode": marked(
        {
            "assigned": "cấp trên phân công",
            "stated": "nguồn tin nêu",
            "elected": "đơn vị thành viên bầu",
            "handed_over": "nhận bàn giao",
        }
    ),
    "role": marked(
        {
            "lead": "cụm trưởng",
            "deputy": "cụm phó",
            "administrator": "người quản trị",
            "office": "cơ quan thi đua",
            "inspector": "người giám sát",
            "representative": "đại diện đơn vị",
            "member": "đại diện một đơn vị thành viên",
            "teller": "người kiểm phiếu",
            "person": "người đã đăng nhập",
            "anyone": "mọi người",
        }
    ),
    "part": marked(
        {
            "lead": "làm cụm trưởng",
            "deputy": "làm cụm phó",
            "unit": "tham gia với tư cách thành viên",
        }
    ),
    "cluster_kind": marked(
        {
            "cluster": "cụm thi đua",
            "block": "khối thi đua",
            "movement": "phong trào thi đua của lực lượng",
        }
    ),
    "unit_kind": marked(
        {
            "ministry": "Bộ",
            "department": "cục",
            "province_police": "Công an cấp tỉnh",
            "district_police": "Công an cấp huyện",
            "commune_police": "Công an cấp xã",
            "division": "phòng",
            "team": "đội",
            "office": "văn phòng",
        }
    ),
    "scope": marked(
        {
            "pledges": "giao ước thi đua",
            "scores": "việc chấm điểm",
            "votes": "việc bỏ phiếu",
            "lead": "nhiệm vụ cụm trưởng",
        }
    ),
    "unit_status": marked(
        {
            "active": "đang hoạt động",
            "merged": "sáp nhập",
            "split": "chia tách",
            "dissolved": "giải thể",
        }
    ),
    "inspection": marked(
        {
            "cross": "Kiểm tra chéo",
            "superior": "Cấp trên kiểm tra",
            "self": "Tự kiểm tra",
        }
    ),
    "criterion": marked(
        {
            "group": "nhóm tiêu chí",
            "quantitative": "định lượng",
            "pass_fail": "đạt hoặc không đạt",
            "direct": "chấm thẳng",
            "bonus_penalty": "điểm cộng, điểm trừ",
        }
    ),
    "mark": marked(
        {
            "actual": "kết quả thực hiện",
            "target": "chỉ tiêu giao",
            "passed": "đạt hay không đạt",
            "points": "điểm",
        }
    ),
    "precision": marked(
        {
            "instant": "chính xác đến phút",
            "day": "biết đến ngày",
            "month": "biết đến tháng",
            "year": "biết đến năm",
            "unknown": "không rõ ngày",
        }
    ),
    "met": marked(
        {
            "yes": "đạt",
            "no": "không đạt",
        }
    ),
    "passed": marked(
        {
            "yes": "đạt",
            "no": "không đạt",
        }
    ),
    "fictional": marked(
        {
            "yes": "đơn vị giả định để diễn tập",
        }
    ),
    "consecutive": marked(
        {
            "yes": "liên tục",
        }
    ),
    "delegated": marked(
        {
            "yes": "thừa ủy nhiệm",
        }
    ),
    "unconfirmed": marked(
        {
            "no": "chưa được đối chiếu với văn bản",
        }
    ),
    "entry_kind": marked(
        {
            "unit": "đơn vị",
            "cluster": "cụm",
            "cycle": "năm thi đua",
        }
    ),
    "answer": marked(
        {
            "yes": "có",
            "no": "không",
        }
    ),
    "direction": marked(
        {
            "at_least": "ít nhất",
            "at_most": "không quá",
            "yes_no": "có hoặc không",
        }
    ),
    "comparison": marked(
        {
            ">=": "≥",
            ">": ">",
        }
    ),
}


def word(kind: str, code: str, language: Language) -> str:
    """The word for a code; one that is not known (a title of a cluster's own rules) is told as it is."""
    text = TABLES.get(kind, {}).get(code)
    return code if text is None else wording(language, text, kind)
