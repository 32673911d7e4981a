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
        meaning=marked("Địa chỉ này không nhận phương thức ấy."),
        remedy=marked("Dùng một phương thức nêu trong trường Allow."),
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
    "request-malformed": Kind(
        status=400,
        title=marked("Yêu cầu sai dạng"),
        meaning=marked("Phần đầu của yêu cầu nêu độ dài nội dung sai, hoặc nêu hai lần."),
        remedy=marked("Gửi lại bằng một phần mềm HTTP thông thường."),
    ),
    "sign-in-needed": Kind(
        status=401,
        title=marked("Cần đăng nhập"),
        meaning=marked(
            "Việc này chỉ dành cho người đã đăng nhập; phiên hoặc mã truy cập thiếu, sai hoặc đã hết hạn."
        ),
        remedy=marked("Đăng nhập lại, hoặc gửi mã truy cập còn hạn trong trường Authorization."),
    ),
    "sign-in-refused": Kind(
        status=401,
        title=marked("Đăng nhập không thành công"),
        meaning=marked("Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang bị khóa."),
        remedy=marked("Kiểm tra lại rồi thử sau ít phút; nếu quên mật khẩu, hỏi người quản trị."),
    ),
    "not-permitted": Kind(
        status=403,
        title=marked("Không có quyền"),
        meaning=marked("Quyền của người gọi không gồm việc này, hoặc chưa đến lúc."),
        remedy=marked("Xem quy tắc được nêu và ai làm được việc này."),
    ),
    "cross-site": Kind(
        status=403,
        title=marked("Yêu cầu đến từ trang khác"),
        meaning=marked("Trình duyệt cho biết yêu cầu này do trang của nơi khác gửi."),
        remedy=marked(
            "Mở trang của dịch vụ rồi làm lại; nếu dịch vụ có tên khác, "
            "người vận hành nêu tên ấy trong THIDUA_ORIGINS."
        ),
    ),
    "contended": Kind(
        status=409,
        title=marked("Đang có người khác ghi cùng chỗ"),
        meaning=marked("Điều lệnh này dựa vào thay đổi liên tục trong lúc ghi; chưa ghi gì."),
        remedy=marked("Gửi lại với cùng Idempotency-Key."),
    ),
    "version-differs": Kind(
        status=412,
        title=marked("Đã có thay đổi từ khi xem"),
        meaning=marked("Phiên bản trong If-Match không còn là phiên bản hiện có; chưa ghi gì."),
        remedy=marked("Đọc lại, xem điều đã thay đổi, rồi gửi với ETag mới."),
    ),
    "body-too-large": Kind(
        status=413,
        title=marked("Nội dung gửi lên quá dài"),
        meaning=marked("Nội dung gửi lên dài hơn mức địa chỉ này nhận."),
        remedy=marked("Chia thành nhiều lần gửi."),
    ),
    "media-type-unknown": Kind(
        status=415,
        title=marked("Kiểu nội dung không nhận được"),
        meaning=marked(
            "Địa chỉ này không nhận nội dung kiểu ấy, hoặc nội dung không phải UTF-8, hoặc đã nén."
        ),
        remedy=marked("Gửi nội dung UTF-8, không nén, với Content-Type mà địa chỉ này nhận."),
    ),
    "payload-refused": Kind(
        status=422,
        title=marked("Nội dung gửi lên không dùng được"),
        meaning=marked("Một trường của nội dung thiếu, thừa, sai kiểu hoặc sai giá trị; chưa ghi gì."),
        remedy=marked("Sửa trường được nêu rồi gửi lại."),
    ),
    "version-needed": Kind(
        status=428,
        title=marked("Cần nêu phiên bản"),
        meaning=marked("Việc sửa này phải nêu phiên bản đã xem, để không ghi đè điều chưa xem."),
        remedy=marked("Đọc trước, rồi gửi ETag nhận được trong If-Match."),
    ),
    "too-many-requests": Kind(
        status=429,
        title=marked("Quá nhiều yêu cầu"),
        meaning=marked("Người gọi này đã gửi quá số lần cho phép trong khoảng thời gian này."),
        remedy=marked("Chờ số giây trong trường Retry-After rồi thử lại."),
    ),
    "imports-waiting": Kind(
        status=503,
        title=marked("Đang có nhiều lần nhập chờ"),
        meaning=marked("Hàng chờ nhập hàng loạt đã đầy, hoặc dịch vụ sắp dừng; chưa nhận tệp này."),
        remedy=marked("Chờ số giây trong trường Retry-After rồi gửi lại."),
    ),
    "internal-error": Kind(
        status=500,
        title=marked("Dịch vụ gặp lỗi"),
        meaning=marked("Lỗi do dịch vụ, không phải do câu hỏi."),
        remedy=marked("Thử lại; nếu vẫn lỗi, báo người vận hành kèm mã trong trường X-Request-ID."),
    ),
    "too-many-listeners": Kind(
        status=503,
        title=marked("Quá nhiều người đang chờ tin"),
        meaning=marked("Dịch vụ đang giữ số kết nối chờ tin nhiều nhất mà nó giữ được."),
        remedy=marked("Thử lại sau ít giây; trong lúc chờ, đọc lại trang bằng tay."),
    ),
    "busy": Kind(
        status=503,
        title=marked("Quá nhiều người đang đăng nhập"),
        meaning=marked("Dịch vụ đang kiểm tra nhiều mật khẩu nhất mà nó làm được một lúc; chưa kiểm tra gì."),
        remedy=marked("Chờ số giây trong trường Retry-After rồi thử lại; lần này không tính là sai."),
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
