"""The kinds of problems that the service tells: what each means, and what to do."""

from collections.abc import Mapping

import msgspec

from projections.catalogue import marked


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of problem. Its words are Vietnamese source texts of the catalogue."""

    status: int
    title: str
    meaning: str
    remedy: str


KINDS: Mapping[str, Kind] = {
    "unknown-id": Kind(
        status=404,
        title=marked("Không có mã này"),
        meaning=marked("Không có gì mang mã này tại thời điểm được hỏi."),
        remedy=marked("Kiểm tra lại mã trong danh sách, hoặc hỏi tại một ngày khác."),
    ),
    "unknown-path": Kind(
        status=404,
        title=marked("Không có địa chỉ này"),
        meaning=marked("Dịch vụ không có địa chỉ được hỏi."),
        remedy=marked("Xem các địa chỉ tại /api/v1/openapi.json."),
    ),
    "method-not-allowed": Kind(
        status=405,
        title=marked("Không dùng được phương thức này"),
        meaning=marked("Địa chỉ này chỉ để đọc."),
        remedy=marked("Dùng phương thức GET; ghi bằng lệnh thidua."),
    ),
    "parameter-refused": Kind(
        status=422,
        title=marked("Tham số không dùng được"),
        meaning=marked("Một tham số của câu hỏi sai tên hoặc sai giá trị."),
        remedy=marked(
            "Dùng as_of là một ngày (2022-11-21), known_at là một ngày hoặc một thời điểm có múi giờ."
        ),
    ),
    "refused": Kind(
        status=409,
        title=marked("Bị từ chối theo quy tắc"),
        meaning=marked("Một quy tắc nghiệp vụ không cho phép."),
        remedy=marked("Xem quy tắc được nêu."),
    ),
    "internal-error": Kind(
        status=500,
        title=marked("Dịch vụ gặp lỗi"),
        meaning=marked("Lỗi do dịch vụ, không phải do câu hỏi."),
        remedy=marked("Thử lại; nếu vẫn lỗi, báo người vận hành kèm mã trong trường X-Request-ID."),
    ),
    "database-unreachable": Kind(
        status=503,
        title=marked("Không kết nối được cơ sở dữ liệu"),
        meaning=marked("Dịch vụ đang chạy nhưng cơ sở dữ liệu không trả lời."),
        remedy=marked("Thử lại sau ít giây; người vận hành kiểm tra THIDUA_DATABASE_URL."),
    ),
    "read-models-differ": Kind(
        status=503,
        title=marked("Bảng tra cứu khác phiên bản"),
        meaning=marked("Bảng tra cứu trong cơ sở dữ liệu thuộc phiên bản khác của phần mềm."),
        remedy=marked("Người vận hành chạy lệnh thidua rebuild."),
    ),
}
