"""Why somebody cannot sign in, and why an account cannot be changed."""

from projections.catalogue import marked

ACCOUNTS = marked(
    {
        "sign_in_failed": (
            "Không đăng nhập được: tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đã bị khóa. Gõ "
            "lại; quên mật khẩu thì nhờ người quản trị đặt lại."
        ),
        "sign_in_locked": (
            "Chưa thử lại được: đã sai mật khẩu nhiều lần liên tiếp. Thử lại từ {until:date}, hoặc nhờ "
            "người quản trị đặt lại mật khẩu."
        ),
        "password_too_short": (
            "Không dùng được mật khẩu này: quá ngắn. Chọn mật khẩu từ {letters_min} ký tự trở lên; một "
            "câu dài là dễ nhớ nhất."
        ),
        "password_too_long": (
            "Không dùng được mật khẩu này: quá dài. Chọn mật khẩu không quá {letters_max} ký tự."
        ),
        "password_holds_login": (
            "Không dùng được mật khẩu này: trong đó có tên đăng nhập. Chọn mật khẩu khác."
        ),
        "password_obvious": (
            "Không dùng được mật khẩu này: quá dễ đoán. Chọn mật khẩu khác, ví dụ vài từ không liên quan "
            "đến nhau."
        ),
        "password_wrong": (
            "Không đổi mật khẩu được: mật khẩu đang dùng không đúng. Gõ lại mật khẩu đang dùng."
        ),
        "password_same": (
            "Không đổi mật khẩu được: mật khẩu mới giống mật khẩu đang dùng. Chọn mật khẩu khác."
        ),
        "password_typed_differently": (
            "Chưa đổi mật khẩu: hai lần gõ mật khẩu mới không giống nhau. Gõ lại cả hai lần."
        ),
        "password_change_needed": (
            "Chưa thực hiện được: mật khẩu đang dùng do người quản trị đặt. Đổi mật khẩu trước (POST "
            "/api/v1/passwords, hoặc trang /password)."
        ),
        "login_disabled": "Không đăng nhập được: tài khoản này đang bị khóa. Hỏi người quản trị.",
        "sign_in_stale": (
            "Không đăng nhập được: lần đăng nhập này không bắt đầu từ trình duyệt này, đã dùng rồi hoặc đã "
            "quá mười phút. Đăng nhập lại từ đầu."
        ),
        "provider_unreachable": (
            "Chưa đăng nhập được: nơi cấp danh tính không trả lời hoặc trả lời sai dạng. Thử lại sau ít "
            "phút; nếu vẫn vậy, báo người vận hành."
        ),
        "provider_refused": (
            "Không đăng nhập được: nơi cấp danh tính từ chối, hoặc việc đăng nhập ở đó đã hủy. Đăng nhập lại "
            "từ đầu; nếu vẫn vậy, báo người vận hành."
        ),
        "identity_token_refused": (
            "Không đăng nhập được: không kiểm chứng được danh tính mà nơi cấp gửi về. Đăng nhập lại từ đầu; "
            "nếu vẫn vậy, báo người vận hành."
        ),
        "identity_unlinked": (
            "Không đăng nhập được: danh tính “{subject:id}” chưa gắn với người dùng nào. Gửi danh tính này "
            "cho người quản trị để gắn."
        ),
        "identity_taken": (
            "Không gắn được: danh tính này đã gắn với một người dùng. Gỡ ở người dùng ấy trước."
        ),
        "identity_misfits": (
            "Không gắn được danh tính: nơi cấp là một địa chỉ https, mã của người dùng là chữ không dấu, "
            "mỗi thứ không quá {letters_max} ký tự. Sửa lại cho đúng như nơi cấp ghi."
        ),
        "identity_unknown": (
            "Người dùng này không có danh tính mang số hiệu “{identity:id}”. Xem lại danh sách danh tính."
        ),
        "origin_unknown": (
            "Không đăng nhập được: dịch vụ không nhận tên máy trong địa chỉ này. Mở đúng địa chỉ của dịch "
            "vụ; người vận hành nêu địa chỉ ấy trong THIDUA_ORIGINS."
        ),
        "key_reused": (
            "Không thực hiện được: Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác. Dùng khóa "
            "mới."
        ),
        "login_taken": "Không đặt được tên đăng nhập này: người khác đang dùng. Chọn tên khác.",
        "login_misfits": (
            "Không đặt được tên đăng nhập này: tên gồm {letters_min} đến {letters_max} chữ, số và các dấu "
            ". _ - @, bắt đầu bằng chữ hoặc số. Sửa lại tên."
        ),
        "login_unknown": "Không có tên đăng nhập này. Kiểm tra lại tên.",
        "login_missing": (
            "Không thực hiện được: người mang mã “{person:id}” chưa có tên đăng nhập. Đặt tên đăng nhập "
            "trước."
        ),
        "person_unknown": "Không có người mang mã “{person:id}”. Kiểm tra lại mã trong danh sách người dùng.",
        "person_exists": (
            "Không lập được: đã có người mang mã “{person:id}”. Sửa thông tin của người ấy, hoặc bỏ trống mã."
        ),
        "person_erased": (
            "Không thực hiện được: thông tin của người mang mã “{person:id}” đã xóa. Nếu cần thì lập "
            "người dùng mới."
        ),
        "session_unknown": (
            "Không có phiên đăng nhập mang mã “{session:id}” đang mở. Xem lại danh sách phiên đăng nhập."
        ),
        "token_unknown": (
            "Không có mã truy cập mang số hiệu “{token:id}” còn dùng được. Xem lại danh sách mã truy cập."
        ),
        "token_issued_already": (
            "Không tạo lại được: yêu cầu mang Idempotency-Key này đã tạo mã truy cập “{token:id}”, và nội "
            "dung của mã chỉ nêu một lần. Hủy mã ấy rồi tạo mã mới với khóa khác."
        ),
        "token_expired_already": (
            "Không tạo được mã truy cập: ngày hết hạn đã qua. Nêu ngày hết hạn sau hôm nay."
        ),
        "token_too_long_lived": (
            "Không tạo được mã truy cập: thời hạn quá dài. Nêu ngày hết hạn trong vòng {days_max} ngày tới."
        ),
        "token_scope_unknown": (
            "Không tạo được mã truy cập: không có phạm vi “{scope:id}”. Chọn trong các phạm vi: {known:id}."
        ),
        "token_scopes_missing": (
            "Không tạo được mã truy cập: chưa nêu phạm vi. Chọn ít nhất một phạm vi: {known:id}."
        ),
        "grant_unknown": (
            "Không có vai trò mang số hiệu “{grant:id}” đang được giao. Xem lại danh sách vai trò của "
            "người dùng."
        ),
        "role_unknown": "Không giao được: không có vai trò “{role:id}”. Các vai trò giao được: {known:id}.",
        "role_of_whole_service": (
            "Không giao được: vai trò {role:role} không thuộc riêng đơn vị nào. Bỏ trống đơn vị."
        ),
        "role_held_already": (
            "Không giao lại được: người này đang giữ vai trò {role:role} ở đúng phạm vi ấy. Muốn đổi phạm "
            "vi thì giao thêm, hoặc thu hồi vai trò cũ."
        ),
        "roles_exclude": (
            "Không giao được vai trò {role:role}: người này đang giữ vai trò {held:role}; người quản trị "
            "tài khoản không giữ vai trò nào khác. Thu hồi vai trò cũ trước, hoặc giao cho người khác."
        ),
    }
)
