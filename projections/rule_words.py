"""Words for what stands in rule sets: what a rule is about, and what it says, in the reader's language.

Rule sets name authorities and defaults in English, as the law library does; readers are told in Vietnamese.
"""

from collections.abc import Mapping

from projections.catalogue import Language, marked, translate

_SAID = marked(
    {
        "Minister of Public Security": "Bộ trưởng Bộ Công an",
        "Provincial People's Committee": "Ủy ban nhân dân cấp tỉnh",
        "Government": "Chính phủ",
        "as the Ministry of Public Security assigns": "theo phân cấp của Bộ Công an",
        "as the Ministry of Public Security assigns (article 80(5))": (
            "theo phân cấp của Bộ Công an (khoản 5 Điều 80)"
        ),
        "as the Government assigns": "theo phân cấp của Chính phủ",
        "as the Government assigns (article 79(5))": "theo phân cấp của Chính phủ (khoản 5 Điều 79)",
        "default, not stated by any text that was read": (
            "mặc định của dịch vụ, không văn bản nào đã đọc nêu điều này"
        ),
    }
)
_CODES: Mapping[str, Mapping[str, str]] = {
    "sequence": marked(
        {
            "strict": "các bước nối tiếp nhau",
            "stated": "được thiếu bước mà không nguồn nào nêu",
        }
    ),
    "quorum_base": marked(
        {
            "present": "chỉ tính người có mặt",
            "present_or_consulted": "tính người có mặt và người cho ý kiến bằng văn bản",
        }
    ),
    "quota_scope": marked(
        {
            "cluster": "số đơn vị của cụm",
            "authority": "số đơn vị thuộc quyền quyết định của cấp xét tặng",
        }
    ),
    "rounding": marked({"floor": "làm tròn xuống", "half_up": "làm tròn từ nửa đơn vị trở lên"}),
    "rounded_at": marked({"criterion": "ở từng tiêu chí", "total": "ở tổng điểm"}),
    "tie_break": marked(
        {
            "first_group_share": "tỷ lệ điểm của nhóm tiêu chí thứ nhất",
            "fewer_penalties": "ít điểm trừ hơn",
            "prior_year_rank": "thứ hạng năm trước",
            "vote": "biểu quyết",
        }
    ),
    "answer": marked({"yes": "có", "no": "không"}),
}


def said(text: str, language: Language) -> str:
    """A text of a rule set in the reader's language; one that is not known (the name of a law) as it is."""
    return translate(language, _SAID[text]) if text in _SAID else text


def code(table: str, value: str, language: Language) -> str:
    """The words for a code of a rule set.

    Raises:
        KeyError: no such code is known.
    """
    return translate(language, _CODES[table][value])


def answer(value: bool, language: Language) -> str:
    """Yes or no."""
    return code("answer", "yes" if value else "no", language)
