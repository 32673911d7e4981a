"""Sentences that the command line and HTTP both tell."""

from collections.abc import Mapping
from datetime import date, datetime

from domain.moments import Moment, microseconds
from projections import formats
from projections.catalogue import Language, marked, translate
from projections.language import refusal_sentence
from service.answers import Answer, PointUnreadable, Unknown

_UNKNOWN: Mapping[str, str] = {
    "cycle": marked("Không có năm thi đua “{key}”."),
    "cluster": marked("Không có cụm, khối “{key}”."),
    "unit": marked("Không có đơn vị “{key}”."),
    "ballot": marked("Không có cuộc bỏ phiếu “{key}”."),
    "pledge": marked("Năm thi đua này không có giao ước của đơn vị “{key}”."),
    "score": marked("Năm thi đua này không có điểm của đơn vị “{key}”."),
    "drive": marked("Năm thi đua này không có đợt thi đua “{key}”."),
    "nomination": marked("Năm thi đua này không có đề nghị danh hiệu ấy cho đơn vị “{key}”."),
    "vote": marked("Cuộc bỏ phiếu này không có phiếu ghi tên của đơn vị “{key}”."),
    "rule_set": marked("Không có bộ quy tắc “{key}”."),
    "member": marked("Bảng của năm thi đua này không có đơn vị “{key}”."),
    "entry": marked("Nhật ký không có mục số {key}."),
    "import": marked("Không có lần nhập nào mang mã “{key}” mà người gọi được xem."),
}
_UNREADABLE: Mapping[str, str] = {
    "moment_unreadable": marked("Không đọc được “{text}”."),
    "page_unknown": marked("Danh sách này không có dòng “{text}” để xem tiếp từ đó."),
}
_DAY = marked("Viết ngày theo dạng năm-tháng-ngày, ví dụ 2022-11-21.")
_DAY_OR_TIME = marked("Viết một ngày (2022-11-21) hoặc một thời điểm có múi giờ (2022-11-21T09:00:00+07:00).")
_POINT: Mapping[str, str] = {
    **dict.fromkeys(("as_of", "other_as_of"), _DAY),
    **dict.fromkeys(("known_at", "other_known_at"), _DAY_OR_TIME),
    **dict.fromkeys(("recorded_from", "recorded_until", "effective_from", "effective_until"), _DAY_OR_TIME),
    "after": marked("Dùng giá trị next của trang trước, với cùng câu hỏi; hoặc bỏ after để xem từ đầu."),
}
_STANDS_AT = marked("Xem tại ngày {day} · theo những gì biết đến {known} · mục {position}")


def unknown_sentences(unknown: Unknown, language: Language, lists: Mapping[str, str]) -> tuple[str, str]:
    """What is not known, and what to try instead; `lists` is where the ids of each kind are listed."""
    sentence = translate(language, _UNKNOWN[unknown.kind], key=unknown.key)
    if unknown.elsewhen:
        remedy = translate(
            language, marked("Mã này chỉ có ở thời điểm khác: đổi ngày xem, hoặc mốc “biết đến”.")
        )
    elif unknown.near:
        remedy = translate(language, marked("Có phải là: {near}?"), near=", ".join(unknown.near))
    else:
        remedy = translate(language, marked("Xem các mã đang có: {where}."), where=lists[unknown.kind])
    return sentence, remedy


def point_sentences(error: PointUnreadable, language: Language) -> tuple[str, str]:
    """What is wrong with a part of the point, and how it is written."""
    if error.refusal.code in _UNREADABLE:
        told = _UNREADABLE[error.refusal.code]
        sentence = translate(language, told, text=error.refusal.params["text"])
    else:
        sentence = refusal_sentence(error.refusal, language)
    return sentence, translate(language, _POINT[error.field])


def point_words(told: Answer, language: Language) -> str:
    """Which day an answer is for, and what was known for it."""
    known = Moment(microseconds(datetime.fromisoformat(told["known_at"])))
    return translate(
        language,
        _STANDS_AT,
        day=formats.day(date.fromisoformat(told["as_of"]), language),
        known=formats.moment(known, language),
        position=str(told["position"]),
    )
